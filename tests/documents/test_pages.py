"""A document is given, its proposals are shown beside the source, and nothing is saved until they are confirmed."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.access import access_of
from documents import actions
from documents.models import PublishedDocument, exact_day
from responses.models import Event, ForceResponse, Update
from responses.workflow import Refused
from tests.factories import (
    MembershipFactory,
    PublishedDocumentFactory,
    RecommendationFactory,
    ReportFactory,
    SubRecommendationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TEXT = (
    "Published 4 June 2021\n\nRecommendation 1\nForce response\nWe accept this recommendation.\nIt is done.\n\n"
    "Recommendation 2 (a)\nForce response\nThe first part is begun.\n\n"
    "Recommendation 2\nForce response\nThe rest follows.\n"
)


@pytest.fixture
def report(db):
    report = ReportFactory(opened=True)
    for number in ("1", "2", "3"):
        RecommendationFactory(report=report, number=number, order=int(number))
    SubRecommendationFactory(
        recommendation=report.recommendations.get(number="2"), label="a", order=1
    )
    return report


@pytest.fixture
def lead(force):
    return MembershipFactory(organisation=force, role="lead").user


@pytest.fixture
def document(report, force):
    return PublishedDocumentFactory(report=report, organisation=force, text=TEXT)


def give(client, report, force, **typed):
    return client.post(
        reverse("documents:add"), {"report": report.pk, "organisation": force.pk} | typed
    )


def decided(document, *decisions):
    """The form of the page, with a decision for each proposal."""
    typed = {}
    numbers = {"1": (3, 4), "2a": (7, 7), "2": (10, 10)}
    for number, (decision, key, changes) in enumerate(decisions):
        first, last = numbers[key]
        row = {
            "decision": decision,
            "recommendation": document.report.recommendations.get(number=key[0]).pk,
            "first": first,
            "last": last,
            "position": "not_stated",
            "progress": "not_stated",
        }
        typed |= {f"p{number}-{name}": value for name, value in (row | changes).items()}
    return typed


ALL = (("accept", "1", {"position": "accepted"}), ("accept", "2a", {}), ("accept", "2", {}))


def test_document_that_is_given_is_kept_with_its_original_and_read(client, report, force, lead):
    client.force_login(lead)

    page = give(
        client,
        report,
        force,
        file=SimpleUploadedFile("answers.txt", TEXT.encode()),
        source_url="https://force.example/answers",
        retrieved_on_0="5",
        retrieved_on_1="6",
        retrieved_on_2="2021",
    )

    kept = PublishedDocument.objects.get()
    assert page.url == kept.get_absolute_url()
    assert (bytes(kept.original), kept.version, kept.added_by) == (TEXT.encode(), 1, lead)
    assert (kept.source_url, kept.retrieved_on) == (
        "https://force.example/answers",
        datetime.date(2021, 6, 5),
    )
    assert (Update.objects.count(), Event.objects.count()) == (0, 0)


def test_text_may_be_pasted(client, report, force, lead):
    client.force_login(lead)

    give(client, report, force, text=TEXT)

    assert PublishedDocument.objects.get().name == "Pasted text.txt"


def test_same_document_twice_changes_nothing_and_a_newer_one_is_a_new_version(
    client, report, force, lead
):
    client.force_login(lead)

    pages = [give(client, report, force, text=text) for text in (TEXT, TEXT, TEXT + "More.")]

    assert pages[0].url == pages[1].url != pages[2].url
    assert sorted(PublishedDocument.objects.values_list("version", flat=True)) == [1, 2]


def test_document_needs_a_file_or_text(client, report, force, lead):
    client.force_login(lead)

    page = give(client, report, force)

    assert page.status_code == 422
    assert "Choose a file, or paste the text" in page.content.decode()


def test_file_that_is_too_large_is_refused(client, report, force, lead, monkeypatch):
    monkeypatch.setattr("documents.forms.MOST_BYTES", 10)
    client.force_login(lead)

    page = give(client, report, force, file=SimpleUploadedFile("a.txt", TEXT.encode()))

    assert "smaller than 25 MB" in page.content.decode()


def test_lead_gives_documents_of_their_own_organisation_alone(client, report, other_force, lead):
    client.force_login(lead)

    assert give(client, report, other_force, text=TEXT).status_code == 422


def test_nobody_else_gives_documents(client, report, force):
    client.force_login(UserFactory())

    assert client.get(reverse("documents:add")).status_code == 403


def test_proposals_stand_beside_the_source_with_their_reasons(client, document, lead):
    client.force_login(lead)

    page = client.get(document.get_absolute_url()).content.decode()

    assert "<mark>We accept this recommendation.</mark>" in page
    assert "Answer 2: recommendation 2, part a" in page
    assert "Stated: “We accept this recommendation.”" in page
    assert "label “Force response”" in page


def test_confirmed_answers_are_dated_updates_with_their_source(client, document, lead):
    client.force_login(lead)

    client.post(document.get_absolute_url(), decided(document, *ALL))

    first, second = Update.objects.order_by("response__recommendation__number")
    assert (first.account, first.position) == (
        "We accept this recommendation.\n\nIt is done.",
        "accepted",
    )
    assert (second.account, second.sub_answers) == (
        "The rest follows.",
        {"a": "The first part is begun."},
    )
    assert {
        (update.reported_on, update.source, update.source_title) for update in (first, second)
    } == {(datetime.date(2021, 6, 4), "document", "answers.txt")}
    document.refresh_from_db()
    assert document.confirmed_by == lead
    assert {event.by for event in Event.objects.filter(verb="read_from_document")} == {lead}


def test_recommendation_and_extent_can_be_changed_and_a_proposal_set_aside(
    client, document, report, lead
):
    client.force_login(lead)
    third = report.recommendations.get(number="3").pk

    client.post(
        document.get_absolute_url(),
        decided(
            document,
            ("accept", "1", {"recommendation": third, "last": 3}),
            ("set_aside", "2a", {}),
            ("set_aside", "2", {}),
        ),
    )

    update = Update.objects.get()
    assert (update.response.recommendation.number, update.account) == (
        "3",
        "We accept this recommendation.",
    )


def test_extent_may_not_end_before_it_begins(client, document, lead):
    client.force_login(lead)

    page = client.post(
        document.get_absolute_url(),
        decided(document, ("accept", "1", {"first": 4, "last": 3}), *ALL[1:]),
    )

    assert page.status_code == 422
    assert "Select an end that comes after the beginning" in page.content.decode()
    assert Update.objects.count() == 0


def test_answers_are_confirmed_once(client, document, lead):
    client.force_login(lead)
    client.post(document.get_absolute_url(), decided(document, *ALL))

    page = client.post(document.get_absolute_url(), decided(document, *ALL), follow=True)

    assert "These answers were confirmed already. Nothing was changed." in page.content.decode()
    assert Update.objects.count() == 2


def test_failure_in_the_middle_saves_nothing(document, lead, monkeypatch):
    def fail(*args, **kwargs):
        if kwargs["account"] == "b":
            raise RuntimeError
        return original(*args, **kwargs)

    original = actions.record_published_answer
    monkeypatch.setattr(actions, "record_published_answer", fail)
    first, second, _ = document.report.recommendations.order_by("number")
    decisions = [
        actions.Decision(row, "", words, None, "not_stated", "not_stated")
        for row, words in ((first, "a"), (second, "b"))
    ]

    with pytest.raises(RuntimeError):
        actions.confirm(document, decisions, by=lead, access=access_of(lead))

    document.refresh_from_db()
    assert (Update.objects.count(), document.confirmed_at, ForceResponse.objects.count()) == (
        0,
        None,
        0,
    )


def test_somebody_else_confirms_nothing(document):
    stranger = UserFactory()

    with pytest.raises(Refused):
        actions.confirm(document, [], by=stranger, access=access_of(stranger))


def test_document_without_answers_says_why(client, report, force, lead):
    document = PublishedDocumentFactory(report=report, organisation=force, text="Nothing here.")
    client.force_login(lead)

    page = client.get(document.get_absolute_url()).content.decode()

    assert "No words were found that answer a recommendation of this report." in page
    assert "There is nothing to confirm." in page


@pytest.mark.parametrize(
    ("said_on", "day"), [("2021-06-04", datetime.date(2021, 6, 4)), ("2021-06", None), (None, None)]
)
def test_month_makes_no_day(said_on, day):
    assert exact_day(said_on) == day


def test_month_is_kept_in_words(document, lead):
    first = document.report.recommendations.get(number="1")
    decision = actions.Decision(first, "", "Done.", "2021-06", "not_stated", "not_stated")

    actions.confirm(document, [decision], by=lead, access=access_of(lead))

    assert Update.objects.get().remarks == "Dated 2021-06 in the document, without a day."


@pytest.mark.parametrize("more", [0, 8])
def test_list_of_documents_asks_the_same_of_the_database_for_any_number(
    client, report, force, lead, more, django_assert_num_queries
):
    for number in range(more):
        PublishedDocumentFactory(
            report=report, organisation=force, text=f"Text {number}.", version=number + 1
        )
    client.force_login(lead)
    client.get(reverse("documents:add"))

    with django_assert_num_queries(7):
        client.get(reverse("documents:add"))
