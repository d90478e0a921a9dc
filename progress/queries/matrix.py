"""One report on a page: organisations down, recommendations across, a word and a colour in each cell."""

from dataclasses import dataclass, field

from django.urls import reverse

from recommendations.models import Recommendation
from responses.colours import look
from responses.queries.words import coverage

from ..links import AnswersLink

COLUMNS = [
    "response_id",
    "organisation_id",
    "organisation_name",
    "organisation__slug",
    "recommendation_id",
    "update_id",
    "state",
    "whereabouts",
]


@dataclass(frozen=True)
class Cell:
    """What one answer says. No address: there is nothing to open. A cell of nothing asked has no colour."""

    word: str
    colour: str = ""
    address: str = ""


NOT_ASKED = Cell("–")


@dataclass(frozen=True)
class Share:
    """How many answered of those that were asked, and the link to those who did."""

    answered: int
    asked: int
    link: AnswersLink

    def __str__(self):
        return f"{self.answered} of {self.asked}"


@dataclass(frozen=True)
class Row:
    name: str
    address: str
    cells: list[Cell]
    share: Share


@dataclass(frozen=True)
class Column:
    number: str
    address: str
    share: Share


@dataclass(frozen=True)
class Matrix:
    columns: list[Column]
    rows: list[Row]
    total: Share


@dataclass
class _Asked:
    """The answers of one report, by whom they were asked of and by what they were asked."""

    by_organisation: dict = field(default_factory=dict)
    by_recommendation: dict = field(default_factory=dict)

    def add(self, answer):
        row = self.by_organisation.setdefault(answer.organisation_id, {})
        row[answer.recommendation_id] = answer
        self.by_recommendation.setdefault(answer.recommendation_id, []).append(answer)


def read(standings, measure, today):
    """The `standings` of one report, with the column that its cells show."""
    columns = list(COLUMNS)
    if measure == "timeliness":
        standings = standings.with_timeliness(today)
    # The one measure that is not copied to Standing: texts are long, and a matrix shows one report.
    if measure == "coverage":
        columns.append("update__sub_answers")
    elif measure not in columns:
        columns.append(measure)
    return list(standings.values_list(*columns, named=True))


def matrix(answers, report, measure, link, *, shows_sent, sort="name"):
    """The Matrix of the `answers` that were read. Asks for the recommendations of `report`.

    `link` is to those of its answers that were given; `shows_sent` leads each cell to the reviewer's case.
    """
    recommendations = list(
        Recommendation.objects.filter(report=report).order_by("order").values_list("pk", "number")
    )
    asked = _Asked()
    for answer in answers:
        asked.add(answer)

    words_of = _words_of_coverage(report) if measure == "coverage" else _words_of(measure)
    addresses = _addresses(report, recommendations)
    cases = reverse("responses:queue")

    def cell_of(answer):
        if answer is None:
            return NOT_ASKED
        word, colour = words_of(answer)
        if answer.update_id is None:
            return Cell(word, colour)
        if shows_sent:
            return Cell(word, colour, f"{cases}{answer.response_id}/")
        return Cell(
            word, colour, f"{addresses[answer.recommendation_id]}#{answer.organisation__slug}"
        )

    rows = []
    for by_recommendation in asked.by_organisation.values():
        cells = [cell_of(by_recommendation.get(key)) for key, _ in recommendations]
        rows.append(_row(list(by_recommendation.values()), cells, link))
    columns = []
    for key, number in recommendations:
        share = _share(asked.by_recommendation.get(key, []), link.narrowed(recommendation=number))
        columns.append(Column(number, addresses[key], share))
    return Matrix(columns, sorted(rows, key=_order(sort)), _share(answers, link))


def _addresses(report, recommendations):
    """The page of each recommendation, by its key; once for all cells, of which there are hundreds."""
    return {
        key: reverse("progress:recommendation", args=[report.slug, number])
        for key, number in recommendations
    }


def _row(answers, cells, link):
    one = answers[0]
    slug = one.organisation__slug
    address = reverse("progress:organisation", args=[slug])
    return Row(
        one.organisation_name, address, cells, _share(answers, link.narrowed(organisation=slug))
    )


def _share(answers, link):
    answered = sum(answer.update_id is not None for answer in answers)
    return Share(answered, len(answers), link)


def _order(sort):
    if sort == "answered":
        return lambda row: (-row.share.answered, row.name)
    if sort == "silent":
        return lambda row: (row.share.answered - row.share.asked, row.name)
    return lambda row: row.name


def _words_of(measure):
    """A function that says the word and colour of an answer."""
    looks = _looks(measure)
    without_answer = _looks("whereabouts")

    def words_of(answer):
        if answer.update_id is None and measure != "timeliness":
            return without_answer[answer.whereabouts]
        return looks[getattr(answer, measure)]

    return words_of


def _looks(axis):
    """The label and colour of each word of an axis."""
    return {value: (label, colour) for value, label, colour in look(axis)}


def _words_of_coverage(report):
    without_answer = _looks("whereabouts")
    parts = {}
    for recommendation in report.recommendations.prefetch_related("sub_recommendations"):
        parts[recommendation.pk] = list(recommendation.sub_recommendations.all())

    def words_of(answer):
        if answer.update_id is None:
            return without_answer[answer.whereabouts]
        answered, total = coverage(parts[answer.recommendation_id], answer.update__sub_answers)
        if not total:
            return "No parts", "grey"
        return f"{answered} of {total}", "green" if answered == total else "yellow"

    return words_of
