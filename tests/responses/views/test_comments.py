"""The pages of local policing bodies, and what everybody reads of their comments."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from responses.models import Comment, Event, ForceResponse
from responses.vocabulary import Stage
from tests.factories import (
    CitationFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    UpdateFactory,
)
from tests.responses.views.test_reviews import canaries, sent

pytestmark = pytest.mark.django_db
Role = Membership.Role
LIST = "/scrutiny/"
TODAY = {"said_on_0": "1", "said_on_1": "6", "said_on_2": "2021"}
COMMENT = {"text": "We propose to ask again in June.", **TODAY}


@pytest.fixture
def body(force):
    return OrganisationFactory(
        kind="local_policing_body", name="Body A", slug="body-a", force=force, group=""
    )


@pytest.fixture
def body_client(client, body):
    client.force_login(MembershipFactory(organisation=body, role=Role.SCRUTINY).user)
    return client


def page_of(response):
    return reverse("responses:comment", args=[response.pk])


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_policing_body_sees_what_its_force_sent_newest_first_and_what_it_has_not(
    body_client, force, other_force
):
    older, newer = sent(organisation=force, days=9), sent(organisation=force, days=1)
    silent = ForceResponseFactory(organisation=force)
    sent(organisation=other_force), ForceResponseFactory(organisation=other_force)

    shown = {show: body_client.get(LIST, {"show": show}) for show in ("sent", "not-sent")}

    assert {show: [row.pk for row in page.context["page"]] for show, page in shown.items()} == {
        "sent": [newer.pk, older.pk],
        "not-sent": [silent.pk],
    }
    assert shown["sent"].context["shelves"] == [
        ("sent", "Sent", 2),
        ("not-sent", "Not sent yet", 1),
    ]


def test_list_says_whether_the_body_has_commented_on_the_last_update(body_client, body, force):
    commented, updated = sent(organisation=force, days=1), sent(organisation=force, days=2)
    for response in (commented, updated):
        body_client.post(page_of(response), COMMENT)
    UpdateFactory(response=updated, number=2, typed=True, recorded_at=updated.latest.recorded_at)

    rows = body_client.get(LIST).context["page"]

    assert {row.pk: row.commented for row in rows} == {commented.pk: True, updated.pk: False}


def test_answer_to_a_report_that_is_not_open_is_not_in_the_list(body_client, force):
    recommendation = RecommendationFactory()
    recommendation.report.opening.delete()
    ForceResponseFactory(organisation=force, recommendation=recommendation)

    assert list(body_client.get(LIST, {"show": "not-sent"}).context["page"]) == []


@pytest.mark.parametrize("show", ["sent", "not-sent"])
def test_list_asks_the_same_of_the_database_for_one_and_for_forty(body_client, force, show):
    made = {"sent": sent, "not-sent": ForceResponseFactory}[show]
    made(organisation=force)
    one = queries_of(body_client, f"{LIST}?show={show}")
    for _ in range(39):
        made(organisation=force)

    assert queries_of(body_client, f"{LIST}?show={show}") == one


@pytest.mark.parametrize("role", [Role.LEAD, Role.CHIEF_OFFICER, Role.VIEWER])
def test_people_of_the_force_are_refused_with_a_reason(client, force, role):
    response = sent(organisation=force)
    client.force_login(MembershipFactory(organisation=force, role=role).user)

    pages = [
        client.get(LIST),
        client.get(page_of(response)),
        client.post(page_of(response), COMMENT),
    ]

    assert [page.status_code for page in pages] == [403] * 3
    assert all("Only the policing body of" in page.content.decode() for page in pages)
    assert Comment.objects.count() == 0


def test_reviewer_may_not_comment_for_a_policing_body(client, reviewer, force):
    client.force_login(reviewer)

    assert client.post(page_of(sent(organisation=force)), COMMENT).status_code == 403


def test_answer_of_another_force_and_what_was_never_sent_are_not_there(
    body_client, force, other_force
):
    rows = [sent(organisation=other_force), ForceResponseFactory(organisation=force)]

    assert [body_client.get(page_of(row)).status_code for row in rows] == [404, 404]
    assert body_client.post(page_of(rows[0]), COMMENT).status_code == 404
    assert body_client.get("/scrutiny/999999/").status_code == 404


def test_answer_that_was_sent_is_shown_with_its_evidence(body_client, force):
    response = sent(organisation=force)
    CitationFactory(update=response.latest, evidence__title="Force Bulletin", where="page 2")

    shown = body_client.get(page_of(response)).content.decode()

    for words in ["Do this.", "We trained them.", "Force Bulletin", "page 2"]:
        assert words in shown


def test_nothing_that_the_force_has_not_sent_is_on_a_page_of_its_policing_body(
    body_client, force, lead
):
    response = canaries(force, lead)

    shown = "".join(
        body_client.get(url).content.decode()
        for url in [LIST, f"{LIST}?show=not-sent", page_of(response)]
    )

    assert (response.organisation.name in shown, "CANARY" in shown) == (True, False)


def test_page_of_an_answer_asks_the_same_of_the_database_for_one_and_for_forty(
    body_client, body, force
):
    response = sent(organisation=force)
    CitationFactory(update=response.latest)
    one = queries_of(body_client, page_of(response))
    for _ in range(39):
        CitationFactory(update=response.latest)
        response.latest.comments.create(
            organisation=body,
            text="A comment.",
            said_on="2021-06-01",
            by=MembershipFactory(organisation=body, role=Role.SCRUTINY).user,
            at=timezone.now(),
        )

    assert queries_of(body_client, page_of(response)) == one


def test_comment_is_kept_with_what_was_said_and_by_whom(body_client, body, force):
    response = sent(organisation=force)

    page = body_client.post(page_of(response), COMMENT | {"assures": "on"}, follow=True)

    comment = Comment.objects.get()
    assert (comment.update, comment.organisation, comment.text) == (
        response.latest,
        body,
        COMMENT["text"],
    )
    assert (comment.assures, comment.said_on, comment.published_at) == (
        True,
        datetime.date(2021, 6, 1),
        None,
    )
    assert Event.objects.get().verb == "comment"
    assert COMMENT["text"] in page.content.decode()


def test_form_begins_with_today(body_client, force, time_machine):
    time_machine.move_to(datetime.datetime(2021, 6, 30, 23, 30, tzinfo=datetime.UTC))

    shown = body_client.get(page_of(sent(organisation=force))).content.decode()

    assert [
        f'name="said_on_{part}" value="{value}"' in shown for part, value in enumerate([1, 7, 2021])
    ] == [True] * 3


@pytest.mark.parametrize(
    ("typed", "target", "said"),
    [
        ({"text": "  "}, "id_text", "Enter the comment"),
        ({"text": "x" * 10_001}, "id_text", "at most 10000 characters"),
        ({"said_on_1": "13"}, "id_said_on_1", "Month must be"),
        ({"said_on_2": "2999"}, "id_said_on_0", "The date must be today or in the past"),
        ({"said_on_0": "", "said_on_1": "", "said_on_2": ""}, "id_said_on_0", "Enter the date"),
    ],
)
def test_comment_that_cannot_be_kept_is_refused_beside_its_field(
    body_client, force, typed, target, said
):
    response = sent(organisation=force)

    page = body_client.post(page_of(response), COMMENT | typed)
    shown = page.content.decode()

    assert (page.status_code, f'href="#{target}"' in shown, said in shown) == (422, True, True)
    assert (Comment.objects.count(), Event.objects.count()) == (0, 0)


def test_empty_form_is_refused(body_client, force):
    assert body_client.post(page_of(sent(organisation=force)), {}).status_code == 422


def publish(response):
    response.latest.published_at = timezone.now()
    response.published = response.latest
    response.latest.save()
    response.save()


@pytest.mark.parametrize(
    ("is_published", "answer_is_published", "is_read"),
    [(True, True, True), (False, True, False), (True, False, False)],
)
def test_everybody_reads_a_published_comment_beside_a_published_answer(
    body_client, client, force, is_published, answer_is_published, is_read
):
    response = sent(organisation=force)
    body_client.post(page_of(response), COMMENT | ({"is_published": "on"} if is_published else {}))
    if answer_is_published:
        publish(response)
    body_client.logout()

    shown = client.get(response.recommendation.get_absolute_url()).content.decode()

    assert (COMMENT["text"] in shown, "Comment of Body A, 1 June 2021" in shown) == (
        is_read,
        is_read,
    )


def test_public_says_when_a_policing_body_is_assured(body_client, client, force):
    response = sent(organisation=force)
    body_client.post(page_of(response), COMMENT | {"is_published": "on", "assures": "on"})
    publish(response)
    body_client.logout()

    assert (
        "Assured by the policing body"
        in client.get(response.recommendation.get_absolute_url()).content.decode()
    )


def test_reviewer_reads_a_comment_that_is_not_published(body_client, client, reviewer, force):
    response = sent(organisation=force)
    body_client.post(page_of(response), COMMENT)
    client.force_login(reviewer)

    assert (
        COMMENT["text"]
        in client.get(reverse("responses:case", args=[response.pk])).content.decode()
    )


def test_force_that_writes_on_keeps_what_its_body_may_comment_on(body_client, force):
    response = sent(organisation=force)
    ForceResponse.objects.filter(pk=response.pk).update(stage=Stage.DRAFTING)

    assert body_client.post(page_of(response), COMMENT).status_code == 302
