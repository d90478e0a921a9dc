"""The country in figures, from the rows of `standing`: in all, by report, by organisation, and how long it took."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef

from recommendations.models import Report

from .course import Course, course
from .standing import FIGURES, counts

NAMES = ["asked", *FIGURES]


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
    """The Country of `rows` of `standing`, in five queries."""
    by_organisation = _by(rows, "organisation")
    return Country(_sums(by_organisation.values()), by_organisation, _reports(rows), median_days(rows), course(rows))


def by_report(rows):
    return _by(rows, "recommendation__report")


def _by(rows, column):
    """{key: {name: count}} of each thing in `column`."""
    counted = rows.values_list(column).annotate(**counts()).order_by()
    return {key: dict(zip(NAMES, each, strict=True)) for key, *each in counted}


def _sums(counted):
    columns = zip(*(each.values() for each in counted), strict=True)
    return dict(zip(NAMES, map(sum, columns), strict=True)) if counted else dict.fromkeys(NAMES, 0)


def _reports(rows):
    asks = Exists(rows.filter(recommendation__report=OuterRef("pk")))
    return list(Report.objects.filter(asks).order_by("-published_on", "slug").values_list("pk", flat=True))


class DayNumber(Func):
    """A date as a number of days, so that the database subtracts two of them and groups by what is left."""

    output_field = IntegerField()
    template = "(%(expressions)s - DATE '2000-01-01')"

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="CAST(julianday(%(expressions)s) + 0.5 AS INTEGER)", **context
        )


def median_days(rows):
    """The median of the days from a report's publication to the first answer; None where nothing is dated."""
    taken = DayNumber(F("answered_on")) - DayNumber(F("recommendation__report__published_on"))
    dated = rows.filter(answered_on__isnull=False).annotate(taken=taken)
    return _median(sorted(dated.values_list("taken").annotate(Count("pk")).order_by()))


def _median(counted):
    """The median of values of which each is there so many times: pairs, sorted."""
    ends = list(accumulate(count for _, count in counted))
    if not ends:
        return None
    middle = [counted[bisect_right(ends, place)][0] for place in ((ends[-1] - 1) // 2, ends[-1] // 2)]
    return sum(middle) / 2
