"""What changed, in words: who sees which of it, since when, and that nothing internal is told."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import Access, access_of
from accounts.models import User
from responses import actions
from responses.models import Event
from tests.every_page.test_hostile import ODD
from tests.factories import (
    AddresseeFactory,
    DependencyFactory,
    EvidenceFactory,
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db
CHANGES = "/progress/changes/"
READ = "/progress/changes/read/"
ADMIN = Access(administers=True)
CANARIES = {
    "draft": "The secret draft.",
    "evidence": "The secret bulletin",
    "note": "The secret note.",
    "reason": "The secret reason.",
}


def at(*moment):
    return time_machine.travel(datetime.datetime(*moment, tzinfo=datetime.UTC), tick=False)


def told(page):
    return [event.words for event in page.context["page"]]


@pytest.fixture
def story(force, lead, chief, reviewer):
    """An answer on its whole way: drafted, sent, noted, returned, sent again, published and taken back."""
    recommendation = RecommendationFactory(number="4")
    AddresseeFactory(recommendation=recommendation)
    actions.open_report(recommendation.report)
    answer = recommendation.responses.get()
    EvidenceFactory(organisation=force, title=CANARIES["evidence"])

    def act(action, thing, by, **more):
        thing.refresh_from_db()
        return action(thing, by=by, access=access_of(by), **more)

    def take(step, by, **more):
        answer.refresh_from_db()
        actions.take_step(step, answer, by=by, access=access_of(by), version=answer.version, **more)

    answer.refresh_from_db()
    for account in ("We trained them.", CANARIES["draft"]):
        act(actions.save_draft, answer, lead, version=answer.version, account=account)
        answer.refresh_from_db()
    take("ask", lead)
    take("send", chief)
    act(actions.leave_note, answer, reviewer, text=CANARIES["note"])
    take("return", reviewer, reason=CANARIES["reason"])
    update = answer.updates.get()
    act(actions.publish, update, lead)
    act(actions.unpublish, update, lead, reason="Too early.")
    return answer


REVIEWERS = [
    "Update 1 taken back from publication",
    "Update 1 published",
    "Update 1 returned",
    "Note left for colleagues",
    "Update 1 signed off and sent to HMICFRS",
    "Report opened for answers",
]
PUBLIC = ["Answer taken back from publication", "Answer published", "Report opened for answers"]


def test_reviewer_reads_what_passed_between_organisations_and_hmicfrs(client, story, reviewer):
    client.force_login(reviewer)

    assert told(client.get(CHANGES)) == REVIEWERS


@pytest.mark.parametrize("person", [None, "lead", "chief", "scrutineer", "other_lead"])
def test_everybody_else_reads_what_is_public(client, request, story, person):
    if person:
        client.force_login(request.getfixturevalue(person))

    assert told(client.get(CHANGES)) == PUBLIC


@pytest.mark.parametrize("person", [None, "lead", "other_lead", "scrutineer", "reviewer"])
def test_no_words_of_drafts_evidence_notes_or_reasons_are_told(client, request, story, person):
    if person:
        client.force_login(request.getfixturevalue(person))

    shown = client.get(CHANGES).content.decode()

    assert Event.objects.filter(verb="save_draft", after__account=CANARIES["draft"]).exists()
    assert {name: word in shown for name, word in CANARIES.items()} == dict.fromkeys(
        CANARIES, False
    )


@pytest.mark.parametrize("person", [None, "other_lead"])
def test_public_reads_no_name_of_a_person_and_no_number_of_an_update(
    client, request, story, lead, person
):
    if person:
        client.force_login(request.getfixturevalue(person))

    shown = client.get(CHANGES).content.decode()

    assert (lead.name in shown, "Update 1" in shown) == (False, False)


def test_what_becomes_of_a_dependency_is_public(client, reviewer):
    dependency = DependencyFactory(title="A national position")
    actions.settle(
        dependency, by=reviewer, access=ADMIN, settled_on=datetime.date(2022, 1, 1), outcome="This."
    )
    actions.reopen_dependency(dependency, by=reviewer, access=ADMIN, reason="A mistake.")
    actions.withdraw_dependency(dependency, by=reviewer, access=ADMIN, reason="Nobody wants it.")

    public = client.get(CHANGES)
    client.force_login(reviewer)

    expected = ["Dependency withdrawn", "Dependency awaited again", "Dependency settled"]
    assert told(public) == told(client.get(CHANGES)) == expected
    assert {event.place for event in public.context["page"]} == {"A national position (NPCC)"}


def test_document_of_a_report_that_is_not_open_is_no_public_change(client, force):
    for report in (ReportFactory(), ReportFactory(opened=True)):
        recommendation = RecommendationFactory(report=report)
        actions.record_published_answer(
            recommendation, force, account="Done.", source_title="A document"
        )

    page = client.get(CHANGES)

    assert [event.response.recommendation.report for event in page.context["page"]] == [report]
    assert told(page) == ["Published answer added from a document of the organisation"]


def test_change_leads_to_the_case_for_reviewers_and_to_the_register_for_others(
    client, story, reviewer
):
    public = {event.verb: event.address for event in client.get(CHANGES).context["page"]}
    client.force_login(reviewer)
    reviewers = {event.verb: event.address for event in client.get(CHANGES).context["page"]}

    register = f"{story.recommendation.get_absolute_url()}#force-a"
    case = reverse("responses:case", args=[story.pk])
    report = story.recommendation.report.get_absolute_url()
    assert (public["publish"], public["open_report"]) == (register, report)
    assert (reviewers["publish"], reviewers["note"], reviewers["open_report"]) == (
        case,
        case,
        report,
    )


def read_document(recommendation, organisation):
    actions.record_published_answer(
        recommendation, organisation, account="Done.", source_title="A document"
    )


@pytest.fixture
def two_by_two(force, other_force):
    """Answers of two organisations to two reports, on four days."""
    reports = [
        RecommendationFactory(report=ReportFactory(slug=slug, opened=True))
        for slug in ("one", "two")
    ]
    for day, (recommendation, organisation) in enumerate(
        [(each, organisation) for each in reports for organisation in (force, other_force)], 1
    ):
        with at(2026, 3, day, 12):
            read_document(recommendation, organisation)
    return reports


def days(page):
    return [event.at.day for event in page.context["page"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [4, 3, 2, 1]),
        ("?report=one", [2, 1]),
        ("?organisation=force-a", [3, 1]),
        ("?report=two&organisation=force-b", [4]),
        ("?date_0=3&date_1=3&date_2=2026", [4, 3]),
        ("?date_0=3&date_1=march&date_2=2026&organisation=force-a", [3]),
        ("?date_0=1&date_1=1&date_2=9999", []),
        ("?date_0=1&date_1=1&date_2=1000", [4, 3, 2, 1]),
    ],
)
def test_filters_of_the_address_narrow_the_changes(client, two_by_two, query, expected):
    assert days(client.get(f"{CHANGES}{query}")) == expected


def test_report_brings_its_own_opening_and_the_dependencies_that_hold_it_up(
    client, two_by_two, lead
):
    one, two = two_by_two
    for recommendation in two_by_two:
        dependency = DependencyFactory()
        dependency.recommendations.add(recommendation)
        actions.withdraw_dependency(dependency, by=lead, access=ADMIN, reason="Nobody wants it.")
        AddresseeFactory(recommendation=recommendation)
        recommendation.responses.filter(updates=None).delete()
    actions.open_report(one.report)
    OrganisationFactory(slug="new")
    actions.open_report(two.report)

    page = client.get(f"{CHANGES}?report=two")

    assert [event.verb for event in page.context["page"]] == [
        "open_report",
        "withdraw_dependency",
        "read_from_document",
        "read_from_document",
    ]


def test_day_begins_at_midnight_in_london(client, two_by_two, force):
    with at(2026, 6, 1, 23, 30):
        read_document(RecommendationFactory(), force)

    assert days(client.get(f"{CHANGES}?date_0=2&date_1=6&date_2=2026")) == [1]


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        ("?report=nonsense", ["Report"]),
        ("?organisation=nonsense", ["Organisation"]),
        ("?date_0=32&date_1=1&date_2=2026", ["Since"]),
        ("?date_0=1", ["Since"]),
        ("?date_2=0000&report=-1", ["Report", "Since"]),
    ],
)
def test_value_that_makes_no_sense_is_left_out_and_said(client, two_by_two, query, left_out):
    page = client.get(f"{CHANGES}{query}")

    assert (days(page), page.context["ignored"]) == ([4, 3, 2, 1], left_out)
    assert f"does not make sense there: {', '.join(left_out)}." in page.content.decode()


@pytest.mark.parametrize(
    "name", ["report", "organisation", "date", "date_0", "date_1", "date_2", "unread", "page"]
)
def test_odd_query_is_never_a_server_error(client, two_by_two, reviewer, name):
    for person in (None, reviewer):
        if person:
            client.force_login(person)
        answers = {value[:20]: client.get(f"{CHANGES}?{name}={value}").status_code for value in ODD}

        assert set(answers.values()) == {200}


def test_reading_marks_nothing_as_read(client, two_by_two, reviewer):
    client.force_login(reviewer)

    client.get(CHANGES), client.get(f"{CHANGES}?unread=on")

    reviewer.refresh_from_db()
    assert reviewer.changes_seen_at is None


def test_changes_since_the_last_visit_are_counted_marked_and_listed_alone(
    client, two_by_two, reviewer
):
    User.objects.filter(pk=reviewer.pk).update(
        changes_seen_at=datetime.datetime(2026, 3, 2, 18, tzinfo=datetime.UTC)
    )
    client.force_login(reviewer)

    page = client.get(CHANGES)

    assert [(event.at.day, event.is_new) for event in page.context["page"]] == [
        (4, True),
        (3, True),
        (2, False),
        (1, False),
    ]
    assert "2 changes since your last visit" in page.content.decode()
    assert days(client.get(f"{CHANGES}?unread=on")) == [4, 3]


def test_button_marks_as_read_what_was_there_when_the_page_was_drawn(
    client, two_by_two, reviewer, force
):
    client.force_login(reviewer)
    until = client.get(CHANGES).context["until"]
    read_document(RecommendationFactory(), force)

    page = client.post(READ, {"until": until.isoformat()}, follow=True)

    reviewer.refresh_from_db()
    assert reviewer.changes_seen_at == until
    assert (page.redirect_chain[-1][0], page.context["unread"]) == (CHANGES, 1)


def test_page_hands_the_button_a_moment_that_it_takes(client, two_by_two, reviewer):
    client.force_login(reviewer)
    drawn = client.get(CHANGES).content.decode()

    client.post(READ, {"until": drawn.split('name="until" value="')[1].split('"')[0]})

    reviewer.refresh_from_db()
    assert (timezone.now() - reviewer.changes_seen_at) < datetime.timedelta(minutes=1)
    assert client.get(CHANGES).context["unread"] == 0


@pytest.mark.parametrize(
    "until", ["2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z"], ids=["back", "future"]
)
def test_mark_goes_neither_back_nor_into_the_future(client, reviewer, until):
    seen_at = timezone.now() - datetime.timedelta(days=1)
    User.objects.filter(pk=reviewer.pk).update(changes_seen_at=seen_at)
    client.force_login(reviewer)

    client.post(READ, {"until": until})

    reviewer.refresh_from_db()
    assert seen_at <= reviewer.changes_seen_at <= timezone.now()


@pytest.mark.parametrize(
    "until", [None, "", "nonsense", "0", "9" * 400, "2026-02-30", "0001-01-01T00:00:00+14:00"]
)
def test_moment_that_makes_no_sense_marks_nothing_and_says_so(client, reviewer, until):
    client.force_login(reviewer)

    page = client.post(READ, {"until": until} if until is not None else {}, follow=True)

    reviewer.refresh_from_db()
    assert reviewer.changes_seen_at is None
    assert "Nothing was marked as read." in page.content.decode()


def test_who_is_signed_out_has_nothing_to_mark(client, two_by_two):
    page = client.get(f"{CHANGES}?unread=on")

    assert (days(page), "I have read these" in page.content.decode()) == ([4, 3, 2, 1], False)
    assert client.post(READ, {"until": "2026-03-02T00:00:00Z"}).url.startswith("/accounts/login/")


def test_get_does_not_mark(client, reviewer):
    client.force_login(reviewer)

    assert client.get(READ).status_code == 405


def test_fifty_changes_are_on_a_page_and_the_next_keeps_the_filter(client, force):
    recommendation = RecommendationFactory()
    for number in range(51):
        actions.record_published_answer(
            recommendation, force, account=f"Done, {number}.", source_title="A document"
        )

    page = client.get(f"{CHANGES}?organisation=force-a")

    assert (len(page.context["page"]), page.context["page"].paginator.num_pages) == (50, 2)
    assert 'href="?organisation=force-a&amp;page=2"' in page.content.decode()


@pytest.mark.parametrize("answers", [1, 30])
@pytest.mark.parametrize(("person", "queries"), [(None, 5), ("reviewer", 10)])
def test_changes_ask_the_same_of_the_database_for_any_number(
    client, request, answers, person, queries
):
    for _ in range(answers):
        read_document(RecommendationFactory(), ForceResponseFactory().organisation)
    if person:
        client.force_login(request.getfixturevalue(person))

    with CaptureQueriesContext(connection) as asked:
        page = client.get(CHANGES)

    # open reports, count, rows, two lists to choose from; signed in: session, user, access, header, unread
    assert (len(page.context["page"]), len(asked)) == (answers, queries)
