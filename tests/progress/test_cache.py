"""What is counted is kept, and never longer than it is true."""

import datetime
import random
import re

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.cache import caches
from django.db import connection
from django.db.models import Count, QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress import answers, overview
from progress.cache import Kept, kept
from responses import actions
from responses.history import chain
from responses.models import ForceResponse
from tests.factories import (
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def memory(settings):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"figures": {"BACKEND": backend, "LOCATION": "tests", "TIMEOUT": None}}
    caches["figures"].clear()


def count():
    return kept(QuerySet.count, ForceResponse.objects.all())


def publish():
    answer = ForceResponseFactory()
    actions.record_published_answer(
        answer.recommendation, answer.organisation, account="We trained them.", source_title="An answer"
    )


def test_what_is_counted_is_kept_while_nothing_happens(memory):
    answer = ForceResponseFactory()
    with CaptureQueriesContext(connection) as first:
        assert count() == 1
    ForceResponseFactory(organisation=answer.organisation)  # leaves no Event, as no action would
    with CaptureQueriesContext(connection) as second:
        assert count() == 1

    assert (len(first), len(second)) == (2, 1)


def happens_to_an_answer():
    publish()


def happens_to_the_register():
    actions.open_report(RecommendationFactory(report__opening=None).report)


def happens_in_the_admin_site():
    LogEntry.objects.create(user=UserFactory(), action_flag=ADDITION, object_repr="A report")


@pytest.mark.parametrize("happens", [happens_to_an_answer, happens_to_the_register, happens_in_the_admin_site])
def test_it_is_counted_again_once_anything_has_happened(memory, happens):
    publish()
    before = count()
    ForceResponseFactory()

    happens()

    assert count() == ForceResponse.objects.count() > before


def test_other_rows_and_other_counts_are_kept_apart(memory):
    answer, _ = ForceResponseFactory.create_batch(2)
    rows = ForceResponse.objects.order_by("pk")

    assert kept(QuerySet.count, rows) == 2
    assert kept(QuerySet.count, rows.filter(pk=answer.pk)) == 1
    assert kept(QuerySet.exists, rows) is True
    assert kept(QuerySet.first, rows.filter(pk=0)) is kept(QuerySet.first, rows.filter(pk=0)) is None
    assert kept(list, rows.values_list("pk", flat=True)[:1]) == [answer.pk]


def of_each(rows):
    """How many answers each organisation has; `asked` tells of whom that was asked."""
    rows = rows.values_list("organisation").annotate(Count("pk")).order_by()
    of_each.asked.append(sorted(key for key, _ in rows))
    return dict(rows)


@pytest.fixture
def three():
    of_each.asked = []
    return sorted(ForceResponseFactory.create_batch(3), key=lambda answer: answer.organisation_id)


def publish_of(answer):
    actions.record_published_answer(
        RecommendationFactory(), answer.organisation, account="We trained them.", source_title="An answer"
    )


def test_after_an_event_of_one_organisation_its_rows_alone_are_counted_again(memory, three):
    keys, rows = [answer.organisation_id for answer in three], ForceResponse.objects.all()
    before = Kept().by_organisation(of_each, rows)
    publish_of(three[1])

    after = Kept().by_organisation(of_each, rows)
    again = Kept().by_organisation(of_each, rows)

    assert before == dict.fromkeys(keys, 1)
    assert after == again == before | {keys[1]: 2}
    assert of_each.asked == [keys, [keys[1]]]


@pytest.mark.parametrize("happens", [happens_to_the_register, happens_in_the_admin_site])
def test_what_concerns_all_is_counted_again_for_every_organisation(memory, three, happens):
    Kept().by_organisation(of_each, ForceResponse.objects.all())
    ForceResponseFactory(organisation=three[2].organisation)

    happens()

    assert Kept().by_organisation(of_each, ForceResponse.objects.all())[three[2].organisation_id] == 2


def test_organisation_without_rows_is_not_counted_each_time_and_has_no_place(memory, three):
    rows = ForceResponse.objects.filter(organisation=three[0].organisation)

    assert [Kept().by_organisation(of_each, rows) for _ in range(2)] == [{three[0].organisation_id: 1}] * 2
    assert len(of_each.asked) == 1
    assert Kept().by_organisation(of_each, ForceResponse.objects.none()) == {}


def sum_up(parts):
    sum_up.asked.append(len(parts))
    return sum(part if isinstance(part, int) else sum(part.values()) for part in parts)


