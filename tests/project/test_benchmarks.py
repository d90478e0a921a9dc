"""Benchmarks delete everything in their database, so they refuse one that somebody uses."""

import pytest

from benchmarks.data import empty
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
