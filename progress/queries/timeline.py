"""How answers came over time, beside what was due: a table, and a picture of it."""

import datetime
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

LONGEST = 60  # lines of a table that people still read
WIDTH, HEIGHT = 900, 240  # of the picture, in its own units


@dataclass(frozen=True)
class Line:
    """What a week, month or year brought, and all that there was at its end."""

    begins: datetime.date
    ends: datetime.date
    answered: int
    answered_so_far: int
    due: int
    due_so_far: int


@dataclass(frozen=True)
class Timeline:
    """First answers, and answers that were due, by `unit`. Those without a stated day, or a deadline, are left out."""

    unit: str
    lines: list[Line]

    @property
    def answered(self):
        return self.lines[-1].answered_so_far if self.lines else 0

    @property
    def due(self):
        return self.lines[-1].due_so_far if self.lines else 0

    @property
    def most(self):
        return max(self.answered, self.due)

    @property
    def answered_steps(self):
        return self._steps([line.answered_so_far for line in self.lines])

    @property
    def due_steps(self):
        return self._steps([line.due_so_far for line in self.lines])

    def _steps(self, heights):
        """The corners of a line that goes up where something is added: “x,y x,y …”."""
        begins = [line.begins for line in self.lines]
        days = (begins[-1] - begins[0]).days or 1
        before = HEIGHT
        corners = []
        for begin, height in zip(begins, heights, strict=True):
            x = WIDTH * (begin - begins[0]).days // days
            y = HEIGHT - HEIGHT * height // self.most
            corners += [f"{x},{before}", f"{x},{y}"]
            before = y
        return " ".join([*corners, f"{WIDTH},{before}"])


def _first_of_week(day):
    return _later(day, -day.weekday())


def _last_of_week(day):
    return _later(day, 6 - day.weekday())


def _first_of_month(day):
    return day.replace(day=1)


def _last_of_month(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def _first_of_year(day):
    return day.replace(month=1, day=1)


def _last_of_year(day):
    return day.replace(month=12, day=31)


def _later(day, days):
    """`day` so many days later; the last week that there is ends with the last day."""
    return datetime.date.fromordinal(min(day.toordinal() + days, datetime.date.max.toordinal()))


# The first and the last day of that in which a day is.
UNITS = {
    "week": (_first_of_week, _last_of_week),
    "month": (_first_of_month, _last_of_month),
    "year": (_first_of_year, _last_of_year),
}


def timeline(answered, due):
    """The Timeline of two {day: count}; by week where that is not too long."""
    by_unit = {}
    for unit, (first, last) in UNITS.items():
        by_unit[unit] = _lines(_by_unit(answered, first), _by_unit(due, first), last)
        if len(by_unit[unit]) <= LONGEST:
            return Timeline(unit, by_unit[unit])
    return Timeline("year", by_unit["year"])


def _by_unit(days, first):
    units = Counter()
    for day, count in days.items():
        units[first(day)] += count
    return units


def _lines(answered, due, last):
    begins = sorted(answered.keys() | due.keys())
    answered_so_far = list(accumulate(answered[begin] for begin in begins))
    due_so_far = list(accumulate(due[begin] for begin in begins))
    return [
        Line(
            begin,
            last(begin),
            answered[begin],
            answered_so_far[place],
            due[begin],
            due_so_far[place],
        )
        for place, begin in enumerate(begins)
    ]
