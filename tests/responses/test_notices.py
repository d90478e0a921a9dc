"""Who hears of what, in which words; that messages are kept with the change, or not at all."""

import datetime

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from accounts.access import access_of
from outbox.models import Message
from responses import actions, notices, workflow
from responses.history.chain import record
from responses.models import ForceResponse
from tests.factories import (
    AddresseeFactory,
    DependencyFactory,
    DraftFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    UpdateFactory,
    UserFactory,
)
from tests.responses.actions.test_steps import (  # noqa: F401  fixtures
    BY,
    DAY,
    act,
    admin,
    answer_in,
    people,
    save,
    take,
)

pytestmark = pytest.mark.django_db
# ruff: noqa: F811
HEARS = {
    "ask": ["chief"],
    "take_back": [],
    "send": ["lead", "reviewer", "scrutineer"],
    "send_back": ["lead"],
    "agree_plan": ["chief", "lead"],
    "confirm": ["chief", "lead"],
    "close": ["chief", "lead"],
    "return": ["chief", "lead"],
    "reopen": ["chief", "lead"],
    "start": [],
    "recall": ["reviewer", "scrutineer"],  # the lead did it
}


@pytest.fixture
def everybody(people, force, other_force, admin):
    """Beside the four who act: those who must hear nothing, by the name of each."""
    body_of_b = OrganisationFactory(
        name="Body B", kind="local_policing_body", group="", force=other_force
    )
    inspectorate = people["reviewer"].memberships.get().organisation
    roles = [
        (force, "viewer"),
        (other_force, "lead"),
        (other_force, "chief_officer"),
        (body_of_b, "scrutiny"),
    ]
    for organisation, role in roles:
        MembershipFactory(organisation=organisation, role=role)
    closed = [*roles, (force, "lead"), (force, "chief_officer"), (inspectorate, "reviewer")]
    for organisation, role in closed:
        MembershipFactory(organisation=organisation, role=role, user__is_active=False)
    both = UserFactory()  # a viewer here, and everything elsewhere
    MembershipFactory(user=both, organisation=force, role="viewer")
    MembershipFactory(user=both, organisation=other_force, role="lead")
    MembershipFactory(user=both, organisation=other_force, role="chief_officer")
    MembershipFactory(user=both, organisation=body_of_b, role="scrutiny")
    MembershipFactory(
        user=both, organisation=other_force, role="reviewer"
    )  # a force judges nothing
    return {user.pk: name for name, user in people.items()}


def heard(everybody, why):
    """Who is told of it, once for each message. Somebody who should hear nothing is a number."""
    messages = Message.objects.filter(why=why)
    return sorted((everybody.get(message.to_id, message.to_id) for message in messages), key=str)


def starting_at(step):
    return next(stage for stage in workflow.Stage if stage in workflow.STEPS[step].sources)


@pytest.mark.parametrize("step", workflow.STEPS)
def test_those_in_the_table_hear_of_a_step_once_and_nobody_else(everybody, answer_in, people, step):
    response = answer_in(starting_at(step))
    Message.objects.all().delete()

    take(step, response, people[BY.get(step, "reviewer")])

    assert heard(everybody, step) == HEARS[step]


def test_message_says_what_happened_what_to_do_and_where(answer_in, people):
    response = answer_in("sent")

    take("return", response, people["reviewer"])

    message = Message.objects.get(why="return", to=people["lead"])
    asked = response.recommendation
    assert message.subject == f"Returned: recommendation {asked.number}, {asked.report}"
    assert message.body == (
        "HMICFRS returned update 1 of Force A. Read the reason, change the answer, then ask for sign-off again."
    )
    assert message.path == f"/responses/{response.pk}/"


def test_whoever_signed_is_told_that_they_signed_it(answer_in, people):
    response = answer_in("sent")

    take("confirm", response, people["reviewer"])

    message = Message.objects.get(why="confirm", to=people["chief"])
    assert message.body == (
        "HMICFRS confirmed implementation on update 1 of Force A, which you signed off."
    )


