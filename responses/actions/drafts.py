"""What a lead writes before it is sent: the words of drafts, and the evidence they cite."""

from django.db import transaction

from .. import workflow
from ..history import drafts
from ..history.chain import changed, lock, refuse
from ..models import Citation, Draft


@transaction.atomic
def save_draft(response, *, by, access, version, **words):
    """Keep what a lead is writing, from the `version` of the answer that they began from.

    Where somebody saved in between, fields that only one of the two changed are taken from that one.
    Fields that both changed are a Clash, and nothing is saved. `sub_answers` holds the parts that were
    typed: those it does not name stay. Words that are there already change nothing, whatever the
    version: a double click is one Event.
    """
    response = lock(response)
    refuse(workflow.why_not_edit(response, access))
    draft = _draft_of(response)

    mine = drafts.plain_facts(words)
    theirs = drafts.facts_of(draft if draft.pk else response.latest)
    changes, _ = drafts.merge(theirs, mine, theirs)
    if changes and version != response.version:
        base = drafts.at_version(response, version)
        if base is None:
            raise workflow.Stale("Somebody saved this answer while you were writing.")
        changes, clashes = drafts.merge(base, mine, theirs)
        if clashes:
            raise workflow.Clash(clashes)

    if changes or not draft.pk:
        _record(response, draft, "save_draft", by, _chosen(words, changes, draft))
    return response


@transaction.atomic
def save_drafts(changes, *, by, access, versions):
    """Words for several answers, each in its own row, or for none.

    `changes` are pairs of an answer and its words; `versions` is by key of the answer.
    """
    in_one_order = sorted(changes, key=lambda change: (change[0].organisation_id, change[0].pk))
    return [
        save_draft(response, by=by, access=access, version=versions[response.pk], **words)
        for response, words in in_one_order
    ]


@transaction.atomic
def restore_draft(response, *, by, access, version, number):
    """Let the draft say again what it said at an earlier version, `number`. What it says now stays in its history.

    A dependency or recommendation that is gone, or has another name now, cannot be waited on again.
    """
    response = lock(response, version)
    refuse(workflow.why_not_edit(response, access))
    earlier = drafts.at_version(response, number)
    if earlier is None:
        refuse("This draft has no such version.")
    draft = _draft_of(response)

    theirs = drafts.facts_of(draft if draft.pk else response.latest)
    fields, _ = drafts.merge(theirs, _whole(earlier, draft), theirs)
    if fields:
        _record(
            response, draft, "restore_draft", by, _chosen(_rows(earlier, response), fields, draft)
        )
    return response


def _whole(earlier, draft):
    """The earlier facts, with the parts that were not answered then as empty."""
    parts = dict.fromkeys(draft.sub_answers, "") | earlier[drafts.PARTS]
    return earlier | {drafts.PARTS: parts}


def _rows(earlier, response):
    """The words that facts stand for: rows are looked up by the names that the Events hold."""
    words = dict(earlier)
    for name in drafts.WAITS:
        choices = Draft._meta.get_field(name).related_model.objects.all()
        if name == "waits_on_recommendations":
            choices = choices.filter(report=response.recommendation.report_id).select_related(
                "report"
            )
        words[name] = [row for row in choices if str(row) in earlier[name]]
    words["target_on"] = Draft._meta.get_field("target_on").to_python(earlier["target_on"])
    return words


def _chosen(words, fields, draft):
    """The words of these fields alone; of the parts all, with those that changed."""
    chosen = {name: words[name] for name, label in fields if not label}
    labels = [label for name, label in fields if label]
    if labels:
        typed = {label: words[drafts.PARTS].get(label, "") for label in labels}
        answered = (draft.sub_answers | typed).items()
        chosen[drafts.PARTS] = {label: text for label, text in answered if text.strip()}
    return chosen


def _draft_of(response):
    """The draft of this answer, or a new one that says what was sent or published last.

    A draft that began empty once lost the parts of an update that was read from a document: only the
    account had been typed again.
    """
    draft = Draft.objects.filter(response=response).first()
    if draft is None:
        draft = Draft(response=response)
        if response.latest:
            for name in drafts.WRITTEN:
                setattr(draft, name, getattr(response.latest, name))
    return draft


def _record(response, draft, verb, by, words):
    """Write these words into the draft, and the Event that says what they replaced."""
    last = draft if draft.pk else response.latest
    before = {name: value for name, value in drafts.facts_of(last).items() if name in words}
    waits = _waits_of(last) | {name: words[name] for name in drafts.WAITS if name in words}

    for name in drafts.WRITTEN:
        if name in words:
            setattr(draft, name, words[name])
    draft.saved_by = by
    draft.save()
    for name, rows in waits.items():
        getattr(draft, name).set(rows)

    changed(response, verb, by=by, before=before, after=words)


def _waits_of(row):
    if row is None:
        return {}
    return {name: list(getattr(row, name).all()) for name in drafts.WAITS}


@transaction.atomic
def cite(response, evidence, *, by, access, sub_label="", where=""):
    """Let the draft point at evidence of its organisation.

    The same place again changes the page that it names. Without a page nothing changes: who cites
    it once more and leaves the page empty does not mean to take the page away.
    """
    response = lock(response)
    refuse(workflow.why_not_cite(response, evidence, access))

    draft = _draft_of(response)
    if not draft.pk:
        draft.saved_by = by
        draft.save()
        for name, rows in _waits_of(response.latest).items():
            getattr(draft, name).set(rows)
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
    gone = {
        "evidence": citation.evidence.title,
        "shows": citation.sub_label,
        "where": citation.where,
    }
    if Citation.objects.filter(pk=citation.pk).delete()[0]:
        changed(response, "remove_citation", by=by, before=gone)
