"""Who hears of what, and that mail has no say in what is kept."""

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from responses import notices, workflow
from responses.models import ForceResponse
from tests.factories import (
    DependencyFactory,
    DraftFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    UpdateFactory,
    UserFactory,
)
from tests.responses.actions.test_steps import BY, DAY, MORE, act, actions, admin, answer_in, people, take  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db
# ruff: noqa: F811
HEARS = {
    "ask": ["chief"],
    "take_back": [],
    "send": ["reviewer", "scrutineer"],
    "send_back": ["lead"],
    "agree_plan": ["lead"],
    "confirm": ["lead"],
    "close": ["lead"],
    "return": ["lead"],
    "reopen": ["lead"],
    "start": [],
}


@pytest.fixture
def everybody(people, force, other_force, admin):
    """Beside the four who act: those who must hear nothing, by the name that their address begins with."""
    body_of_b = OrganisationFactory(name="Body B", kind="local_policing_body", group="", force=other_force)
    inspectorate = people["reviewer"].memberships.get().organisation
    roles = [(force, "viewer"), (other_force, "lead"), (other_force, "chief_officer"), (body_of_b, "scrutiny")]
    for organisation, role in roles:
        MembershipFactory(organisation=organisation, role=role)
    for organisation, role in [*roles, (force, "lead"), (force, "chief_officer"), (inspectorate, "reviewer")]:
        MembershipFactory(organisation=organisation, role=role, user__is_active=False)
    both = UserFactory()  # a viewer here, and everything elsewhere
    MembershipFactory(user=both, organisation=force, role="viewer")
    MembershipFactory(user=both, organisation=other_force, role="lead")
    MembershipFactory(user=both, organisation=other_force, role="chief_officer")
    MembershipFactory(user=both, organisation=body_of_b, role="scrutiny")
    MembershipFactory(user=both, organisation=other_force, role="reviewer")  # a force judges nothing
    return {user.email: name for name, user in people.items()}


def heard(everybody):
    """Who got mail, a letter each. An address that nobody should have is shown as it is."""
    return sorted(everybody.get(address, address) for letter in mail.outbox for address in letter.recipients())


@pytest.mark.parametrize("step", workflow.STEPS)
def test_those_in_the_table_hear_of_a_step_once_and_nobody_else(
    everybody, answer_in, people, step, django_capture_on_commit_callbacks
):
    response = answer_in(next(stage for stage in workflow.Stage if stage in workflow.STEPS[step].sources))

    with django_capture_on_commit_callbacks(execute=True):
        take(step, response, people[BY.get(step, "reviewer")])

    assert heard(everybody) == HEARS[step]


def test_letter_says_what_happened_why_and_where(
    answer_in, people, settings, django_capture_on_commit_callbacks, everybody
):
    settings.SITE_URL = "https://complaints.example"
    response = answer_in("sent")

    with django_capture_on_commit_callbacks(execute=True):
        take("return", response, people["reviewer"])

    (letter,) = mail.outbox
    recommendation = response.recommendation
    subject = f"Force A, recommendation {recommendation.number} of {recommendation.report} was returned by HMICFRS"
    assert letter.subject == subject
    assert letter.body == (
        f"{subject}.\n\nReason given: Which organisations?\n\nhttps://complaints.example/responses/{response.pk}/"
    )


def test_no_letter_holds_the_words_of_an_answer(answer_in, people, django_capture_on_commit_callbacks, everybody):
    response = answer_in("drafting", account="CANARY")

    with django_capture_on_commit_callbacks(execute=True):
        take("ask", response, people["lead"])
        take("send", response, people["chief"])

    assert len(mail.outbox) == 3
    assert [letter for letter in mail.outbox if "CANARY" in letter.message().as_string()] == []


def test_letters_do_not_show_other_addresses(answer_in, people, django_capture_on_commit_callbacks):
    response = answer_in("awaiting_sign_off")

    with django_capture_on_commit_callbacks(execute=True):
        take("send", response, people["chief"])

    assert [len(letter.recipients()) for letter in mail.outbox] == [1, 1]


