"""What can be found, who may find it, and where its words stand in the tables."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Subquery

from recommendations.models import NPCCDependency, Recommendation
from responses.models import Citation, ColleagueNote, Evidence, Update
from responses.queries import reviews


@dataclass(frozen=True)
class Watched:
    """A table whose rows have words. `key` is the column that names the thing they belong to."""

    table: str
    key: str
    columns: tuple[str, ...]

    def trigger(self, event):
        return f"{self.table}_to_search_{event.lower()}"


@dataclass(frozen=True)
class Kind:
    """`rows(access, report)` are those that somebody may find; `text` is the words of a row `source`, in SQL."""

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
        """The words of a row of the table, as they stand in the index."""
        return f"(SELECT text FROM {self.index} WHERE {self.index}.{engine.KEY} = {self.table}.id)"  # noqa: S608  constants


def _recommendations(access, report):
    rows = Recommendation.objects.filter(report__opening__isnull=False)
    return rows.filter(report=report) if report else rows


def _answers(access, report):
    rows = Update.objects.visible_to(access).filter(response__recommendation__report__opening__isnull=False)
    return rows.filter(response__recommendation__report=report) if report else rows


def _evidence(access, report):
    """Narrowed to a report by the answers alone that this person may read: what else cites it stays unknown."""
    cites = Citation.objects.filter(evidence=OuterRef("pk"))
    rows = Evidence.objects.filter(_may_see_evidence(access, cites))
    if not report:
        return rows
    return rows.filter(pk__in=Citation.objects.filter(update__in=_answers(access, report)).values("evidence"))


def _may_see_evidence(access, cites):
    """What `Evidence.objects.visible_to` says, asked of one row at a time: that reads every citation each time."""
    sent = Exists(cites.filter(update__isnull=False))
    if not (access.reviews or access.administers):
        sent &= Q(organisation__in=access.scrutinises)
    return Q(organisation__in=access.reads) | sent | Q(pk=Subquery(cites.public().values("evidence")[:1]))


def _dependencies(access, report):
    rows = NPCCDependency.objects.all()
    return (
        rows.filter(recommendations__report=report, recommendations__report__opening__isnull=False) if report else rows
    )


def _notes(access, report):
    if not access.reviews:
        return ColleagueNote.objects.none()
    rows = ColleagueNote.objects.filter(response__in=reviews.sent(access))
    return rows.filter(response__recommendation__report=report) if report else rows


def _parts(table):
    rows = f'SELECT text FROM {table} WHERE recommendation_id = source.id ORDER BY "order"'  # noqa: S608  a constant
    return f"COALESCE((SELECT {{join}}(text, '\n') FROM ({rows}) AS part), '')"  # noqa: S608


# In the order of the page.
KINDS = {
    kind.name: kind
    for kind in [
        Kind(
            "recommendation",
            "Recommendations",
            "Recommendation",
            _recommendations,
            "source.text || '\n' || "
            + " || '\n' || ".join([_parts("recommendations_subrecommendation"), _parts("recommendations_note")]),
            (
                Watched("recommendations_recommendation", "id", ("id", "text")),
                Watched(
                    "recommendations_subrecommendation", "recommendation_id", ("recommendation_id", "text", '"order"')
                ),
                Watched("recommendations_note", "recommendation_id", ("recommendation_id", "text", '"order"')),
            ),
        ),
        Kind(
            "dependency",
            "NPCC dependencies",
            "NPCC dependency",
            _dependencies,
            "source.title || '\n' || source.background || '\n' || source.outcome",
            (Watched("recommendations_npccdependency", "id", ("id", "title", "background", "outcome")),),
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
