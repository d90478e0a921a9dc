"""Where a response is: published here or elsewhere, answered for all, looked for, or not looked for yet."""

import datetime

import pytest
import time_machine

from accounts.access import Access, access_of
from responses import actions, workflow
from responses.history import verify
from responses.models import Elsewhere, Event, Look, Standing
from responses.vocabulary import Timeliness, Whereabouts
from tests.factories import (
    AddresseeFactory,
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 27)
ADDRESS = "https://www.force-a.police.uk/answer/"
DAY = {"published_on": datetime.date(2024, 11, 21), "precision": "day"}


@pytest.fixture
def report():
    """One where silence means nothing yet."""
    return ReportFactory(opened=True, collected_here_from=None)


@pytest.fixture
def answer(report, force):
    recommendation = RecommendationFactory(report=report, due=True)
    AddresseeFactory(recommendation=recommendation)
    actions.open_report(report)
    return force.responses.get()


def standing(answer):
    return Standing.objects.with_timeliness(TODAY).get(response=answer, sight="published")


def where(answer):
    row = standing(answer)
    return row.whereabouts, row.timeliness


def is_silent(answer):
    return Standing.objects.filter(response=answer).silent(TODAY).exists()


def test_silence_means_nothing_until_somebody_looked(answer):
    assert where(answer) == (Whereabouts.NOT_LOOKED, Timeliness.PASSED)
    assert not is_silent(answer)


def test_response_that_was_looked_for_and_not_found_is_silent_and_overdue(answer, report):
    actions.record_look(answer.organisation, report, looked_on=TODAY, place="force-a.police.uk")

    assert where(answer) == (Whereabouts.NONE_FOUND, Timeliness.OVERDUE)
    assert is_silent(answer)


def test_response_that_was_published_elsewhere_is_not_overdue_whoever_looked(answer, report):
    actions.record_look(answer.organisation, report, looked_on=TODAY, place="force-a.police.uk")

    actions.record_elsewhere(answer.organisation, report, address=ADDRESS, **DAY)

    assert where(answer) == (Whereabouts.ELSEWHERE, Timeliness.PASSED)
    assert not is_silent(answer)


def test_response_that_is_read_to_its_end_covers_what_it_names_alone(answer, report):
    other = RecommendationFactory(report=report, number="99")

    actions.record_elsewhere(
        answer.organisation, report, address=ADDRESS, recommendations=[other], read_whole=True
    )

    assert where(answer)[0] == Whereabouts.NOT_LOOKED


def test_national_answer_stands_for_every_force(answer, report):
    npcc = OrganisationFactory(kind="national_body", group="npcc")

    actions.record_elsewhere(npcc, report, address=ADDRESS, stands_for=answer.organisation.group)

    assert where(answer) == (Whereabouts.FOR_ALL, Timeliness.PASSED)


def test_published_answer_here_comes_first(answer, report):
    actions.record_elsewhere(answer.organisation, report, address=ADDRESS)

    UpdateFactory(response=answer, published=True)

    assert where(answer)[0] == Whereabouts.HERE


def test_answer_that_was_only_sent_says_so_to_hmicfrs_alone(answer):
    UpdateFactory(response=answer)

    sights = Standing.objects.filter(response=answer).values_list("sight", "whereabouts")

    assert dict(sights) == {"sent": Whereabouts.SENT, "published": Whereabouts.NOT_LOOKED}


@pytest.mark.parametrize(
    ("collected_from", "timeliness"),
    [(TODAY, Timeliness.OVERDUE), (TODAY + datetime.timedelta(1), Timeliness.PASSED)],
    ids=["today", "tomorrow"],
)
def test_silence_counts_from_the_day_on_which_answers_are_collected_here(
    answer, report, collected_from, timeliness
):
    report.collected_here_from = collected_from
    report.save()

    assert where(answer) == (Whereabouts.AWAITED, timeliness)


def test_what_is_due_immediately_is_due_now_and_never_without_a_date(report, force):
    recommendation = RecommendationFactory(
        report=report, due_at_once=True, due_in_words="Immediately"
    )
    AddresseeFactory(recommendation=recommendation)
    actions.open_report(report)

    row = standing(force.responses.get())

    assert (row.timeliness, row.due_on, row.has_deadline) == (
        Timeliness.DUE_NOW,
        report.published_on,
        True,
    )


def test_same_address_with_the_same_day_is_recorded_once(answer, report):
    for _ in range(2):
        actions.record_elsewhere(answer.organisation, report, address=ADDRESS, **DAY)

    actions.record_elsewhere(answer.organisation, report, address=ADDRESS)

    assert Elsewhere.objects.count() == 2
    assert Event.objects.filter(verb="record_elsewhere").count() == 2


def test_same_look_is_recorded_once(answer, report):
    for _ in range(2):
        actions.record_look(answer.organisation, report, looked_on=TODAY, place="its site")

    assert (Look.objects.count(), Event.objects.filter(verb="record_look").count()) == (1, 1)


@time_machine.travel("2026-11-27 12:00", tick=False)
def test_dead_address_is_still_a_response_that_was_published(answer, report, lead):
    response = actions.record_elsewhere(answer.organisation, report, address=ADDRESS)

    actions.check_elsewhere(response, is_there=False, by=lead, access=access_of(lead))

    response.refresh_from_db()
    assert (response.checked_on, response.gone_on) == (TODAY, TODAY)
    assert where(answer)[0] == Whereabouts.ELSEWHERE


def test_mistake_is_taken_back_with_its_reason(answer, report, lead):
    response = actions.record_elsewhere(answer.organisation, report, address=ADDRESS)

    actions.remove_elsewhere(
        response, by=lead, access=access_of(lead), reason="It answers another report."
    )

    assert where(answer)[0] == Whereabouts.NOT_LOOKED
    event = Event.objects.get(verb="remove_elsewhere")
    assert (event.before["address"], event.reason) == (ADDRESS, "It answers another report.")


def test_nobody_records_for_another_force(answer, report, other_lead):
    with pytest.raises(workflow.Refused):
        actions.record_elsewhere(
            answer.organisation,
            report,
            address=ADDRESS,
            by=other_lead,
            access=access_of(other_lead),
        )

    assert Elsewhere.objects.count() == 0


def test_admin_records_for_every_force(answer, report):
    admin = UserFactory()

    actions.record_look(
        answer.organisation,
        report,
        looked_on=TODAY,
        place="its site",
        by=admin,
        access=Access(user_id=admin.pk, administers=True),
    )

    assert Look.objects.get().by == admin


def test_verify_compares_where_responses_are(answer, report):
    actions.record_elsewhere(answer.organisation, report, address=ADDRESS)
    assert not verify.verify().faults

    Standing.objects.update(whereabouts=Whereabouts.NONE_FOUND)

    assert verify.verify().faults


def test_organisation_that_was_not_asked_is_recorded_and_counted_nowhere(report, answer):
    btp = OrganisationFactory(group="")

    actions.record_elsewhere(btp, report, address=ADDRESS)

    assert Standing.objects.filter(organisation=btp).count() == 0


@pytest.mark.parametrize("answers", [1, 4])
def test_recording_asks_the_same_of_the_database_for_any_number_of_answers(
    answers, report, force, django_assert_max_num_queries
):
    for _ in range(answers):
        ForceResponseFactory(
            organisation=force, recommendation=RecommendationFactory(report=report)
        )

    with django_assert_max_num_queries(30):
        actions.record_elsewhere(force, report, address=ADDRESS)
