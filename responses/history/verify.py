"""Finding what was changed behind the site's back: in the chains of events, and in the rows they speak of.

Events cut off at the end of a chain leave no trace in it. An anchor kept elsewhere shows them.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from ..models import Decision, Event, ForceResponse, Update
from ..models.event import REGISTER
from ..verbs import VERBS, Effect
from ..vocabulary import Stage
from ..workflow import STEPS
from . import immutable, standings
from .chain import seal

ELSEWHERE = "events speak of it, but it is not an answer of this organisation."
DISAGREEMENTS = {
    "latest": "it does not point at its latest update.",
    "published": "it does not point at its latest published update.",
}
ROWS = [
    "standings",
    "updates__citations__evidence",
    "updates__waits_on_dependencies",
    "updates__waits_on_recommendations",
    "updates__decisions",
    "updates__comments",
]


Heads = dict[int, tuple[int, str]]  # by chain: number and hash of its last event


class NotAnAnchor(Exception):
    """A file that no anchor is in, or one that was changed."""


@dataclass(frozen=True)
class Fault:
    """Something that does not hold, at a `number` of a chain, or at an answer of its organisation."""

    text: str
    chain: int | None = None
    number: int | None = None
    answer: int | None = None

    def __str__(self) -> str:
        if self.chain is None:
            return self.text
        place = f"event {self.number}" if self.number else f"answer {self.answer}"
        return f"Chain {self.chain}, {place}: {self.text}"


@dataclass
class Result:
    """What `verify` found wrong, and the last event of each chain by its number and hash."""

    faults: list[Fault] = field(default_factory=list)
    heads: Heads = field(default_factory=dict)
    events: int = 0
    answers: int = 0

    def anchor(self) -> str:
        """The heads in lines, and a last line over them all."""
        lines = [f"{chain} {number} {head}" for chain, (number, head) in sorted(self.heads.items())]
        return "\n".join([*lines, f"all {self.events} {_hash(lines)}"])


@dataclass
class Reconstructed:
    """The state of one answer as its events say it should be."""

    events: int = 0
    stage: str = Stage.DRAFTING
    updates: dict[int, str | None] = field(default_factory=dict)  # number: seal
    published: set[int] = field(default_factory=set)
    decisions: list[tuple[str, str]] = field(default_factory=list)
    comments: set[int] = field(default_factory=set)

    def add(self, event: Any) -> None:
        self.events += 1
        verb = VERBS.get(event.verb)
        if verb is None:  # somebody wrote over it: the hash of the event says so
            return
        update = event.after.get("update")
        if event.verb in STEPS:
            self.stage = STEPS[event.verb].target
        if verb.decision:
            self.decisions.append((event.verb, event.reason))
        if Effect.MAKES_UPDATE in verb.effects:
            self.updates[update] = event.after.get("seal")
        if Effect.PUBLISHES in verb.effects:
            self.published.add(update)
        if Effect.UNPUBLISHES in verb.effects:
            self.published.discard(event.before.get("update"))
        if Effect.COMMENTS in verb.effects:
            self.comments.add(event.after.get("comment"))


def verify(anchor: str | None = None) -> Result:
    """Walk every chain and every answer as they are at one moment. An `anchor` was taken before."""
    anchored = {} if anchor is None else read_anchor(anchor)
    result = Result()
    for name in immutable.missing():
        result.faults.append(Fault(f"The database does not hold its trigger {name}."))

    with one_moment():
        for chain, events in groupby(_events(), attrgetter("chain")):
            states = _walk(chain, events, anchored.get(chain), result)
            _check_answers(ForceResponse.objects.filter(organisation=chain), states, result)
            # What is left was claimed by no row of this organisation.
            result.faults += [Fault(ELSEWHERE, chain, answer=key) for key in states]
        silent = ForceResponse.objects.exclude(organisation__in=list(result.heads))
        _check_answers(silent, {}, result)

    result.faults += _cut_off(anchored, result.heads)
    return result


def read_anchor(text: str) -> Heads:
    """The heads in `text`, as Result.heads."""
    *lines, last = text.rstrip("\n").split("\n")
    if last.split(" ")[::2] != ["all", _hash(lines)]:
        raise NotAnAnchor("This is not an anchor, or it was changed after it was taken.")

    heads = {}
    for line in lines:
        chain, number, head = line.split(" ")
        heads[int(chain)] = (int(number), head)
    return heads


def _hash(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@contextmanager
def one_moment() -> Iterator[None]:
    """Read what was true at one moment, and keep nobody from writing meanwhile."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # transaction.atomic would take the one lock to write
            try:
                yield
            finally:
                cursor.execute("COMMIT")


