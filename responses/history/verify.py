"""Finding what was changed behind the site's back: in the chains of events, and in the rows they speak of.

Events cut off at the end of a chain leave no trace in it. An anchor kept elsewhere shows them.
"""

import hashlib
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from django.db import connection, transaction

from ..models import Event, ForceResponse
from ..models.event import REGISTER
from ..vocabulary import Stage
from ..workflow import REVIEWER, STEPS
from . import immutable
from .chain import seal

DECISIONS = {step.name for step in STEPS.values() if step.who == REVIEWER}
ELSEWHERE = "events speak of it, but it is not an answer of this organisation."
AMISS = {
    "latest": "it does not point at its latest update.",
    "published": "it does not point at its latest published update.",
    "first_said_on": "it does not hold the day of its first update.",
    "first_public_on": "it does not hold the day of its first published update.",
    "said_position": "it does not hold the position of its latest update.",
    "public_position": "it does not hold the position of its latest published update.",
    "said_progress": "it does not hold the progress of its latest update.",
    "public_progress": "it does not hold the progress of its latest published update.",
}
ROWS = [
    "updates__citations__evidence",
    "updates__waits_on_dependencies",
    "updates__waits_on_recommendations",
    "updates__decisions",
    "updates__comments",
]


class NotAnAnchor(Exception):
    """A file that no anchor is in, or one that was changed."""


@dataclass(frozen=True)
class Fault:
    """Something that does not hold, at a `number` of a chain, or at an answer of its organisation."""

    text: str
    chain: int | None = None
    number: int | None = None
    answer: int | None = None

    def __str__(self):
        if self.chain is None:
            return self.text
        place = f"event {self.number}" if self.number else f"answer {self.answer}"
        return f"Chain {self.chain}, {place}: {self.text}"


@dataclass
class Result:
    faults: list[Fault] = field(default_factory=list)
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)  # chain: number and hash of its last event
    events: int = 0
    answers: int = 0

    def anchor(self):
        """The heads in lines, and a last line over them all."""
        lines = [f"{chain} {number} {last}" for chain, (number, last) in sorted(self.heads.items())]
        return "\n".join([*lines, f"all {self.events} {_hash(lines)}"])


@dataclass
class Told:
    """What the events say of one answer."""

    events: int = 0
    stage: str = Stage.DRAFTING
    updates: dict[int, str | None] = field(default_factory=dict)  # number: seal
    published: set[int] = field(default_factory=set)
    decisions: list[tuple[str, str]] = field(default_factory=list)
    comments: set[int] = field(default_factory=set)

    def add(self, event):
        self.events += 1
        update = event.after.get("update")
        if event.verb in STEPS:
            self.stage = STEPS[event.verb].target
        if event.verb in ("send", "read_from_document"):
            self.updates[update] = event.after.get("seal")
        if event.verb in ("publish", "read_from_document"):
            self.published.add(update)
        if event.verb == "unpublish":
            self.published.discard(event.before.get("update"))
        if event.verb in DECISIONS:
            self.decisions.append((event.verb, event.reason))
        if event.verb == "comment":
            self.comments.add(event.after.get("comment"))


def verify(anchor=None):
    """Walk every chain and every answer as they are at one moment. An `anchor` is one taken before."""
    anchored = {} if anchor is None else read_anchor(anchor)
    result = Result([Fault(f"The database does not hold its trigger {name}.") for name in immutable.missing()])
    with one_moment():
        for chain, of_chain in groupby(_events(), attrgetter("chain")):
            told = _walk(chain, of_chain, anchored.get(chain), result)
            _check_answers(ForceResponse.objects.filter(organisation=chain), told, result)
            result.faults += [Fault(ELSEWHERE, chain, answer=key) for key in told]
        silent = ForceResponse.objects.exclude(organisation__in=list(result.heads))
        _check_answers(silent, {}, result)
    result.faults += _cut_off(anchored, result.heads)
    return result


