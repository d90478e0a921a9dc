"""Evidence that an organisation holds: added once, cited in many answers, withdrawn, never deleted."""

import contextlib
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from files import scanner, store
from recommendations.models import Organisation

from .. import workflow
from ..history.chain import changed, hold, lock, record, refuse
from ..models import Citation, Evidence, ForceResponse, PendingFile
from ..queries.evidence import differences, held_file, held_thing
from .drafts import cite

Scan = Evidence.Scan


def add_files(response, files, *, by, access, title="", sub_label="", where="", **facts):
    """Keep each of `files`, which are intake.Received, and cite it; all of them or none.

    A file that the organisation holds already is cited again, and keeps what it says. Returns the
    Evidence of each.
    """
    with _no_stray_files() as stored, transaction.atomic():
        _hold(response, by, access)
        things = [
            _add_file(response, file, stored, by, title=title or file.name, **facts)
            for file in files
        ]
        for evidence in things:
            _cite(response, evidence, by, access, sub_label, where)
    return things


def add_thing(response, *, by, access, title, url="", dated="", sub_label="", where="", **facts):
    """Keep a link, or only a reference, and cite it in the draft. The same one again is one row."""
    with transaction.atomic():
        _hold(response, by, access)
        evidence = held_thing(response.organisation, url=url, title=title, dated=dated)
        if evidence is None:
            evidence = _add(response.organisation, by, title=title, url=url, dated=dated, **facts)
        elif evidence.is_public and not facts.get("is_public"):
            _set_audience(evidence, is_public=False, by=by, looked_at=[])
        _cite(response, evidence, by, access, sub_label, where)
    return evidence


def keep_pending(response, files, *, by, access):
    """Store `files`, which are intake.Received, until they are described; all of them or none.

    The same file twice waits once.
    """
    with _no_stray_files() as stored, transaction.atomic():
        _hold(response, by, access)
        return [_keep_pending(response, file, stored, by) for file in files]


def _keep_pending(response, file, stored, by):
    waiting = PendingFile.objects.filter(response=response, added_by=by, sha256=file.sha256).first()
    if waiting:
        return waiting
    _refuse_over_quota(response.organisation, file.size)
    stored.append(store.keep(file))
    return PendingFile.objects.create(
        response=response,
        added_by=by,
        file=stored[-1],
        file_name=file.name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        findings=file.findings,
    )


def describe_files(response, descriptions, *, by, access):
    """Make evidence of pending files, and cite it; all of it or nothing.

    `descriptions` are pairs of a PendingFile and what was typed of it, or None for one that is not
    to be added. Returns the evidence.
    """
    things = []
    with transaction.atomic():
        _hold(response, by, access)
        for pending, typed in descriptions:
            if typed is not None:
                things.append(_describe(response, pending, by, access, **typed))
            else:
                transaction.on_commit(partial(default_storage.delete, pending.file.name))
            pending.delete()
    return things


def _describe(response, pending, by, access, *, sub_labels=(), where="", **facts):
    evidence = held_file(response.organisation, pending.sha256)
    if evidence:
        _use_held(evidence, by, **facts)
        transaction.on_commit(partial(default_storage.delete, pending.file.name))
    else:
        evidence = _add_stored(response, pending, pending.file.name, by, **facts)
    for sub_label in sub_labels or [""]:
        _cite(response, evidence, by, access, sub_label, where)
    return evidence


@transaction.atomic
def cite_held(response, evidence, *, by, access, sub_label="", where="", **facts):
    """Cite what is held already, with what was typed now: title, kind, dates and who can see it."""
    _hold(response, by, access)
    evidence = _locked(evidence)
    _refuse_withdrawn(evidence)
    _use_held(evidence, by, **facts)
    _cite(response, evidence, by, access, sub_label, where)
    return evidence


def _use_held(evidence, by, *, is_public, **facts):
    """Change what is held to what was typed now. The narrower of two audiences wins.

    Wider is a page of its own, which shows where the evidence would be readable at once.
    """
    _edit(evidence, by, facts)
    if evidence.is_public and not is_public:
        _set_audience(evidence, is_public=False, by=by, looked_at=[])


@transaction.atomic
def edit_evidence(evidence, *, by, access, **facts):
    """Change title, kind or dates. What was sent keeps those that it was sent with."""
    hold(evidence.organisation_id)
    evidence = _locked(evidence)
    refuse(workflow.why_not_edit_evidence(evidence, access))
    _edit(evidence, by, facts)
    return evidence


def _edit(evidence, by, facts):
    after = differences(evidence, facts)
    if not after:
        return
    before = {name: getattr(evidence, name) for name in after}
    for name, value in after.items():
        setattr(evidence, name, value)
    evidence.save(update_fields=list(after))
    _record(
        "edit_evidence",
        evidence,
        _citing_drafts(evidence),
        by=by,
        before=before,
        after={"evidence": evidence.pk, **after},
    )


