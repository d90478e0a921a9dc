"""One report on a page: organisations down, recommendations across, a word and a colour in each cell."""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from django.utils.safestring import mark_safe

from govuk.tables import address, link
from recommendations.models import Recommendation
from responses.colours import look
from responses.queries.words import coverage
from supercomplaint.prepared import prepared

from .answers import WORDS

COLUMNS = ["pk", "organisation_id", "organisation__name", "organisation__slug", "recommendation_id", "seen", *WORDS]


class Addresses(NamedTuple):
    """Of the answers that were given: of all, and the beginnings of those of one organisation and of one
    recommendation, which a name or a number completes.
    """

    whole: str
    of_organisation: str
    of_recommendation: str


@dataclass(frozen=True)
class Row:
    """One organisation: how many it answered and was asked, and its row as drawn."""

    name: str
    answered: int
    asked: int
    drawn: str


@dataclass(frozen=True)
class Matrix:
    recommendations: list  # pairs of a number and its address
    rows: list[Row]
    columns: list  # for each recommendation how many answered of how many, in words that lead to them
    total: str


def read(rows, report, measure, reader):
    """Those of `rows` (of `standing`) that are of one report, with what a cell shows as `shown`."""
    extra = {"coverage": f"{reader.pointer}__sub_answers", "assurance": "assurance"}.get(measure)
    return rows.filter(recommendation__report=report).values_list(*COLUMNS, *([extra] if extra else []), named=True)


def matrix(answers, report, measure, reader, addresses, sort="name"):
    """The Matrix of what was `read`. Asks for the recommendations of `report`, and for their parts if those count.
    Its totals lead to `addresses`.
    """
    recommendations = _recommendations(report.pk)
    asked = {}
    for answer in answers:
        asked.setdefault(answer.organisation_id, {})[answer.recommendation_id] = answer
    keys = [key for key, _ in recommendations]
    draw = _drawer(report, measure, reader, dict(recommendations))
    rows = [_row(cells, keys, draw, addresses.of_organisation) for cells in asked.values()]
    return Matrix(
        recommendations=[(number, _address(report, number)) for _, number in recommendations],
        rows=sorted(rows, key=_order(sort)),
        columns=[
            link(_column(key, asked.values()), f"{addresses.of_recommendation}{quote(number, safe='')}")
            for key, number in recommendations
        ],
        total=link(_of(sum(row.answered for row in rows), len(answers)), addresses.whole),
    )


@prepared
def _recommendations(report):
    return Recommendation.objects.filter(report=report).order_by("order").values_list("pk", "number")


def _row(cells, keys, draw, address_of):
    """Drawn here and not in the template, where each cell takes five times as long."""
    one = next(iter(cells.values()))
    answered = sum(answer.seen is not None for answer in cells.values())
    drawn = "".join(draw(cells.get(key)) for key in keys)
    organisation = address("progress:organisation", one.organisation__slug)
    name = f'<a href="{organisation}">{escape(one.organisation__name)}</a>'
    share = link(_of(answered, len(cells)), f"{address_of}{one.organisation__slug}")
    row = f'<tr><th scope="row">{name}</th>{drawn}<td>{share}</td></tr>'
    return Row(one.organisation__name, answered, len(cells), mark_safe(row))  # noqa: S308  each part is escaped


def _column(key, organisations):
    cells = [cells[key] for cells in organisations if key in cells]
    return _of(sum(answer.seen is not None for answer in cells), len(cells))


def _of(answered, asked):
    return f"{answered} of {asked}"


def _order(sort):
    if sort == "name":
        return lambda row: row.name
    count = (lambda row: row.answered) if sort == "answered" else (lambda row: row.asked - row.answered)
    return lambda row: (-count(row), row.name)


def _address(report, number):
    return address("progress:recommendation", report.slug, number)


def _drawer(report, measure, reader, numbers):
    """A function that draws one cell. Words and addresses are looked up once for all cells: it is called 344 times."""
    words = _words_of_coverage(report, reader) if measure == "coverage" else _words(measure)
    addresses = {key: escape(_address(report, number)) for key, number in numbers.items()}
    cases = address("responses:queue")

    def draw(answer):
        if answer is None:
            return "<td>–</td>"
        word, colour = words(answer)
        if answer.seen is None:
            return f'<td class="app-cell app-cell--{colour}">{word}</td>'
        public = f"{addresses[answer.recommendation_id]}#{answer.organisation__slug}"
        href = f"{cases}{answer.pk}/" if reader.is_reviewer else public
        return f'<td class="app-cell app-cell--{colour}"><a href="{href}">{word}</a></td>'

    return draw


def _words(measure):
    looks = {value: (escape(label), colour) for value, label, colour in look(measure)}
    looks[""] = ("No response", "none")
    return lambda answer: looks[getattr(answer, measure)]


def _words_of_coverage(report, reader):
    parts = {}
    for recommendation in report.recommendations.prefetch_related("sub_recommendations"):
        parts[recommendation.pk] = list(recommendation.sub_recommendations.all())

    def words(answer):
        if answer.seen is None:
            return "No response", "none"
        sub_answers = getattr(answer, f"{reader.pointer}__sub_answers")
        answered, total = coverage(parts[answer.recommendation_id], sub_answers)
        if not total:
            return "No parts", "grey"
        return _of(answered, total), "green" if answered == total else "yellow"

    return words
