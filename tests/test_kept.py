"""What is counted is kept, and never longer than it is true."""

import datetime

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.cache import caches
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from responses import actions
from responses.kept import kept
from responses.models import ForceResponse

from .factories import ForceResponseFactory, OrganisationFactory, RecommendationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def memory(settings):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"figures": {"BACKEND": backend, "LOCATION": "tests", "TIMEOUT": 60}}
    caches["figures"].clear()


def count():
    return kept(QuerySet.count, ForceResponse.objects.all())


def publish():
    answer = ForceResponseFactory()
    actions.record_published_answer(
        answer.recommendation, answer.organisation, account="We trained them.", source_title="An answer"
    )


def test_what_is_counted_is_kept_while_nothing_happens(memory):
    ForceResponseFactory()
    with CaptureQueriesContext(connection) as first:
        assert count() == 1
    ForceResponseFactory()  # leaves no Event, as no action would
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


def test_overdue_is_counted_anew_each_day(memory, client, time_machine):
    OrganisationFactory()
    ForceResponseFactory(recommendation__due=True, recommendation__due_on=datetime.date(2021, 6, 17))
    overdue = {}
    for day in (17, 18):
        time_machine.move_to(datetime.datetime(2021, 6, day, 12), tick=False)
        page = client.get(reverse("responses:register"))
        overview = client.get(reverse("responses:overview"))
        overdue[day] = page.context["totals"]["overdue"], overview.context["country"].figures["overdue"]

    assert overdue == {17: (0, 0), 18: (1, 1)}