def replace_evidence(evidence, file, *, by, access):
    """Add `file`, an intake.Received, as the newer version of `evidence`.

    What was sent keeps the old one. Drafts that can be written cite the new one instead; an answer
    that waits for its chief officer does not change under their eyes. It begins private: what is
    hidden in it nobody has looked at yet.
    """
    with _no_stray_files() as stored, transaction.atomic():
        hold(evidence.organisation_id)
        evidence = _locked(evidence)
        refuse(workflow.why_not_replace(evidence, access))
        held = held_file(evidence.organisation, file.sha256)
        if held:
            refuse(f"You hold this very file already as “{held}”.")

        stored.append(_store(evidence.organisation, file))
        facts = {"title": evidence.title, "kind": evidence.kind, "is_public": False}
        newer = _add_file_row(
            evidence.organisation, file, stored[-1], by, replaces=evidence, **facts
        )
        before = {"evidence": evidence.pk, "sha256": evidence.sha256}
        after = {"evidence": newer.pk, "sha256": newer.sha256}
        record(
            "replace_evidence",
            organisation=evidence.organisation,
            by=by,
            before=before,
            after=after,
        )
        citations = Citation.objects.filter(evidence=evidence, draft__isnull=False)
        for citation in citations.select_related("draft__response").order_by("draft__response"):
            response = lock(citation.draft.response)
            if workflow.why_not_edit(response, access):
                continue
            citation.evidence = newer
            citation.save(update_fields=["evidence"])
            changed(response, "replace_evidence", by=by, before=before, after=after)
    return newer


@transaction.atomic
def restore_evidence(evidence, *, by, access, reason):
    """Undo a withdrawal. It begins private again: whoever withdrew it wanted nobody to see it."""
    hold(evidence.organisation_id)
    evidence = _locked(evidence)
    refuse(workflow.why_not_restore(evidence, access))
    if not reason.strip():
        refuse("Give a reason.")
    if not evidence.file:
        facts = {"url": evidence.url, "title": evidence.title, "dated": evidence.dated}
        if other := held_thing(evidence.organisation, **facts):
            refuse(f"You have added it again since, as “{other}”. Cite that one.")

    before = {"because": evidence.withdrawn_because, "is_public": evidence.is_public}
    evidence.withdrawn_at = None
    evidence.withdrawn_because = ""
    evidence.is_public = False
    evidence.save(update_fields=["withdrawn_at", "withdrawn_because", "is_public"])
    _record(
        "restore_evidence",
        evidence,
        _citing_answers(evidence),
        by=by,
        reason=reason,
        before=before,
        after={"evidence": evidence.pk, "is_public": False},
    )
    return evidence


@transaction.atomic
def cite_in_answers(evidence, places, *, by, access):
    """Cite `evidence` in several answers and parts. `places` are answer, part and page of each."""
    hold(evidence.organisation_id)
    for response, sub_label, where in sorted(places, key=lambda place: place[0].pk):
        _cite(response, evidence, by, access, sub_label, where)


@contextlib.contextmanager
def _no_stray_files():
    """A list of names in the store; those files go if what is inside fails, its commit included."""
    names = []
    try:
        yield names
    except BaseException:
        for name in names:
            default_storage.delete(name)
        raise


def _hold(response, by, access):
    """Ask the rules, then let one at a time add evidence of this organisation.

    Two could bring the same file.
    """
    response = lock(response)
    refuse(workflow.why_not_edit(response, access))
    refuse(workflow.why_not_keep_evidence(response.organisation_id, access))
    Organisation.objects.select_for_update(no_key=True).get(pk=response.organisation_id)


def _add_file(response, file, stored, by, **facts):
    held = held_file(response.organisation, file.sha256)
    if held:
        if held.is_public and not facts.get("is_public") and not held.withdrawn_at:
            _set_audience(held, is_public=False, by=by, looked_at=[])
        return held
    stored.append(_store(response.organisation, file))
    return _add_file_row(response.organisation, file, stored[-1], by, **facts)


def _store(organisation, file):
    _refuse_over_quota(organisation, file.size)
    return store.keep(file)


def _refuse_over_quota(organisation, size):
    """Evidence is never deleted, so an organisation that fills the disk does so for everybody."""
    held = Evidence.objects.filter(organisation=organisation).aggregate(Sum("size"))
    waiting = PendingFile.objects.filter(response__organisation=organisation).aggregate(Sum("size"))
    used = (held["size__sum"] or 0) + (waiting["size__sum"] or 0)
    if used + size > settings.EVIDENCE_QUOTA_BYTES:
        most = filesizeformat(settings.EVIDENCE_QUOTA_BYTES)
        refuse(
            f"Your organisation’s evidence fills the {most} that it can have. "
            "Add a link instead, or ask the people who run this site for more room."
        )


def _add_stored(response, pending, name, by, **facts):
    return _add_file_row(
        response.organisation, pending, name, by, file_name=pending.file_name, **facts
    )


def _add_file_row(organisation, file, stored_name, by, **facts):
    """The row of a file that lies in the store. `file` is a Received or a PendingFile."""
    facts.setdefault("file_name", getattr(file, "name", ""))
    evidence = _add(
        organisation,
        by,
        file=stored_name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        findings=file.findings,
        scan=Scan.WAITING if scanner.is_set_up() else Scan.NOT_NEEDED,
        **facts,
    )
    if scanner.is_set_up():
        transaction.on_commit(partial(scan, evidence))
    return evidence


