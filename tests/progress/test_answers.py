"""Where the country stands: every figure against a count by hand, for each kind of reader."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from responses.history import standings
from responses.models import Comment, Decision, Standing
from tests.factories import (
    DependencyFactory,
    DraftFactory,
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    SubRecommendationFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
REVIEWER, PUBLIC = Standing.Sight
TODAY = datetime.date(2022, 1, 1)


def stands(reader, response):
    standings.refresh([response.pk])  # tests write rows that the actions write with their standings
    row = Standing.objects.in_sight(reader).with_timeliness(TODAY).get(response=response)
    return row.state, row.position, row.progress, row.assurance, row.timeliness


def test_silence_stands_as_silence_and_its_draft_is_nobodys():
    response = DraftFactory(position="accepted", response__stage="awaiting_sign_off").response

    assert stands(PUBLIC, response) == ("silent", "", "", "", "no_deadline")
    assert stands(REVIEWER, response) == ("silent", "", "", "", "no_deadline")


def test_what_was_sent_stands_for_reviewers_alone():
    response = UpdateFactory(
        typed=True, position="accepted", progress="in_progress", response__recommendation__due=True
    ).response
    response.stage = "sent"
    response.save()

    assert stands(PUBLIC, response) == ("silent", "", "", "", "overdue")
    assert stands(REVIEWER, response) == (
        "with_hmicfrs",
        "accepted",
        "in_progress",
        "signed_off",
        "on_time",
    )


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("drafting", "with_organisation"),
        ("awaiting_sign_off", "with_organisation"),
        ("sent", "with_hmicfrs"),
        ("confirmed", "confirmed"),
        ("closed", "closed"),
    ],
)
def test_what_goes_on_inside_an_organisation_is_its_own(stage, state):
    response = UpdateFactory(response__stage="drafting", published=True).response
    response.stage = stage
    response.save()

    assert (stands(REVIEWER, response)[0], stands(PUBLIC, response)[0]) == (state, "answered")


def test_assurance_is_the_strongest_word_that_the_reader_may_know():
    update = UpdateFactory(published=True)
    body = OrganisationFactory(kind="local_policing_body", group="")
    assert (stands(PUBLIC, update.response)[3], stands(REVIEWER, update.response)[3]) == (
        "self_reported",
    ) * 2

    said = {
        "organisation": body,
        "text": "Good.",
        "by": UserFactory(),
        "at": timezone.now(),
        "said_on": TODAY,
    }
    comment = Comment.objects.create(update=update, assures=True, **said)
    assert (stands(PUBLIC, update.response)[3], stands(REVIEWER, update.response)[3]) == (
        "self_reported",
        "assured",
    )
    Comment.objects.filter(pk=comment.pk).update(published_at=timezone.now())
    Decision.objects.create(update=update, kind="confirm", by=UserFactory(), at=timezone.now())

    assert (stands(PUBLIC, update.response)[3], stands(REVIEWER, update.response)[3]) == (
        "assured",
        "confirmed",
    )


@pytest.fixture
def country():
    """Two recommendations, three forces: published, sent, silent; and one that is not named."""
    report = ReportFactory(slug="safe", title="Safe", opened=True)
    first = RecommendationFactory(report=report, number="1", order=1, due=True)
    second = RecommendationFactory(report=report, number="2", order=2)
    north = OrganisationFactory(name="North", slug="north", region="North East")
    south = OrganisationFactory(name="South", slug="south", region="South West")
    west = OrganisationFactory(name="West", slug="west", region="South West")
    UpdateFactory(
        response__recommendation=first,
        response__organisation=north,
        published=True,
        typed=True,
        position="accepted",
        lead="Head of crime",
    )
    UpdateFactory(
        response__recommendation=first,
        response__organisation=south,
        typed=True,
        position="deferred",
    )
    ForceResponseFactory(recommendation=first, organisation=west)
    for organisation in (north, south, west):
        ForceResponseFactory(recommendation=second, organisation=organisation)
    unnamed = OrganisationFactory(kind="unnamed", group="")
    UpdateFactory(response__recommendation=first, response__organisation=unnamed, published=True)
    return report


def show(client, query="", name="matrix"):
    page = client.get(reverse(f"progress:{name}") + query)
    assert page.status_code == 200
    return page


def cells(page):
    """The matrix as text: a row for each organisation."""
    body = re.search(r"<tbody>(.*?)</tbody>", page.content.decode(), re.DOTALL)[1]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def test_public_matrix_shows_what_is_published(client, country):
    page = show(client)

    assert cells(page) == [
        ["North", "Published", "No response here", "1 of 2"],
        ["South", "No response here", "No response here", "0 of 2"],
        ["West", "No response here", "No response here", "0 of 2"],
    ]
    assert [(name, count) for name, _, count in page.context["figures"]] == [
        ("", 6),
        ("answered", 1),
        ("silent", 5),
        ("overdue", 2),
        ("late", 0),
        ("deferred", 0),
    ]


def test_reviewers_matrix_shows_what_was_sent(client, country, reviewer):
    client.force_login(reviewer)

    page = show(client, "?measure=position")

    assert cells(page) == [
        ["North", "Accepted", "No response here", "1 of 2"],
        ["South", "Deferred to a national lead", "No response here", "1 of 2"],
        ["West", "No response here", "No response here", "0 of 2"],
    ]
    assert {name: count for name, _, count in page.context["figures"]}["deferred"] == 1


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?region=South+West", ["South", "West"]),
        ("?organisation=north", ["North"]),
        ("?position=accepted", ["North"]),
        ("?timeliness=overdue", ["South", "West"]),
        ("?state=answered", ["North"]),
        ("?assurance=signed_off", ["North"]),
        ("?group=home_office", []),
        ("?sort=silent", ["South", "West", "North"]),
        ("?sort=answered", ["North", "South", "West"]),
    ],
)
def test_filters_of_the_address_narrow_the_matrix(client, country, query, rows):
    shown = [row[0] for row in cells(show(client, query))]

    assert shown == (rows or ["No organisation fits these filters."])


def test_who_leads_narrows_for_reviewers_alone_and_the_public_is_told(client, country, reviewer):
    everybody = show(client, "?lead=head+of")
    assert [row[0] for row in cells(everybody)] == ["North", "South", "West"]
    assert "does not make sense there: Who leads." in everybody.content.decode()
    assert 'name="lead"' not in everybody.content.decode()

    client.force_login(reviewer)
    assert [row[0] for row in cells(show(client, "?lead=head+of"))] == ["North"]
    assert cells(show(client, "?lead=%25")) == [["No organisation fits these filters."]]


def test_waiting_on_a_dependency_narrows_by_what_is_in_sight(client, country, reviewer):
    dependency = DependencyFactory(slug="position")
    south = country.recommendations.get(number="1").responses.get(organisation__slug="south")
    south.latest.waits_on_dependencies.add(dependency)

    assert cells(show(client, "?waits_on=position")) == [["No organisation fits these filters."]]
    client.force_login(reviewer)
    assert [row[0] for row in cells(show(client, "?waits_on=position"))] == ["South"]


@pytest.mark.parametrize(
    "value", ["nonsense", "%F0%9F%98%80", "-1", "9" * 40, "'%3B--", "a" * 5000]
)
@pytest.mark.parametrize("name", ["matrix", "overview", "answers"])
def test_filter_that_makes_no_sense_is_left_out_and_said(client, country, name, value):
    fields = show(client, "", name).context["form"].fields

    for field in [*fields, "page"]:
        page = show(client, f"?{field}={value}", name).content.decode()
        takes_anything = field in ("page", "without_waiting", "undated") or (
            field == "lead" and len(value) < 150
        )
        assert ("Left out" in page) is not takes_anything, field


@pytest.mark.parametrize(
    ("person", "unmet"), [(None, ["Confirmed", "With HMICFRS"]), ("reviewer", ["Published"])]
)
def test_words_that_a_reader_cannot_meet_are_not_offered(client, country, reviewer, person, unmet):
    if person:
        client.force_login(reviewer)

    fields = show(client, "", "answers").context["form"].fields
    offered = {
        label for name in ("state", "assurance", "figure") for _, label in fields[name].choices
    }

    assert offered.isdisjoint(unmet)
    assert offered >= {"No response here", "Signed off in force", "Answered late"}


def test_report_that_is_not_among_the_newest_stays_chosen(client, country, monkeypatch):
    monkeypatch.setattr("recommendations.fields._newest", list)

    assert (
        '<option value="safe" selected>safe</option>'
        in show(client, "?report=safe").content.decode()
    )


@pytest.mark.parametrize("sort", ["report", "organisation", "due", "answered"])
def test_answers_come_in_the_order_that_is_asked_for(client, country, sort):
    listed = [
        (answer.organisation.name, answer.recommendation.number)
        for answer in show(client, f"?sort={sort}", "answers").context["page"]
    ]

    by_report = [(name, number) for number in "12" for name in ("North", "South", "West")]
    assert listed == (sorted(by_report) if sort == "organisation" else by_report)


def test_filters_in_use_can_be_taken_away_one_by_one(client, country):
    page = show(client, "?region=South+West&measure=position&timeliness=overdue").content.decode()

    assert 'href="?measure=position&amp;timeliness=overdue"' in page
    assert 'href="?region=South+West&amp;measure=position"' in page


def test_each_figure_is_a_link_to_exactly_its_rows(client, country, reviewer):
    for person in (None, reviewer):
        if person:
            client.force_login(person)
        page = show(client)
        links = re.findall(r'app-figure" href="(/progress/answers/\?[^"]*)"', page.content.decode())
        counted = [count for _, _, count in page.context["figures"]]
        listed = [
            client.get(link.replace("&amp;", "&")).context["page"].paginator.count for link in links
        ]

        assert (listed, len(links)) == (counted, len(counted))


@pytest.mark.parametrize(
    "query", ["", "&organisation=north", "&region=South+West&position=deferred"]
)
def test_each_total_of_the_matrix_leads_to_exactly_those_who_answered(
    client, country, reviewer, query
):
    client.force_login(reviewer)
    page = show(client, f"?report=safe{query}").content.decode()

    totals = re.findall(r'<td><a class="govuk-link" href="([^"]*)">(\d+) of \d+</a></td>', page)
    listed = [
        client.get(link.replace("&amp;", "&")).context["page"].paginator.count for link, _ in totals
    ]
    assert listed == [int(count) for _, count in totals]
    assert len(totals) == len(cells(show(client, f"?report=safe{query}"))) + 3


def test_coverage_counts_the_sub_recommendations_that_are_answered(client, country):
    first = country.recommendations.get(number="1")
    for label in "ab":
        SubRecommendationFactory(recommendation=first, label=label)
    answer = first.responses.get(organisation__slug="north")
    UpdateFactory(response=answer, number=2, published=True, sub_answers={"a": "Done."})

    assert cells(show(client, "?measure=coverage"))[0] == [
        "North",
        "1 of 2",
        "No response here",
        "1 of 2",
    ]


@pytest.mark.parametrize("forces", [1, 40])
def test_progress_asks_the_same_of_the_database_for_any_number_of_forces(client, reviewer, forces):
    recommendation = RecommendationFactory(due=True)
    for _ in range(forces):
        UpdateFactory(response__recommendation=recommendation, published=True)
    client.force_login(reviewer)

    asked = {}
    for name in ("matrix", "answers"):
        with CaptureQueriesContext(connection) as queries:
            show(client, "?measure=timeliness", name)
        asked[name] = len(queries)

    # session, user, access, header; organisations, dependencies and reports to choose from; then report, rows,
    # recommendations and figures; or how many there are, keys and rows
    assert asked == {"matrix": 11, "answers": 10}
