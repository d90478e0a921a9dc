import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.access import access_of
from recommendations.models import AddresseeGroup, Opening
from responses import actions, workflow
from responses.models import Draft, Event, ForceResponse, Update
from tests.factories import (
    AddresseeFactory,
    DependencyFactory,
    EvidenceFactory,
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db
WORDS = {"account": "We trained them.", "position": "accepted", "progress": "in_progress"}


def asked_of(report):
    return set(
        ForceResponse.objects.filter(recommendation__report=report).values_list(
            "recommendation__number", "organisation__slug"
        )
    )


def test_opening_a_report_asks_each_addressee_active_on_its_day(force, other_force):
    OrganisationFactory(slug="ended", last_on=datetime.date(2020, 12, 16))
    OrganisationFactory(slug="not-begun", first_on=datetime.date(2020, 12, 18))
    OrganisationFactory(slug="home-office", group=AddresseeGroup.HOME_OFFICE)
    report = ReportFactory(published_on=datetime.date(2020, 12, 17))
    AddresseeFactory(recommendation=RecommendationFactory(report=report, number="1"))

    assert actions.open_report(report) == 2

    assert asked_of(report) == {("1", "force-a"), ("1", "force-b")}


def test_all_recipients_are_those_that_the_same_report_addresses(force):
    OrganisationFactory(slug="home-office", group=AddresseeGroup.HOME_OFFICE)
    OrganisationFactory(slug="college", group=AddresseeGroup.COLLEGE)
    report = ReportFactory()
    AddresseeFactory(recommendation=RecommendationFactory(report=report, number="1"))
    AddresseeFactory(
        recommendation=RecommendationFactory(report=report, number="2"),
        group=AddresseeGroup.HOME_OFFICE,
    )
    AddresseeFactory(
        recommendation=RecommendationFactory(report=report, number="8"),
        group=AddresseeGroup.ALL_RECIPIENTS,
    )

    actions.open_report(report)

    assert {slug for number, slug in asked_of(report) if number == "8"} == {
        "force-a",
        "home-office",
    }


def test_opening_a_report_again_leaves_everything_as_it_is(force):
    report = ReportFactory()
    AddresseeFactory(recommendation=RecommendationFactory(report=report))
    actions.open_report(report)
    opened_at, events = Opening.objects.get().at, Event.objects.count()

    assert actions.open_report(report) == 0

    assert (Opening.objects.get().at, Event.objects.count()) == (opened_at, events)


def test_published_answer_is_kept_with_its_words_evidence_and_event(force):
    recommendation, dependency = RecommendationFactory(), DependencyFactory()
    evidence = EvidenceFactory(organisation=force)

    update = actions.record_published_answer(
        recommendation,
        force,
        account="Awaits the NPCC leads.",
        source_title="A document",
        citations=[(evidence, "page 2")],
        waits_on=[dependency],
    )

    response = ForceResponse.objects.get()
    assert (response.latest, response.published, response.version) == (update, update, 1)
    assert (update.position, update.progress, update.reported_on) == (
        "not_stated",
        "not_stated",
        None,
    )
    assert list(update.citations.values_list("evidence", "where")) == [(evidence.pk, "page 2")]
    assert list(update.waits_on_dependencies.all()) == [dependency]
    assert Event.objects.get().verb == "read_from_document"


def test_same_published_answer_is_kept_once(force):
    recommendation = RecommendationFactory()
    said = {"account": "Done.", "source_title": "A document"}
    actions.record_published_answer(recommendation, force, **said)

    assert actions.record_published_answer(recommendation, force, **said) is None
    assert (Update.objects.count(), Event.objects.count()) == (1, 1)


def test_later_words_in_a_document_are_a_second_update(force):
    recommendation = RecommendationFactory()
    actions.record_published_answer(
        recommendation, force, account="First.", source_title="A document"
    )

    second = actions.record_published_answer(
        recommendation, force, account="Second.", source_title="A document"
    )

    assert second.number == 2
    assert ForceResponse.objects.get().published == second


def test_saving_a_draft_keeps_words_version_and_event(force, lead):
    response = ForceResponseFactory(organisation=force)

    actions.save_draft(response, by=lead, access=access_of(lead), version=0, **WORDS)

    response.refresh_from_db()
    event = Event.objects.get()
    assert (response.draft.account, response.draft.saved_by, response.version) == (
        "We trained them.",
        lead,
        1,
    )
    assert (event.verb, event.by, event.response, event.chain) == (
        "save_draft",
        lead,
        response,
        force.pk,
    )
    assert event.before == {"account": "", "position": "not_stated", "progress": "not_stated"}
    assert event.after == WORDS


def test_saving_the_same_words_again_changes_nothing(force, lead):
    response = ForceResponseFactory(organisation=force)
    actions.save_draft(response, by=lead, access=access_of(lead), version=0, **WORDS)

    actions.save_draft(response, by=lead, access=access_of(lead), version=1, **WORDS)

    response.refresh_from_db()
    assert (response.version, Event.objects.count()) == (1, 1)


def test_stale_draft_is_refused_and_changes_nothing(force, lead):
    response = ForceResponseFactory(organisation=force)
    actions.save_draft(response, by=lead, access=access_of(lead), version=0, **WORDS)

    with pytest.raises(workflow.Stale):
        actions.save_draft(
            response, by=lead, access=access_of(lead), version=0, **WORDS | {"account": "Mine."}
        )

    assert (Draft.objects.get().account, Event.objects.count()) == ("We trained them.", 1)


def test_draft_of_another_force_is_refused_and_changes_nothing(force, other_lead):
    response = ForceResponseFactory(organisation=force)

    with pytest.raises(workflow.Refused):
        actions.save_draft(
            response, by=other_lead, access=access_of(other_lead), version=0, **WORDS
        )

    assert (Draft.objects.count(), Event.objects.count()) == (0, 0)


def test_each_event_holds_the_hash_of_the_one_before(force, lead):
    response = ForceResponseFactory(organisation=force)
    for version in range(3):
        words = WORDS | {"account": f"Version {version}."}
        actions.save_draft(response, by=lead, access=access_of(lead), version=version, **words)

    first, second, third = Event.objects.order_by("number")
    assert [first.previous_hash, second.previous_hash, third.previous_hash] == [
        "",
        first.hash,
        second.hash,
    ]
    assert [event.hash for event in (first, second, third)] == [
        event.digest() for event in (first, second, third)
    ]


def test_two_events_cannot_stand_in_one_place(force, lead):
    response = ForceResponseFactory(organisation=force)
    actions.save_draft(response, by=lead, access=access_of(lead), version=0, **WORDS)
    event = Event.objects.get()
    event.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)


