"""Evidence that an organisation holds: added once, cited in many answers, withdrawn, never deleted."""

import contextlib
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from files import scanner, store
from recommendations.models import Organisation

from .. import workflow
from ..history.chain import changed, hold, lock, record, refuse
from ..models import Evidence, ForceResponse
from .drafts import cite

Scan = Evidence.Scan


def add_files(response, files, *, by, access, title="", sub_label="", where="", **facts):
    """Keep each of `files`, which are intake.Received, and cite it in the draft; all of them or none.

    A file that the organisation holds already is cited again. Returns the Evidence of each.
    """
    with _no_stray_files() as kept, transaction.atomic():
        _hold(response, by, access)
        things = [_add_file(response, file, kept, by, title=title or file.name, **facts) for file in files]
        for evidence in things:
            _cite(response, evidence, by, access, sub_label, where)
    return things


def add_thing(response, *, by, access, title, url="", dated="", sub_label="", where="", **facts):
    """Keep a link, or only a reference, and cite it in the draft. The same one named twice is one row."""
    with transaction.atomic():
        _hold(response, by, access)
        same = {"url": url} if url else {"url": "", "title": title, "dated": dated}
        evidence = Evidence.objects.filter(
            organisation=response.organisation, file="", withdrawn_at=None, **same
        ).first() or _add(response.organisation, by, title=title, url=url, dated=dated, **facts)
        _cite(response, evidence, by, access, sub_label, where)
    return evidence


@contextlib.contextmanager
def _no_stray_files():
    """A list of names in the store, which are removed again if what goes on inside fails, its commit included."""
    kept = []
    try:
        yield kept
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise


def _hold(response, by, access):
    """Ask the rules, then let one at a time add evidence of this organisation: two could bring the same file."""
    response = lock(response)
    refuse(workflow.why_not_edit(response, access))
    refuse(workflow.why_not_keep_evidence(response.organisation_id, access))
    Organisation.objects.select_for_update(no_key=True).get(pk=response.organisation_id)


def _add_file(response, file, kept, by, **facts):
    there = Evidence.objects.filter(organisation=response.organisation, sha256=file.sha256).first()
    if there:
        return there
    kept.append(store.keep(file))
    evidence = _add(
        response.organisation,
        by,
        file=kept[-1],
        file_name=file.name,
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
    named = ("kind", "title", "dated", "dated_on", "url", "file_name", "size", "sha256", "is_public")
    record(
        "add_evidence",
        organisation=organisation,
        by=by,
        after={
            "evidence": evidence.pk,
            **{name: getattr(evidence, name) for name in named if getattr(evidence, name)},
        },
    )
    return evidence


def _cite(response, evidence, by, access, sub_label, where):
    if evidence.withdrawn_at:
        refuse(f"“{evidence}” was withdrawn, for this reason: {evidence.withdrawn_because} It cannot be cited again.")
    cite(response, evidence, by=by, access=access, sub_label=sub_label, where=where)


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
    record(
        "withdraw_evidence",
        organisation=evidence.organisation,
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
    if evidence.is_public == is_public:
        return evidence
    if is_public:
        refuse(workflow.why_not_make_public(evidence, looked_at))

    evidence.is_public = is_public
    evidence.save(update_fields=["is_public"])

    facts = {
        "by": by,
        "before": {"is_public": not is_public},
        "after": {
            "evidence": evidence.pk,
            "is_public": is_public,
            "looked_at": evidence.findings if is_public else [],
        },
    }
    record("show_evidence", organisation=evidence.organisation, **facts)
    for response in _citing_answers(evidence):
        changed(lock(response), "show_evidence", **facts)
    return evidence


def _locked(evidence):
    """The row again, held until the end: without this two people decide by what both read before."""
    rows = Evidence.objects.select_for_update(of=["self"]).select_related("organisation")
    return rows.get(pk=evidence.pk)


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
