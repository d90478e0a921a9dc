"""What is sent is what its signer was shown. Whatever changes it makes an open page stale."""

import pytest

from accounts.access import access_of
from accounts.models import Membership
from responses import actions, workflow
from responses.flows import signing, stepping
from responses.models import Event, ForceResponse, Update
from responses.queries.contents import would_be_sent
from responses.queries.signing import came_back
from tests.factories import (
    DependencyFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    SubRecommendationFactory,
)

pytestmark = pytest.mark.django_db
SEND = workflow.STEPS["send"]
WORDS = {"position": "accepted", "progress": "in_progress", "account": "Trained on 3 March 2021."}


def fresh(response):
    return ForceResponse.objects.get(pk=response.pk)


def save(response, by, **words):
    return actions.save_draft(
        response, by=by, access=access_of(by), version=fresh(response).version, **words
    )


def take(name, response, by, **more):
    more = {"version": fresh(response).version} | more
    return actions.take_step(name, response, by=by, access=access_of(by), **more)


def open_page(response, chief):
    """What the form of an open sign-off page gives back."""
    form = stepping.take(SEND, fresh(response), None, by=chief, access=access_of(chief)).form
    return {
        "version": str(form["version"].value()),
        "shown": form["shown"].value(),
        "declared": "on",
    }


def press(response, chief, page):
    return stepping.take(SEND, fresh(response), page, by=chief, access=access_of(chief))


@pytest.fixture
def evidence(force):
    return EvidenceFactory(organisation=force, title="Photograph")


@pytest.fixture
def asked(force, lead, chief, evidence):
    """An answer with a part and evidence, which waits for its sign-off."""
    response = ForceResponseFactory(organisation=force)
    SubRecommendationFactory(recommendation=response.recommendation, label="a")
    save(response, lead, **WORDS)
    actions.cite(response, evidence, by=lead, access=access_of(lead))
    take("ask", response, lead)
    return fresh(response)


def rewritten(response, lead, **words):
    take("take_back", response, lead)
    save(response, lead, **words)
    take("ask", response, lead)


def withdraw(response, lead, evidence):
    actions.withdraw_evidence(evidence, by=lead, access=access_of(lead), reason="Wrong file.")


def make_public(response, lead, evidence):
    actions.show_evidence(evidence, by=lead, access=access_of(lead), is_public=True)


def retitle(response, lead, evidence):
    evidence.title = "Another title"
    evidence.save()


def change_words(response, lead, evidence):
    rewritten(response, lead, account="COMPLETELY DIFFERENT")


def change_parts(response, lead, evidence):
    rewritten(response, lead, sub_answers={"a": "This part is done."})


def change_waits(response, lead, evidence):
    rewritten(response, lead, waits_on_dependencies=[DependencyFactory(title="National position")])


def cite_more(response, lead, evidence):
    take("take_back", response, lead)
    other = EvidenceFactory(organisation=response.organisation, title="Bulletin")
    actions.cite(response, other, by=lead, access=access_of(lead))
    take("ask", response, lead)


def reword_the_ask(response, lead, evidence):
    response.recommendation.text = "Do something else."
    response.recommendation.save()


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (withdraw, "Evidence"),
        (make_public, "Who can see “Photograph”"),
        (retitle, "Evidence"),
        (change_words, "What has been done"),
        (change_parts, "Sub-recommendation a"),
        (change_waits, "Waits on"),
        (cite_more, "Evidence"),
        (reword_the_ask, "What was asked"),
    ],
)
def test_whatever_changes_the_answer_makes_an_open_page_stale(
    asked, lead, chief, evidence, change, row
):
    page = open_page(asked, chief)
    change(asked, lead, evidence)

    outcome = press(asked, chief, page)

    assert (outcome.status, outcome.message) == (409, signing.CHANGED)
    assert row in [changed.name for changed in outcome.changes]
    assert outcome.form.is_bound is False
    assert (Update.objects.count(), fresh(asked).stage) == (0, "awaiting_sign_off")


def test_page_that_was_shown_again_can_be_signed(asked, lead, chief, evidence):
    page = open_page(asked, chief)
    withdraw(asked, lead, evidence)
    form = press(asked, chief, page).form

    again = {
        "version": str(form["version"].value()),
        "shown": form["shown"].value(),
        "declared": "on",
    }
    outcome = press(asked, chief, again)

    assert outcome.is_done
    assert Update.objects.get().citations.count() == 0


def test_page_is_stale_when_only_its_version_is(asked, lead, chief):
    page = open_page(asked, chief)
    take("take_back", asked, lead)
    take("ask", asked, lead)

    outcome = press(asked, chief, page)

    assert (outcome.status, outcome.message, outcome.changes) == (409, signing.SAME, [])


@pytest.mark.parametrize("token", ["", "made up"])
def test_page_that_does_not_say_what_it_showed_sends_nothing(asked, chief, token):
    outcome = press(asked, chief, open_page(asked, chief) | {"shown": token})

    assert (outcome.status, outcome.message) == (409, signing.UNKNOWN)
    assert fresh(asked).stage == "awaiting_sign_off"


def test_what_another_answer_showed_is_not_taken_for_this_one(asked, lead, chief, force):
    other = ForceResponseFactory(organisation=force)
    save(other, lead, **WORDS)
    token = signing.token_for(other, would_be_sent(other))

    assert (
        press(asked, chief, open_page(asked, chief) | {"shown": token}).message == signing.UNKNOWN
    )


def test_action_refuses_another_fingerprint_than_that_of_what_it_would_send(asked, chief):
    with pytest.raises(workflow.Stale):
        take("send", asked, chief, shown="0" * 64)

    assert Update.objects.count() == 0