def _add(organisation, by, **facts):
    evidence = Evidence.objects.create(organisation=organisation, added_by=by, **facts)
    named = [
        "kind",
        "title",
        "dated",
        "dated_on",
        "url",
        "file_name",
        "size",
        "sha256",
        "is_public",
    ]
    values = {name: getattr(evidence, name) for name in named}
    stated = {name: value for name, value in values.items() if value}
    record(
        "add_evidence",
        organisation=organisation,
        by=by,
        after={"evidence": evidence.pk, **stated},
    )
    return evidence


def _cite(response, evidence, by, access, sub_label, where):
    _refuse_withdrawn(evidence)
    cite(response, evidence, by=by, access=access, sub_label=sub_label, where=where)


def _refuse_withdrawn(evidence):
    if evidence.withdrawn_at:
        refuse(
            f"“{evidence}” was withdrawn, for this reason: {evidence.withdrawn_because} "
            "Undo the withdrawal on its page, then cite it."
        )


@transaction.atomic
def withdraw_evidence(evidence, *, by, access, reason):
    """Take evidence out of drafts to come and out of what everybody reads. It stays where it was sent."""
    hold(evidence.organisation_id)
    evidence = _locked(evidence)
    refuse(workflow.why_not_keep_evidence(evidence.organisation_id, access))
    if not reason.strip():
        refuse("Give a reason.")
    if evidence.withdrawn_at:
        refuse("This evidence was withdrawn already.")
    evidence.withdrawn_at, evidence.withdrawn_because = timezone.now(), reason
    evidence.save(update_fields=["withdrawn_at", "withdrawn_because"])
    _record(
        "withdraw_evidence",
        evidence,
        _citing_answers(evidence),
        by=by,
        reason=reason,
        before={"evidence": evidence.pk, "title": evidence.title, "sha256": evidence.sha256},
    )
    return evidence


@transaction.atomic
def show_evidence(evidence, *, by, access, is_public, looked_at=()):
    """Let everybody see evidence where an answer that cites it is published, or its readers only.

    In published answers it is readable at once, so each of its findings must be among those that
    this person `looked_at`: a hidden sheet that nobody looked at is how names of officers got out.
    Every answer that cites it keeps an Event.
    """
    hold(evidence.organisation_id)  # before the row, like every action on an answer
    evidence = _locked(evidence)
    refuse(workflow.why_not_keep_evidence(evidence.organisation_id, access))
    if evidence.is_public != is_public:
        if is_public:
            refuse(workflow.why_not_make_public(evidence, looked_at))
        _set_audience(evidence, is_public=is_public, by=by, looked_at=looked_at)
    return evidence


def _set_audience(evidence, *, is_public, by, looked_at):
    evidence.is_public = is_public
    evidence.save(update_fields=["is_public"])

    facts = {
        "by": by,
        "before": {"is_public": not is_public},
        "after": {
            "evidence": evidence.pk,
            "is_public": is_public,
            "looked_at": list(looked_at),
        },
    }
    _record("show_evidence", evidence, _citing_answers(evidence), **facts)


def _record(verb, evidence, answers, **facts):
    """One Event of the organisation, and one of each answer whose readers it concerns.

    The answer moves to its next version: a chief officer who has it open signs nothing that they
    did not see.
    """
    record(verb, organisation=evidence.organisation, **facts)
    for response in answers:
        changed(lock(response), verb, **facts)


def _locked(evidence):
    """The row again, held until the end: without this two people decide by what both read before."""
    rows = Evidence.objects.select_for_update(of=["self"]).select_related("organisation")
    return rows.get(pk=evidence.pk)


def _citing_drafts(evidence):
    citing = ForceResponse.objects.filter(draft__citations__evidence=evidence)
    return citing.distinct().order_by("pk")


def _citing_answers(evidence):
    in_draft = Q(draft__citations__evidence=evidence)
    in_update = Q(updates__citations__evidence=evidence)
    return ForceResponse.objects.filter(in_draft | in_update).distinct().order_by("pk")


def scan(evidence):
    """Let the scanner look at the file of `evidence`. What it does not say, or cannot read, leaves it waiting.

    Returns what is known then.
    """
    try:
        with store.open_unchanged(evidence) as file:
            infected = scanner.is_infected(file)
    except (scanner.Silent, store.Changed):
        return evidence.scan
    return record_scan(evidence, Scan.INFECTED if infected else Scan.CLEAN).scan


@transaction.atomic
def record_scan(evidence, found):
    """Keep what the scanner said, once."""
    evidence = _locked(evidence)
    if evidence.scan != found:
        before, evidence.scan = evidence.scan, found
        evidence.save(update_fields=["scan"])
        record(
            "scan",
            organisation=evidence.organisation,
            before={"scan": before},
            after={"evidence": evidence.pk, "scan": found, "sha256": evidence.sha256},
        )
    return evidence
