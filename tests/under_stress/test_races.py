"""Many at once, each with a connection of its own: nothing is lost, and nothing happens twice.

A race has its negative control: without the guard the same run goes wrong, so the run does reach the race.
"""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.access import access_of
from responses import actions, workflow
from responses.history import chain, verify
from responses.models import Decision, Event, ForceResponse
from tests.factories import ForceResponseFactory
from tests.helpers.soak import length
from tests.responses.actions.test_steps import answer_in, people, save  # noqa: F401  fixtures

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_of_many"),
    pytest.mark.slow,
    pytest.mark.soak,
]
AT_ONCE = 8
ROUNDS = length(25, soak=500)


def at_once(*calls, rounds=1):
    """Run all of `calls` in threads, `rounds` times, each round begun together; counts what came of them."""
    barrier = threading.Barrier(len(calls), timeout=20)

    def run(call):
        try:
            return [outcome(call, number, barrier) for number in range(rounds)]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(name for names in pool.map(run, calls) for name in names)


def outcome(call, number, barrier):
    """What came of a call, by the name of what it raised; the round is over when each of them is."""
    barrier.wait()
    try:
        call(number)
    except Exception as error:
        return type(error).__name__
    else:
        return "done"
    finally:
        barrier.wait()


class AnyVersion(int):
    """Equal to each version: to pass it is to switch the check off."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = int.__hash__


def savers(response, lead, version=int):
    """Each saves words of its own in each round, from the version that all of them saw."""
    access = access_of(lead)

    def saver(who):
        def save(number):
            words = f"{who} in round {number}"
            actions.save_draft(
                response, by=lead, access=access, version=version(number), account=words
            )

        return save

    return [saver(who) for who in range(AT_ONCE)]


def test_of_eight_who_save_the_same_version_one_is_kept_and_seven_are_told(force, lead):
    response = ForceResponseFactory(organisation=force)

    came_of = at_once(*savers(response, lead), rounds=ROUNDS)

    response.refresh_from_db()
    assert came_of == {"done": ROUNDS, "Clash": ROUNDS * (AT_ONCE - 1)}
    assert (response.version, Event.objects.count(), verify.verify().faults) == (ROUNDS, ROUNDS, [])


def test_without_the_version_words_are_lost(force, lead):
    """The negative control: more are let save than there were versions to save from."""
    response = ForceResponseFactory(organisation=force)

    came_of = at_once(*savers(response, lead, version=AnyVersion), rounds=5)

    assert came_of["done"] > 5


def test_without_the_locks_it_is_not_one_kept_and_the_others_told(force, lead, monkeypatch):
    """The negative control: on PostgreSQL all find their version right, on SQLite all but one are shut out."""
    response, read = ForceResponseFactory(organisation=force), ForceResponse.objects.get
    monkeypatch.setattr(chain, "hold", lambda chain: None)
    monkeypatch.setattr(actions.drafts, "lock", lambda response: read(pk=response.pk))
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")

    came_of = at_once(*savers(response, lead), rounds=5)

    assert set(came_of) - {"done", "Clash"} != set()


def test_of_eight_judgements_at_once_one_is_made(answer_in, people):  # noqa: F811
    response, reviewer = answer_in("sent"), people["reviewer"]
    events, access = Event.objects.count(), access_of(reviewer)

    def judge(step):
        more = {
            "by": reviewer,
            "access": access,
            "version": response.version,
            "reason": "Which ones?",
        }
        return lambda number: actions.take_step(step, response, **more)

    came_of = at_once(*[judge("confirm"), judge("return")] * (AT_ONCE // 2))

    response.refresh_from_db()
    decision = Decision.objects.get()
    assert came_of == {"done": 1, "Stale": AT_ONCE - 1}
    assert response.stage == workflow.STEPS[decision.kind].target
    assert (Event.objects.count(), verify.verify().faults) == (events + 1, [])


def test_eight_clicks_on_publish_are_one_event(answer_in, people):  # noqa: F811
    update, lead = answer_in("sent").latest, people["lead"]
    access = access_of(lead)

    came_of = at_once(*[lambda number: actions.publish(update, by=lead, access=access)] * AT_ONCE)

    assert came_of == {"done": AT_ONCE}
    assert (Event.objects.filter(verb="publish").count(), verify.verify().faults) == (1, [])


def test_eight_answers_of_one_force_are_written_at_once_in_one_chain(force, lead):
    responses, access = (
        ForceResponseFactory.create_batch(AT_ONCE, organisation=force),
        access_of(lead),
    )

    def writer(response):
        def write(number):
            words = f"Round {number}."
            actions.save_draft(response, by=lead, access=access, version=number, account=words)

        return write

    came_of = at_once(*[writer(response) for response in responses], rounds=5)

    assert came_of == {"done": AT_ONCE * 5}
    assert verify.verify().faults == []


def test_who_saves_several_answers_and_who_saves_one_of_them_do_not_wait_for_each_other(
    force, lead
):
    """Each would hold what the other wants next, if one took the row first and the other the chain."""
    responses, access = ForceResponseFactory.create_batch(4, organisation=force), access_of(lead)
    versions = {response.pk: AnyVersion() for response in responses}

    def all_of_them(number):
        words = f"All, round {number}."
        changes = [(response, {"account": words}) for response in responses]
        actions.save_drafts(changes, by=lead, access=access, versions=versions)

    def the_last(number):
        words = f"One, round {number}."
        actions.save_draft(
            responses[-1], by=lead, access=access, version=AnyVersion(), account=words
        )

    came_of = at_once(*[all_of_them, the_last] * 2, rounds=10)

    assert came_of == {"done": 40}
    assert verify.verify().faults == []


def test_verifying_sees_one_moment_and_keeps_nobody_from_writing(force, lead):
    response, access = ForceResponseFactory(organisation=force), access_of(lead)
    save(response, lead, account="Before.")

    def write(number):
        actions.save_draft(response, by=lead, access=access, version=1, account="Meanwhile.")

    with verify.one_moment():
        before = Event.objects.count()
        came_of = at_once(write)
        meanwhile = Event.objects.count()

    assert came_of == {"done": 1}
    assert (before, meanwhile, Event.objects.count()) == (1, 1, 2)