@pytest.mark.parametrize("role", ["viewer", None])
def test_whoever_signed_and_is_chief_officer_no_more_hears_nothing(answer_in, people, role):
    response = answer_in("sent")
    people["chief"].memberships.update(role=role) if role else people[
        "chief"
    ].memberships.all().delete()

    take("confirm", response, people["reviewer"])

    assert not Message.objects.filter(why="confirm", to=people["chief"]).exists()


@pytest.mark.parametrize(
    ("today", "says"),
    [("2021-06-17", "It is due on 17 June 2021."), ("2021-06-18", "It was due on 17 June 2021.")],
)
def test_message_to_whoever_writes_says_when_it_is_due(answer_in, people, today, says):
    response = answer_in("sent")
    recommendation = response.recommendation
    recommendation.due_on, recommendation.due_in_words = datetime.date(2021, 6, 17), "In June."
    recommendation.save()

    with time_machine.travel(f"{today}T12:00Z", tick=False):
        take("return", response, people["reviewer"])
    take("ask", response, people["lead"])
    take("send", response, people["chief"], unchanged=True)

    bodies = {message.why: message.body for message in Message.objects.filter(to=people["lead"])}
    assert bodies["return"].endswith(f"\n\n{says}")
    assert "due" not in bodies["send"]


def test_no_message_holds_words_of_an_answer_or_a_reason(answer_in, people, everybody):
    response = answer_in("drafting", account="CANARY")

    take("ask", response, people["lead"])
    take("send_back", response, people["chief"], reason="CANARY")
    take("ask", response, people["lead"])
    take("send", response, people["chief"])
    take("return", response, people["reviewer"], reason="CANARY")
    act(
        actions.comment,
        response,
        by=people["scrutineer"],
        text="CANARY",
        assures=False,
        said_on=DAY,
        is_published=False,
    )

    messages = Message.objects.all()
    assert messages.count() >= 8
    assert [
        message for message in messages if "CANARY" in f"{message.subject} {message.body}"
    ] == []


def test_lead_hears_of_a_comment(answer_in, people, everybody):
    response = answer_in("sent")

    comment = {"text": "Good.", "assures": False, "said_on": DAY, "is_published": False}
    for _ in range(2):  # the second is the same comment
        act(actions.comment, response, by=people["scrutineer"], **comment)

    assert heard(everybody, "comment") == ["lead"]
    assert Message.objects.get(why="comment").body == (
        "Body A commented on update 1 of Force A. Read the comment."
    )


def test_nobody_hears_of_what_they_did_themselves(answer_in, people, force):
    MembershipFactory(user=people["chief"], organisation=force, role="lead")
    response = answer_in("awaiting_sign_off")

    take("send", response, people["chief"])

    assert not Message.objects.filter(why="send", to=people["chief"]).exists()


# A report that opens


def asks(force, *, report, **recommendation):
    recommendation = RecommendationFactory(report=report, **recommendation)
    AddresseeFactory(recommendation=recommendation)
    return recommendation


def test_leads_hear_how_many_answers_a_report_asks_of_them(force, lead, other_lead, chief):
    report = ReportFactory(title="Safe to share?")
    asks(force, report=report, due=True)
    asks(force, report=report)

    actions.open_report(report)

    message = Message.objects.get(to=lead)
    assert set(Message.objects.values_list("to", flat=True)) == {lead.pk, other_lead.pk}
    assert message.subject == "Answers needed: Safe to share?"
    assert message.body == (
        "This report asks Force A to answer 2 recommendations. Your work lists them.\n\n"
        "The first was due on 17 June 2021."
    )
    assert message.path == reverse("responses:home")


def test_report_that_is_opened_again_and_asks_no_more_tells_nobody(force, lead):
    report = ReportFactory()
    asks(force, report=report)
    actions.open_report(report)
    Message.objects.all().delete()

    actions.open_report(report)

    assert not Message.objects.exists()


