"""The country in figures, from the rows of `standing`: in all, by report, by organisation, and how long it took."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Count, F, Func, IntegerField

from .course import Course, course
from .standing import FIGURES, counts

NAMES = ["asked", *FIGURES]


@dataclass(frozen=True)
class Country:
    """Figures by name, in all and by the key of a report and of an organisation; how long it took, and its course."""

    figures: dict
    by_report: dict
    by_organisation: dict
    median_days: float | None
    course: Course


def country(rows):
    """The Country of `rows` of `standing`, in four queries."""
    counted = groups(rows)
    return Country(in_all(counted), by_report(counted), by_organisation(counted), median_days(rows), course(rows))


def groups(rows):
    """A tuple for each report and organisation: their keys, then a count for each of NAMES."""
    return list(rows.values_list("recommendation__report", "organisation").annotate(**counts()).order_by())


def by_report(groups):
    return _sums(groups, lambda group: group[0])


def by_organisation(groups):
    return _sums(groups, lambda group: group[1])


def in_all(groups):
    return _sums(groups, lambda group: None).get(None) or dict.fromkeys(NAMES, 0)


def _sums(groups, key):
    """{key: {name: count}}"""
    sums = {}
    for group in groups:
        one = sums.setdefault(key(group), [0] * len(NAMES))
        for place, count in enumerate(group[2:]):
            one[place] += count
    return {key: dict(zip(NAMES, one, strict=True)) for key, one in sums.items()}


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
