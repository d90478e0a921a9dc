"""The pages on which an organisation answers: each works for whom it is for, and refuses the rest with a sentence."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import access_of
from accounts.models import Membership
from responses import actions
from responses.checks import questions
from responses.flows import signing
from responses.history.differences import differences
from responses.models import Draft, Event, ForceResponse, Update
from responses.queries.contents import would_be_sent
from tests.factories import (
    CitationFactory,
    DependencyFactory,
    DraftFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    SubRecommendationFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
Role = Membership.Role
WORDS = {"position": "accepted", "progress": "in_progress", "account": "Trained on 3 March 2021."}


@pytest.fixture
def chief(force):
    return MembershipFactory(organisation=force, role=Role.CHIEF_OFFICER).user


@pytest.fixture
def response(force, lead):
    """An answer with a draft, ready to be signed off."""
    response = ForceResponseFactory(organisation=force)
    actions.save_draft(response, by=lead, access=access_of(lead), version=0, **WORDS)
    response.refresh_from_db()
    return response


def step(client, person, response, name, **typed):
    """Take a step through its page; returns the answer of the page."""
    client.force_login(person)
    response.refresh_from_db()
    address = reverse("responses:step", args=[response.pk, name])
    shown = (
        {"shown": signing.token_for(response, would_be_sent(response))} if name == "send" else {}
    )
    page = client.post(address, {"version": response.version, **shown, **typed})
    response.refresh_from_db()
    return page


def send(client, lead, chief, response):
    step(client, lead, response, "ask")
    return step(client, chief, response, "send", declared="on")


def get(client, name, *args, status=200):
    page = client.get(reverse(f"responses:{name}", args=args))
    assert page.status_code == status
    return page.content.decode()


def test_answer_goes_to_the_chief_officer_and_then_to_hmicfrs(client, lead, chief, response):
    asked = step(client, lead, response, "ask")
    assert (asked.status_code, response.stage) == (302, "awaiting_sign_off")

    sent = step(client, chief, response, "send", declared="on")

    assert (sent.url, response.stage) == (reverse("responses:sent", args=[response.pk]), "sent")
    assert response.latest.reference in get(client, "sent", response.pk)


def test_chief_officer_must_declare_and_sees_all_that_will_be_sent(client, lead, chief, response):
    step(client, lead, response, "ask")
    client.force_login(chief)
    assert "Trained on 3 March 2021." in get(client, "step", response.pk, "send")

    refused = step(client, chief, response, "send")

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["declared"])
    assert (response.stage, Update.objects.count()) == ("awaiting_sign_off", 0)


def test_reason_is_asked_for_and_shown_to_the_writers(client, lead, chief, response):
    step(client, lead, response, "ask")
    refused = step(client, chief, response, "send_back", reason=" ")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])

    step(client, chief, response, "send_back", reason="Name the policy.")

    client.force_login(lead)
    assert response.stage == "drafting"
    assert "Name the policy." in get(client, "response", response.pk)
    assert "Name the policy." in get(client, "home")


def test_returned_answer_is_mended_and_then_confirmed(client, lead, chief, reviewer, response):
    send(client, lead, chief, response)
    step(client, reviewer, response, "return", reason="Which organisations?")
    client.force_login(lead)
    client.post(
        reverse("responses:edit", args=[response.pk]),
        WORDS | {"account": "Southall.", "version": response.version},
    )
    send(client, lead, chief, response)

    step(client, reviewer, response, "confirm")

    assert response.stage == "confirmed"
    assert list(response.updates.order_by("number").values_list("account", flat=True)) == [
        WORDS["account"],
        "Southall.",
    ]


def test_closing_asks_why(client, lead, chief, reviewer, response):
    send(client, lead, chief, response)

    refused = step(client, reviewer, response, "close", reason="A new law.")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["closed_because"])
    step(client, reviewer, response, "close", reason="A new law.", closed_because="superseded")

    assert (response.stage, response.latest.decisions.get().closed_because) == (
        "closed",
        "superseded",
    )


def test_answer_without_an_account_cannot_be_asked_for(client, force, lead):
    response = ForceResponseFactory(organisation=force)
    client.force_login(lead)
    assert "Write the account first" in get(client, "check", response.pk)

    refused = step(client, lead, response, "ask")

    assert (refused.status_code, response.stage, Event.objects.count()) == (409, "drafting", 0)
    assert "Write the account first" in refused.content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("send", "Only a chief officer can do this."),
        ("confirm", "Only a HMICFRS reviewer can do this."),
    ],
)
def test_step_of_somebody_else_is_refused_with_its_reason(client, lead, response, name, said):
    client.force_login(lead)

    assert said.replace("a HMICFRS", "an HMICFRS") in get(
        client, "step", response.pk, name, status=403
    )


def test_step_that_is_no_longer_open_leads_back_with_a_sentence(client, lead, chief, response):
    step(client, lead, response, "ask")

    again = step(client, lead, response, "ask")

    assert (again.status_code, again.url) == (302, response.get_absolute_url())
    assert Event.objects.filter(verb="ask").count() == 1


def test_step_on_an_older_version_is_refused_and_can_be_taken_again(client, lead, chief, response):
    step(client, lead, response, "ask")
    client.force_login(chief)
    address = reverse("responses:step", args=[response.pk, "send"])

    refused = client.post(address, {"version": response.version - 1, "declared": "on"})

    assert refused.status_code == 409
    assert (
        client.post(
            address,
            {
                "version": refused.context["form"]["version"].value(),
                "shown": refused.context["form"]["shown"].value(),
                "declared": "on",
            },
        ).status_code
        == 302
    )


def test_step_that_does_not_exist_is_not_there(client, lead, response):
    client.force_login(lead)

    get(client, "step", response.pk, "promote", status=404)


def test_every_page_of_an_answer_is_not_there_for_another_force(client, other_lead, response):
    update = UpdateFactory(response=response)
    client.force_login(other_lead)

    for name in ["response", "history", "edit", "sub_answers", "check", "sent", "compare"]:
        get(client, name, response.pk, status=404)
        get(client, name, response.pk + 1000, status=404)
    for name in ["publish", "unpublish"]:
        get(client, name, update.pk, status=404)
    get(client, "step", response.pk, "ask", status=404)


def test_answer_page_leads_each_reader_to_their_own_page(
    client, force, lead, chief, reviewer, response
):
    send(client, lead, chief, response)
    body = OrganisationFactory(kind="local_policing_body", force=force, group="")
    scrutiny = MembershipFactory(organisation=body, role=Role.SCRUTINY).user
    admin = UserFactory(is_staff=True, is_superuser=True)

    led = {}
    for person in (reviewer, scrutiny, admin):
        client.force_login(person)
        led[person] = client.get(response.get_absolute_url()).url

    assert led == {
        reviewer: reverse("responses:case", args=[response.pk]),
        scrutiny: reverse("responses:comment", args=[response.pk]),
        admin: reverse("admin:responses_forceresponse_change", args=[response.pk]),
    }


def test_sub_recommendations_are_answered_one_by_one_and_counted(client, lead, response):
    first = SubRecommendationFactory(recommendation=response.recommendation, label="a")
    outer = SubRecommendationFactory(recommendation=response.recommendation, label="b")
    inner = SubRecommendationFactory(
        recommendation=response.recommendation, label="b.i", parent=outer
    )
    SubRecommendationFactory(recommendation=response.recommendation, label="c")
    client.force_login(lead)

    typed = {
        f"part_{first.pk}": "A policy.",
        f"part_{inner.pk}": "A pathway.",
        "version": response.version,
    }
    client.post(reverse("responses:sub_answers", args=[response.pk]), typed)

    assert Draft.objects.get().sub_answers == {"a": "A policy.", "b.i": "A pathway."}
    assert "2 of 3 answered" in get(client, "sub_answers", response.pk)


def test_sub_answers_are_read_but_not_written_by_colleagues(client, chief, response):
    SubRecommendationFactory(recommendation=response.recommendation)
    client.force_login(chief)

    assert "Not answered." in get(client, "sub_answers", response.pk)
    assert client.post(reverse("responses:sub_answers", args=[response.pk]), {}).status_code == 403


def test_waiting_on_a_dependency_demands_naming_it(client, lead, response):
    dependency = DependencyFactory()
    client.force_login(lead)
    address = reverse("responses:edit", args=[response.pk])
    typed = WORDS | {"version": response.version, "progress": "waiting"}

    refused = client.post(address, typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (
        422,
        ["waits_on_dependencies"],
    )
    client.post(address, typed | {"waits_on_dependencies": [dependency.pk]})

    assert list(Draft.objects.get().waits_on_dependencies.all()) == [dependency]


def test_answer_may_wait_on_another_recommendation_of_its_report_alone(client, lead, response):
    other = RecommendationFactory(report=response.recommendation.report)
    elsewhere = RecommendationFactory()
    client.force_login(lead)
    address = reverse("responses:edit", args=[response.pk])
    typed = WORDS | {"version": response.version, "progress": "waiting"}

    for pk in (elsewhere.pk, response.recommendation_id, 10**9):
        assert client.post(address, typed | {"waits_on_recommendations": [pk]}).status_code == 422
    client.post(address, typed | {"waits_on_recommendations": [other.pk]})

    assert list(Draft.objects.get().waits_on_recommendations.all()) == [other]


def test_check_says_what_a_reader_will_ask(client, lead, chief, response):
    client.force_login(lead)

    shown = get(client, "check", response.pk)

    assert "“March 2021”" in shown
    assert "Ask chief officer to sign off" in shown


def test_history_tells_what_happened_newest_first(client, lead, chief, response):
    step(client, lead, response, "ask")

    shown = get(client, "history", response.pk)

    assert shown.index("Chief officer asked for sign-off") < shown.index("Draft changed")


def test_update_is_published_and_taken_back_with_a_reason(client, lead, chief, response):
    send(client, lead, chief, response)
    public = reverse(
        "progress:recommendation",
        args=[response.recommendation.report.slug, response.recommendation.number],
    )
    assert WORDS["account"] not in client.get(public).content.decode()

    client.post(reverse("responses:publish", args=[response.latest_id]))
    assert WORDS["account"] in client.get(public).content.decode()
    assert (
        client.post(
            reverse("responses:unpublish", args=[response.latest_id]), {"reason": ""}
        ).status_code
        == 422
    )
    client.post(
        reverse("responses:unpublish", args=[response.latest_id]), {"reason": "A name is in it."}
    )

    assert WORDS["account"] not in client.get(public).content.decode()
    assert list(
        Event.objects.filter(verb__contains="publish")
        .order_by("number")
        .values_list("verb", "reason")
    ) == [
        ("publish", ""),
        ("unpublish", "A name is in it."),
    ]


def test_publishing_is_not_a_viewers(client, force, response):
    update = UpdateFactory(response=response)
    client.force_login(MembershipFactory(organisation=force, role=Role.VIEWER).user)

    assert client.post(reverse("responses:publish", args=[update.pk])).status_code == 403
    assert Update.objects.published().count() == 0


def test_public_page_shows_every_published_version_with_its_day(client, force):
    first = UpdateFactory(
        response__organisation=force, published=True, account="FIRST", reported_on="2021-05-01"
    )
    UpdateFactory(
        response=first.response,
        number=2,
        published=True,
        account="SECOND",
        reported_on="2022-06-02",
    )
    UpdateFactory(response=first.response, number=3, account="THIRD")

    shown = client.get(first.response.recommendation.get_absolute_url()).content.decode()

    assert ("SECOND" in shown, "FIRST" in shown, "THIRD" in shown) == (True, True, False)
    assert ("1 May 2021" in shown, "2 June 2022" in shown) == (True, True)


def test_two_updates_are_compared_with_their_changes_marked(client, force, lead):
    first = UpdateFactory(response__organisation=force, account="We trained ten people.")
    UpdateFactory(
        response=first.response,
        number=2,
        account="We trained forty people.",
        target_on="2021-05-01",
    )
    client.force_login(lead)

    shown = get(client, "compare", first.response.pk)

    assert (
        '<del class="app-removed"><span class="govuk-visually-hidden">removed: </span>ten </del>'
        in shown
    )
    assert (
        '<ins class="app-added"><span class="govuk-visually-hidden">added: </span>forty </ins>'
        in shown
    )
    assert (
        client.get(
            reverse("responses:compare", args=[first.response.pk]) + "?from=9&to=x"
        ).status_code
        == 200
    )


def test_nothing_sent_is_said_where_updates_are_compared(client, lead, response):
    client.force_login(lead)

    assert "Nothing has been sent yet." in get(client, "compare", response.pk)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("a b", "a b"),
        ("a  b\n\nc", "a c"),
        ("", "new"),
        ("old", ""),
        ("a a a a", "a a"),
        ("é 😀", "é"),
    ],
)
def test_differences_give_back_both_texts(before, after):
    pieces = differences(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_long_texts_are_compared_in_time(client):
    pieces = differences("a " * 10_000, "a " * 9_999 + "b ")

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == "a " * 10_000


def test_task_list_counts_and_narrows_by_whose_turn(client, force, lead, chief, response):
    waiting = ForceResponseFactory(organisation=force, stage="awaiting_sign_off")
    client.force_login(lead)

    page = client.get(reverse("responses:home") + "?show=chief")

    assert [row.pk for row in page.context["page"]] == [waiting.pk]
    assert {name: count for name, _, count in page.context["shows"]} == {
        "mine": 1,
        "returned": 0,
        "chief": 1,
        "hmicfrs": 0,
        "ended": 0,
        "all": 2,
    }
    assert client.get(reverse("responses:home") + "?show=nonsense").context["show"] == "all"


def test_header_counts_no_further_than_it_must(client, reviewer, monkeypatch):
    for place in ("responses.queries.work", "responses.templatetags.answers"):
        monkeypatch.setattr(f"{place}.MOST_WAITING", 2)
    for _ in range(3):
        UpdateFactory()
    ForceResponse.objects.update(stage="sent")
    client.force_login(reviewer)

    assert "Work queue (2+)" in client.get("/").content.decode()


def test_header_counts_what_waits_for_this_very_person(client, lead, chief, reviewer, response):
    step(client, lead, response, "ask")
    client.force_login(chief)
    assert "Your work (1)" in client.get("/").content.decode()
    step(client, chief, response, "send", declared="on")
    client.force_login(reviewer)
    assert "Work queue (1)" in client.get("/").content.decode()
    step(client, reviewer, response, "return", reason="Which organisations?")
    client.force_login(lead)
    assert "Your work (1)" in client.get("/").content.decode()


def draft_with(**fields):
    return DraftFactory(**fields)


@pytest.mark.parametrize(
    ("account", "met"),
    [
        ("Further consideration awaits the approach outlined by the NPCC leads.", False),
        ("Captured on the plan. It awaits the leads.", False),
        ("We issued a bulletin. It awaits the leads.", True),
        ("We issued a bulletin.", True),
        ("", False),
    ],
)
def test_answer_that_only_waits_is_noticed(account, met):
    draft = DraftFactory(account=account)

    asked = {
        question.text: question for question in questions(draft, draft.response.recommendation, [])
    }

    assert (
        asked["Does it say more than that something is awaited or captured elsewhere?"].is_met
        is met
    )


@pytest.mark.parametrize(
    ("progress", "said"),
    [("complete", "although it says “Complete”"), ("in_progress", "No evidence.")],
)
def test_complete_without_evidence_is_said_plainly(progress, said):
    draft = DraftFactory(progress=progress)

    asked = {
        question.text: question for question in questions(draft, draft.response.recommendation, [])
    }

    assert said in asked["Does it point at evidence?"].found


def test_evidence_is_named_where_there_is_some():
    draft = DraftFactory()
    citation = CitationFactory(
        draft=draft,
        update=None,
        evidence=EvidenceFactory(organisation=draft.response.organisation, title="A bulletin"),
    )

    asked = {
        question.text: question
        for question in questions(draft, draft.response.recommendation, [citation])
    }

    assert (
        asked["Does it point at evidence?"].found,
        asked["Does it point at evidence?"].is_met,
    ) == (
        "A bulletin",
        True,
    )


@pytest.mark.parametrize("rows", [2, 40])
def test_pages_of_an_answer_ask_the_same_of_the_database_for_any_number_of_rows(
    client, lead, chief, response, rows
):
    for number in range(rows):
        SubRecommendationFactory(recommendation=response.recommendation)
        update = UpdateFactory(
            response=response, number=number + 1, reported_on=datetime.date(2021, 5, 1)
        )
        evidence = EvidenceFactory(organisation=response.organisation)
        CitationFactory(draft=response.draft, update=None, evidence=evidence)
        CitationFactory(update=update, evidence=evidence)
        dependency = DependencyFactory()
        response.draft.waits_on_dependencies.add(dependency)
    client.force_login(lead)

    asked = {}
    for name in ["response", "history", "check", "edit", "sub_answers", "compare"]:
        with CaptureQueriesContext(connection) as queries:
            get(client, name, response.pk)
        asked[name] = len(queries)

    assert asked == {
        "response": 21,
        "history": 11,
        "check": 20,
        "edit": 13,
        "sub_answers": 9,
        "compare": 10,
    }


def test_force_reads_what_its_policing_body_says_before_it_is_published(
    client, lead, other_lead, scrutineer, response
):
    UpdateFactory(response=response)
    said = {
        "text": "Which partners?",
        "assures": False,
        "said_on": datetime.date(2022, 1, 1),
        "is_published": False,
    }
    actions.comment(response, by=scrutineer, access=access_of(scrutineer), **said)

    client.force_login(lead)
    assert "Which partners?" in get(client, "response", response.pk)
    client.force_login(other_lead)
    get(client, "response", response.pk, status=404)
    assert (
        "Which partners?"
        not in client.get(response.recommendation.get_absolute_url()).content.decode()
    )
