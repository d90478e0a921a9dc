"""The country in figures, each against a count by hand."""

import datetime
import random

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.queries import figures, force_map, overview, timeline
from recommendations.models import Organisation, Report
from responses.models import Standing
from tests.factories import (
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2022, 1, 1)
PUBLISHED_ON = datetime.date(2020, 12, 17)


def a_country(days, **recommendation):
    """One recommendation; a force for each of `days` to its answer, None for a silent one, "" for a day not stated."""
    asked = RecommendationFactory(report__published_on=PUBLISHED_ON, **recommendation)
    for day in days:
        if day is None:
            ForceResponseFactory(recommendation=asked)
        else:
            reported_on = PUBLISHED_ON + datetime.timedelta(day) if day != "" else None
            UpdateFactory(response__recommendation=asked, published=True, reported_on=reported_on)
    return Standing.objects.in_sight("published")


@pytest.mark.parametrize(
    ("days", "median"),
    [
        ([], None),
        ([None, ""], None),
        ([7], 7),
        ([1, 4], 2.5),
        ([9, 1, 5], 5),
        ([1, 2, 3, 100], 2.5),
        ([3, 3, 9], 3),
    ],
)
def test_median_days_are_those_in_the_middle(days, median):
    assert overview.country(a_country(days), TODAY).median_days == median


def lines(rows):
    return [
        (str(line.begins), line.answered, line.answered_so_far, line.due, line.due_so_far)
        for line in overview.country(rows, TODAY).timeline.lines
    ]


def test_answers_are_counted_by_week_beside_those_that_were_due():
    rows = a_country([0, 1, 7, 7, "", None], due=True, due_on=datetime.date(2020, 12, 24))

    assert lines(rows) == [("2020-12-14", 2, 2, 0, 0), ("2020-12-21", 2, 4, 6, 6)]
    assert overview.country(rows, TODAY).timeline.unit == "week"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "unit"), [(60 * 7, "week"), (61 * 7, "month"), (1700, "month"), (1900, "year")]
)
def test_long_course_is_told_by_month_or_year(days, unit):
    told = overview.country(a_country([*range(0, days, 7)]), TODAY).timeline

    assert (told.unit, told.answered) == (unit, len(range(0, days, 7)))
    assert len(told.lines) <= timeline.LONGEST


@pytest.mark.parametrize(
    ("unit", "day", "first", "last"),
    [
        ("week", "2020-12-31", "2020-12-28", "2021-01-03"),
        ("week", "2021-01-03", "2020-12-28", "2021-01-03"),
        ("week", "9999-12-31", "9999-12-27", "9999-12-31"),
        ("month", "2024-02-29", "2024-02-01", "2024-02-29"),
        ("year", "2021-06-17", "2021-01-01", "2021-12-31"),
    ],
)
def test_line_of_the_course_begins_and_ends_with_its_unit(unit, day, first, last):
    begin, end = timeline.UNITS[unit]

    assert (
        str(begin(datetime.date.fromisoformat(day))),
        str(end(datetime.date.fromisoformat(first))),
    ) == (
        first,
        last,
    )


def test_picture_of_the_course_goes_up_where_something_came_and_ends_at_its_height():
    told = overview.country(
        a_country([0, 7, 7, None], due=True, due_on=PUBLISHED_ON + datetime.timedelta(14)), TODAY
    ).timeline

    assert told.answered_steps == "0,240 0,180 450,180 450,60 900,60 900,60 900,60"
    assert told.due_steps == "0,240 0,240 450,240 450,240 900,240 900,0 900,0"


def test_figures_of_reports_and_of_organisations_add_up_to_the_national_ones():
    chance = random.Random(8)  # noqa: S311  rows, not secrets
    for _ in range(3):
        a_country([chance.choice([None, "", 3, 400]) for _ in range(5)])
    rows = Standing.objects.in_sight("published")
    country = overview.country(rows, TODAY)

    national = country.figures

    reports, by_report = (
        Report.objects.order_by("-published_on", "slug"),
        overview.by_report(rows, TODAY),
    )
    assert country.reports == [report.pk for report in reports]
    assert [each[:2] for each in by_report] == [(report.slug, report.title) for report in reports]
    for parts in ([counts for *_, counts in by_report], country.by_organisation.values()):
        assert {name: sum(counts[name] for counts in parts) for name in national} == national
    assert figures.of(rows, TODAY) == national


def test_map_has_a_tile_for_each_of_the_43_forces_and_no_two_in_one_place():
    call_command("loaddata", "fixtures/organisations.json", verbosity=0)
    forces = Organisation.objects.filter(group="chief_constables").values_list("slug", flat=True)

    assert len({force_map.Tile("", slug, "", 0, 1).code for slug in force_map.TILES}) == 43
    assert (set(force_map.TILES), len(set(force_map.TILES.values()))) == (set(forces), 43)


@pytest.mark.parametrize(
    ("count", "shade"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (6, 3), (7, 4), (8, 4)]
)
def test_tile_is_darker_the_more_it_counts(count, shade):
    assert force_map.Tile("Kent Police", "kent", "", count, 8).shade == shade


@pytest.mark.parametrize(("shown", "count"), [("answered", 2), ("silent", 1), ("late", 1)])
def test_map_shows_the_figure_that_is_chosen_and_each_tile_leads_to_its_rows(client, shown, count):
    kent = OrganisationFactory(slug="kent", name="Kent Police")
    for day in ("2021-01-01", "2022-01-01"):
        UpdateFactory(
            published=True,
            reported_on=day,
            response__organisation=kent,
            response__recommendation__due=True,
        )
    ForceResponseFactory(organisation=kent, recommendation__due=True)

    (tile,) = client.get(reverse("progress:overview"), {"map": shown}).context["tiles"]

    assert (tile.count, tile.asked) == (count, 3)
    assert client.get(str(tile.link)).context["page"].paginator.count == count


def test_reports_are_listed_twenty_at_a_time_newest_first(client):
    for day in range(1, 23):
        report = ReportFactory(
            published_on=datetime.date(2020, 1, day), title=f"Report {day}", opened=True
        )
        ForceResponseFactory(recommendation__report=report)

    pages = [client.get(reverse("progress:overview"), {"page": page}).context for page in (1, 2)]

    listed = [report["title"] for page in pages for report in page["reports"]]
    assert listed == [f"Report {day}" for day in range(22, 0, -1)]
    assert [len(page["page"]) for page in pages] == [20, 2]


@pytest.mark.parametrize("forces", [1, 40])
def test_overview_asks_the_same_of_the_database_for_any_number_of_forces(client, forces):
    a_country([3] * forces)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("progress:overview"))

    # organisations, dependencies and reports to choose from; whether figures are cached; of organisations the figures
    # and two kinds of days; reports that ask; the median; by report, their titles; what holds up
    assert (page.status_code, len(queries)) == (200, 12)
