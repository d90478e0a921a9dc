"""The reading desk: every answer to one recommendation, the same words once, and back to one’s place."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import access_of
from responses.models import ForceResponse
from responses.queries import desk
from responses.vocabulary import Stage
from responses.workflow import REVIEWER, open_steps
from tests.factories import (
    CitationFactory,
    DependencyFactory,
    DraftFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    SubRecommendationFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation(db):
    return RecommendationFactory(report=ReportFactory(slug="report", opened=True), number="4")


@pytest.fixture
def review_client(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def sent(recommendation):
    """Makes an answer of the organisation `name` that stands at `stage`."""

    def sent(name, account="We trained them.", stage=Stage.SENT, **words):
        organisation = OrganisationFactory(name=name)
        response = ForceResponseFactory(recommendation=recommendation, organisation=organisation)
        UpdateFactory(response=response, typed=True, account=account, **words)
        ForceResponse.objects.filter(pk=response.pk).update(stage=stage)
        return response

    return sent


def address_of(recommendation):
    return f"/review/desk/{recommendation.report.slug}/{recommendation.number}/"


def read(client, recommendation):
    page = client.get(address_of(recommendation))
    assert page.status_code == 200
    return page


def names(page):
    return [[answer.organisation.name for answer in text.answers] for text in page.context["texts"]]


def links(page, pk):
    """The addresses of the steps of one answer, by the step."""
    found = re.findall(rf'href="(/responses/{pk}/steps/([a-z_]+)/[^"]*)"', page.content.decode())
    return {step: address.replace("&amp;", "&") for address, step in found}


def test_very_same_words_stand_once_with_all_who_say_them(review_client, recommendation, sent):
    for name in "ACE":
        sent(f"Force {name}", "We await the national position.")
    sent("Force B", "We await the national position. ")
    sent("Force D", "We trained them.")

    page = read(review_client, recommendation)

    assert names(page) == [["Force A", "Force C", "Force E"], ["Force B"], ["Force D"]]
    shown = page.content.decode()
    assert (
        shown.count("We await the national position."),
        shown.count("Said by 3 organisations"),
    ) == (2, 1)


def test_same_account_with_other_words_to_a_part_is_another_text(
    review_client, recommendation, sent
):
    SubRecommendationFactory(recommendation=recommendation, label="a")
    sent("Force A", sub_answers={"a": "Done."})
    sent("Force B", sub_answers={"a": "Not done."})

    page = read(review_client, recommendation)

    assert names(page) == [["Force A"], ["Force B"]]
    assert [text.coverage for text in page.context["texts"]] == [(1, 1), (1, 1)]


def test_each_of_those_who_say_the_same_is_decided_alone(review_client, recommendation, sent):
    one, other = sent("Force A"), sent("Force B")

    page = read(review_client, recommendation)

    steps = {"agree_plan", "confirm", "close", "return"}
    assert (set(links(page, one.pk)), set(links(page, other.pk))) == (steps, steps)


def test_desk_shows_what_was_sent_last_and_no_draft(review_client, recommendation, sent):
    answer = sent("Force A", "The first account.")
    UpdateFactory(
        response=ForceResponse.objects.get(pk=answer.pk),
        number=2,
        typed=True,
        account="The second account.",
    )
    DraftFactory(response=answer, account="The secret draft.")
    DraftFactory(
        response=ForceResponseFactory(recommendation=recommendation),
        account="The other secret draft.",
    )

    shown = read(review_client, recommendation).content.decode()

    words = [
        "The second account.",
        "The first account.",
        "The secret draft.",
        "The other secret draft.",
    ]
    assert [word in shown for word in words] == [True, False, False, False]


@pytest.mark.parametrize("stage", Stage)
def test_desk_offers_the_steps_that_the_workflow_has_open(reviewer, recommendation, sent, stage):
    sent("Force A", stage=stage)
    access = access_of(reviewer)
    answers = list(desk.answers_to(recommendation, access))

    desk.with_choices(desk.texts(answers), access, "/desk/")

    offered = [label for label, _, key in answers[0].choices if key != "q"]
    assert offered == [
        step.label for step in open_steps(answers[0], access) if step.who == REVIEWER
    ]
    assert answers[0].waits is (stage == Stage.SENT)


def test_reviewer_does_not_judge_their_own_organisation(
    review_client, reviewer, recommendation, sent
):
    answer = sent("Force A")
    MembershipFactory(user=reviewer, organisation=answer.organisation)

    page = read(review_client, recommendation)

    assert links(page, answer.pk) == {}
    assert "You belong to the organisation that answers" in page.content.decode()
    assert page.context["to_decide"] == 0


def test_whoever_decides_comes_back_to_the_next_answer_that_waits(
    review_client, recommendation, sent
):
    sent("Force A")
    answer = sent("Force B")
    sent("Force C", stage=Stage.CONFIRMED)
    following = sent("Force D")
    version = ForceResponse.objects.get(pk=answer.pk).version

    page = review_client.post(
        links(read(review_client, recommendation), answer.pk)["confirm"], {"version": version}
    )

    assert (page.status_code, page.url) == (
        302,
        f"{address_of(recommendation)}#answer-{following.pk}",
    )
    assert ForceResponse.objects.get(pk=answer.pk).stage == Stage.CONFIRMED


def test_after_the_last_answer_the_first_that_waits_is_next(review_client, recommendation, sent):
    first, last = sent("Force A"), sent("Force B")

    address = links(read(review_client, recommendation), last.pk)["confirm"]

    assert parse_qs(urlsplit(address).query)["next"] == [
        f"{address_of(recommendation)}#answer-{first.pk}"
    ]


def test_only_answer_is_where_one_comes_back_to(review_client, recommendation, sent):
    answer = sent("Force A")

    address = links(read(review_client, recommendation), answer.pk)["confirm"]

    assert parse_qs(urlsplit(address).query)["next"] == [
        f"{address_of(recommendation)}#answer-{answer.pk}"
    ]


def test_cancel_leads_back_to_the_same_answer(review_client, recommendation, sent):
    answer = sent("Force A")
    sent("Force B")

    page = review_client.get(links(read(review_client, recommendation), answer.pk)["confirm"])

    assert f'href="{address_of(recommendation)}#answer-{answer.pk}">Cancel' in page.content.decode()


def test_step_that_somebody_else_took_leads_back_to_the_desk(review_client, recommendation, sent):
    answer = sent("Force A")
    address = links(read(review_client, recommendation), answer.pk)["confirm"]
    ForceResponse.objects.filter(pk=answer.pk).update(stage=Stage.CLOSED)

    page = review_client.post(address, {"version": answer.version})

    assert page.url == f"{address_of(recommendation)}#answer-{answer.pk}"
    assert "This answer is “Closed”" in read(review_client, recommendation).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "///elsewhere.example",
        "javascript:alert(1)",
        "https:elsewhere.example",
        "http://testserver@elsewhere.example/",
        "\thttps://elsewhere.example",
        "",
        "x" * 5000,
    ],
)
def test_address_that_leads_elsewhere_is_not_followed(review_client, sent, address):
    answer = sent("Force A")
    step = reverse("responses:step", args=[answer.pk, "confirm"])
    version = ForceResponse.objects.get(pk=answer.pk).version
    query = {"next": address, "back": address}

    form = review_client.get(step, query)
    page = review_client.post(step, {"version": version}, query_params=query)

    own = reverse("responses:response", args=[answer.pk])
    assert f'href="{own}">Cancel' in form.content.decode()
    assert page.url == own


def test_line_break_in_an_address_begins_no_header(review_client, sent):
    answer = sent("Force A")
    version = ForceResponse.objects.get(pk=answer.pk).version
    step = reverse("responses:step", args=[answer.pk, "confirm"])

    page = review_client.post(
        step, {"version": version}, query_params={"next": "/\r\nSet-Cookie: a=b"}
    )

    assert (page.url, "a" in page.cookies) == ("/%0D%0ASet-Cookie:%20a=b", False)


def test_keys_stand_on_the_links_that_they_press(review_client, recommendation, sent):
    answer = sent("Force A")

    shown = read(review_client, recommendation).content.decode()

    keys = re.findall(r'href="([^"?]*)[^"]*" data-key="(.)"', shown)
    assert {key: address for address, key in keys} == {
        "a": f"/responses/{answer.pk}/steps/agree_plan/",
        "c": f"/responses/{answer.pk}/steps/confirm/",
        "r": f"/responses/{answer.pk}/steps/return/",
        "q": f"/responses/{answer.pk}/steps/return/",
        "o": f"/review/{answer.pk}/",
    }


def test_return_can_begin_with_the_words_that_were_sent(review_client, recommendation, sent):
    answer = sent("Force A", account="We trained them. " + "x" * 2000)
    DraftFactory(response=answer, account="The secret draft.")
    (address,) = re.findall(
        r'href="([^"]*)" data-key="q"', read(review_client, recommendation).content.decode()
    )

    page = review_client.get(address.replace("&amp;", "&"))

    begun = page.context["form"]["reason"].value()
    assert begun.startswith(f"{answer.latest.reference}: “We trained them. xxx")
    assert begun.endswith("…”\n\n")
    assert len(begun) < 1100
    plain = review_client.get(reverse("responses:step", args=[answer.pk, "return"]))
    assert plain.context["form"]["reason"].value() is None


def test_only_a_reviewer_is_given_words_to_quote(client, chief, force):
    answer = DraftFactory(
        response__organisation=force, response__stage="awaiting_sign_off"
    ).response
    client.force_login(chief)

    page = client.get(reverse("responses:step", args=[answer.pk, "send_back"]) + "?quote=on")

    assert (page.status_code, page.context["form"]["reason"].value()) == (200, None)


def test_keys_are_not_spoken_of_without_javascript(review_client, recommendation, sent):
    sent("Force A")

    assert "<div hidden data-desk-keys>" in read(review_client, recommendation).content.decode()


def test_desk_without_answers_says_what_would_fill_it(review_client, recommendation):
    ForceResponseFactory(recommendation=recommendation)

    page = read(review_client, recommendation)

    assert page.context["answers"] == []
    assert "No organisation has sent an answer" in page.content.decode()


@pytest.mark.parametrize("person", ["lead", "chief", "scrutineer"])
def test_desk_is_refused_in_a_sentence_to_who_is_no_reviewer(
    client, request, recommendation, person
):
    client.force_login(request.getfixturevalue(person))

    page = client.get(address_of(recommendation))

    assert page.status_code == 403
    assert "Only an HMICFRS reviewer can do this." in page.content.decode()


def test_who_is_signed_out_signs_in_first(client, recommendation):
    assert client.get(address_of(recommendation)).url.startswith("/accounts/login/")


def test_desk_of_what_is_not_open_or_not_there_is_not_there(review_client):
    unopened = RecommendationFactory(report=ReportFactory())

    addresses = [
        address_of(unopened),
        "/review/desk/nowhere/1/",
        "/review/desk/nowhere/%F0%9F%98%80/",
    ]

    assert [review_client.get(address).status_code for address in addresses] == [404, 404, 404]


@pytest.mark.parametrize("answers", [1, 43])
def test_desk_asks_the_same_of_the_database_for_any_number_of_answers(
    review_client, recommendation, sent, answers
):
    for number in range(answers):
        answer = sent(f"Force {number}")
        CitationFactory(update=answer.latest, evidence__organisation=answer.organisation)
        answer.latest.waits_on_dependencies.add(DependencyFactory())
        answer.latest.waits_on_recommendations.add(RecommendationFactory())

    with CaptureQueriesContext(connection) as queries:
        page = read(review_client, recommendation)

    # session, user, access, header; recommendation, parts, notes; answers with evidence, two kinds of waits,
    # decisions and comments; the other recommendations
    assert (len(page.context["answers"]), len(queries)) == (answers, 14)
