"""Reports opened for answers, and answers that an organisation published in a document of its own."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from recommendations.models import Addressee, AddresseeGroup, Opening, Organisation, Report

from ..history import standings
from ..history.chain import changed, lock, point, record, seal
from ..models import Citation, Evidence, ForceResponse, Update
from ..vocabulary import Position, Progress


@transaction.atomic
def open_report(report, *, by=None):
    """Let organisations answer `report`: one ForceResponse for each addressee active on its day.

    Leaves the answers that are there. Returns how many were made; making none leaves no Event.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    there = set(
        ForceResponse.objects.filter(recommendation__report=report).values_list(
            "recommendation_id", "organisation_id"
        )
    )
    missing = [
        ForceResponse(recommendation_id=recommendation, organisation_id=organisation)
        for recommendation, organisation in sorted(asked_by(report) - there)
    ]
    ForceResponse.objects.bulk_create(missing, batch_size=1000)
    _, is_new = Opening.objects.get_or_create(report=report, defaults={"at": timezone.now()})
    # Loading a report again may have moved its deadlines or its order.
    standings.refresh_all(ForceResponse.objects.filter(recommendation__report=report))
    if missing or is_new:
        record("open_report", by=by, after={"report": report.slug, "answers": len(missing)})
    return len(missing)


def asked_by(report):
    """The pairs (recommendation, organisation) that `report` asks for, as keys."""
    existing = Organisation.objects.active_on(report.published_on)
    members = defaultdict(set)
    for group, organisation in existing.filter(group__isnull=False).values_list("group", "pk"):
        members[group].add(organisation)

    addressees = Addressee.objects.filter(recommendation__report=report)
    by_name = set(
        addressees.filter(organisation__in=existing).values_list(
            "recommendation_id", "organisation_id"
        )
    )
    to_groups = list(
        addressees.filter(group__isnull=False).values_list("recommendation_id", "group")
    )

    # Recommendation 8 of Safe to share? asks whoever any of the other recommendations asks, by group or by name.
    recipients = {organisation for _, organisation in by_name}
    members[AddresseeGroup.ALL_RECIPIENTS] = recipients.union(
        *(members[group] for _, group in to_groups)
    )

    return by_name.union(
        (recommendation, organisation)
        for recommendation, group in to_groups
        for organisation in members[group]
    )


@transaction.atomic
def record_published_answer(
    recommendation,
    organisation,
    *,
    account,
    source_title,
    source_url="",
    remarks="",
    citations=(),
    waits_on=(),
    reported_on=None,
    position=Position.NOT_STATED,
    progress=Progress.NOT_STATED,
    sub_answers=None,
    by=None,
):
    """Keep, as published, an answer that `organisation` published in a document of its own.

    `citations` are pairs of Evidence and the page or paragraph, `waits_on` the NPCC dependencies that
    the words name, `remarks` what a reader should know of the words; position, progress and day are
    what the document states. The same words of the same day from the same document are kept once: the
    second time nothing happens. Returns the Update, or None then.
    """
    response, _ = ForceResponse.objects.get_or_create(
        recommendation=recommendation, organisation=organisation
    )
    response = lock(response)
    if response.updates.filter(
        source_title=source_title, account=account, reported_on=reported_on
    ).exists():
        return None
    now = timezone.now()
    update = Update.objects.create(
        response=response,
        number=response.updates.count() + 1,
        account=account,
        sub_answers=sub_answers or {},
        position=position,
        progress=progress,
        reported_on=reported_on,
        recorded_at=now,
        published_at=now,
        source=Update.Source.DOCUMENT,
        source_title=source_title,
        source_url=source_url,
        remarks=remarks,
    )
    update.waits_on_dependencies.set(waits_on)
    Citation.objects.bulk_create(
        Citation(update=update, evidence=evidence, where=where, as_sent=evidence.as_stated())
        for evidence, where in citations
    )
    point(response)
    changed(
        response,
        "read_from_document",
        by=by,
        after={"update": update.number, "source": source_title, "seal": seal(update)},
    )
    return update


def add_reference(organisation, *, kind, title, dated="", dated_on=None, is_public=False):
    """Evidence that is only named. The same thing named twice is one row."""
    return Evidence.objects.get_or_create(
        organisation=organisation,
        title=title,
        dated=dated,
        defaults={"kind": kind, "dated_on": dated_on, "is_public": is_public},
    )[0]
