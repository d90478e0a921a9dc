"""From files to a Plan: what is wrong, what is new, what differs, what is left out. Writes nothing."""

from dataclasses import dataclass, field

from ..models import NPCCDependency, Recommendation, Report, Tie
from . import checking, reading, rules
from .checking import FIELDS, MODELS, OF_NO_REPORT, describe
from .existing import There, current

STEP = 500  # entries between two words on progress
KEPT = {NPCCDependency: {"state", "settled_on", "outcome", "outcome_url"}}
"""What a file says of a new row alone. Later it is recorded on the site, where people are told and history is kept."""


@dataclass(frozen=True)
class Line:
    """One thing to say about one entry, or about a row that the files leave out: then `entry` is None."""

    file: str
    entry: int | None = None
    what: str = ""
    detail: str = ""

    def __str__(self):
        place = self.file if self.entry is None else f"{self.file}, entry {self.entry}"
        said = f"{place} ({self.what})" if self.what else place
        said = f"{said}: {self.detail}" if self.detail else said
        return "".join(letter if letter.isprintable() else "�" for letter in said)


@dataclass
class Result:
    """What a run did, or would do. When there are errors, it did nothing."""

    created: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    unchanged: list[Line] = field(default_factory=list)
    removed: list[Line] = field(default_factory=list)
    errors: list[Line] = field(default_factory=list)
    answers_opened: int = 0
    answers_withdrawn: int = 0


@dataclass
class Plan:
    """What is to be written. `changes` are pairs of an entry and the names of its changed fields."""

    result: Result
    there: There
    creations: list
    changes: list

    @property
    def gone(self):
        """The rows to remove, by model and natural key."""
        return self.there.gone

    @property
    def reports(self):
        """The slugs of the reports that the entries belong to."""
        about = [
            self.there.entries[model]
            for model in MODELS
            if model not in (*OF_NO_REPORT, NPCCDependency)
        ]
        return sorted({key[0] for found in about for key in found})

    def refuse(self, model, key, sentence):
        """Keep an error about a row that the files do not leave as it is."""
        self.result.errors.append(_line_of_gone(self.there, model, key, sentence))


def plan(files, progress=None):
    """The Plan for `files`, pairs of a name and bytes. Every error found is in its result."""
    found, errors = _read(files)
    there = There(found)
    errors += _faults(found, there, progress or silence)
    names = [name for name, _ in files]
    result = Result(
        errors=sorted(errors, key=lambda line: (names.index(line.file), line.entry or 0))
    )
    made = Plan(result, there, creations=[], changes=[])
    for entry in sorted(
        (entry for entry in found if not entry.faults), key=lambda one: MODELS.index(one.model)
    ):
        _compare(made, entry)
    for model in MODELS:
        result.removed += [_line_of_gone(there, model, key) for key in there.gone[model]]
    for key, pointer in _pointers_at_gone(there):
        made.refuse(
            Recommendation, key, f"It is pointed at by {pointer}, so the file cannot leave it out."
        )
    return made


def silence(done, total):
    """The progress of a run that nobody watches."""


def _read(files):
    """All entries, and an error for each file that cannot be read at all."""
    found, errors = [], []
    for name, data in files:
        try:
            raws = reading.read(data)
        except reading.Unreadable as unreadable:
            errors.append(Line(name, detail=str(unreadable)))
        else:
            found += [checking.read(name, number, raw) for number, raw in enumerate(raws, 1)]
    return found, errors


def _faults(found, there, progress):
    """What is wrong with each entry: in itself, beside the others, and as one of two."""
    for entry, sentence in rules.clashes(there):
        entry.faults.append(sentence)
    for done, entry in enumerate(found, 1):
        if entry.model:
            entry.faults += rules.faults(entry, there)
        if entry.key and (first := there.entries[entry.model][entry.key]) is not entry:
            entry.faults.append(f"This stands already in {first.file}, entry {first.number}.")
        if done % STEP == 0:
            progress(done, 2 * len(found))
    return [_line(entry, sentence) for entry in found for sentence in entry.faults]


def _line(entry, detail=""):
    return Line(entry.file, entry.number, entry.what, detail)


def _line_of_gone(there, model, key, detail=""):
    entry = there.entries[Report].get(key[:1]) or there.entries[model][key]
    return Line(entry.file, None, describe(model, key), detail)


def _compare(made, entry):
    row = made.there.rows[entry.model].get(entry.key)
    if row is None:
        made.creations.append(entry)
        made.result.created.append(_line(entry))
        return
    fields, kept = FIELDS[entry.model], KEPT.get(entry.model, ())
    names = [
        name
        for name, value in entry.values.items()
        if name not in kept and current(fields[name], row) != value
    ]
    if names:
        made.changes.append((entry, names))
        made.result.changed.append(_line(entry, ", ".join(names)))
    else:
        made.result.unchanged.append(_line(entry))


def _pointers_at_gone(there):
    """Pairs of a recommendation left out and, in words, what would stay and points at it."""
    keys = {row.pk: key for key, row in there.gone[Recommendation].items()}
    reports = [slug for (slug,) in there.entries[Report]]
    others = Recommendation.objects.exclude(report__slug__in=reports).select_related("report")
    for other in others.filter(carried_into__in=keys):
        yield keys[other.carried_into_id], describe(Recommendation, other.natural_key())
    ties = Tie.objects.filter(to_recommendation__in=keys, from_recommendation__in=others)
    for tie in ties.select_related("from_recommendation__report"):
        yield (
            keys[tie.to_recommendation_id],
            describe(Recommendation, tie.from_recommendation.natural_key()),
        )
    for key, dependency in there.rows[NPCCDependency].items():
        held_up = (
            dependency.recommendations.all() if key not in there.entries[NPCCDependency] else ()
        )
        yield from (
            (keys[one.pk], describe(NPCCDependency, key)) for one in held_up if one.pk in keys
        )