def test_lead_of_two_organisations_hears_for_both(force, other_force, lead):
    MembershipFactory(user=lead, organisation=other_force)
    report = ReportFactory()
    asks(force, report=report)

    actions.open_report(report)

    assert Message.objects.filter(to=lead).count() == 2


# People


def test_whoever_gets_a_role_and_the_leads_of_that_organisation_hear_of_it(force, lead, admin):
    person = UserFactory(name="New Person")

    record(
        "give_role",
        organisation=force,
        by=admin,
        after={"person": "New Person", "person_key": person.pk, "role": "Viewer"},
    )

    bodies = {message.to: message.body for message in Message.objects.all()}
    assert bodies == {
        person: f"{admin} gave you this role. Your work shows what you can do now.",
        lead: f"{admin} gave this role to New Person. Tell your admin if that is wrong.",
    }


def test_whose_password_an_admin_set_hears_of_it(lead, admin):
    record("set_password", by=admin, after={"person": lead.name, "person_key": lead.pk})

    message = Message.objects.get()
    assert (message.to, message.subject) == (lead, "Your password was changed")
    assert message.path == reverse("account_reset_password")


# What others wait for


def test_lead_hears_once_of_a_dependency_that_four_answers_wait_for(force, lead, admin):
    dependency = DependencyFactory()
    for draft in DraftFactory.create_batch(2, response__organisation=force):
        draft.waits_on_dependencies.add(dependency)
    for update in UpdateFactory.create_batch(2, response__organisation=force, published=True):
        update.waits_on_dependencies.add(dependency)

    act(actions.settle, dependency, by=admin, settled_on=DAY, outcome="Agreed.")

    assert [message.to for message in Message.objects.all()] == [lead]


def test_only_active_leads_of_those_that_wait_hear_of_a_dependency(
    force, other_force, people, everybody, admin
):
    dependency = DependencyFactory()
    DraftFactory(response__organisation=force).waits_on_dependencies.add(dependency)
    elsewhere = DraftFactory(response__organisation=other_force)
    elsewhere.waits_on_dependencies.add(DependencyFactory())

    act(actions.settle, dependency, by=admin, settled_on=DAY, outcome="Agreed.")

    assert heard(everybody, "settle") == ["lead"]


def test_answer_that_waited_once_and_does_no_more_is_not_told(force, lead):
    dependency = DependencyFactory()
    first = UpdateFactory(response=ForceResponseFactory(organisation=force))
    first.waits_on_dependencies.add(dependency)
    UpdateFactory(response=first.response, number=2)

    assert list(notices.leads_waiting_for(dependency)) == []


@pytest.mark.parametrize(
    ("action", "dependency", "more", "says"),
    [
        ("settle", {}, {"settled_on": DAY, "outcome": "Agreed."}, "is settled"),
        ("withdraw_dependency", {}, {"reason": "No."}, "is withdrawn"),
        ("reopen_dependency", {"settled": True}, {"reason": "Revoked."}, "is awaited again"),
    ],
)
def test_each_change_of_a_dependency_is_told(force, lead, admin, action, dependency, more, says):
    dependency = DependencyFactory(title="A protocol", **dependency)
    DraftFactory(response__organisation=force).waits_on_dependencies.add(dependency)

    act(getattr(actions, action), dependency, by=admin, **more)

    assert [message.subject for message in Message.objects.all()] == [f"A protocol {says}"]


def test_leads_hear_when_a_recommendation_of_another_that_they_wait_for_is_answered(
    force, lead, other_force, other_lead
):
    answered = ForceResponseFactory(organisation=other_force)
    update = UpdateFactory(response=answered)
    DraftFactory(response__organisation=force).waits_on_recommendations.add(answered.recommendation)
    own = DraftFactory(response__organisation=other_force)
    own.waits_on_recommendations.add(answered.recommendation)

    for _ in range(2):  # publishing twice changes nothing
        actions.publish(update, by=other_lead, access=access_of(other_lead))

    message = Message.objects.get(why="publish")
    asked = answered.recommendation
    assert message.to == lead
    assert message.subject == f"Published: Force B, recommendation {asked.number}, {asked.report}"
    assert message.path == asked.get_absolute_url()