def read_anchor(text):
    """The heads in `text`, as Result.heads."""
    *lines, last = text.rstrip("\n").split("\n")
    if last.split(" ")[::2] != ["all", _hash(lines)]:
        raise NotAnAnchor("This is not an anchor, or it was changed after it was taken.")
    heads = [line.split(" ") for line in lines]
    return {int(chain): (int(number), hash_) for chain, number, hash_ in heads}


def _hash(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@contextmanager
def one_moment():
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


def _events():
    """As named tuples, in order: a model instance for each would take a third longer."""
    columns = [column.attname for column in Event._meta.concrete_fields]
    return Event.objects.order_by("chain", "number").values_list(*columns, named=True).iterator(chunk_size=2000)


def _walk(chain, events, anchored, result):
    """Check one chain from its beginning; what it tells of each answer, by key."""
    told, number, last = defaultdict(Told), 0, ""
    for event in events:
        texts = [*_out_of_place(event, number, last), *_changed(event, anchored)]
        at = event.number if event.number <= number + 1 else number + 1
        result.faults += [Fault(text, chain, at) for text in texts]
        number, last = event.number, event.hash
        result.events += 1
        if event.response_id:
            told[event.response_id].add(event)
    result.heads[chain] = (number, last)
    return told


def _out_of_place(event, number, last):
    if event.number > number + 1:
        yield f"events {number + 1} to {event.number - 1} are missing."
    elif event.previous_hash != last:
        yield "it does not hold the hash of the event before it."


def _changed(event, anchored):
    if Event.digest(event) != event.hash:
        yield "what it says is not what was recorded."
    if event.organisation_id != (event.chain if event.chain != REGISTER else None):
        yield "it belongs to another organisation."
    if anchored and anchored[0] == event.number and anchored[1] != event.hash:
        yield "the anchor holds another hash for it."


def _cut_off(anchored, heads):
    for chain, (number, _) in anchored.items():
        held, _ = heads.get(chain, (0, ""))
        if held < number:
            yield Fault(f"events {held + 1} to {number} were there when the anchor was taken.", chain, held + 1)


def _check_answers(answers, told, result):
    """Compare rows with what is `told` of them; leaves there what is told of no such row."""
    for answer in answers.select_related("latest", "published").prefetch_related(*ROWS).iterator(chunk_size=500):
        for text in _disagreements(answer, told.pop(answer.pk, None) or Told()):
            result.faults.append(Fault(text, answer.organisation_id, answer=answer.pk))
        result.answers += 1


def _disagreements(answer, told):
    """How the rows of an answer differ from what its events say."""
    updates = sorted(answer.updates.all(), key=attrgetter("number"))
    published = [update for update in updates if update.published_at]
    if answer.version != told.events:
        yield f"its version is {answer.version}, but it has {told.events} events."
    if answer.stage != told.stage:
        yield f"its stage is “{answer.stage}”, but its last step led to “{told.stage}”."
    yield from (AMISS[name] for name, value in answer.pointers().items() if getattr(answer, name) != value)
    if {update.number for update in updates} != told.updates.keys():
        yield f"its updates are {_numbers(update.number for update in updates)}; events made {_numbers(told.updates)}."
    if {update.number for update in published} != told.published:
        yield "what is published is not what its events published."
    yield from _changed_words(updates, told)
    yield from _unheard(updates, told)


def _numbers(numbers):
    return ", ".join(str(number) for number in sorted(numbers, key=str)) or "none"


def _changed_words(updates, told):
    for update in updates:
        sealed = told.updates.get(update.number)
        if sealed and sealed != seal(update):
            yield f"update {update.number} does not say, wait on or cite what it did."


def _unheard(updates, told):
    decisions = sorted((each for update in updates for each in update.decisions.all()), key=attrgetter("pk"))
    if [(each.kind, each.reason) for each in decisions] != told.decisions:
        yield "its decisions are not those of its events."
    if {each.pk for update in updates for each in update.comments.all()} != told.comments:
        yield "its comments are not those of its events."
