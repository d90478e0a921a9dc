"""A fault in the middle of an action, at each statement that it sends to the database: nothing is left behind."""

# ruff: noqa: F811  fixtures of test_steps are asked for by name

from contextlib import contextmanager

import pytest
from django.core import mail
from django.db import OperationalError, connection

from responses import actions
from tests.factories import (
    AddresseeFactory,
    DependencyFactory,
    EvidenceFactory,
    ForceResponseFactory,
    RecommendationFactory,
)
from tests.recommendations.test_fixtures import fingerprint
from tests.responses.actions.test_steps import (  # noqa: F401  fixtures
    BY,
    DAY,
    WORDS,
    act,
    admin,
    answer_in,
    people,
    save,
    take,
    workflow,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Injected(OperationalError):
    """What a database says when it goes away."""


class FaultAt:
    """Lets statements pass until the one with this number."""

    def __init__(self, number):
        self.number, self.seen = number, 0

    def __call__(self, execute, *statement):
        self.seen += 1
        if self.seen == self.number:
            raise Injected
        return execute(*statement)


@contextmanager
def fault_at(number):
    fault = FaultAt(number)
    with connection.execute_wrapper(fault):
        yield fault


@pytest.fixture
def leaves_nothing(django_capture_on_commit_callbacks):
    """Runs `action` with a fault at its first statement, its second, and so on, until one run has none."""

    def leaves_nothing(action):
        before, number = fingerprint(), 0
        while True:
            number += 1
            with django_capture_on_commit_callbacks(execute=True), fault_at(number) as fault:
                failed = fails(action)
            if not failed:
                break
            assert (number, mail.outbox, fingerprint()) == (number, [], before)
        assert fault.seen == number - 1
        assert fingerprint() != before
        return number - 1

    return leaves_nothing


def fails(action):
    try:
        action()
    except Injected:
        return True
    return False


@pytest.mark.parametrize("step", workflow.STEPS)
def test_fault_in_a_step_leaves_nothing(force, answer_in, people, step, leaves_nothing):
    stage = next(stage for stage in workflow.Stage if stage in workflow.STEPS[step].sources)
    if stage == "awaiting_sign_off":
        response = answer_in("drafting", waits_on_dependencies=[DependencyFactory()])
        act(actions.cite, response, EvidenceFactory(organisation=force), by=people["lead"])
        response = take("ask", response, people["lead"])
    else:
        response = answer_in(stage)
    mail.outbox.clear()

    assert leaves_nothing(lambda: take(step, response, people[BY.get(step, "reviewer")])) >= 8


def test_fault_in_a_first_draft_leaves_nothing(force, people, leaves_nothing):
    response = ForceResponseFactory(organisation=force)
    words = WORDS | {"waits_on_dependencies": [DependencyFactory()]}

    leaves_nothing(lambda: save(response, people["lead"], **words))


def test_fault_in_several_drafts_leaves_nothing(force, people, leaves_nothing):
    responses = ForceResponseFactory.create_batch(2, organisation=force)
    versions = {response.pk: 0 for response in responses}

    changes = [(response, WORDS) for response in responses]

    leaves_nothing(lambda: act(actions.save_drafts, changes, by=people["lead"], versions=versions))


def test_fault_in_citing_leaves_nothing(force, people, leaves_nothing):
    response, evidence = (
        ForceResponseFactory(organisation=force),
        EvidenceFactory(organisation=force),
    )

    leaves_nothing(lambda: act(actions.cite, response, evidence, by=people["lead"]))


def test_fault_in_removing_a_citation_leaves_nothing(force, answer_in, people, leaves_nothing):
    citation = act(
        actions.cite, answer_in("drafting"), EvidenceFactory(organisation=force), by=people["lead"]
    )

    leaves_nothing(lambda: act(actions.remove_citation, citation, by=people["lead"]))


def test_fault_in_publishing_leaves_nothing(answer_in, people, leaves_nothing):
    update = answer_in("sent").latest

    leaves_nothing(lambda: act(actions.publish, update, by=people["lead"]))
    leaves_nothing(
        lambda: act(actions.unpublish, update, by=people["lead"], reason="A name in it.")
    )


def test_fault_in_commenting_leaves_nothing(answer_in, people, leaves_nothing):
    response = answer_in("sent")
    said = {"text": "Good.", "assures": True, "said_on": DAY, "is_published": True}

    leaves_nothing(lambda: act(actions.comment, response, by=people["scrutineer"], **said))


def test_fault_in_claiming_leaves_nothing(answer_in, people, leaves_nothing):
    response, reviewer = answer_in("sent"), people["reviewer"]

    leaves_nothing(lambda: act(actions.claim, response, by=reviewer, reviewer=reviewer))


def test_fault_in_a_note_leaves_nothing(answer_in, people, leaves_nothing):
    response = answer_in("sent")

    leaves_nothing(
        lambda: act(actions.leave_note, response, by=people["reviewer"], text="Ask about training.")
    )


def test_fault_in_moving_a_dependency_leaves_nothing(answer_in, people, admin, leaves_nothing):
    dependency = DependencyFactory()
    answer_in("sent", waits_on_dependencies=[dependency])
    mail.outbox.clear()

    leaves_nothing(
        lambda: act(actions.settle, dependency, by=admin, settled_on=DAY, outcome="Agreed.")
    )
    mail.outbox.clear()
    leaves_nothing(lambda: act(actions.reopen_dependency, dependency, by=admin, reason="Revoked."))
    mail.outbox.clear()
    leaves_nothing(
        lambda: act(actions.withdraw_dependency, dependency, by=admin, reason="Not to come.")
    )


def test_fault_in_opening_a_report_leaves_nothing(force, other_force, leaves_nothing):
    recommendation = RecommendationFactory(report__opened=False, report__slug="new")
    AddresseeFactory(recommendation=recommendation)

    leaves_nothing(lambda: actions.open_report(recommendation.report))


def test_fault_in_keeping_a_published_answer_leaves_nothing(force, leaves_nothing):
    recommendation, evidence = RecommendationFactory(), EvidenceFactory(organisation=force)
    said = {"account": "Done.", "source_title": "A document", "waits_on": [DependencyFactory()]}

    leaves_nothing(
        lambda: actions.record_published_answer(
            recommendation, force, citations=[(evidence, "page 2")], **said
        )
    )
