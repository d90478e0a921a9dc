"""No page asks the database more often because the register is large."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import data
from benchmarks.cases import cases

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def asked_of(recommendations, monkeypatch):
    """How often each request of the benchmark asks, with so many recommendations of three organisations."""
    monkeypatch.setitem(data.SCALES, "test", (recommendations, 3, 5))
    data.PLACES.clear()
    with transaction.atomic():
        data.build("test")
        asked = {case.name: queries_of(case) for case in cases()}
        transaction.set_rollback(True)
    return asked


def queries_of(case):
    client = Client()
    if case.person:
        client.force_login(case.person)
    form = case.post and case.post()
    with CaptureQueriesContext(connection) as queries:
        page = client.post(case.path, form) if form else client.get(case.path)
        list(page.streaming_content if page.streaming else [page.content])
    assert page.status_code == (302 if form else 200), case.name
    found_nothing = bool(page.context) and page.context.get("results") == []
    return len(queries) + found_nothing  # then no texts are asked for


def test_every_page_asks_as_often_of_1000_recommendations_as_of_8(monkeypatch):
    small, large = asked_of(8, monkeypatch), asked_of(1000, monkeypatch)

    assert large == small
    assert len(small) == 52