def test_lead_hears_once_of_a_dependency_that_four_answers_wait_for(
    force, lead, admin, django_capture_on_commit_callbacks
):
    dependency = DependencyFactory()
    for draft in DraftFactory.create_batch(2, response__organisation=force):
        draft.waits_on_dependencies.add(dependency)
    for update in UpdateFactory.create_batch(2, response__organisation=force, published=True):
        update.waits_on_dependencies.add(dependency)

    with django_capture_on_commit_callbacks(execute=True):
        act(actions.settle, dependency, by=admin, settled_on=DAY, outcome="Agreed.")

    assert [letter.recipients() for letter in mail.outbox] == [[lead.email]]


def test_only_active_leads_of_those_that_wait_hear_of_a_dependency(
    force, other_force, people, everybody, admin, django_capture_on_commit_callbacks
):
    dependency = DependencyFactory()
    DraftFactory(response__organisation=force).waits_on_dependencies.add(dependency)
    DraftFactory(response__organisation=other_force).waits_on_dependencies.add(DependencyFactory())

    with django_capture_on_commit_callbacks(execute=True):
        act(actions.settle, dependency, by=admin, settled_on=DAY, outcome="Agreed.")

    assert heard(everybody) == ["lead"]


def test_answer_that_waited_once_and_does_no_more_is_not_told(force, lead):
    dependency = DependencyFactory()
    first = UpdateFactory(response=ForceResponseFactory(organisation=force))
    first.waits_on_dependencies.add(dependency)
    UpdateFactory(response=first.response, number=2)

    assert notices.leads_waiting_for(dependency) == []


@pytest.mark.parametrize(
    ("action", "dependency", "more", "says"),
    [
        ("settle", {}, {"settled_on": DAY, "outcome": "Agreed."}, "is settled"),
        ("withdraw_dependency", {}, {"reason": "No."}, "is withdrawn"),
        ("reopen_dependency", {"settled": True}, {"reason": "Revoked."}, "is awaited again"),
    ],
)
def test_each_change_of_a_dependency_is_told(
    force, lead, admin, action, dependency, more, says, django_capture_on_commit_callbacks
):
    dependency = DependencyFactory(title="A protocol", **dependency)
    DraftFactory(response__organisation=force).waits_on_dependencies.add(dependency)

    with django_capture_on_commit_callbacks(execute=True):
        act(getattr(actions, action), dependency, by=admin, **more)

    assert [letter.subject.partition(":")[0] for letter in mail.outbox] == [f"A protocol {says}"]


class Broken(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("the server went away")


@pytest.mark.django_db(transaction=True)
def test_mail_server_that_fails_undoes_nothing(answer_in, people, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    response = answer_in("drafting")

    take("ask", response, people["lead"])

    assert ForceResponse.objects.get().stage == "awaiting_sign_off"
    assert "the server went away" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_nothing_is_mailed_before_the_change_is_kept(answer_in, people):
    """What surrounds the step fails after it: everything goes back, and the letters were never written."""
    response = answer_in("drafting")

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_and_fail(response, people["lead"])

    assert (ForceResponse.objects.get().stage, mail.outbox) == ("drafting", [])


def take_and_fail(response, by):
    take("ask", response, by)
    raise ZeroDivisionError


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"], ids=ascii)
def test_line_breaks_in_names_make_no_header(answer_in, people, force, line_break, django_capture_on_commit_callbacks):
    response = answer_in("drafting")
    force.name = f"Force A{line_break}Bcc: stranger@example.com"
    force.save()
    report = response.recommendation.report
    report.title = f"Report{line_break}{line_break}X-Body: yes"
    report.save()

    with django_capture_on_commit_callbacks(execute=True):
        take("ask", response, people["lead"])

    (letter,) = mail.outbox
    message = letter.message()
    assert (letter.recipients(), message["Bcc"], message["X-Body"]) == ([people["chief"].email], None, None)
    assert letter.subject == " ".join(letter.subject.split())
