"""What everybody reads: published answers, silence, and nothing else."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AddresseeFactory,
    CitationFactory,
    DependencyFactory,
    DraftFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    NoteFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    SubRecommendationFactory,
    TieFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db
LISTS = ["reports", "organisations", "dependencies"]


def page(client, name, *args):
    answer = client.get(reverse(f"progress:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_home_counts_what_is_asked_answered_silent_and_overdue(client):
    recommendation = RecommendationFactory(due=True)
    UpdateFactory(response__recommendation=recommendation, published=True)
    ForceResponseFactory.create_batch(2, recommendation=recommendation)

    rows = client.get(reverse("progress:reports")).context["page"]

    assert [
        (row.counts["asked"], row.counts["answered"], row.counts["silent"], row.counts["overdue"])
        for row in rows
    ] == [(3, 1, 2, 2)]


def test_answer_whose_organisation_is_not_named_is_shown_and_not_counted(client):
    recommendation = RecommendationFactory()
    unnamed = OrganisationFactory(kind="unnamed", name="Constabulary not named", group="")
    UpdateFactory(
        response__recommendation=recommendation, response__organisation=unnamed, published=True
    )
    ForceResponseFactory(recommendation=recommendation)

    shown = client.get(recommendation.get_absolute_url())

    assert (shown.context["asked"], shown.context["answered"], shown.context["silent"]) == (1, 0, 1)
    assert "We trained them." in shown.content.decode()


def test_recommendation_shows_its_text_parts_notes_ties_and_dependencies(client):
    recommendation = RecommendationFactory(number="4", text="Take steps.\n\nThey should:")
    SubRecommendationFactory(
        recommendation=recommendation, label="a", text="ensure there is a policy;"
    )
    NoteFactory(recommendation=recommendation, text="Only for victims.")
    TieFactory(from_recommendation=recommendation, to_recommendation__number="1")
    TieFactory(to_recommendation=recommendation, from_recommendation__number="8", kind="reports_on")
    DependencyFactory(title="A national position").recommendations.add(recommendation)

    shown = page(client, "recommendation", recommendation.report.slug, "4")

    for words in [
        "Take steps.",
        "ensure there is a policy;",
        "Only for victims.",
        "recommendation 1",
        "Recommendation 8",
        "A national position",
    ]:
        assert words in shown


def test_silence_is_said(client, force):
    response = ForceResponseFactory(organisation=force)

    shown = page(
        client,
        "recommendation",
        response.recommendation.report.slug,
        response.recommendation.number,
    )

    assert "No response here" in shown


def test_draft_and_unpublished_update_are_on_no_public_page(client, force):
    response = ForceResponseFactory(organisation=force)
    DraftFactory(response=response, account="CANARY-DRAFT")
    CitationFactory(
        evidence=EvidenceFactory(organisation=force, title="CANARY-EVIDENCE", is_public=True),
        update=UpdateFactory(response=response, account="CANARY-SENT"),
    )
    recommendation = response.recommendation

    shown = "".join(
        [
            *(page(client, name) for name in LISTS),
            page(client, "report", recommendation.report.slug),
            page(client, "recommendation", recommendation.report.slug, recommendation.number),
            page(client, "organisation", "force-a"),
        ]
    )

    assert "CANARY" not in shown
    assert "No response here" in shown


def test_evidence_that_is_not_public_or_was_withdrawn_is_not_shown(client, force):
    update = UpdateFactory(response__organisation=force, published=True)
    for title, fields in {
        "SHOWN": {"is_public": True},
        "HIDDEN": {"is_public": False},
        "GONE": {
            "is_public": True,
            "withdrawn_at": update.recorded_at,
            "withdrawn_because": "Wrong file.",
        },
    }.items():
        CitationFactory(
            update=update, evidence=EvidenceFactory(organisation=force, title=title, **fields)
        )

    shown = page(
        client,
        "recommendation",
        update.response.recommendation.report.slug,
        update.response.recommendation.number,
    )

    assert [title for title in ("SHOWN", "HIDDEN", "GONE") if title in shown] == ["SHOWN"]


def test_report_that_is_not_open_is_not_there(client):
    recommendation = RecommendationFactory(report=ReportFactory(slug="not-open"))

    assert "not-open" not in page(client, "reports")
    for name, args in [
        ("report", ["not-open"]),
        ("recommendation", ["not-open", recommendation.number]),
    ]:
        assert client.get(reverse(f"progress:{name}", args=args)).status_code == 404


def test_tie_to_a_report_that_is_not_open_is_not_shown(client):
    tie = TieFactory(to_recommendation__report=ReportFactory(slug="not-open"))

    shown = page(
        client,
        "recommendation",
        tie.from_recommendation.report.slug,
        tie.from_recommendation.number,
    )

    assert "not-open" not in shown


def test_dependency_shows_who_waits_for_it(client, force):
    dependency = DependencyFactory(slug="position")
    UpdateFactory(response__organisation=force, published=True).waits_on_dependencies.add(
        dependency
    )
    UpdateFactory(response__organisation__name="Not published").waits_on_dependencies.add(
        dependency
    )

    shown = page(client, "dependency", "position")

    assert ("Force A" in shown, "Not published" in shown) == (True, False)
    assert [
        row.waiting for row in client.get(reverse("progress:dependencies")).context["dependencies"]
    ] == [1]


@pytest.mark.parametrize(
    ("due", "reported", "said"),
    [
        (None, None, "No date set"),
        ("2021-06-17", None, "Answered, day not stated"),
        ("2021-06-17", "2021-06-17", "Answered on time"),
        ("2021-06-17", "2021-06-18", "Answered late"),
    ],
)
def test_timeliness_of_a_published_answer_comes_from_its_dates(client, force, due, reported, said):
    recommendation = RecommendationFactory(due_on=due, due_in_words="By the report.")
    UpdateFactory(
        response__organisation=force,
        response__recommendation=recommendation,
        published=True,
        reported_on=reported,
    )

    assert said in page(client, "organisation", "force-a")


@pytest.mark.parametrize(("today", "said"), [("2021-06-17", "Due"), ("2021-06-18", "Overdue")])
def test_timeliness_of_silence_comes_from_the_day_it_is(client, force, time_machine, today, said):
    time_machine.move_to(datetime.datetime.fromisoformat(f"{today}T12:00:00+01:00"))
    ForceResponseFactory(organisation=force, recommendation__due=True)

    shown = page(client, "organisation", "force-a")

    assert f"\n{said}\n" in shown or f">{said}<" in shown


def test_first_published_update_decides_whether_an_answer_was_late(client, force):
    recommendation = RecommendationFactory(due=True)
    first = UpdateFactory(
        response__organisation=force,
        response__recommendation=recommendation,
        published=True,
        reported_on=datetime.date(2021, 6, 1),
    )
    UpdateFactory(
        response=first.response, number=2, published=True, reported_on=datetime.date(2022, 6, 1)
    )

    assert "Answered on time" in page(client, "organisation", "force-a")


def a_busy_register(forces):
    """One report, two recommendations, a dependency; `forces` of each kind of answer."""
    report = ReportFactory(slug="busy", opened=True)
    dependency = DependencyFactory(slug="busy")
    body = OrganisationFactory(slug="busy")
    for number in "12":
        recommendation = RecommendationFactory(report=report, number=number, due=True)
        dependency.recommendations.add(recommendation)
        AddresseeFactory(recommendation=recommendation)
        TieFactory(from_recommendation=recommendation)
        ForceResponseFactory(recommendation=recommendation, organisation=body)
    for _ in range(forces):
        ForceResponseFactory(recommendation=recommendation)
        update = UpdateFactory(response__recommendation=recommendation, published=True)
        update.waits_on_dependencies.add(dependency)
        CitationFactory(update=update, evidence__is_public=True)
        ForceResponseFactory(recommendation__report=report, organisation=body)


PAGES = [
    ("reports",),
    ("report", "busy"),
    ("recommendation", "busy", "2"),
    ("organisations",),
    ("organisation", "busy"),
    ("dependencies",),
    ("dependency", "busy"),
]


def queries_of(client, name, *args):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, name, *args)
    return len(queries)


@pytest.mark.parametrize("forces", [1, 40])
def test_page_asks_the_same_of_the_database_for_any_number_of_forces(client, forces):
    a_busy_register(forces)

    asked = {name: queries_of(client, name, *args) for name, *args in PAGES}

    assert asked == {
        # reports, their number, bodies, recommendations; whether counts are kept, and three; where responses are: two
        "reports": 10,
        # report, designated bodies, recommendations, addressees, ties, counts, uncounted; where responses are, those
        # elsewhere, who is asked; asks without a number, actions, milestones
        "report": 13,
        # itself, five relations; answers, versions, comments, evidence, what they wait on: two; responses elsewhere,
        # looks, deadlines
        "recommendation": 15,
        "organisations": 3,  # organisations, whether counts are kept, counts
        # organisation, count, keys, answers; its complaints, what it published elsewhere, whom it follows
        "organisation": 7,
        "dependencies": 1,
        "dependency": 3,  # dependency, recommendations, who waits
    }


def test_own_organisation_is_led_from_the_public_page_to_its_answer(client, force):
    response = ForceResponseFactory(organisation=force)
    client.force_login(MembershipFactory(organisation=force).user)

    shown = page(
        client,
        "recommendation",
        response.recommendation.report.slug,
        response.recommendation.number,
    )

    assert reverse("responses:edit", args=[response.pk]) in shown


def test_report_whose_recommendations_are_not_held_claims_no_counts(client):
    ReportFactory(opened=True)

    assert "Whom it asked is not held here" in page(client, "reports")


def test_answers_in_no_count_are_said(client):
    unnamed = OrganisationFactory(kind="unnamed", group="")
    update = UpdateFactory(response__organisation=unnamed, published=True)

    said = "1 more published answer comes from an organisation that its source does not name"
    assert said in page(client, "reports")
    assert said in page(client, "report", update.response.recommendation.report.slug)