def _events() -> Iterator[Any]:
    """As named tuples, in order: a model instance for each would take a third longer."""
    columns = [column.attname for column in Event._meta.concrete_fields]
    events = Event.objects.order_by("chain", "number").values_list(*columns, named=True)
    return events.iterator(chunk_size=2000)


def _walk(
    chain: int, events: Iterable[Any], anchored: tuple[int, str] | None, result: Result
) -> dict[int, Reconstructed]:
    """Check one chain from its beginning; returns the state of each answer by its events."""
    states: dict[int, Reconstructed] = defaultdict(Reconstructed)
    number = 0
    last = ""
    for event in events:
        texts = [*_out_of_place(event, number, last), *_changed(event, anchored)]
        # After a gap the fault is where the gap begins.
        place = min(event.number, number + 1)
        result.faults += [Fault(text, chain, place) for text in texts]

        number = event.number
        last = event.hash
        result.events += 1
        if event.response_id:
            states[event.response_id].add(event)
    result.heads[chain] = (number, last)
    return states


def _out_of_place(event: Any, number: int, last: str) -> Iterator[str]:
    if event.number > number + 1:
        yield f"events {number + 1} to {event.number - 1} are missing."
    elif event.previous_hash != last:
        yield "it does not hold the hash of the event before it."


def _changed(event: Any, anchored: tuple[int, str] | None) -> Iterator[str]:
    if Event.digest(event) != event.hash:
        yield "what it says is not what was recorded."
    if event.organisation_id != (event.chain if event.chain != REGISTER else None):
        yield "it belongs to another organisation."
    if anchored and anchored[0] == event.number and anchored[1] != event.hash:
        yield "the anchor holds another hash for it."


def _cut_off(anchored: Heads, heads: Heads) -> Iterator[Fault]:
    for chain, (number, _) in anchored.items():
        last, _ = heads.get(chain, (0, ""))
        if last < number:
            text = f"events {last + 1} to {number} were there when the anchor was taken."
            yield Fault(text, chain, last + 1)


def _check_answers(
    answers: QuerySet[ForceResponse], states: dict[int, Reconstructed], result: Result
) -> None:
    """Compare rows with their `states`. Those that belong to no row stay in `states`."""
    asked = ["organisation", "recommendation__report__opening"]
    with_rows = answers.select_related("latest", "published", *asked).prefetch_related(*ROWS)
    for answer in with_rows.iterator(chunk_size=500):
        state = states.pop(answer.pk, None) or Reconstructed()
        for text in _disagreements(answer, state):
            result.faults.append(Fault(text, answer.organisation_id, answer=answer.pk))
        result.answers += 1


def _disagreements(answer: ForceResponse, state: Reconstructed) -> Iterator[str]:
    """How the rows of an answer differ from what its events say."""
    updates = sorted(answer.updates.all(), key=attrgetter("number"))
    published = {update.number for update in updates if update.published_at}
    if answer.version != state.events:
        yield f"its version is {answer.version}, but it has {state.events} events."
    if answer.stage != state.stage:
        yield f"its stage is “{answer.stage}”, but its last step led to “{state.stage}”."
    for name, value in answer.pointers().items():
        if getattr(answer, name) != value:
            yield DISAGREEMENTS[name]

    numbers = {update.number for update in updates}
    if numbers != state.updates.keys():
        yield f"its updates are {_numbers(numbers)}; events made {_numbers(state.updates)}."
    if published != state.published:
        yield "what is published is not what its events published."
    yield from _changed_words(updates, state)
    yield from _unrecorded(updates, state)
    for standing in standings.differing(answer):
        yield f"where it stands ({standing.get_sight_display()}) is not what its rows say."


def _numbers(numbers: Iterable[Any]) -> str:
    return ", ".join(str(number) for number in sorted(numbers, key=str)) or "none"


def _changed_words(updates: list[Update], state: Reconstructed) -> Iterator[str]:
    for update in updates:
        sealed = state.updates.get(update.number)
        if sealed and sealed != seal(update):
            yield f"update {update.number} does not say, wait on or cite what it did."


def _unrecorded(updates: list[Update], state: Reconstructed) -> Iterator[str]:
    """Decisions and comments whose events say something else, or that have none."""
    decisions: list[Decision] = []
    comments = set()
    for update in updates:
        decisions += update.decisions.all()
        comments |= {comment.pk for comment in update.comments.all()}

    decisions.sort(key=attrgetter("pk"))
    if [(decision.kind, decision.reason) for decision in decisions] != state.decisions:
        yield "its decisions are not those of its events."
    if comments != state.comments:
        yield "its comments are not those of its events."
