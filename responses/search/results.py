"""What the page shows of each thing found: its title, where it leads, and the words in their surroundings."""

from dataclasses import dataclass

from django.db import connection

from recommendations.models import NPCCDependency, Recommendation
from supercomplaint.tables import address

from ..models import ColleagueNote, Evidence, Update
from .keeping import engine_of
from .kinds import KINDS
from .words import snippet


@dataclass(frozen=True)
class Result:
    kind: str
    title: str
    url: str
    snippet: str


def results(hits, asked, access):
    """The Result of each (kind, key), in the same order. The hits are those of `find` for the same access."""
    texts, shown = _texts(hits), {}
    for kind, keys in _by_kind(hits).items():
        model, columns, look = LOOKS[kind]
        rows = model.objects.filter(pk__in=keys).order_by().values_list("pk", *columns, named=True)
        shown |= {(kind, row.pk): look(row, access) for row in rows}
    return [
        Result(KINDS[hit[0]].one, *shown[hit], snippet(texts[hit], asked))
        for hit in hits
        if hit in shown and hit in texts
    ]


def _by_kind(hits):
    keys = {}
    for kind, key in hits:
        keys.setdefault(kind, []).append(key)
    return keys


def _texts(hits):
    if not hits:
        return {}
    key = engine_of(connection).KEY
    arms = [
        f"SELECT '{kind}' AS kind, {key}, text FROM {KINDS[kind].index} WHERE {key} IN ({', '.join(map(str, keys))})"  # noqa: S608  numbers
        for kind, keys in _by_kind(hits).items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms))
        return {(kind, key): text for kind, key, text in cursor.fetchall()}


def _recommendation(row, access):
    name = _name(row.number, row.report__title)
    return name, address("responses:recommendation", row.report__slug, row.number)


def _dependency(row, access):
    return row.title, address("responses:dependency", row.slug)


def _answer(row, access):
    """To the case for a reviewer, to what everybody reads if it is published, or else to its own people’s page."""
    title = f"{row.response__organisation__name} on {_lower(_asked(row))}"
    if access.reviews:
        return title, address("responses:case", row.response_id)
    if row.published_at:
        asked = row.response__recommendation__report__slug, row.response__recommendation__number
        return title, f"{address('responses:recommendation', *asked)}#{row.response__organisation__slug}"
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
    "evidence": (Evidence, ["title", "organisation__name"], _evidence),
    "note": (ColleagueNote, OF_ANSWER, _note),
}
