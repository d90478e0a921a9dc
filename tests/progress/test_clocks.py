"""Days held and days waited: each day of an answer is somebody’s, and is counted once."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.access import Access
from progress.queries.clocks import Clocks, clocks_of, run, unsettled
from responses import actions
from responses.models import ForceResponse
from responses.vocabulary import Stage
from tests.factories import (
    DependencyFactory,
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    UpdateFactory,
)

ASKED = datetime.date(2021, 1, 1)
ADMIN = Access(administers=True)
days = st.integers(min_value=-5, max_value=40).map(
    lambda number: ASKED + datetime.timedelta(number)
)
turns_of = st.lists(st.tuples(days, st.sampled_from(Stage)), max_size=8)
waits_of = st.lists(st.tuples(days, days), max_size=5)


def after(number):
    return ASKED + datetime.timedelta(number)


def counted_day_by_day(today, turns, waits):
    """The Clocks once more, one day after another: a turn on a day counts from that day on."""
    held = hmicfrs = npcc = 0
    for day in map(after, range((today - ASKED).days)):
        stage = next((stage for then, stage in reversed(turns) if then <= day), Stage.DRAFTING)
        if stage == Stage.SENT:
            hmicfrs += 1
        elif stage in (Stage.DRAFTING, Stage.AWAITING_SIGN_OFF):
            waited = any(since <= day < until for since, until in waits)
            npcc, held = npcc + waited, held + (not waited)
    return Clocks(held, hmicfrs, npcc)


@given(today=days, turns=turns_of, waits=waits_of)
def test_held_and_waiting_are_what_a_count_of_each_day_gives(today, turns, waits):
    turns = sorted(turns, key=lambda turn: turn[0])

    clocks = run(ASKED, today, turns, waits)

    assert clocks == counted_day_by_day(today, turns, waits)


@given(today=days, turns=turns_of, waits=waits_of)
def test_held_and_waiting_add_up_to_the_age_of_an_answer_that_never_ended(today, turns, waits):
    never_ended = [turn for turn in turns if turn[1] not in (Stage.CONFIRMED, Stage.CLOSED)]

    clocks = run(ASKED, today, never_ended, waits)

    assert clocks.held + clocks.waiting == clocks.age == max((today - ASKED).days, 0)
    assert min(clocks.held, clocks.hmicfrs, clocks.npcc) >= 0


@pytest.mark.parametrize(
    ("turns", "waits", "clocks"),
    [
        ([], [], Clocks(10, 0, 0)),
        ([(after(4), Stage.SENT)], [], Clocks(4, 6, 0)),
        ([(after(4), Stage.SENT), (after(7), Stage.CONFIRMED)], [], Clocks(4, 3, 0)),
        (
            [(after(2), Stage.SENT), (after(3), Stage.CLOSED), (after(8), Stage.DRAFTING)],
            [],
            Clocks(4, 1, 0),
        ),
        ([], [(after(6), datetime.date.max)], Clocks(6, 0, 4)),
        (
            [(after(4), Stage.SENT), (after(7), Stage.DRAFTING)],
            [(after(2), after(9))],
            Clocks(3, 3, 4),
        ),
        ([], [(after(2), after(6)), (after(4), after(8))], Clocks(4, 0, 6)),
        ([(after(-3), Stage.SENT)], [], Clocks(0, 10, 0)),
    ],
    ids=[
        "silent",
        "sent",
        "ended",
        "reopened",
        "waits",
        "waits around",
        "two waits at once",
        "sent before asked",
    ],
)
def test_clocks_of_ten_days(turns, waits, clocks):
    assert run(ASKED, after(10), turns, waits) == clocks


def on(day):
    return time_machine.travel(
        datetime.datetime.combine(day, datetime.time(12), datetime.UTC), tick=False
    )


@pytest.fixture
def answer(force):
    return ForceResponseFactory(organisation=force, recommendation__report__published_on=ASKED)


def take(step, answer, access, by, **more):
    answer.refresh_from_db()
    actions.take_step(step, answer, by=by, access=access, version=answer.version, **more)


def write(answer, lead, dependencies):
    answer.refresh_from_db()
    access = Access(user_id=lead.pk, leads=frozenset([answer.organisation_id]))
    words = {"account": "We await it.", "waits_on_dependencies": dependencies}
    actions.save_draft(answer, by=lead, access=access, version=answer.version, **words)
    take("ask", answer, access, lead)


@pytest.mark.django_db
def test_clocks_are_read_from_the_events_of_an_answer(answer, lead, chief, reviewer):
    dependency = DependencyFactory()
    sign = Access(user_id=chief.pk, signs=frozenset([answer.organisation_id]))
    with on(after(10)):
        write(answer, lead, [dependency])
    with on(after(20)):
        take("send", answer, sign, chief)
    with on(after(50)):
        take(
            "return",
            answer,
            Access(user_id=reviewer.pk, reviews=True),
            reviewer,
            reason="Which one?",
        )
    with on(after(90)):
        actions.settle(dependency, by=lead, access=ADMIN, settled_on=after(80), outcome="This.")

    found = clocks_of(ForceResponse.objects.all(), after(100))

    # until it was sent, and from the day on which the position came
    assert found == {answer.pk: Clocks(held=20 + 20, hmicfrs=30, npcc=30)}


@pytest.mark.django_db
def test_position_that_is_awaited_again_is_waited_for_again(answer, lead):
    dependency = DependencyFactory()
    update = UpdateFactory(response=answer, reported_on=after(10))
    update.waits_on_dependencies.add(dependency)
    with on(after(30)):
        actions.withdraw_dependency(dependency, by=lead, access=ADMIN, reason="Nobody wants it.")
    with on(after(60)):
        actions.reopen_dependency(dependency, by=lead, access=ADMIN, reason="Somebody does.")

    assert clocks_of(ForceResponse.objects.all(), after(100)) == {
        answer.pk: Clocks(held=40, hmicfrs=0, npcc=60)
    }


@pytest.mark.django_db
def test_later_update_that_waits_for_nothing_ends_the_wait(answer):
    first = UpdateFactory(response=answer, reported_on=after(10))
    first.waits_on_dependencies.add(DependencyFactory())
    UpdateFactory(response=answer, number=2, reported_on=after(40))

    assert clocks_of(ForceResponse.objects.all(), after(100)) == {
        answer.pk: Clocks(held=70, hmicfrs=0, npcc=30)
    }


@pytest.mark.django_db
def test_wait_that_a_draft_alone_names_is_the_organisations_own_time(answer, lead, chief):
    with on(after(10)):
        write(answer, lead, [DependencyFactory()])

    assert clocks_of(ForceResponse.objects.all(), after(100)) == {
        answer.pk: Clocks(held=100, hmicfrs=0, npcc=0)
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "spans"),
    [
        ({"state": "awaited"}, [(datetime.date.min, datetime.date.max)]),
        ({"state": "settled", "settled_on": after(3)}, [(datetime.date.min, after(3))]),
        ({"state": "withdrawn"}, [(datetime.date.min, datetime.date.min)]),
    ],
    ids=["awaited", "settled", "withdrawn"],
)
def test_dependency_that_was_loaded_has_no_event_but_its_own_day(state, spans):
    assert unsettled(DependencyFactory(**state), []) == spans


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [1, 20])
def test_clocks_ask_the_same_of_the_database_for_any_number_of_answers(answers):
    recommendation = RecommendationFactory()
    for _ in range(answers):
        UpdateFactory(response__recommendation=recommendation).waits_on_dependencies.add(
            DependencyFactory()
        )

    with CaptureQueriesContext(connection) as queries:
        found = clocks_of(ForceResponse.objects.all(), datetime.date(2026, 1, 1))

    # answers, events, dependencies, their events, what the updates wait on, updates
    assert (len(found), len(queries)) == (answers, 6)


# The page that shows them.


def page_of(client, organisation, query=""):
    return client.get(f"/progress/organisations/{organisation.slug}/{query}")


@pytest.mark.django_db
def test_force_page_shows_its_figures_beside_the_median_of_its_group(client, force, other_force):
    third = OrganisationFactory()
    for organisation, published in ((force, 3), (other_force, 1), (third, 0)):
        for number in range(3):
            make = UpdateFactory if number < published else ForceResponseFactory
            prefix = "response__" if make is UpdateFactory else ""
            make(
                **{f"{prefix}organisation": organisation}, **({"published": True} if prefix else {})
            )
    UpdateFactory(response__organisation=OrganisationFactory(group="home_office"), published=True)

    page = page_of(client, force)

    assert [(name, count, median) for name, _, count, median in page.context["figures"]] == [
        ("", 3, 3),
        ("answered", 3, 1),
        ("silent", 0, 2),
        ("overdue", 0, 0),
        ("late", 0, 0),
        ("deferred", 0, 0),
    ]
    assert page.context["compared"] == 3


@pytest.mark.django_db
def test_each_figure_of_the_force_page_leads_to_exactly_its_rows(client, force, reviewer):
    UpdateFactory(response__organisation=force, position="deferred")
    ForceResponseFactory(organisation=force, recommendation=RecommendationFactory(due=True))
    client.force_login(reviewer)

    figures = page_of(client, force).context["figures"]
    listed = [
        client.get("/progress/answers/", {"organisation": force.slug, "figure": name})
        .context["page"]
        .paginator.count
        for name, *_ in figures
    ]

    assert listed == [count for _, _, count, _ in figures] == [2, 1, 1, 1, 0, 1, 0]


@pytest.mark.django_db
def test_force_page_lists_the_newest_report_first(client, force):
    for year in (2020, 2024, 2022):
        ForceResponseFactory(
            organisation=force, recommendation__report__published_on=datetime.date(year, 1, 1)
        )
    ForceResponseFactory()

    years = [
        answer.recommendation.report.published_on.year
        for answer in page_of(client, force).context["page"]
    ]

    assert years == [2024, 2022, 2020]


@pytest.mark.django_db
def test_public_sees_what_is_published_and_no_clock(client, force, lead):
    UpdateFactory(response__organisation=force, position="accepted_in_part")
    for person in (None, lead):
        if person:
            client.force_login(person)
        page = page_of(client, force)
        shown = page.content.decode()

        assert {name: count for name, _, count, _ in page.context["figures"]}["answered"] == 0
        assert page.context["days"] is None
        assert ("Accepted in part" in shown, "Days held" in shown) == (False, False)


@pytest.mark.django_db
def test_reviewer_sees_days_held_and_waiting_side_by_side(client, reviewer, answer, force):
    UpdateFactory(response=answer, reported_on=after(10)).waits_on_dependencies.add(
        DependencyFactory()
    )

    with on(after(100)):
        client.force_login(reviewer)
        page = page_of(client, force)

    (shown,) = page.context["page"]
    assert shown.clocks == Clocks(held=10, hmicfrs=0, npcc=90)
    assert page.context["days"] == {"held": 10, "waiting": 90, "hmicfrs": 0, "npcc": 90}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", [{"group": ""}, {"kind": "unnamed", "group": ""}], ids=["asked nothing", "not named"]
)
def test_organisation_that_no_report_asks_has_no_page_of_progress(client, kind):
    assert page_of(client, OrganisationFactory(**kind)).status_code == 404
    assert client.get("/progress/organisations/nobody/").status_code == 404


@pytest.mark.django_db
def test_organisation_that_is_asked_nothing_yet_has_a_page(client, force):
    page = page_of(client, force)

    assert (page.status_code, page.context["compared"]) == (200, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["", "-1", "0", "9" * 400, "nonsense", "%F0%9F%98%80"])
def test_odd_page_of_a_force_is_never_a_server_error(client, force, value):
    assert page_of(client, force, f"?page={value}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [1, 20])
def test_force_page_asks_the_same_of_the_database_for_any_number_of_answers(
    client, force, reviewer, answers
):
    for _ in range(answers):
        UpdateFactory(response__organisation=force, published=True).waits_on_dependencies.add(
            DependencyFactory()
        )
    client.force_login(reviewer)

    with CaptureQueriesContext(connection) as queries:
        page = page_of(client, force)

    # session, user, access, header; organisation; whether figures are cached, figures, the group; count, keys,
    # rows; and six for the clocks
    assert (page.status_code, len(queries)) == (200, 17)


@pytest.mark.django_db
def test_list_of_answers_can_leave_out_what_waits_on_a_position_that_is_not_settled(
    client, reviewer
):
    silent = ForceResponseFactory()
    plain = UpdateFactory().response
    waiting, settled = UpdateFactory(), UpdateFactory()
    waiting.waits_on_dependencies.add(DependencyFactory(), DependencyFactory(settled=True))
    settled.waits_on_dependencies.add(DependencyFactory(settled=True))
    client.force_login(reviewer)

    page = client.get("/progress/answers/?without_waiting=on")

    assert {answer.response_id for answer in page.context["page"]} == {
        silent.pk,
        plain.pk,
        settled.response.pk,
    }
    assert (
        "Leave out what waits on an NPCC position that is not settled: yes" in page.content.decode()
    )


@pytest.mark.django_db
def test_wait_that_is_not_published_leaves_nothing_out_for_the_public(client):
    published = UpdateFactory(published=True)
    later = UpdateFactory(response=published.response, number=2)
    later.waits_on_dependencies.add(DependencyFactory())

    page = client.get("/progress/answers/?without_waiting=on")

    assert [answer.response_id for answer in page.context["page"]] == [published.response.pk]
