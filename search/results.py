"""What the page shows of each row that was found: its title, its address, and a snippet of its text."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.db import connection
from django.db.models import Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.urls import reverse

from recommendations.models import NPCCDependency, Recommendation
from responses.models import ColleagueNote, Evidence, Update

from .engines import engine_of
from .kinds import KINDS
from .words import snippet


@dataclass(frozen=True)
class Result:
    kind: str
    title: str
    url: str
    snippet: str


def results(hits, asked, access):
    """The Result of each (kind, key), in the same order, by one query.

    The hits are those of `find` for the same access: here nobody asks again who may see them.
    """
    by_hit = {}
    for kind, key, columns, text in _rows(hits):
        by_hit[kind, key] = _result(kind, columns, text, asked, access)
    return [by_hit[hit] for hit in hits if hit in by_hit]


def _result(kind, columns, text, asked, access):
    *_, title_and_url = LOOKS[kind]
    title, url = title_and_url(SimpleNamespace(**columns), access)
    return Result(KINDS[kind].one, title, url, snippet(text, asked))


def _rows(hits):
    keys_by_kind = {}
    for kind, key in hits:
        keys_by_kind.setdefault(kind, []).append(key)
    if not keys_by_kind:
        return []

    first, *others = [_of_kind(kind, keys) for kind, keys in keys_by_kind.items()]
    return first.union(*others, all=True)


def _of_kind(kind, keys):
    """The kind, the key, the columns of the row, and its text.

    The columns are one JSON object: a UNION needs the same columns of all, and each kind reads others.
    """
    model, names, _ = LOOKS[kind]
    columns = JSONObject(**{name: name for name in names})
    text = RawSQL(KINDS[kind].text_of(engine_of(connection)), ())  # noqa: S611  a constant
    rows = model.objects.filter(pk__in=keys).order_by()
    rows = rows.annotate(hit_kind=Value(kind), hit_columns=columns, hit_text=text)
    return rows.values_list("hit_kind", "pk", "hit_columns", "hit_text")


def _recommendation(row, access):
    name = _name(row.number, row.report__title)
    return name, reverse("progress:recommendation", args=[row.report__slug, row.number])


def _dependency(row, access):
    return row.title, reverse("progress:dependency", args=[row.slug])


def _answer(row, access):
    """A reviewer gets the case, everybody else the public page, and its own people their own page."""
    title = f"{row.response__organisation__name} on {_lower(_asked(row))}"
    if access.reviews:
        return title, reverse("responses:case", args=[row.response_id])
    if row.published_at:
        report = row.response__recommendation__report__slug
        page = reverse(
            "progress:recommendation", args=[report, row.response__recommendation__number]
        )
        return title, f"{page}#{row.response__organisation__slug}"
    return title, reverse("responses:response", args=[row.response_id])


def _evidence(row, access):
    return f"{row.title} ({row.organisation__name})", reverse(
        "responses:evidence_item", args=[row.pk]
    )


def _note(row, access):
    title = f"Note on the answer of {row.response__organisation__name} to {_lower(_asked(row))}"
    return title, reverse("responses:case", args=[row.response_id])


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
# Of each kind: its model, the columns to read, and what makes its title and address of them.
LOOKS = {
    "recommendation": (
        Recommendation,
        ["number", "report__slug", "report__title"],
        _recommendation,
    ),
    "dependency": (NPCCDependency, ["title", "slug"], _dependency),
    "answer": (Update, ["published_at", *OF_ANSWER], _answer),
    "evidence": (Evidence, ["pk", "title", "organisation__name"], _evidence),
    "note": (ColleagueNote, OF_ANSWER, _note),
}
