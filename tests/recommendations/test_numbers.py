"""Numbers of recommendations as reports print them: which are taken, where their pages are, and how they sort."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from recommendations.models import Recommendation
from supercomplaint.numbers import in_order
from tests.factories import RecommendationFactory

PRINTED = ["4", "7.1", "3a-c", "10 (a)", "12/13", "Action 1"]
REFUSED = [
    ".",
    "..",
    "...",
    "-",
    "/",
    "1/",
    "1//",
    " 1",
    "1 ",
    "1  2",
    "(a)",
    "1_2",
    "1~2",
    "1?",
    "4\n",
    "é",
]


@pytest.mark.parametrize("number", PRINTED)
def test_number_as_printed_is_taken_and_its_page_is_reached(number, client, db):
    recommendation = RecommendationFactory(number=number)

    recommendation.full_clean()

    page = client.get(recommendation.get_absolute_url())
    assert (page.status_code, page.context["recommendation"]) == (200, recommendation)


@pytest.mark.parametrize("number", REFUSED)
def test_number_that_no_report_prints_is_refused(number):
    with pytest.raises(ValidationError):
        Recommendation._meta.get_field("number").run_validators(number)


def test_numbers_have_different_addresses_where_they_differ():
    addresses = [
        reverse("progress:recommendation", args=["r", number])
        for number in [*PRINTED, "12-13", "10-a"]
    ]

    assert len(set(addresses)) == len(addresses)


def test_number_with_a_sign_that_none_has_has_no_address():
    with pytest.raises(NoReverseMatch):
        reverse("progress:recommendation", args=["r", "4?"])


def test_numbers_sort_as_people_expect():
    numbers = ["10 (a)", "2", "12/13", "7.10", "3b", "7.2", "10", "3a-c", "7", "1"]

    assert sorted(numbers, key=in_order) == [
        "1",
        "2",
        "3a-c",
        "3b",
        "7",
        "7.2",
        "7.10",
        "10",
        "10 (a)",
        "12/13",
    ]


def test_link_to_the_rows_of_a_number_leads_to_them(client, db):
    recommendation = RecommendationFactory(number="12/13 (a)")

    page = client.get(recommendation.report.get_absolute_url())

    assert "recommendation=12%2F13+%28a%29" in page.content.decode()
