"""The country in figures, from the rows of `standing`: in all, by report, by organisation, and how long it took."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain

from django.db.models import Exists, F, Func, IntegerField, OuterRef

from recommendations.models import Report

from .answers import COUNT, FIGURES, counts, reader_of, standing
from .cache import Kept
from .timeline import Course, course

NAMES = ["asked", *FIGURES]
NEWEST_FIRST = ["-published_on", "slug"]


@dataclass(frozen=True)
class Country:
    """Figures by name, in all and by the key of an organisation; the keys of the reports that ask, newest first; how
    long it took to answer, and the course of it.
    """

    figures: dict
    by_organisation: dict
    reports: list
    median_days: float | None
    course: Course


def country(rows):
    """The Country of `rows` of `standing`, in five queries and one that asks what is kept of it."""
    kept = Kept()
    figures, (came, due, taken) = by_organisation(rows, kept), kept.added(_days, rows, _sums_of_days)
    return Country(sums(figures.values()), figures, _reports(rows), median(taken), course(_dated(came), _dated(due)))


def asked(rows):
    """How many `rows` there are."""
    return sum(figures["asked"] for figures in by_organisation(rows, Kept()).values())


def is_too_long_for(access, most):
    """Whether the register holds more than `most` answers, for a stranger: nobody knows who asks, or how often."""
    return access.user_id is None and asked(standing(reader_of(access))) > most


def by_organisation(rows, kept):
    """{key of an organisation: {name: count}}"""
    return kept.by_organisation(_figures, rows)


def _figures(rows):
    return by(rows, "organisation")


def of_reports(rows):
    """{key of a report that asks: {name: count}}"""
    return by(rows, "recommendation__report")


def by_report(rows):
    """(slug, title, {name: count}) of each report that asks, newest first."""
    counted = of_reports(rows)
    reports = Report.objects.filter(pk__in=counted).order_by(*NEWEST_FIRST).values_list("pk", "slug", "title")
    return [(slug, title, counted[key]) for key, slug, title in reports]


def by(rows, column):
    """{key: {name: count}} of each thing in `column`."""
    counted = rows.values_list(column).annotate(**counts()).order_by()
    return {key: dict(zip(NAMES, each, strict=True)) for key, *each in counted}


def with_counts(things, counted):
    """The same `things`, each with the `counts` that `counted` has for its key."""
    things, nothing = list(things), dict.fromkeys(NAMES, 0)
    for thing in things:
        thing.counts = counted.get(thing.pk, nothing)
    return things


def sums(counted):
    """Of some {name: count}, by name."""
    counted = list(counted)
    columns = zip(*(each.values() for each in counted), strict=True)
    return dict(zip(NAMES, map(sum, columns), strict=True)) if counted else dict.fromkeys(NAMES, 0)


def _dated(numbers):
    """Days by their date, of days by their number."""
    return {date.fromordinal(number): count for number, count in numbers.items()}


def _sums_of_days(parts):
    """The sum of what `_days` gives of each organisation."""
    return tuple(_added([part[place] for part in parts]) for place in range(len(DAYS)))


def _added(counted):
    """The sum of some {value: count}; one by one, because Counter.update takes four times as long."""
    added = defaultdict(int)
    for value, count in chain.from_iterable(each.items() for each in counted):
        added[value] += count
    return dict(added)


def _reports(rows):
    asks = Exists(rows.filter(recommendation__report=OuterRef("pk")))
    return list(Report.objects.filter(asks).order_by(*NEWEST_FIRST).values_list("pk", flat=True))


class DayNumber(Func):
    """A date as a number of days, so that the database subtracts two of them and groups by what is left."""

    output_field = IntegerField()
    template = "(%(expressions)s - DATE '2000-01-01')"

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="CAST(julianday(%(expressions)s) + 0.5 AS INTEGER)", **context
        )


TAKEN = DayNumber(F("answered_on")) - DayNumber(F("recommendation__report__published_on"))

# What a day is told by, and how to make a number of it.
DAYS = {"answered_on": date.toordinal, "recommendation__due_on": date.toordinal, "taken": int}


def _days(rows):
    """Of each organisation three {day: count}: first answers, what was due, and first answers by the days that they
    took from the publication of their report. Those that are not dated are in none. Days are numbers, in plain dicts:
    so they are kept, and read again, in half the time.
    """
    by_organisation, rows = defaultdict(lambda: ({}, {}, {})), rows.annotate(taken=TAKEN)
    for place, (column, number) in enumerate(DAYS.items()):
        dated = rows.filter(**{f"{column}__isnull": False}).values_list("organisation", column)
        for organisation, value, count in dated.annotate(counted=COUNT).order_by():
            by_organisation[organisation][place][number(value)] = count
    return dict(by_organisation)


def median(counted):
    """The median of the values in {value: count}; None of nothing."""
    values = sorted(counted)
    ends = list(accumulate(counted[value] for value in values))
    if not ends:
        return None
    middle = [values[bisect_right(ends, place)] for place in ((ends[-1] - 1) // 2, ends[-1] // 2)]
    return sum(middle) / 2
