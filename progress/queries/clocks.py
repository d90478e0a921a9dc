"""Two clocks run on an answer: the days its organisation held it, and the days it waited for somebody else.

An answer is asked for on the day its report is published. From then on each day is somebody’s: the organisation’s,
HMICFRS’s, or the NPCC’s while what the organisation sent waits for a position that is not settled. On the days
that it is confirmed or closed it is nobody’s, and no clock runs.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from recommendations.models import NPCCDependency
from responses import verbs
from responses.models import Event, Update
from responses.verbs import Subject
from responses.vocabulary import Stage
from responses.workflow import STEPS

ORGANISATIONS_TURN = (Stage.DRAFTING, Stage.AWAITING_SIGN_OFF)
AWAITED = (NPCCDependency.State.AWAITED, NPCCDependency.State.IN_DEVELOPMENT)


@dataclass(frozen=True)
class Clocks:
    """Days: `held` by the organisation; waiting for `hmicfrs`, and for the `npcc`."""

    held: int
    hmicfrs: int
    npcc: int

    @property
    def waiting(self):
        return self.hmicfrs + self.npcc

    @property
    def age(self):
        return self.held + self.waiting


def run(asked_on, today, turns, waits):
    """The Clocks of one answer, today not counted.

    `turns` are pairs (day, stage) in the order in which they came; `waits` are pairs of days, from and until, in
    which what was sent waited for the NPCC.
    """
    held = hmicfrs = npcc = 0
    for begin, end, stage in _spans(asked_on, today, turns):
        days = (end - begin).days
        if stage == Stage.SENT:
            hmicfrs += days
        elif stage in ORGANISATIONS_TURN:
            waited = _days_in(waits, begin, end)
            npcc, held = npcc + waited, held + days - waited
    return Clocks(held, hmicfrs, npcc)


def _spans(asked_on, today, turns):
    """Who had it from when until when. What happened before it was asked for counts from that day."""
    day, stage = asked_on, Stage.DRAFTING
    for then, next_stage in [*turns, (today, None)]:
        then = max(day, min(then, today))
        yield day, then, stage
        day, stage = then, next_stage


def _days_in(waits, begin, end):
    """How many days from `begin` until `end` lie in one wait or another; a day in two counts once."""
    days, counted = 0, begin
    for since, until in sorted(waits):
        since, until = max(since, counted), min(until, end)
        if since < until:
            days, counted = days + (until - since).days, until
    return days


def clocks_of(responses, today):
    """The Clocks of each of `responses`, by its key, in six queries however many there are."""
    asked = responses.values_list("pk", "recommendation__report__published_on")
    turns, waits = _turns(responses), _waits(responses)
    return {pk: run(asked_on, today, turns[pk], waits[pk]) for pk, asked_on in asked}


def _turns(responses):
    turns = defaultdict(list)
    moves = Event.objects.filter(response__in=responses.values("pk"), verb__in=STEPS)
    for response, at, after in moves.order_by("chain", "number").values_list(
        "response", "at", "after"
    ):
        turns[response].append((timezone.localdate(at), after["stage"]))
    return turns


def _waits(responses):
    """For each answer the pairs of days in which what was sent last waited for a position that was not settled."""
    waits, unsettled = defaultdict(list), _unsettled()
    for response, since, until, dependencies in _said(responses):
        for dependency in dependencies:
            for begin, end in unsettled[dependency]:
                waits[response].append((max(since, begin), min(until, end)))
    return waits


def _said(responses):
    """Each update as (response, from, until, what it waits on): it speaks until the next one does."""
    updates = Update.objects.filter(response__in=responses.values("pk"))
    links = Update.waits_on_dependencies.through.objects.filter(update__in=updates.values("pk"))
    waits_on = defaultdict(list)
    for update, dependency in links.values_list("update", "npccdependency"):
        waits_on[update].append(dependency)
    until = {}
    for pk, response, reported_on, recorded_at in updates.order_by(
        "response", "-number"
    ).values_list("pk", "response", "reported_on", "recorded_at"):
        since = reported_on or timezone.localdate(recorded_at)
        yield response, since, until.get(response, datetime.date.max), waits_on[pk]
        until[response] = min(since, until.get(response, since))


def _unsettled():
    """For each NPCC dependency the pairs of days, from and until, in which it was not settled."""
    moves = Event.objects.filter(verb__in=verbs.about(Subject.DEPENDENCY))
    events = defaultdict(list)
    for event in moves.order_by("chain", "number"):
        events[event.dependency_id].append(event)
    return {each.pk: unsettled(each, events[each.pk]) for each in NPCCDependency.objects.all()}


def unsettled(dependency, events):
    """The pairs of days in which `dependency` was not settled, by its `events` in their order.

    One that was loaded as settled has no event of that: its own day counts, or else nobody is known to have waited.
    """
    spans, since = [], datetime.date.min
    for event in events:
        if event.after["state"] in AWAITED:
            since = since or timezone.localdate(event.at)
        elif since:
            spans.append((since, _over_on(event)))
            since = None
    if since and dependency.is_over:
        return [*spans, (since, dependency.settled_on or since)]
    return [*spans, (since, datetime.date.max)] if since else spans


def _over_on(event):
    settled_on = event.after.get("settled_on")
    return datetime.date.fromisoformat(settled_on) if settled_on else timezone.localdate(event.at)
