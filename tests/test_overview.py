"""The country in figures, each against a count by hand."""

import datetime
import random

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Organisation
from responses import overview, standing

from .factories import ForceResponseFactory, OrganisationFactory, RecommendationFactory, UpdateFactory

pytestmark = pytest.mark.django_db
PUBLIC = standing.Reader("published")
PUBLISHED_ON = datetime.date(2020, 12, 17)


def a_country(days):
    """One recommendation; a force for each of `days` to its answer, None for a silent one, "" for a day not stated."""
    recommendation = RecommendationFactory(report__published_on=PUBLISHED_ON)
    for day in days:
        if day is None:
            ForceResponseFactory(recommendation=recommendation)
        else:
            reported_on = PUBLISHED_ON + datetime.timedelta(day) if day != "" else None
            UpdateFactory(response__recommendation=recommendation, published=True, reported_on=reported_on)
    return standing.standing(PUBLIC)


@pytest.mark.parametrize(
    ("days", "median"),
    [([], None), ([None, ""], None), ([7], 7), ([1, 4], 2.5), ([9, 1, 5], 5), ([1, 2, 3, 100], 2.5)],
)
def test_median_days_are_those_in_the_middle(days, median):
    assert overview.median_days(a_country(days)) == median


def test_answers_are_counted_by_week_and_those_without_a_day_apart():
    rows = a_country([0, 1, 7, 7, "", None])

    assert overview.by_week(rows) == [
        (datetime.date(2020, 12, 14), 2, 2),
        (datetime.date(2020, 12, 21), 2, 4),
    ]
    assert overview.undated(rows) == 1


def test_figures_of_reports_add_up_to_the_national_ones():
    chance = random.Random(8)  # noqa: S311  rows, not secrets
    for _ in range(3):
        a_country([chance.choice([None, "", 3, 400]) for _ in range(5)])
    rows = standing.standing(PUBLIC)

    national, reports = standing.figures(rows), list(overview.by_report(rows))

    assert {name: sum(report[name] for report in reports) for name in national} == national


def test_map_has_a_tile_for_each_of_the_43_forces_and_no_two_in_one_place():
    call_command("loaddata", "fixtures/organisations.json", verbosity=0)
    forces = Organisation.objects.filter(group="chief_constables").values_list("slug", flat=True)

    assert len({overview._code(slug) for slug in overview.TILES}) == 43
    assert (set(overview.TILES), len(set(overview.TILES.values()))) == (set(forces), 43)


@pytest.mark.parametrize(("answered", "look"), [(0, "none"), (1, "some"), (2, "all")])
def test_tile_says_how_much_its_force_answered(answered, look):
    kent = OrganisationFactory(slug="kent", name="Kent Police")
    for number in range(2):
        make = UpdateFactory if number < answered else ForceResponseFactory
        prefix = "response__" if make is UpdateFactory else ""
        make(**{f"{prefix}organisation": kent}, **({"published": True} if prefix else {}))

    (tile,) = overview.tiles(standing.standing(PUBLIC))

    assert (tile.look, tile.in_words) == (look, f"Kent Police: {answered} of 2 answered")


@pytest.mark.parametrize("forces", [1, 40])
def test_overview_asks_the_same_of_the_database_for_any_number_of_forces(client, forces):
    a_country([3] * forces)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("responses:overview"))

    assert (page.status_code, len(queries)) == (200, 11)
