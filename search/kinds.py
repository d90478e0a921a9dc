"""What can be found, who may find it, and where its words stand in the tables."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, Q, Subquery

from recommendations.models import NPCCDependency, Recommendation
from responses.models import Citation, ColleagueNote, Evidence, Update
from responses.queries import reviews


@dataclass(frozen=True)
class Watched:
    """A table that holds words. `key` is its column with the key of the row that they belong to."""

    table: str
    key: str
    columns: tuple[str, ...]

    def trigger(self, event):
        return f"{self.table}_to_search_{event.lower()}"


@dataclass(frozen=True)
class Kind:
    """One kind of row that can be found.

    `rows(access, report)` are those that somebody may find. `text` is the words of a row `source`, in SQL.
    """

    name: str
    label: str
    one: str
    rows: Callable
    text: str
    watched: tuple[Watched, ...] = field(repr=False)

    @property
    def table(self):
        return self.watched[0].table

    @property
    def index(self):
        return f"responses_search_{self.name}"

    def text_of(self, engine):
        """The words of a row of the table, as they are in the index."""
        same_key = f"{self.index}.{engine.key} = {self.table}.id"
        return f"(SELECT text FROM {self.index} WHERE {same_key})"  # noqa: S608  constants

    def watching(self, tables):
        """The same kind, but for the tables that do not exist yet, or no more."""
        existing = tuple(watched for watched in self.watched if watched.table in tables)
        return replace(self, watched=existing)


def _recommendations(access, report):
    recommendations = Recommendation.objects.filter(report__opening__isnull=False)
    if report:
        recommendations = recommendations.filter(report=report)
    return recommendations


def _answers(access, report):
    updates = Update.objects.visible_to(access)
    updates = updates.filter(response__recommendation__report__opening__isnull=False)
    if report:
        updates = updates.filter(response__recommendation__report=report)
    return updates


def _evidence(access, report):
    """Narrowed to a report by the answers that this person may read: what else cites it stays unknown."""
    cites = Citation.objects.filter(evidence=OuterRef("pk"))
    evidence = Evidence.objects.filter(_may_see_evidence(access, cites))
    if report:
        citations = Citation.objects.filter(update__in=_answers(access, report))
        evidence = evidence.filter(pk__in=citations.values("evidence"))
    return evidence


def _may_see_evidence(access, cites):
    """What `Evidence.objects.visible_to` says, but asked of one row at a time.

    That one reads every citation, at each row that the search looks at.
    """
    sent = Exists(cites.filter(update__isnull=False))
    if not (access.reviews or access.administers):
        sent &= Q(organisation__in=access.scrutinises)
    public = Q(pk=Subquery(cites.public().values("evidence")[:1]))
    return Q(organisation__in=access.reads) | sent | public


def _dependencies(access, report):
    dependencies = NPCCDependency.objects.all()
    if report:
        dependencies = dependencies.filter(
            recommendations__report=report, recommendations__report__opening__isnull=False
        )
    return dependencies


def _notes(access, report):
    if not access.reviews:
        return ColleagueNote.objects.none()

    notes = ColleagueNote.objects.filter(response__in=reviews.sent(access))
    if report:
        notes = notes.filter(response__recommendation__report=report)
    return notes


def _parts(table):
    """The texts of the rows of a recommendation in another table, as one."""
    rows = f'SELECT text FROM {table} WHERE recommendation_id = source.id ORDER BY "order"'  # noqa: S608  a constant
    return f"COALESCE((SELECT {{join}}(text, '\n') FROM ({rows}) AS part), '')"  # noqa: S608


OF_A_PART = ("recommendation_id", "text", '"order"')
# In the order of the page.
KINDS = {
    kind.name: kind
    for kind in [
        Kind(
            "recommendation",
            "Recommendations",
            "Recommendation",
            _recommendations,
            " || '\n' || ".join(
                [
                    "source.text",
                    _parts("recommendations_subrecommendation"),
                    _parts("recommendations_note"),
                ]
            ),
            (
                Watched("recommendations_recommendation", "id", ("id", "text")),
                Watched("recommendations_subrecommendation", "recommendation_id", OF_A_PART),
                Watched("recommendations_note", "recommendation_id", OF_A_PART),
            ),
        ),
        Kind(
            "dependency",
            "NPCC dependencies",
            "NPCC dependency",
            _dependencies,
            "source.title || '\n' || source.background || '\n' || source.outcome",
            (
                Watched(
                    "recommendations_npccdependency", "id", ("id", "title", "background", "outcome")
                ),
            ),
        ),
        Kind(
            "answer",
            "Answers",
            "Answer",
            _answers,
            "source.account",
            (Watched("responses_update", "id", ("id", "account")),),
        ),
        Kind(
            "evidence",
            "Evidence",
            "Evidence",
            _evidence,
            "source.title",
            (Watched("responses_evidence", "id", ("id", "title")),),
        ),
        Kind(
            "note",
            "Notes among reviewers",
            "Note among reviewers",
            _notes,
            "source.text",
            (Watched("responses_colleaguenote", "id", ("id", "text")),),
        ),
    ]
}
