"""The seven figures of any group of answers, and the rows behind each."""

from django.db.models import Count, Q

from responses.models import Standing
from responses.models.standing import timeliness_rules
from responses.vocabulary import Assurance, Position, Progress, State, Timeliness, Whereabouts

Sight = Standing.Sight

# By their name in an address. All that were asked is a figure, too, and narrows an address by nothing.
LABELS = {
    "asked": "asked",
    "answered": "answered",
    "silent": "silent",
    "overdue": "overdue",
    "late": "answered late",
    "deferred": "deferred or waiting",
    "confirmed": "confirmed",
}
NAMES = list(LABELS)
FIGURES = NAMES[1:]
NONE = dict.fromkeys(NAMES, 0)

# Words that a reader never sees. Filters leave them out: offering “Confirmed” to the public would tell
# them that nothing is.
NEVER_SHOWN = {
    Sight.SENT: {"state": {State.ANSWERED}},
    Sight.PUBLISHED: {
        "state": {State.WITH_ORGANISATION, State.WITH_HMICFRS, State.CONFIRMED, State.CLOSED},
        "assurance": {Assurance.CONFIRMED},
        "whereabouts": {Whereabouts.SENT},
        "figure": {"confirmed"},
    },
}


def is_shown(sight, axis, word):
    """Whether a reader of this sight can ever see `word` on an axis, or a figure of that name."""
    return word not in NEVER_SHOWN[sight].get(axis, ())


def sight_of(access, *, only_published=False):
    return Sight.SENT if access.reviews and not only_published else Sight.PUBLISHED


def rules(today):
    """The rule of the standings in each figure but the first, by its name."""
    timeliness = timeliness_rules(today)
    return {
        "answered": ~Q(state=State.SILENT),
        # Holding no response says nothing until somebody looked, or until answers are collected here.
        "silent": Q(silence_from__lte=today),
        "overdue": timeliness[Timeliness.OVERDUE],
        "late": timeliness[Timeliness.LATE],
        "deferred": Q(position=Position.DEFERRED) | Q(progress=Progress.WAITING),
        "confirmed": Q(state=State.CONFIRMED),
    }


def _counts(today):
    """The aggregates, by the name of their figure. They count a column that the figures' index holds."""
    # Once for all that were asked, and once more for each figure with its rule.
    counts = {"asked": Count("organisation")}
    for name, rule in rules(today).items():
        counts[name] = Count("organisation", filter=rule)
    return counts


def of(standings, today):
    """{name: count} of these standings."""
    return standings.aggregate(**_counts(today))


def by(standings, column, today):
    """{key: {name: count}} of each thing in `column`."""
    counted = standings.order_by().values_list(column).annotate(**_counts(today))
    return {key: dict(zip(NAMES, counts, strict=True)) for key, *counts in counted}


def total(parts):
    """The sum of several {name: count}."""
    whole = dict(NONE)
    for part in parts:
        for name in NAMES:
            whole[name] += part[name]
    return whole


def labelled(figures, sight):
    """The (name, label, count) of each figure that a reader can see; the name of all that were asked is ""."""
    return [
        ("" if name == "asked" else name, label, figures[name])
        for name, label in LABELS.items()
        if is_shown(sight, "figure", name)
    ]
