"""Where every answer stands, as one reader sees it: the one query behind each matrix, list, figure and export.

A reviewer sees what was sent; everybody else what is published. Nothing here reads a draft.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import attrgetter, or_

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from responses.models import Comment, Decision, Update
from responses.models.answer import REPEATED, first_word, has_word, silent, timeliness
from responses.vocabulary import Assurance, Position, Progress, Stage, State, Timeliness

from . import register

SILENT = Value("")
UNMET = {
    "latest": {"state": {State.ANSWERED}},
    "published": {
        "state": {State.WITH_ORGANISATION, State.WITH_HMICFRS, State.CONFIRMED, State.CLOSED},
        "assurance": {Assurance.CONFIRMED},
        "figure": {"confirmed"},
    },
}


@dataclass(frozen=True)
class Reader:
    """Which update of an answer is in sight: the `latest` that was sent, or the one that is `published`."""

    pointer: str

    @property
    def is_reviewer(self):
        return self.pointer == "latest"

    def meets(self, axis, word):
        """Whether any answer can have this word of `axis`. To offer another would be to say that there is none."""
        return word not in UNMET[self.pointer].get(axis, ())


REVIEWER, EVERYBODY = Reader("latest"), Reader("published")


def reader_of(access, *, only_published=False):
    return REVIEWER if access.reviews and not only_published else EVERYBODY


def standing(reader, today=None):
    """The answers that reports ask for, each with `state`, `position`, `progress`, `assurance`, `timeliness`,
    `lead`, `seen` (the key of the update in sight) and `answered_on`. A silent one has "" where a word would be.
    """
    return _standing(reader, today or timezone.localdate()).all()


@lru_cache(maxsize=4)
def _standing(reader, today):
    """Never evaluated itself: putting it together takes as long as asking the database. Joins no update, so that what
    counts reads none.
    """
    sight, said = reader.pointer, REPEATED[reader.pointer]
    seen_by = f"{sight}, {today}"
    in_sight = Update.objects.filter(pk=OuterRef(f"{sight}_id"))
    return (
        register.on_register()
        .asked()
        .with_timeliness(today, sight)
        .alias(seen_by=Value(seen_by, output_field=CharField()))
        .filter(seen_by=seen_by)  # always true: what is kept of one reader and day must not be told to another
        .annotate(
            seen=F(f"{sight}_id"),
            state=first_word(_state(reader)),
            position=F(f"{said}_position"),
            progress=F(f"{said}_progress"),
            lead=Coalesce(Subquery(in_sight.values("lead")), SILENT, output_field=CharField()),
            assurance=first_word(_assurance(reader)),
        )
    )


def _state(reader):
    """Whose turn it is, as far as this reader may know: what goes on inside an organisation is its own."""
    unanswered = {State.SILENT: silent(reader.pointer)}
    if not reader.is_reviewer:
        return unanswered | {State.ANSWERED: Q()}
    return unanswered | {
        State.WITH_HMICFRS: Q(stage=Stage.SENT),
        State.CONFIRMED: Q(stage=Stage.CONFIRMED),
        State.CLOSED: Q(stage=Stage.CLOSED),
        State.WITH_ORGANISATION: Q(),
    }


def _assurance(reader):
    """The strongest word that anybody gave for the update in sight."""
    sight = reader.pointer
    in_sight = OuterRef(f"{sight}_id")
    comments = Comment.objects.filter(update=in_sight, assures=True)
    if not reader.is_reviewer:
        comments = comments.filter(published_at__isnull=False)
    confirmed = Decision.objects.filter(update=in_sight, kind=Decision.Kind.CONFIRM)
    return {
        "": silent(sight),
        **({Assurance.CONFIRMED: Q(Exists(confirmed))} if reader.is_reviewer else {}),
        Assurance.ASSURED: Q(Exists(comments)),
        Assurance.SIGNED_OFF: Q(Exists(Update.objects.filter(pk=in_sight, signed_off_by__isnull=False))),
        Assurance.SELF_REPORTED: Q(),
    }


def with_word(axis, words, reader, today=None):
    """The rule of the rows of `standing` that have one of `words` on an axis."""
    rules = {
        "state": lambda: _state(reader),
        "assurance": lambda: _assurance(reader),
        "timeliness": lambda: timeliness(today or timezone.localdate(), reader.pointer),
    }
    return has_word(rules[axis](), words) if axis in rules else Q(**{f"{axis}__in": sorted(words)})


# By their name in an address: an answer is in a figure that has its word in one of these columns.
FIGURES = {
    "answered": {"state": set(State.values) - {State.SILENT}},
    "silent": {"state": {State.SILENT}},
    "overdue": {"timeliness": {Timeliness.OVERDUE}},
    "late": {"timeliness": {Timeliness.LATE}},
    "deferred": {"position": {Position.DEFERRED}, "progress": {Progress.WAITING}},
    "confirmed": {"state": {State.CONFIRMED}},
}
LABELS = {
    "asked": "asked",
    "answered": "answered",
    "silent": "silent",
    "overdue": "overdue",
    "late": "answered late",
    "deferred": "deferred or waiting",
    "confirmed": "confirmed",
}
COUNT = Count(register.EACH)
WORDS = ["state", "position", "progress", "timeliness"]  # the columns that figures ask for


def rows_of(figure, reader):
    """The rule of the rows of a figure."""
    return reduce(or_, (with_word(column, words, reader) for column, words in FIGURES[figure].items()))


def undated(reader):
    """The rule of the rows that have an answer, but not the day on which it was first given."""
    return ~silent(reader.pointer) & Q(answered_on=None)


def _counted(figure):
    """The same, where the database looks at every row in any case."""
    return reduce(or_, (Q(**{f"{column}__in": sorted(words)}) for column, words in FIGURES[figure].items()))


def labelled(counted, reader):
    """The (name, label, count) of each figure that `reader` can meet; the name of all that were asked is ""."""
    return [
        ("" if name == "asked" else name, label, counted[name])
        for name, label in LABELS.items()
        if reader.meets("figure", name)
    ]


def counts():
    """The aggregates for `asked` and each figure, to annotate groups of rows with."""
    return {"asked": COUNT, **{figure: Count(register.EACH, filter=_counted(figure)) for figure in FIGURES}}


def figures(answers):
    """The same counts of rows that are read already; each has at least the columns WORDS."""
    kinds = Counter(map(attrgetter(*WORDS), answers))
    counted = {figure: sum(kinds[kind] for kind in kinds if _is_in(figure, kind)) for figure in FIGURES}
    return {"asked": kinds.total(), **counted}


@cache
def _is_in(figure, kind):
    return any(kind[WORDS.index(column)] in words for column, words in FIGURES[figure].items())
