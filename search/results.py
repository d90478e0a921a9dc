"""What the page shows of each thing found: its title, where it leads, and the words in their surroundings."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.db import connection
from django.db.models import Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from govuk.tables import address
from recommendations.models import NPCCDependency, Recommendation
from responses.models import ColleagueNote, Evidence, Update

from .index import engine_of
from .kinds import KINDS
from .words import snippet


@dataclass(frozen=True)
class Result:
    kind: str
    title: str
    url: str
    snippet: str


def results(hits, asked, access):
    """The Result of each (kind, key), in the same order, by one query. The hits are those of `find` for the same
    access.
    """
    shown = {(kind, key): _result(kind, read, text, asked, access) for kind, key, read, text in _rows(hits)}
    return [shown[hit] for hit in hits if hit in shown]


def _result(kind, read, text, asked, access):
    *_, look = LOOKS[kind]
    return Result(KINDS[kind].one, *look(SimpleNamespace(**read), access), snippet(text, asked))


def _rows(hits):
    keys = {}
    for kind, key in hits:
        keys.setdefault(kind, []).append(key)
    if not keys:
        return []
    first, *others = [_of_kind(kind, of_kind) for kind, of_kind in keys.items()]
    return first.union(*others, all=True)


def _of_kind(kind, keys):
    """The kind, the key, what is read of the row, and its text. What is read is one column: each kind reads others."""
    model, columns, _ = LOOKS[kind]
    read = JSONObject(**{column: column for column in columns})
    text = RawSQL(KINDS[kind].text_of(engine_of(connection)), ())  # noqa: S611  a constant
    rows = model.objects.filter(pk__in=keys).order_by().annotate(found=Value(kind), read=read, words=text)
    return rows.values_list("found", "pk", "read", "words")


def _recommendation(row, access):
    name = _name(row.number, row.report__title)
    return name, address("progress:recommendation", row.report__slug, row.number)


def _dependency(row, access):
    return row.title, address("progress:dependency", row.slug)


def _answer(row, access):
    """To the case for a reviewer, to what everybody reads if it is published, or else to its own people’s page."""
    title = f"{row.response__organisation__name} on {_lower(_asked(row))}"
    if access.reviews:
        return title, address("responses:case", row.response_id)
    if row.published_at:
        asked = row.response__recommendation__report__slug, row.response__recommendation__number
        return title, f"{address('progress:recommendation', *asked)}#{row.response__organisation__slug}"
    return title, address("responses:response", row.response_id)


def _evidence(row, access):
    return f"{row.title} ({row.organisation__name})", address("responses:evidence_item", row.pk)


def _note(row, access):
    title = f"Note on the answer of {row.response__organisation__name} to {_lower(_asked(row))}"
    return title, address("responses:case", row.response_id)


def _asked(row):
    return _name(row.response__recommendation__number, row.response__recommendation__report__title)


def _name(number, report):
    return f"Recommendation {number}, {report}"


def _lower(name):
    return name[0].lower() + name[1:]


OF_ANSWER = [
    "response_id",
    "response__organisation__name",
    "response__organisation__slug",
    "response__recommendation__number",
    "response__recommendation__report__slug",
    "response__recommendation__report__title",
]
# Of each kind: its rows, what is read of each, and what that looks like.
LOOKS = {
    "recommendation": (Recommendation, ["number", "report__slug", "report__title"], _recommendation),
    "dependency": (NPCCDependency, ["title", "slug"], _dependency),
    "answer": (Update, ["published_at", *OF_ANSWER], _answer),
    "evidence": (Evidence, ["pk", "title", "organisation__name"], _evidence),
    "note": (ColleagueNote, OF_ANSWER, _note),
}
