"""One report on a page: organisations down, recommendations across, a word and a colour in each cell."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from supercomplaint.looks import look

from .progress import coverage

HEAD = ("organisation_id", "organisation__name", "organisation__slug", "recommendation_id", "seen", "pk")


@dataclass(frozen=True)
class Row:
    """One organisation: its cells as drawn, how many it answered and how many it was asked."""

    name: str
    url: str
    cells: str
    answered: int
    asked: int


@dataclass(frozen=True)
class Matrix:
    recommendations: list  # pairs of a number and its address
    rows: list[Row]
    columns: list  # for each recommendation how many answered, and how many were asked

    @property
    def answered(self):
        return sum(row.answered for row in self.rows)

    @property
    def asked(self):
        return sum(row.asked for row in self.rows)


def matrix(rows, report, measure, reader, sort="name"):
    """The Matrix of `rows` (of `standing`), in three queries however many there are."""
    recommendations = list(report.recommendations.order_by("order").values_list("pk", "number"))
    draw = _drawer(report, measure, reader, dict(recommendations))
    column = f"{reader.pointer}__sub_answers" if measure == "coverage" else measure
    asked = {}
    for organisation, name, slug, recommendation, seen, pk, value in rows.filter(
        recommendation__report=report
    ).values_list(*HEAD, column):
        asked.setdefault((organisation, name, slug), {})[recommendation] = (seen, pk, value)
    keys = [key for key, _ in recommendations]
    drawn = [_row(name, slug, cells, keys, draw) for (_, name, slug), cells in asked.items()]
    return Matrix(
        recommendations=[(number, _address(report, number)) for _, number in recommendations],
        rows=sorted(drawn, key=_order(sort)),
        columns=[_column(key, asked.values()) for key in keys],
    )


def _row(name, slug, cells, keys, draw):
    return Row(
        name=name,
        url=reverse("responses:organisation", args=[slug]),
        cells=mark_safe("".join(draw(slug, key, cells.get(key)) for key in keys)),  # noqa: S308  each is escaped
        answered=sum(seen is not None for seen, _, _ in cells.values()),
        asked=len(cells),
    )


def _column(key, organisations):
    cells = [cells[key] for cells in organisations if key in cells]
    return sum(seen is not None for seen, _, _ in cells), len(cells)


def _order(sort):
    if sort == "name":
        return lambda row: row.name
    count = (lambda row: row.answered) if sort == "answered" else (lambda row: row.asked - row.answered)
    return lambda row: (-count(row), row.name)


def _address(report, number):
    return reverse("responses:recommendation", args=[report.slug, number])


def _drawer(report, measure, reader, numbers):
    """A function that draws one cell. Words and addresses are looked up once for all cells: it is called 344 times."""
    words = _words_of_coverage(report) if measure == "coverage" else _words(measure)
    addresses = {key: escape(_address(report, number)) for key, number in numbers.items()}

    def draw(slug, key, cell):
        if cell is None:
            return "<td>–</td>"
        seen, pk, value = cell
        word, colour = words(key, value)
        if seen is None:
            return f'<td class="app-cell app-cell--{colour}">{word}</td>'
        address = f"/review/{pk}/" if reader.is_reviewer else f"{addresses[key]}#{slug}"
        return f'<td class="app-cell app-cell--{colour}"><a href="{address}">{word}</a></td>'

    return draw


def _words(measure):
    looks = {value: (escape(label), colour) for value, label, colour in look(measure)}
    looks[""] = ("No response", "none")
    return lambda key, value: looks[value]


def _words_of_coverage(report):
    parts = {}
    for recommendation in report.recommendations.prefetch_related("sub_recommendations"):
        parts[recommendation.pk] = list(recommendation.sub_recommendations.all())

    def words(key, sub_answers):
        if sub_answers is None:
            return "No response", "none"
        answered, total = coverage(parts[key], sub_answers)
        if not total:
            return "No parts", "grey"
        return f"{answered} of {total}", "green" if answered == total else "yellow"

    return words
