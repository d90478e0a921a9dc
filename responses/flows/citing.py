"""Citing evidence in a draft: four ways to add to it, and one to take a citation out.

Files come in two steps, so that a fault in one loses no other: `upload` stores those that can be
kept, `describe` makes evidence of them. The admin site adds files in one step.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import get_text_list

from .. import actions, workflow
from ..forms.evidence import (
    AgainForm,
    DescribeForm,
    FilesForm,
    LinkForm,
    ReferenceForm,
    UploadForm,
)
from ..models import Evidence, PendingFile
from ..queries.evidence import differences, held_thing, with_citations
from .outcome import MISTAKEN, STALE, Outcome, done, showing

# The ways to add evidence: what the address says, what the page says, and the form.
WAYS = {
    "files": ("Add files", FilesForm),
    "link": ("Add a link", LinkForm),
    "reference": ("Add a reference", ReferenceForm),
    "again": ("Cite again", AgainForm),
}


def label_of(way):
    label, _ = WAYS[way]
    return label


def form_for(response, way, *typed):
    """The form of one way, empty or with what was `typed`: the fields and the files of a request."""
    labels = [part.label for part in response.recommendation.parts]
    if way == "again":
        evidence = Evidence.objects.filter(organisation=response.organisation, withdrawn_at=None)
        return AgainForm(*typed, labels=labels, evidence=evidence.order_by("title", "pk"))
    _, form = WAYS[way]
    return form(*typed, labels=labels)


def add(response, way, *typed, by, access):
    """Add evidence by one of the WAYS and cite it in the draft, or show the form again."""
    if reason := workflow.why_not_edit(response, access):
        raise PermissionDenied(reason)
    if way not in WAYS:
        raise Http404

    form = form_for(response, way, *typed)
    if not form.is_valid():
        return showing(response, [form])

    held = _held_and_not_asked(response, way, form)
    if held:
        return _ask_about_held(response, way, form, held)
    try:
        cited = _cite(response, way, by=by, access=access, **form.cleaned_data)
    except workflow.Refused as refused:
        form.add_error(None, str(refused))
        return Outcome(response, [form], MISTAKEN)
    return done(response, _cited(cited))


def upload(response, *typed, by, access):
    """Store every file that can be kept, whatever is wrong with others. Says what is wrong.

    The outcome is done where something was stored; its message names the files that were not.
    """
    if reason := workflow.why_not_edit(response, access):
        raise PermissionDenied(reason)

    form = UploadForm(*typed)
    form.full_clean()
    files = form.good_files()
    if not files:
        return showing(response, [form])

    try:
        actions.keep_pending(response, files, by=by, access=access)
    except workflow.Refused as refused:
        form.add_error("files", str(refused))
        return Outcome(response, [form], MISTAKEN)
    return done(response, " ".join(form.errors.get("files", [])))


def pending_of(response, person):
    """The files that this person has added here and not described yet."""
    files = PendingFile.objects.filter(response=response, added_by=person)
    return list(files.order_by("pk"))


def describe(response, typed=None, *, by, access):
    """Make evidence of the files that wait, each with its own description; all of them or none."""
    if reason := workflow.why_not_edit(response, access):
        raise PermissionDenied(reason)

    forms = _describing(response, pending_of(response, by), typed)
    is_valid = [form.is_valid() for form in forms]  # each, so that all mistakes are shown at once
    if typed is None or not all(is_valid):
        return showing(response, forms)

    descriptions = [(form.file, form.typed()) for form in forms]
    try:
        cited = actions.describe_files(response, descriptions, by=by, access=access)
    except workflow.Refused as refused:
        return Outcome(response, forms, MISTAKEN, message=str(refused))
    return done(response, _cited(cited) if cited else "No file was added.")


def _describing(response, files, typed):
    labels = [part.label for part in response.recommendation.parts]
    hashes = [file.sha256 for file in files]
    held = Evidence.objects.filter(organisation=response.organisation, sha256__in=hashes)
    by_hash = {evidence.sha256: evidence for evidence in with_citations(held)}
    return [
        DescribeForm(typed, file=file, held=by_hash.get(file.sha256), labels=labels)
        for file in files
    ]


def _held_and_not_asked(response, way, form):
    """What is held under this address or title already, where this person has not seen that yet."""
    if way not in ("link", "reference"):
        return None
    typed = form.cleaned_data
    url = typed.get("url", "")
    held = held_thing(response.organisation, url=url, title=typed["title"], dated=typed["dated"])
    if held is None or typed["held"] == held.pk:
        return None
    facts = {name: typed[name] for name in ("title", "kind", "dated", "dated_on", "is_public")}
    return held if differences(held, facts) else None


def _ask_about_held(response, way, form, held):
    """Both side by side: what is held, and the form with what was typed. Nothing is changed yet.

    The narrower of two audiences wins, unless this person says otherwise on that page; wider than
    what is held is the page of the evidence itself.
    """
    typed = form.data.copy()
    typed["held"] = held.pk
    if not held.is_public:
        typed.pop("is_public", None)
    form = form_for(response, way, typed)
    if not held.is_public:
        del form.fields["is_public"]
    form.add_error(
        None, f"You hold this already as “{held}”. Check what you typed, and save it once more."
    )
    return Outcome(
        response, [form], STALE, held=with_citations(Evidence.objects.filter(pk=held.pk)).get()
    )


def remove(citation, *, by, access):
    """Take a citation out of the draft. The evidence stays with its organisation."""
    response = citation.draft.response
    try:
        actions.remove_citation(citation, by=by, access=access)
    except workflow.Refused as refused:
        raise PermissionDenied(str(refused)) from refused
    return done(
        response,
        f"“{citation.evidence}” is no longer cited here. Your organisation still holds it.",
    )


def _cite(response, way, *, held=None, **typed):
    """Do what the form asks. Returns the evidence that is cited now."""
    if way == "files":
        return actions.add_files(response, typed.pop("files"), **typed)
    if way == "again":
        return [actions.cite(response, **typed).evidence]
    if held:
        rows = Evidence.objects.filter(organisation=response.organisation)
        return [actions.cite_held(response, get_object_or_404(rows, pk=held), **typed)]
    return [actions.add_thing(response, **typed)]


def _cited(cited):
    titles = get_text_list([f"“{evidence}”" for evidence in dict.fromkeys(cited)], "and")
    if any(evidence.findings for evidence in cited):
        return f"Cited: {titles}. Look at what was found in it below."
    return f"Cited: {titles}."