def test_event_of_sending_holds_what_was_shown(asked, chief):
    page = open_page(asked, chief)

    press(asked, chief, page)

    assert Event.objects.get(verb="send").after["shown"] == signing.fingerprint_in(
        page["shown"], asked
    )


# Unchanged answers


@pytest.fixture
def returned(asked, lead, chief, reviewer):
    take("send", asked, chief)
    take("return", asked, reviewer, reason="Which organisations?")
    take("ask", asked, lead)
    return fresh(asked)


def test_unchanged_answer_is_sent_again_only_by_somebody_who_says_so(returned, chief):
    refused = press(returned, chief, open_page(returned, chief))
    assert (refused.status, list(refused.form.errors)) == (422, ["unchanged"])

    sent = press(returned, chief, open_page(returned, chief) | {"unchanged": "on"})

    assert (sent.is_done, Update.objects.count()) == (True, 2)


def test_server_refuses_an_unchanged_answer(returned, chief):
    with pytest.raises(workflow.Refused, match="This says the same as update 1"):
        take("send", returned, chief)


def test_changed_answer_is_not_asked_about(returned, lead, chief):
    rewritten(returned, lead, account="Now with names.")

    assert (
        "unchanged"
        not in stepping.take(
            SEND, fresh(returned), None, by=chief, access=access_of(chief)
        ).form.fields
    )


# Four eyes


@pytest.fixture
def writing_chief(force):
    """A chief officer who is a lead, too."""
    person = MembershipFactory(organisation=force, role=Membership.Role.CHIEF_OFFICER).user
    MembershipFactory(organisation=force, user=person)
    return person


def refusal(response, person):
    with pytest.raises(workflow.Refused) as refused:
        take("send", response, person)
    return str(refused.value)


def test_one_blank_by_a_colleague_does_not_let_a_writer_sign(force, lead, writing_chief, chief):
    response = ForceResponseFactory(organisation=force)
    save(response, writing_chief, **WORDS)
    save(response, lead, account=f"{WORDS['account']} ")
    take("ask", response, lead)

    assert (
        refusal(response, writing_chief)
        == "You wrote this answer, so another chief officer must sign it off."
    )
    take("send", response, chief)


@pytest.mark.parametrize("act", [withdraw, make_public])
def test_who_changed_evidence_of_the_answer_does_not_sign_it(asked, evidence, writing_chief, act):
    act(asked, writing_chief, evidence)

    assert "another chief officer must sign it off" in refusal(asked, writing_chief)


def test_who_wrote_before_the_last_sign_off_signs_the_next(
    force, lead, chief, writing_chief, reviewer
):
    response = ForceResponseFactory(organisation=force)
    save(response, writing_chief, **WORDS)
    take("ask", response, lead)
    take("send", response, chief)
    take("return", response, reviewer, reason="Which organisations?")
    save(response, lead, account="With names.")
    take("ask", response, lead)

    assert take("send", response, writing_chief).stage == "sent"


def test_recalled_sign_off_does_not_free_its_writers(force, lead, chief, writing_chief):
    response = ForceResponseFactory(organisation=force)
    save(response, writing_chief, **WORDS)
    take("ask", response, lead)
    take("send", response, chief)
    take("recall", response, lead, reason="A wrong number.")
    save(response, lead, account="With the right number.")
    take("ask", response, lead)

    assert "another chief officer must sign it off" in refusal(response, writing_chief)


# Recalling


@pytest.fixture
def sent(asked, chief):
    take("send", asked, chief)
    return fresh(asked)


@pytest.mark.parametrize("who", ["lead", "chief"])
def test_sent_answer_is_recalled_with_a_reason(request, sent, who):
    person = request.getfixturevalue(who)

    take("recall", sent, person, reason="A wrong number.")

    event = Event.objects.get(verb="recall")
    assert (fresh(sent).stage, event.reason, event.after["update"]) == (
        "drafting",
        "A wrong number.",
        1,
    )
    assert Update.objects.count() == 1


def test_recall_needs_its_reason(sent, lead):
    with pytest.raises(workflow.Refused, match="Give a reason"):
        take("recall", sent, lead, reason=" ")


def test_answer_that_a_reviewer_claimed_is_not_recalled(sent, lead, reviewer):
    actions.claim(sent, by=reviewer, access=access_of(reviewer), reviewer=reviewer)

    with pytest.raises(workflow.Refused, match="An HMICFRS reviewer is judging this answer"):
        take("recall", sent, lead, reason="A wrong number.")

    assert fresh(sent).stage == "sent"


def test_answer_that_was_judged_is_not_recalled(sent, lead, reviewer):
    take("confirm", sent, reviewer)

    with pytest.raises(workflow.Refused, match="“Recall” is not open now"):
        take("recall", sent, lead, reason="A wrong number.")


def test_published_answer_is_unpublished_before_it_is_recalled(sent, lead):
    actions.publish(sent.latest, by=lead, access=access_of(lead))

    with pytest.raises(workflow.Refused, match="Unpublish it first"):
        take("recall", sent, lead, reason="A wrong number.")


def test_recalled_update_is_not_published(sent, lead):
    take("recall", sent, lead, reason="A wrong number.")

    with pytest.raises(workflow.Refused, match="This update was recalled"):
        actions.publish(sent.latest, by=lead, access=access_of(lead))


def test_why_it_came_back_stays_until_it_is_sent_again(returned, lead, chief, reviewer):
    take("send_back", returned, chief, reason="Too short.")
    take("ask", returned, lead)

    told = [(event.verb, event.by, event.reason) for event in came_back(returned)]
    assert told == [
        ("send_back", chief, "Too short."),
        ("return", reviewer, "Which organisations?"),
    ]

    take("send", returned, chief, unchanged=True)
    assert came_back(returned) == []
