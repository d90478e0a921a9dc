"""Citing evidence in a draft: four ways to add to it, and one to take a citation out."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.text import get_text_list

from .. import actions, workflow
from ..forms.evidence import AgainForm, FilesForm, LinkForm, ReferenceForm
from ..models import Evidence
from .outcome import MISTAKEN, Outcome, done, showing

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

    try:
        cited = _cite(response, way, by=by, access=access, **form.cleaned_data)
    except workflow.Refused as refused:
        form.add_error(None, str(refused))
        return Outcome(response, [form], MISTAKEN)
    return done(response, _cited(cited))


def remove(citation, *, by, access):
    """Take a citation out of the draft. The evidence stays with its organisation."""
    response = citation.draft.response
    try:
        actions.remove_citation(citation, by=by, access=access)
    except workflow.Refused as refused:
        raise PermissionDenied(str(refused)) from refused
    return done(response, f"“{citation.evidence}” is no longer cited here. Your organisation still holds it.")


def _cite(response, way, **typed):
    """Do what the form asks. Returns the evidence that is cited now."""
    if way == "files":
        return actions.add_files(response, typed.pop("files"), **typed)
    if way == "again":
        return [actions.cite(response, **typed).evidence]
    return [actions.add_thing(response, **typed)]


def _cited(cited):
    titles = get_text_list([f"“{evidence}”" for evidence in dict.fromkeys(cited)], "and")
    if any(evidence.findings for evidence in cited):
        return f"Cited: {titles}. Look at what was found in it below."
    return f"Cited: {titles}."
