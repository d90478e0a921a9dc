"""What a lead writes before it is sent: the words of drafts, and the evidence they cite."""

from django.db import transaction

from .. import workflow
from ..history.chain import changed, lock, refuse
from ..models import Citation, Draft

RELATIONS = ["waits_on_dependencies", "waits_on_recommendations"]


@transaction.atomic
def save_draft(response, *, by, access, version, **words):
    """Keep what a lead is writing. `version` is the one they began from; an older one is refused as Stale.

    Words that are there already change nothing, whatever the version: a double click is one Event.
    """
    response = lock(response)
    refuse(workflow.why_not_edit(response, access))
    draft = Draft.objects.filter(response=response).first() or Draft(response=response)
    before = {name: old for name, new in words.items() if _keys(name, old := _said(draft, name)) != _keys(name, new)}
    if draft.pk and not before:
        return response
    if response.version != version:
        raise workflow.Stale("Somebody saved this answer while you were writing.")
    after = {name: words[name] for name in before}
    _write(draft, by, after)
    changed(response, "save_draft", by=by, before=before, after=after)
    return response


@transaction.atomic
def save_drafts(responses, *, by, access, versions, **words):
    """The same words for several answers, each in its own row, or for none. `versions` is by key of the answer."""
    in_one_order = sorted(responses, key=lambda response: (response.organisation_id, response.pk))
    return [save_draft(one, by=by, access=access, version=versions[one.pk], **words) for one in in_one_order]


def _said(draft, name):
    if name in RELATIONS:
        return list(getattr(draft, name).all()) if draft.pk else []
    return getattr(draft, name)


def _keys(name, value):
    return sorted(thing.pk for thing in value) if name in RELATIONS else value


def _write(draft, by, words):
    for name, value in words.items():
        if name not in RELATIONS:
            setattr(draft, name, value)
    draft.saved_by = by
    draft.save()
    for name in RELATIONS:
        if name in words:
            getattr(draft, name).set(words[name])


@transaction.atomic
def cite(response, evidence, *, by, access, sub_label="", where=""):
    """Let the draft point at evidence of its organisation.

    The same place again changes the page that it names. Without a page nothing changes: who cites
    it once more and leaves the page empty does not mean to take the page away.
    """
    response = lock(response)
    refuse(workflow.why_not_cite(response, evidence, access))

    draft, _ = Draft.objects.get_or_create(response=response, defaults={"saved_by": by})
    citation, is_new = Citation.objects.get_or_create(
        draft=draft, evidence=evidence, sub_label=sub_label, defaults={"where": where}
    )
    facts = {"evidence": evidence.title, "shows": sub_label, "where": where}
    if is_new:
        changed(response, "cite", by=by, after=facts)
    elif where and where != citation.where:
        before = {"where": citation.where}
        citation.where = where
        citation.save(update_fields=["where"])
        changed(response, "edit_citation", by=by, before=before, after=facts)
    return citation


@transaction.atomic
def edit_citation(citation, *, by, access, sub_label, where):
    """Let a citation of a draft name another page, or show another part."""
    refuse("What was sent cannot be changed." if citation.draft is None else None)
    response = lock(citation.draft.response)
    refuse(workflow.why_not_edit(response, access))
    others = Citation.objects.filter(draft=citation.draft, evidence=citation.evidence)
    if others.filter(sub_label=sub_label).exclude(pk=citation.pk).exists():
        refuse("This answer cites it there already.")

    before = {"shows": citation.sub_label, "where": citation.where}
    after = {"shows": sub_label, "where": where}
    if before != after:
        citation.sub_label = sub_label
        citation.where = where
        citation.save(update_fields=["sub_label", "where"])
        after["evidence"] = citation.evidence.title
        changed(response, "edit_citation", by=by, before=before, after=after)
    return citation


@transaction.atomic
def remove_citation(citation, *, by, access):
    """Take a citation out of a draft. The evidence stays with its organisation."""
    refuse("What was sent cannot be changed." if citation.draft is None else None)
    response = lock(citation.draft.response)
    refuse(workflow.why_not_edit(response, access))
    gone = {"evidence": citation.evidence.title, "shows": citation.sub_label, "where": citation.where}
    if Citation.objects.filter(pk=citation.pk).delete()[0]:
        changed(response, "remove_citation", by=by, before=gone)
