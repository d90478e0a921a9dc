"""Reports and organisations are found by their names, and recommendations by their numbers."""

import pytest
from django.urls import reverse

from search.names import named
from tests.factories import OrganisationFactory, RecommendationFactory, ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    report = ReportFactory(title="The police response to stalking", opened=True)
    report.designated_bodies.add(
        OrganisationFactory(name="Suzy Lamplugh Trust", kind="designated_body", group="")
    )
    return report


@pytest.mark.parametrize(
    "typed", ["stalking", "STALK", "police stalking", "Suzy Lamplugh", "lamplugh  trust"]
)
def test_report_is_found_by_its_title_and_by_who_complained(report, typed):
    assert named(typed).reports == [report]


def test_designated_body_and_force_are_found_by_their_names(report):
    kent = OrganisationFactory(name="Kent Police")

    assert [body.name for body in named("suzy").organisations] == ["Suzy Lamplugh Trust"]
    assert named("kent").organisations == [kent]


@pytest.mark.parametrize("typed", ["4", "rec 4", "Rec. 4", "recommendation 4", "Recommendation  4"])
def test_recommendation_is_found_by_its_number(report, typed):
    fourth = RecommendationFactory(report=report, number="4")
    RecommendationFactory(report=report, number="14")

    assert named(typed).recommendations == [fourth]


def test_number_as_printed_is_found(report):
    part = RecommendationFactory(report=report, number="10 (a)")

    assert named("rec 10 (a)").recommendations == [part]


@pytest.mark.parametrize("typed", ["", "  ", "?", "\0", "4\0", "%", "_"])
def test_nothing_is_named_by_nothing(report, typed):
    assert not named(typed)


def test_report_that_is_not_open_is_not_found():
    hidden = ReportFactory(title="Embargoed report")
    RecommendationFactory(report=hidden, number="4")

    assert not named("embargoed")
    assert not named("4")


def test_search_page_shows_names_first(client, report):
    page = client.get(reverse("search:search"), {"q": "stalking"}).content.decode()

    assert report.get_absolute_url() in page
    assert "By name or number" in page
