"""Benchmarks measure pages as people see them, and delete no database that somebody uses."""

import pytest
from django.urls import reverse

from benchmarks.cases import Case
from benchmarks.data import empty
from benchmarks.measure import measure
from recommendations.models import Report
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_database_with_people_is_not_emptied():
    person = UserFactory(email="chief@police.example")

    with pytest.raises(SystemExit, match="an empty one of their own"):
        empty()

    person.refresh_from_db()


def test_database_with_reports_and_nobody_is_not_emptied():
    ReportFactory()

    with pytest.raises(SystemExit):
        empty()

    assert Report.objects.count() == 1


def test_page_of_somebody_who_needs_a_second_factor_is_measured(settings, reviewer):
    settings.SECOND_FACTOR_ROLES = ["reviewer"]

    measured = measure(Case("work queue", reverse("responses:queue"), reviewer), seconds=0)

    assert measured.size > 1_000
