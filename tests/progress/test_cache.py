"""What is counted is cached, and never longer than it is true."""

import datetime
import random
import re

import pytest
from django.core.cache import caches
from django.urls import reverse

from accounts.access import access_of
from progress.cache import RegisterCache
from progress.queries import overview
from responses import actions
from responses.history import standings
from responses.models import ForceResponse, Standing
from tests.factories import (
    DraftFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2022, 1, 1)


@pytest.fixture
def memory(settings):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {
        "figures": {"BACKEND": backend, "LOCATION": "tests", "TIMEOUT": None}
    }
    caches["figures"].clear()


def answered(standings, today):
    """How many answers each organisation gave; `counted` says whose were looked at."""
    rows = list(standings.values_list("organisation", "state"))
    answered.counted.append(sorted({organisation for organisation, _ in rows}))
    return {
        organisation: sum(row == (organisation, "answered") for row in rows)
        for organisation, _ in rows
    }


def count(sight="published", today=TODAY):
    return RegisterCache(sight, today).by_organisation(answered)


def publish_of(answer):
    return actions.record_published_answer(
        answer.recommendation,
        answer.organisation,
        account="We trained them.",
        source_title="An answer",
    )


@pytest.fixture
def three():
    answered.counted = []
    return sorted(ForceResponseFactory.create_batch(3), key=lambda answer: answer.organisation_id)


def test_what_is_counted_is_cached_while_nothing_changes(memory, three, django_assert_num_queries):
    first = count()
    with django_assert_num_queries(1):
        assert count() == first == dict.fromkeys([answer.organisation_id for answer in three], 0)

    assert len(answered.counted) == 1


def test_after_a_change_the_organisation_that_changed_is_counted_again(memory, three):
    keys = [answer.organisation_id for answer in three]
    before = count()
    publish_of(three[1])

    after = count()

    assert after == count() == before | {keys[1]: 1}
    assert answered.counted == [keys, [keys[1]]]


def test_private_draft_throws_no_figure_away(memory, three, lead):
    own = three[1].organisation
    MembershipFactory(organisation=own, user=lead)
    before = count(), count("sent")
    looked_at = list(answered.counted)

    actions.save_draft(
        three[1], by=lead, access=access_of(lead), version=0, account="We trained them."
    )

    assert (count(), count("sent")) == before
    assert answered.counted == looked_at


def test_what_is_sent_throws_no_public_figure_away(memory, three):
    count()
    UpdateFactory(response=three[0], typed=True)

    count()

    assert len(answered.counted) == 1


def test_days_and_sights_are_cached_apart(memory, three):
    UpdateFactory(response=three[0], typed=True)

    assert sum(count().values()) == 0
    count("sent")
    count(today=TODAY + datetime.timedelta(1))

    assert len(answered.counted) == 3


def test_organisation_without_answers_is_not_counted_each_time_and_has_no_place(memory, three):
    standings.forget(ForceResponse.objects.filter(pk=three[0].pk))

    assert [set(count()) for _ in range(2)] == [
        {three[1].organisation_id, three[2].organisation_id}
    ] * 2
    assert len(answered.counted) == 1


@pytest.mark.parametrize("sight", ["sent", "published"])
def test_country_that_is_cached_is_the_country_counted_anew(memory, sight):
    rows, chance = Standing.objects.in_sight(sight), random.Random(4)  # noqa: S311  rows, not secrets
    organisations = OrganisationFactory.create_batch(3)
    for _ in range(12):
        UpdateFactory(
            published=True,
            reported_on=datetime.date(2021, 1, 1) + datetime.timedelta(chance.randrange(90)),
            response__organisation=chance.choice(organisations),
            response__recommendation__due=chance.random() < 0.5,
        )

        cached = overview.country(rows, TODAY, RegisterCache(sight, TODAY))

        assert cached == overview.country(rows, TODAY)


def test_register_that_is_cached_is_the_register_counted_anew(memory, client):
    def read():
        return [
            client.get(reverse(f"progress:{name}")).content for name in ("reports", "organisations")
        ]

    organisations, pages = OrganisationFactory.create_batch(2), []
    for number in range(4):
        publish_of(
            ForceResponseFactory(organisation=organisations[number % 2], recommendation__due=True)
        )
        pages.append(read())
        caches["figures"].clear()
        assert pages[-1] == read()
    assert pages[0] != pages[-1]


@pytest.mark.parametrize("order", [(0, 1, 2, 0, 1), (2, 1, 0, 2, 0)])
def test_what_is_cached_of_one_reader_is_shown_to_no_other(
    memory, client, reviewer, order, time_machine
):
    """The public, a lead and a reviewer, one after another; each reads what they would read alone."""
    time_machine.move_to(
        datetime.datetime(2026, 11, 24, 12), tick=False
    )  # pages say how long a session lasts
    published, sent = UpdateFactory(published=True), UpdateFactory(typed=True, position="deferred")
    lead = MembershipFactory(organisation=sent.response.organisation).user
    addresses = ["overview", "answers", "matrix", "reports", "organisations"]
    addresses = [reverse(f"progress:{name}") for name in addresses] + [
        reverse("progress:answers") + "?figure=silent&sort=due",
        reverse(
            "progress:force",
            args=[OrganisationFactory(group=published.response.organisation.group).slug],
        ),
        reverse("progress:force", args=[sent.response.organisation.slug]),
        reverse("progress:export", args=["csv"]),
    ]

    def read(person):
        client.logout()
        if person:
            client.force_login(person)
        pages = [client.get(address) for address in addresses]
        bodies = [
            b"".join(page.streaming_content) if page.streaming else page.content for page in pages
        ]
        return [re.sub(rb'name="csrf\w+" value="\w+"', b"", body) for body in bodies]

    people, alone = [None, lead, reviewer], []
    for person in people:
        caches["figures"].clear()
        alone.append(read(person))
    assert alone[0] != alone[2]
    caches["figures"].clear()

    for number in order:
        assert read(people[number]) == alone[number]


def test_overdue_is_counted_anew_each_day(memory, client, time_machine):
    OrganisationFactory()
    ForceResponseFactory(
        recommendation__due=True, recommendation__due_on=datetime.date(2021, 6, 17)
    )
    overdue = {}
    for day in (17, 18):
        time_machine.move_to(datetime.datetime(2021, 6, day, 12), tick=False)
        page = client.get(reverse("progress:reports"))
        country = client.get(reverse("progress:overview")).context["country"]
        overdue[day] = page.context["totals"]["overdue"], country.figures["overdue"]

    assert overdue == {17: (0, 0), 18: (1, 1)}


def test_report_that_is_opened_is_counted(memory, client):
    report = RecommendationFactory(report__opening=None).report
    DraftFactory(response__recommendation=report.recommendations.get())
    before = client.get(reverse("progress:overview")).context["country"].figures["asked"]

    actions.open_report(report)

    after = client.get(reverse("progress:overview")).context["country"].figures["asked"]
    assert (before, after) == (0, 1)