@pytest.mark.parametrize("broken", [{"account": ""}, {"source_title": ""}, {"source": "typed"}])
def test_update_that_could_not_be_is_refused_by_the_database(force, broken):
    with pytest.raises(DatabaseError), transaction.atomic():
        UpdateFactory(**broken)


def test_restoring_what_the_draft_says_already_leaves_no_event(force, lead):
    response = ForceResponseFactory(organisation=force)
    who = {"by": lead, "access": access_of(lead)}
    actions.save_draft(response, version=0, **who, **WORDS)

    actions.restore_draft(response, version=1, number=1, **who)

    assert Event.objects.count() == 1


def test_citation_moves_to_no_part_that_it_is_cited_for_already(force, lead):
    response = ForceResponseFactory(organisation=force)
    evidence = EvidenceFactory(organisation=force)
    who = {"by": lead, "access": access_of(lead)}
    actions.cite(response, evidence, sub_label="a", **who)
    citation = actions.cite(response, evidence, sub_label="b", where="page 2", **who)

    with pytest.raises(workflow.Refused, match="cites it there already"):
        actions.edit_citation(citation, sub_label="a", where="", **who)
    actions.edit_citation(citation, sub_label="b", where="page 2", **who)

    assert list(Event.objects.values_list("verb", flat=True)) == ["cite", "cite"]
