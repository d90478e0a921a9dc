"""How answers came over time, beside what was due: a table, and a picture of it."""

import datetime
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

LONGEST = 60  # lines of a table that people still read
WIDTH, HEIGHT = 900, 240  # of the picture, in its own units
# The first and the last day of that in which a day is.
UNITS = {
    "week": (lambda day: _moved(day, -day.weekday()), lambda day: _moved(day, 6 - day.weekday())),
    "month": (lambda day: day.replace(day=1), lambda day: day.replace(day=monthrange(day.year, day.month)[1])),
    "year": (lambda day: day.replace(month=1, day=1), lambda day: day.replace(month=12, day=31)),
}


@dataclass(frozen=True)
class Line:
    """What a week, month or year brought, and all that there was at its end."""

    begins: datetime.date
    ends: datetime.date
    came: int
    came_so_far: int
    due: int
    due_so_far: int


@dataclass(frozen=True)
class Course:
    """First answers, and answers that were due, by `unit`. Those without a stated day, or a deadline, are left out."""

    unit: str
    lines: list[Line]

    @property
    def came(self):
        return self.lines[-1].came_so_far if self.lines else 0

    @property
    def due(self):
        return self.lines[-1].due_so_far if self.lines else 0

    @property
    def most(self):
        return max(self.came, self.due)

    @property
    def came_steps(self):
        return self._steps([line.came_so_far for line in self.lines])

    @property
    def due_steps(self):
        return self._steps([line.due_so_far for line in self.lines])

    def _steps(self, heights):
        """The corners of a line that goes up where something is added: “x,y x,y …”."""
        begins = [line.begins for line in self.lines]
        days = (begins[-1] - begins[0]).days or 1
        before, corners = HEIGHT, []
        for begin, height in zip(begins, heights, strict=True):
            x, y = WIDTH * (begin - begins[0]).days // days, HEIGHT - HEIGHT * height // self.most
            corners += [f"{x},{before}", f"{x},{y}"]
            before = y
        return " ".join([*corners, f"{WIDTH},{before}"])


def course(came, due):
    """The Course of two {day: count}; by week where that is not too long."""
    by_unit = {unit: _lines(_counted(came, begin), _counted(due, begin), end) for unit, (begin, end) in UNITS.items()}
    unit = next((unit for unit, lines in by_unit.items() if len(lines) <= LONGEST), "year")
    return Course(unit, by_unit[unit])


def _counted(days, begin):
    units = Counter()
    for day, count in days.items():
        units[begin(day)] += count
    return units


def _moved(day, days):
    """`day` so many days later; the last week that there is ends with the last day."""
    return datetime.date.fromordinal(min(day.toordinal() + days, datetime.date.max.toordinal()))


def _lines(came, due, end):
    begins = sorted(came.keys() | due.keys())
    came_so_far, due_so_far = (list(accumulate(map(counts.__getitem__, begins))) for counts in (came, due))
    return [
        Line(begin, end(begin), came[begin], came_so_far[place], due[begin], due_so_far[place])
        for place, begin in enumerate(begins)
    ]
