"""Where every answer stands, as one reader sees it: the one query behind each matrix, list, figure and export.

A reviewer sees what was sent; everybody else what is published. Nothing here reads a draft.
"""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from . import progress
from .models import Comment, Decision
from .vocabulary import Assurance, Stage, State

SILENT = Value("")


@dataclass(frozen=True)
class Reader:
    """Which update of an answer is in sight: the `latest` that was sent, or the one that is `published`."""

    pointer: str

    @property
    def is_reviewer(self):
        return self.pointer == "latest"


def reader_of(access):
    return Reader("latest" if access.reviews else "published")


def standing(reader, today=None):
    """The answers that reports ask for, each with `state`, `position`, `progress`, `assurance`, `timeliness`,
    `lead`, `seen` (the key of the update in sight) and `answered_on`. A silent one has "" where a word would be.
    """
    sight = reader.pointer
    return (
        progress.on_register()
        .asked()
        .with_timeliness(today or timezone.localdate(), sight)
        .annotate(
            seen=F(f"{sight}_id"),
            state=_state(reader),
            position=Coalesce(f"{sight}__position", SILENT, output_field=CharField()),
            progress=Coalesce(f"{sight}__progress", SILENT, output_field=CharField()),
            lead=Coalesce(f"{sight}__lead", SILENT, output_field=CharField()),
            assurance=_assurance(reader),
        )
    )


def _state(reader):
    """Whose turn it is, as far as this reader may know: what goes on inside an organisation is its own."""
    silent = When(Q(**{f"{reader.pointer}__isnull": True}), then=Value(State.SILENT))
    if not reader.is_reviewer:
        return Case(silent, default=Value(State.ANSWERED), output_field=CharField())
    return Case(
        silent,
        When(stage=Stage.SENT, then=Value(State.WITH_HMICFRS)),
        When(stage=Stage.CONFIRMED, then=Value(State.CONFIRMED)),
        When(stage=Stage.CLOSED, then=Value(State.CLOSED)),
        default=Value(State.WITH_ORGANISATION),
        output_field=CharField(),
    )


def _assurance(reader):
    """The strongest word that anybody gave for the update in sight."""
    sight = reader.pointer
    of_update = {"update": OuterRef(f"{sight}_id")}
    comments = Comment.objects.filter(**of_update, assures=True)
    if not reader.is_reviewer:
        comments = comments.filter(published_at__isnull=False)
    confirmed = Decision.objects.filter(**of_update, kind=Decision.Kind.CONFIRMED)
    return Case(
        When(Q(**{f"{sight}__isnull": True}), then=SILENT),
        *([When(Exists(confirmed), then=Value(Assurance.CONFIRMED))] if reader.is_reviewer else []),
        When(Exists(comments), then=Value(Assurance.ASSURED)),
        When(Q(**{f"{sight}__signed_off_by__isnull": False}), then=Value(Assurance.SIGNED_OFF)),
        default=Value(Assurance.SELF_REPORTED),
        output_field=CharField(),
    )


def figures(rows):
    """The counts that every page shows, of the same rows: they cannot disagree."""
    return rows.aggregate(asked=Count("pk"), **{name: Count("pk", filter=rule) for name, rule in FIGURES.items()})


# By their name in an address: each figure is a link to exactly these rows.
FIGURES = {
    "answered": Q(seen__isnull=False),
    "silent": Q(seen=None),
    "overdue": Q(timeliness="overdue"),
    "late": Q(timeliness="late"),
    "deferred": Q(position="deferred") | Q(progress="waiting"),
    "confirmed": Q(state="confirmed"),
}