@pytest.mark.parametrize(("together", "first", "then"), [(2, [2, 1, 2], [2, 2]), (8, [3, 1], [3, 1])])
def test_after_an_event_few_are_added_up_again(memory, three, monkeypatch, together, first, then):
    monkeypatch.setattr("progress.cache.TOGETHER", together)
    rows, keys, sum_up.asked = ForceResponse.objects.all(), [answer.organisation_id for answer in three], []
    assert Kept().added(of_each, rows, sum_up) == 3
    assert sum_up.asked == first

    publish_of(three[1])
    sum_up.asked.clear()

    assert [Kept().added(of_each, rows, sum_up) for _ in range(2)] == [4, 4]
    assert sum_up.asked == [*then, len(first) - 1]
    assert of_each.asked == [keys, [keys[1]]]


def test_of_several_organisations_with_an_event_each_is_counted_again(memory, monkeypatch):
    monkeypatch.setattr("progress.cache.TOGETHER", 2)
    of_each.asked, sum_up.asked, rows = [], [], ForceResponse.objects.all()
    answers = sorted(ForceResponseFactory.create_batch(5), key=lambda answer: answer.organisation_id)
    Kept().added(of_each, rows, sum_up)
    for answer in (answers[4], answers[1]):
        publish_of(answer)

    assert Kept().added(of_each, rows, sum_up) == 7
    assert of_each.asked[1:] == [[answers[1].organisation_id, answers[4].organisation_id]]
    assert Kept().by_organisation(of_each, rows) == {
        answer.organisation_id: 1 + (answer in (answers[1], answers[4])) for answer in answers
    }
    assert len(of_each.asked) == 2


def test_organisations_without_rows_add_nothing(memory, three):
    sum_up.asked, rows = [], ForceResponse.objects.filter(organisation=three[0].organisation)

    assert [Kept().added(of_each, rows, sum_up) for _ in range(2)] == [1, 1]
    assert Kept().added(of_each, ForceResponse.objects.none(), sum_up) == 0


@pytest.mark.parametrize("pointer", ["latest", "published"])
def test_country_that_is_kept_is_the_country_counted_anew(memory, pointer):
    rows, chance = answers.standing(answers.Reader(pointer)), random.Random(4)  # noqa: S311  rows, not secrets
    organisations = OrganisationFactory.create_batch(3)
    for _ in range(12):
        update = UpdateFactory(
            published=True,
            reported_on=datetime.date(2021, 1, 1) + datetime.timedelta(chance.randrange(90)),
            response__organisation=chance.choice(organisations),
            response__recommendation__due=chance.random() < 0.5,
        )
        chain.record("publish", response=update.response)
        told = overview.country(rows)
        caches["figures"].clear()
        assert told == overview.country(rows)


def test_register_that_is_kept_is_the_register_counted_anew(memory, client):
    def read():
        return [client.get(reverse(f"progress:{name}")).content for name in ("reports", "organisations")]

    organisations, told = OrganisationFactory.create_batch(2), []
    for number in range(4):
        answer = ForceResponseFactory(organisation=organisations[number % 2], recommendation__due=True)
        actions.record_published_answer(
            answer.recommendation, answer.organisation, account="We trained them.", source_title="An answer"
        )
        told.append(read())
        caches["figures"].clear()
        assert told[-1] == read()
    assert told[0] != told[-1]


@pytest.mark.parametrize("order", [(0, 1, 2, 0, 1), (2, 1, 0, 2, 0)])
def test_what_is_kept_of_one_reader_is_told_to_no_other(memory, client, reviewer, order):
    """The public, a lead and a reviewer, one after another; each reads what they would read alone."""
    published, sent = UpdateFactory(published=True), UpdateFactory(typed=True, position="deferred")
    lead = MembershipFactory(organisation=sent.response.organisation).user
    addresses = ["overview", "answers", "matrix", "reports", "organisations"]
    addresses = [reverse(f"progress:{name}") for name in addresses] + [
        reverse("progress:answers") + "?figure=silent&sort=due",
        reverse("progress:force", args=[OrganisationFactory(group=published.response.organisation.group).slug]),
        reverse("progress:force", args=[sent.response.organisation.slug]),
        reverse("progress:export", args=["csv"]),
    ]

    def read(person):
        client.logout()
        if person:
            client.force_login(person)
        pages = [client.get(address) for address in addresses]
        return [
            re.sub(
                rb'name="csrf\w+" value="\w+"',
                b"",
                b"".join(page.streaming_content) if page.streaming else page.content,
            )
            for page in pages
        ]

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
    ForceResponseFactory(recommendation__due=True, recommendation__due_on=datetime.date(2021, 6, 17))
    overdue = {}
    for day in (17, 18):
        time_machine.move_to(datetime.datetime(2021, 6, day, 12), tick=False)
        page = client.get(reverse("progress:reports"))
        overview = client.get(reverse("progress:overview"))
        overdue[day] = page.context["totals"]["overdue"], overview.context["country"].figures["overdue"]

    assert overdue == {17: (0, 0), 18: (1, 1)}
