"""The country in figures: in all, by report, by organisation, over time, and how long it took."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from recommendations.models import Report

from . import figures
from .timeline import Timeline, timeline

NEWEST_FIRST = ["-published_on", "slug"]


@dataclass(frozen=True)
class Country:
    """Figures by name, in all and by the key of an organisation; the keys of the reports that ask, newest first; how
    long it took to answer, and how answers came over time.
    """

    figures: dict
    by_organisation: dict
    reports: list
    median_days: float | None
    timeline: Timeline


def country(standings, today, cache=None):
    """The Country of `standings`. With a RegisterCache, of the whole register, which then answers for most of it."""
    if cache:
        by_organisation = cache.by_organisation(figures_by_organisation)
        days = cache.by_organisation(days_by_organisation)
    else:
        by_organisation = figures_by_organisation(standings, today)
        days = days_by_organisation(standings, today)

    # What has no stated day, or no deadline, is in no line of the timeline and in no median.
    answered = _added(answered for answered, _ in days.values())
    due = _added(due for _, due in days.values())
    return Country(
        figures=figures.total(by_organisation.values()),
        by_organisation=by_organisation,
        reports=_reports_that_ask(standings),
        median_days=_median_days(standings, sum(answered.values())),
        timeline=timeline(answered, due),
    )


def figures_by_organisation(standings, today):
    return figures.by(standings, "organisation", today)


def days_by_organisation(standings, today):
    """Of each organisation two {day: count}: of first answers, and of what was due. What has no day is in neither."""
    days = {}
    for place, column in enumerate(["answered_on", "due_on"]):
        dated = standings.filter(**{f"{column}__isnull": False}).order_by()
        counted = dated.values_list("organisation", column).annotate(Count("organisation"))
        for organisation, day, count in counted:
            days.setdefault(organisation, ({}, {}))[place][day] = count
    return days


def _added(parts):
    """The sum of several {day: count}; one by one, because Counter.update takes four times as long."""
    days = Counter()
    for part in parts:
        for day, count in part.items():
            days[day] += count
    return days


def _reports_that_ask(standings):
    asks = Exists(standings.filter(report=OuterRef("pk")))
    return list(Report.objects.filter(asks).order_by(*NEWEST_FIRST).values_list("pk", flat=True))


def by_report(standings, today):
    """(slug, title, {name: count}) of each report that asks, newest first."""
    counted = figures.by(standings, "report", today)
    reports = Report.objects.filter(pk__in=counted).order_by(*NEWEST_FIRST)
    return [
        (slug, title, counted[key])
        for key, slug, title in reports.values_list("pk", "slug", "title")
    ]


def _median_days(standings, dated):
    """The days that lie in the middle of the `dated` answers; None of none. The index has them in order."""
    if not dated:
        return None
    taken = (
        standings.filter(days_taken__isnull=False)
        .order_by("days_taken")
        .values_list("days_taken", flat=True)
    )
    middle = list(taken[(dated - 1) // 2 : dated // 2 + 1])
    return sum(middle) / len(middle)


def with_counts(rows, counted):
    """The same `rows`, each with the `counts` that `counted` has for its key."""
    rows = list(rows)
    for row in rows:
        row.counts = counted.get(row.pk, figures.NONE)
    return rows
