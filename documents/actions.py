"""Keeping a document that somebody gives, and keeping the answers in it that somebody confirms."""

import hashlib
from collections import defaultdict
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from recommendations.models import Report
from responses.actions import record_published_answer
from responses.workflow import Refused

from . import reading
from .models import PublishedDocument, exact_day
from .rules import why_not_read_in

SECONDS = 25  # for a person who waits


@dataclass(frozen=True)
class Decision:
    """One proposal as a person confirmed it."""

    recommendation: object
    part: str
    words: str
    said_on: str | None
    position: str
    progress: str


def keep(report, organisation, *, name, data, source_url, retrieved_on, by, access):
    """The PublishedDocument of these bytes, and whether it is new. The same bytes are kept once."""
    _refuse(why_not_read_in(access, organisation))
    sha256 = hashlib.sha256(data).hexdigest()
    of_both = PublishedDocument.objects.filter(report=report, organisation=organisation)
    if held := of_both.filter(sha256=sha256).first():
        return held, False

    read = asdict(
        reading.read(name, data, seconds=SECONDS)
    )  # before the transaction: it takes seconds

    with transaction.atomic():
        Report.objects.select_for_update().get(
            pk=report.pk
        )  # two documents at once get two versions
        latest = of_both.aggregate(Max("version"))["version__max"] or 0
        document, is_new = PublishedDocument.objects.get_or_create(
            report=report,
            organisation=organisation,
            sha256=sha256,
            defaults={
                "name": name[:255],
                "original": data,
                "version": latest + 1,
                "source_url": source_url,
                "retrieved_on": retrieved_on,
                "read": read,
                "added_by": by,
                "added_at": timezone.now(),
            },
        )
    return document, is_new


@transaction.atomic
def confirm(document, decisions, *, by, access):
    """Keep what was confirmed as dated Updates with their source, all or nothing; how many were new."""
    document = (
        PublishedDocument.objects.select_for_update()
        .select_related("organisation")
        .get(pk=document.pk)
    )
    _refuse(why_not_read_in(access, document.organisation))
    if document.confirmed_at:
        _refuse("These answers were confirmed already. Nothing was changed.")

    updates = [_record(document, same, by) for same in _updates(decisions)]

    document.confirmed_at = timezone.now()
    document.confirmed_by = by
    document.save(update_fields=["confirmed_at", "confirmed_by"])
    return sum(update is not None for update in updates)


def _updates(decisions):
    """Answers to one recommendation on one day are one Update: the whole and its parts."""
    grouped = defaultdict(list)
    for decision in decisions:
        grouped[decision.recommendation.pk, decision.said_on].append(decision)
    # Oldest first, so that the latest is the last; what has no day comes before what has one.
    return [grouped[key] for key in sorted(grouped, key=lambda key: key[1] or "")]


def _record(document, decisions, by):
    first = decisions[0]
    wholes = [one.words for one in decisions if not one.part]
    parts = {one.part: one.words for one in decisions if one.part}
    month = (
        f"Dated {first.said_on} in the document, without a day."
        if len(first.said_on or "") == 7
        else ""
    )
    return record_published_answer(
        first.recommendation,
        document.organisation,
        account="\n\n".join(wholes or parts.values()),
        sub_answers=parts,
        position=_only([one.position for one in decisions]),
        progress=_only([one.progress for one in decisions]),
        reported_on=exact_day(first.said_on),
        source_title=document.name,
        source_url=document.source_url,
        remarks=month,
        by=by,
    )


def _only(values):
    """The value that all state who state one; where they differ, none."""
    stated = {value for value in values if value != "not_stated"}
    return stated.pop() if len(stated) == 1 else "not_stated"


def _refuse(reason):
    if reason:
        raise Refused(reason)
