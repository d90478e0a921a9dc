"""Every write to an answer: one transaction, the row locked, the rule asked again, one Event."""

from django.db import connection, transaction
from django.utils import timezone

from recommendations.models import Addressee, AddresseeGroup, Opening, Organisation, Report

from . import workflow
from .models import Citation, Draft, Event, Evidence, ForceResponse, Update

REGISTER = 0  # the chain of events that belong to no organisation


@transaction.atomic
def open_report(report, *, by=None):
    """Let organisations answer `report`: one ForceResponse for each addressee active on its day.

    Leaves the answers that are there. Returns how many were made; making none leaves no Event.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    there = set(
        ForceResponse.objects.filter(recommendation__report=report).values_list("recommendation_id", "organisation_id")
    )
    missing = [
        ForceResponse(recommendation_id=recommendation, organisation_id=organisation)
        for recommendation, organisation in sorted(_asked(report) - there)
    ]
    ForceResponse.objects.bulk_create(missing, batch_size=1000)
    _, is_new = Opening.objects.get_or_create(report=report, defaults={"at": timezone.now()})
    if missing or is_new:
        _record("open_report", by=by, after={"report": report.slug, "answers": len(missing)})
    return len(missing)


def _asked(report):
    """The pairs (recommendation, organisation) that `report` asks for, as keys."""
    groups = {}
    for group, organisation in Organisation.objects.active_on(report.published_on).values_list("group", "pk"):
        groups.setdefault(group, set()).add(organisation)
    addressed = list(Addressee.objects.filter(recommendation__report=report).values_list("recommendation_id", "group"))
    groups[AddresseeGroup.ALL_RECIPIENTS] = set().union(*(groups.get(group, ()) for _, group in addressed))
    return {
        (recommendation, organisation) for recommendation, group in addressed for organisation in groups.get(group, ())
    }


@transaction.atomic
def record_published_answer(
    recommendation, organisation, *, account, source_title, source_url="", remarks="", citations=(), waits_on=()
):
    """Keep, as published, an answer that `organisation` published in a document of its own.

    `citations` are pairs of Evidence and the page or paragraph, `waits_on` the NPCC dependencies that
    the words name, `remarks` what a reader should know of the words. The same words from the same
    document are kept once: the second time nothing happens. Returns the Update, or None then.
    """
    response, _ = ForceResponse.objects.get_or_create(recommendation=recommendation, organisation=organisation)
    response = _lock(response)
    if response.updates.filter(source_title=source_title, account=account).exists():
        return None
    now = timezone.now()
    update = Update.objects.create(
        response=response,
        number=response.updates.count() + 1,
        account=account,
        recorded_at=now,
        published_at=now,
        source=Update.Source.DOCUMENT,
        source_title=source_title,
        source_url=source_url,
        remarks=remarks,
    )
    update.waits_on_dependencies.set(waits_on)
    Citation.objects.bulk_create(
        Citation(update=update, evidence=evidence, where=where) for evidence, where in citations
    )
    response.latest = response.published = update
    _changed(response, "read_from_document", after={"update": update.number, "source": source_title})
    return update


@transaction.atomic
def save_draft(response, *, by, access, version, **words):
    """Keep what a lead is writing. `version` is the one they began from; an older one is refused as Stale."""
    response = _lock(response)
    _refuse(workflow.why_not_edit(response, access))
    if response.version != version:
        raise workflow.Stale("Somebody saved this answer while you were writing.")
    draft = Draft.objects.filter(response=response).first() or Draft(response=response)
    before = {name: getattr(draft, name) for name in words if getattr(draft, name) != words[name]}
    if draft.pk and not before:
        return response
    for name, value in words.items():
        setattr(draft, name, value)
    draft.saved_by = by
    draft.save()
    _changed(response, "save_draft", by=by, before=before, after={name: words[name] for name in before})
    return response


def add_reference(organisation, *, kind, title, dated="", dated_on=None, is_public=False):
    """Evidence that is only named. The same thing named twice is one row."""
    return Evidence.objects.get_or_create(
        organisation=organisation,
        title=title,
        dated=dated,
        defaults={"kind": kind, "dated_on": dated_on, "is_public": is_public},
    )[0]


def _lock(response):
    """Read the row again and hold it: without this two people can both decide."""
    return ForceResponse.objects.select_for_update(of=["self"]).select_related("recommendation").get(pk=response.pk)


def _refuse(reason):
    if reason:
        raise workflow.Refused(reason)


def _changed(response, verb, **event):
    """Keep a changed response under its next version, with its Event."""
    response.version += 1
    response.save()
    _record(verb, response=response, **event)


def _record(verb, *, response=None, by=None, before=None, after=None, reason=""):
    """Add an Event to the end of its chain."""
    chain = response.organisation_id if response else REGISTER
    _hold(chain)
    last = Event.objects.filter(chain=chain).order_by("number").last()
    event = Event(
        chain=chain,
        number=last.number + 1 if last else 1,
        organisation_id=chain or None,
        response=response,
        verb=verb,
        at=timezone.now(),
        by=by,
        reason=reason,
        before=before or {},
        after=after or {},
        previous_hash=last.hash if last else "",
    )
    event.hash = event.digest()
    event.save(force_insert=True)
    return event


def _hold(chain):
    """Let nobody else add to this chain until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [chain])