# What is kept, and what is not


def take_and_fail(response, by):
    take("ask", response, by)
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_no_message_stays_of_a_change_that_is_undone(answer_in, people):
    """What surrounds the step fails after it: everything goes back, and nobody is told."""
    response = answer_in("drafting")

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_and_fail(response, people["lead"])

    assert ForceResponse.objects.get().stage == "drafting"
    assert not Message.objects.exists()


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"], ids=ascii)
def test_line_breaks_in_names_make_no_header(answer_in, people, force, line_break):
    response = answer_in("sent")
    report = response.recommendation.report
    report.title = f"Report{line_break}{line_break}X-Body: yes"
    report.save()

    take("return", response, people["reviewer"])

    message = Message.objects.get(why="return", to=people["lead"])
    assert message.subject == " ".join(message.subject.split())


# Nobody who could sign


def test_answer_of_a_force_without_a_chief_officer_is_not_put_before_one(force, lead):
    response = save(ForceResponseFactory(organisation=force), lead, account="We trained them.")

    with pytest.raises(workflow.Refused) as refused:
        take("ask", response, lead)

    assert str(refused.value) == "No chief officer can sign this. Ask your admin to add one."
    assert ForceResponse.objects.get().stage == "drafting"


def test_answer_that_the_only_chief_officer_wrote_is_not_put_before_them(force, chief):
    MembershipFactory(user=chief, organisation=force, role="lead")
    response = save(ForceResponseFactory(organisation=force), chief, account="We trained them.")

    with pytest.raises(workflow.Refused) as refused:
        take("ask", response, chief)

    assert str(refused.value) == (
        "The only chief officer wrote this answer, so another has to sign it. Ask your admin to add one."
    )


def test_page_before_asking_says_whom_it_emails_or_that_nobody_can_sign(client, force, lead, chief):
    response = save(ForceResponseFactory(organisation=force), lead, account="We trained them.")
    client.force_login(lead)
    address = reverse("responses:check", args=[response.pk])

    before = client.get(address).content.decode()
    chief.is_active = False
    chief.save()
    after = client.get(address).content.decode()

    assert f"We will email 1 person: {chief}." in before
    assert "No chief officer can sign this. Ask your admin to add one." in after
    assert "Ask chief officer to sign off</button>" in before
    assert "Ask chief officer to sign off</button>" not in after


def test_banner_names_those_who_are_emailed(client, answer_in, people):
    response = answer_in("drafting")
    client.force_login(people["lead"])

    page = client.post(
        reverse("responses:step", args=[response.pk, "ask"]),
        {"version": response.version},
        follow=True,
    )

    assert f"We will email 1 person: {people['chief']}." in page.content.decode()


def test_page_of_what_was_sent_claims_no_email_that_is_not_written(client, force, lead, chief):
    """There is no reviewer, no policing body, and the lead who would hear of it is gone."""
    response = save(ForceResponseFactory(organisation=force), lead, account="We trained them.")
    take("ask", response, lead)
    lead.is_active = False
    lead.save()
    take("send", response, chief)
    client.force_login(chief)

    page = client.get(reverse("responses:sent", args=[response.pk]))

    assert "We will email nobody." in page.content.decode()


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "We will email nobody."),
        (1, "We will email 1 person: A0."),
        (2, "We will email 2 people: A0, A1."),
        (7, "We will email 7 people: A0, A1, A2, A3, A4, and 2 more."),
    ],
)
def test_sentence_names_five_and_counts_the_others(count, sentence):
    assert notices.sentence_of([f"A{number}" for number in range(count)]) == sentence
