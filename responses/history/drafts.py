"""What a draft said at each of its versions, worked out from its Events, and how two people's changes merge."""

from dataclasses import dataclass
from typing import Any

from ..models import Draft, Event, ForceResponse
from ..models.words import Words
from .chain import plain

WRITTEN = ["account", "position", "progress", "lead", "target_on", "sub_answers"]
WAITS = ["waits_on_dependencies", "waits_on_recommendations"]
FIELDS = [*WRITTEN, *WAITS]
PARTS = "sub_answers"

# A name of FIELDS and "", or PARTS and the label of one part: each part is a field of its own.
Field = tuple[str, str]
Facts = dict[str, Any]
VERBS = ("save_draft", "restore_draft")


@dataclass(frozen=True)
class Version:
    """The draft of an answer as one Event left it. `number` is the answer's version after that Event."""

    number: int
    event: Event
    facts: Facts


def facts_of(row: Words | None) -> Facts:
    """What a Draft or an Update says, as Events hold it. A draft that was never saved says nothing."""
    row = row or Draft()
    facts = {name: plain(getattr(row, name)) for name in WRITTEN}
    for name in WAITS:
        facts[name] = plain(getattr(row, name).all()) if row.pk else []
    return facts


def plain_facts(words: dict[str, Any]) -> Facts:
    """What was typed, as Events hold it."""
    return {name: plain(value) for name, value in words.items() if name in FIELDS}


def by_field(facts: Facts) -> dict[Field, Any]:
    """The same facts with each part apart. A part that is not answered is not there."""
    fields = {(name, ""): fact for name, fact in facts.items() if name != PARTS}
    for label, text in facts.get(PARTS, {}).items():
        fields[PARTS, label] = text
    return fields


def versions(response: ForceResponse) -> list[Version]:
    """Every version of the draft that somebody saved, newest first.

    Each Event of an answer makes its next version, so the number of an Event in this list of the
    answer's Events is the version that it made.
    """
    facts = facts_of(getattr(response, "draft", None))
    events = list(Event.objects.filter(response=response).select_related("by").order_by("number"))
    saved = []
    for number, event in reversed(list(enumerate(events, 1))):
        if _writes(event):
            saved.append(Version(number, event, facts))
            facts = facts | event.before
    return saved


def at_version(response: ForceResponse, number: int) -> Facts | None:
    """What the form of the draft began with at this version of the answer; None where there was no such version.

    Before the first draft that is what was sent or published last, and the first Event says so.
    """
    events = list(Event.objects.filter(response=response).order_by("number"))
    if not 0 <= number <= len(events):
        return None
    facts = facts_of(Draft.objects.filter(response=response).first() or response.latest)
    for event in reversed(events[number:]):
        if _writes(event):
            facts = facts | event.before
    return facts


def _writes(event: Event) -> bool:
    return event.verb in VERBS


def merge(base: Facts, mine: Facts, theirs: Facts) -> tuple[list[Field], list[Field]]:
    """The fields of `mine` to save over `theirs`, and those that both sides changed, each in its own way.

    What only one side changed since `base` is that side's: nobody is asked, and nobody's words are lost.
    """
    began = by_field(base)
    current = by_field(theirs)
    to_save = []
    clashes = []
    for field, value in by_field(mine).items():
        absent = "" if field[0] == PARTS else None
        before = began.get(field, absent)
        now = current.get(field, absent)
        if value in (now, before):
            continue
        if now == before:
            to_save.append(field)
        else:
            clashes.append(field)
    return to_save, clashes
