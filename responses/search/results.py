"""What the page shows of each thing found: its title, where it leads, and the words in their surroundings."""

from dataclasses import dataclass

from django.db import connection
from django.urls import reverse

from recommendations.models import NPCCDependency, Recommendation

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
        rows, look = ROWS[kind], LOOKS[kind]
        shown |= {(kind, row.pk): look(row, access) for row in rows().filter(pk__in=keys)}
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


def _recommendation(recommendation, access):
    return _name(recommendation), recommendation.get_absolute_url()


def _dependency(dependency, access):
    return dependency.title, dependency.get_absolute_url()


def _answer(update, access):
    """To the case for a reviewer, to what everybody reads if it is published, or else to its own people’s page."""
    response = update.response
    title = f"{response.organisation.name} on {_lower(_name(response.recommendation))}"
    if access.reviews:
        return title, reverse("responses:case", args=[response.pk])
    if update.published_at:
        return title, f"{response.recommendation.get_absolute_url()}#{response.organisation.slug}"
    return title, reverse("responses:response", args=[response.pk])


def _evidence(evidence, access):
    return f"{evidence.title} ({evidence.organisation.name})", reverse("responses:evidence_item", args=[evidence.pk])


def _note(note, access):
    response = note.response
    title = f"Note on the answer of {response.organisation.name} to {_lower(_name(response.recommendation))}"
    return title, reverse("responses:case", args=[response.pk])


def _name(recommendation):
    return f"Recommendation {recommendation.number}, {recommendation.report.title}"


def _lower(name):
    return name[0].lower() + name[1:]


ANSWERED = ["response__organisation", "response__recommendation__report"]
ROWS = {
    "recommendation": lambda: Recommendation.objects.select_related("report"),
    "dependency": NPCCDependency.objects.all,
    "answer": lambda: Update.objects.select_related(*ANSWERED),
    "evidence": lambda: Evidence.objects.select_related("organisation"),
    "note": lambda: ColleagueNote.objects.select_related(*ANSWERED),
}
LOOKS = {
    "recommendation": _recommendation,
    "dependency": _dependency,
    "answer": _answer,
    "evidence": _evidence,
    "note": _note,
}
