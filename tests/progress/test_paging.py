"""Pages of long lists: the same as if all rows had been put in order."""

import datetime
import random

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.http import QueryDict

from accounts.access import Access
from progress.filters import ORDERS, AnswersFilters
from responses.models import Standing
from responses.queries.paging import rows_of_page
from tests.factories import (
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db
LAST = datetime.date.max
# How a list is sorted, by hand: what comes first of each order, and what every order ends with.
BY_HAND = {
    "report": lambda row: (),
    "organisation": lambda row: (row.organisation.name,),
    "due": lambda row: (row.recommendation.due_on or LAST,),
    "answered": lambda row: (-row.answered_on.toordinal() if row.answered_on else 0,),
}


def by_report(row):
    report = row.report
    return (
        -report.published_on.toordinal(),
        report.pk,
        row.recommendation.order,
        row.organisation.name,
    )


@pytest.fixture
def register():
    chance, organisations = random.Random(3), OrganisationFactory.create_batch(3)  # noqa: S311  rows, not secrets
    for day in (1, 2, 2, 3):
        report = ReportFactory(published_on=datetime.date(2020, 1, day), opened=True)
        for recommendation in RecommendationFactory.create_batch(
            chance.choice([1, 2, 4]), report=report
        ):
            recommendation.due_on = chance.choice(
                [None, datetime.date(2021, 1, 1), datetime.date(2022, 1, 1)]
            )
            recommendation.due_in_words = "Soon."
            recommendation.save()
            for organisation in organisations:
                answer = ForceResponseFactory(
                    recommendation=recommendation, organisation=organisation
                )
                if reported_on := chance.choice(["", None, "2021-02-01", "2021-03-01"]):
                    UpdateFactory(response=answer, published=True, reported_on=reported_on)


@pytest.mark.parametrize("sort", ORDERS)
def test_list_is_sorted_as_by_hand(register, sort):
    filters = AnswersFilters(QueryDict(f"sort={sort}"), Access())
    rows = Standing.objects.in_sight("published").select_related(
        "report", "recommendation", "organisation"
    )
    by_hand = sorted(rows, key=lambda row: (*BY_HAND[sort](row), *by_report(row)))

    listed = filters.in_order(filters.standings())

    assert [row.response_id for row in listed] == [row.response_id for row in by_hand]


@pytest.mark.parametrize("per_page", [1, 2, 3, 5, 7, 50])
def test_pages_are_those_of_the_whole_list(register, per_page):
    filters = AnswersFilters(QueryDict(""), Access())
    keys = filters.in_order(filters.standings()).values_list("response", flat=True)
    whole = list(keys)

    pages = [
        rows_of_page(page, Standing.objects.in_sight("published"), "response_id")
        for page in Paginator(keys, per_page)
    ]

    assert [row.response_id for page in pages for row in page] == whole
    assert {len(page) for page in pages[:-1]} <= {per_page}


def test_list_of_nothing_has_one_empty_page():
    page = Paginator(Standing.objects.order_by("pk").values_list("pk", flat=True), 50).get_page("7")

    assert (list(rows_of_page(page, Standing.objects.all())), page.number) == ([], 1)


@pytest.mark.parametrize("sort", ORDERS)
def test_no_list_is_sorted_by_the_database(register, sort):
    """It walks an index instead: or the last page of half a million answers takes two seconds."""
    filters = AnswersFilters(QueryDict(f"sort={sort}"), Access())
    keys = filters.in_order(filters.standings()).values_list("response", flat=True)

    if (
        connection.vendor == "postgresql"
    ):  # which would sort so few rows, and an index must be able to spare it
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"
            )
    plan = keys[100:150].explain()

    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
