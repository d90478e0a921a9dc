"""Where each answer stands is written with every action, and says what today's rows say."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.access import access_of
from recommendations.models import Opening
from responses import actions
from responses.history import standings, verify
from responses.models import Comment, Decision, ForceResponse, Standing, StandingStamp
from tests.every_page.figures import by_hand
from tests.every_page.figures.pages import in_random_worlds
from tests.every_page.figures.rows import TODAY, World
from tests.factories import (
    AddresseeFactory,
    DraftFactory,
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SENT, PUBLISHED = Standing.Sight


def standing_of(response, sight):
    return Standing.objects.get(response=response, sight=sight)


def in_words(sight):
    """Every counted standing, by its answer."""
    rows = Standing.objects.in_sight(sight).with_timeliness(TODAY)
    return {
        row.response_id: (
            row.update_id,
            row.state,
            row.position,
            row.progress,
            row.assurance,
            row.timeliness,
            row.answered_on,
            row.due_on,
            row.lead,
        )
        for row in rows
    }


def in_words_by_hand(is_reviewer):
    answers = by_hand.counted(by_hand.read(is_reviewer))
    return {
        answer.response.pk: (
            answer.seen and answer.seen.pk,
            answer.state,
            answer.position,
            answer.progress,
            answer.assurance,
            answer.timeliness,
            answer.answered_on,
            answer.asked.due_on,
            answer.seen.lead if answer.seen and is_reviewer else "",
        )
        for answer in answers
    }


@in_random_worlds
def test_standings_are_what_a_reading_of_the_plain_rows_gives(chance):
    with transaction.atomic():
        World(chance)

        assert in_words(SENT) == in_words_by_hand(is_reviewer=True)
        assert in_words(PUBLISHED) == in_words_by_hand(is_reviewer=False)
        assert Standing.objects.count() == 2 * ForceResponse.objects.count()
        transaction.set_rollback(True)


def put_back_what_was_repeated():
    """The columns of an answer that the migration reads: they go with the next one.

    PostgreSQL alters no table while a change of its rows waits to be checked, so the columns all
    come first.
    """
    columns = {"first_said_on": SENT, "first_public_on": PUBLISHED}
    connection.check_constraints()
    with connection.cursor() as cursor:
        for column in columns:
            cursor.execute(f"ALTER TABLE responses_forceresponse ADD COLUMN {column} date NULL")
        for column, sight in columns.items():
            day = "SELECT answered_on FROM responses_standing WHERE response_id = answer.id AND sight = %s"
            fill = f"UPDATE responses_forceresponse AS answer SET {column} = ({day})"  # noqa: S608
            cursor.execute(fill, [sight])


def contents():
    columns = [*standings.COPIED, "response_id", "sight"]
    return sorted(Standing.objects.values_list(*columns), key=repr)


@in_random_worlds
def test_migration_fills_the_table_with_the_same(chance):
    with transaction.atomic():
        World(chance)
        expected = contents()
        put_back_what_was_repeated()
        Standing.objects.all().delete()

        for name in ("0011_fill_standing", "0013_fill_whereabouts", "0017_fill_since"):
            import_module(f"responses.migrations.{name}").fill(apps, connection.schema_editor())

        assert contents() == expected
        transaction.set_rollback(True)


# Written with every action


@pytest.fixture
def answer(force):
    recommendation = RecommendationFactory(due=True, report__slug="safe")
    AddresseeFactory(recommendation=recommendation)
    return ForceResponseFactory(recommendation=recommendation, organisation=force)


@pytest.fixture
def by(lead, chief, reviewer, scrutineer):
    people = {"lead": lead, "chief": chief, "reviewer": reviewer, "scrutineer": scrutineer}
    return {name: {"by": user, "access": access_of(user)} for name, user in people.items()}


def test_every_action_writes_where_its_answer_stands(answer, by):
    """From a draft to a confirmed answer and back: after each step nothing is left to mend."""
    states = []

    def follow(response):
        assert standings.refresh([response.pk]) == 0
        states.append((standing_of(response, SENT).state, standing_of(response, PUBLISHED).state))
        return ForceResponse.objects.get(pk=response.pk)

    def step(name, who, **words):
        return follow(
            actions.take_step(name, response, **by[who], version=response.version, **words)
        )

    response = follow(answer)
    actions.save_draft(
        response, **by["lead"], version=0, account="We trained them.", position="accepted"
    )
    response = follow(response)
    response = step("ask", "lead")
    response = step("send", "chief")
    said = {"text": "Good.", "said_on": timezone.localdate(), "is_published": True}
    actions.comment(response, **by["scrutineer"], assures=True, **said)
    response = follow(response)
    assert standing_of(response, SENT).assurance == "assured"
    actions.publish(response.latest, **by["lead"])
    response = follow(response)
    assert standing_of(response, PUBLISHED).assurance == "assured"
    response = step("confirm", "reviewer")
    assert standing_of(response, PUBLISHED).assurance == "assured"
    response = step("start", "lead")
    actions.unpublish(response.latest, **by["lead"], reason="A name in it.")
    follow(response)

    assert states == [
        ("silent", "silent"),
        ("silent", "silent"),
        ("silent", "silent"),
        ("with_hmicfrs", "silent"),
        ("with_hmicfrs", "silent"),
        ("with_hmicfrs", "answered"),
        ("confirmed", "answered"),
        ("with_organisation", "answered"),
        ("with_organisation", "silent"),
    ]


def test_opening_a_report_counts_its_silence(force):
    report = ReportFactory()
    AddresseeFactory(recommendation=RecommendationFactory(report=report))

    actions.open_report(report)

    assert list(Standing.objects.values_list("sight", "state", "counted")) == [
        ("sent", "silent", True),
        ("published", "silent", True),
    ]


def test_nothing_of_a_report_that_is_not_open_is_in_the_public_row():
    update = UpdateFactory(
        published=True, response__recommendation__report=ReportFactory(), position="accepted"
    )

    public, sent = standing_of(update.response, PUBLISHED), standing_of(update.response, SENT)

    assert (public.state, public.update_id, public.position, public.counted) == (
        "silent",
        None,
        "",
        False,
    )
    assert (sent.state, sent.update_id, sent.counted) == ("with_organisation", update.pk, False)


def test_public_row_names_nobody_and_the_database_sees_to_it():
    public = standing_of(UpdateFactory(published=True, lead="A person").response, PUBLISHED)

    public.lead = "A person"
    with (
        pytest.raises(IntegrityError, match="published_standing_names_nobody"),
        transaction.atomic(),
    ):
        public.save()


def test_answer_whose_organisation_is_not_named_is_in_no_figure():
    unnamed = OrganisationFactory(kind="unnamed", group="")
    response = UpdateFactory(published=True, response__organisation=unnamed).response

    public = standing_of(response, PUBLISHED)

    assert (public.state, public.counted) == ("answered", False)


@pytest.mark.parametrize(
    ("of", "change", "column"),
    [
        (lambda answer: answer.recommendation, {"due_on": datetime.date(2031, 1, 1)}, "due_on"),
        (lambda answer: answer.recommendation, {"order": 77}, "place"),
        (
            lambda answer: answer.recommendation.report,
            {"published_on": datetime.date(2031, 1, 1)},
            "published_on",
        ),
        (lambda answer: answer.organisation, {"name": "Renamed"}, "organisation_name"),
    ],
)
def test_what_an_admin_edits_is_followed(answer, of, change, column):
    row = of(answer)
    for name, value in change.items():
        setattr(row, name, value)

    row.save()

    assert {getattr(standing, column) for standing in answer.standings.all()} == set(
        change.values()
    )
    assert standings.refresh_all(ForceResponse.objects.all()) == 0


# Mended and verified


def test_rebuild_mends_what_was_changed_behind_its_back(answer, capsys):
    UpdateFactory(response=answer, published=True)
    Standing.objects.filter(sight=PUBLISHED).update(state="silent", update=None)
    Standing.objects.filter(sight=SENT).delete()

    call_command("rebuild_standings")
    assert capsys.readouterr().out == "Standings mended: 2.\n"
    call_command("rebuild_standings")
    assert capsys.readouterr().out == "Standings mended: 0.\n"


@pytest.mark.parametrize("sight", [SENT, PUBLISHED])
def test_verify_names_the_answer_whose_standing_is_wrong(answer, sight):
    Standing.objects.filter(response=answer, sight=sight).update(due_on=datetime.date(2031, 1, 1))

    faults = [str(fault) for fault in verify.verify().faults]

    assert faults == [
        f"Chain {answer.organisation_id}, answer {answer.pk}: "
        f"where it stands ({sight.label}) is not what its rows say."
    ]


# The stamp under which figures are kept


def stamps():
    return dict(StandingStamp.objects.values_list("sight", "stamp"))


def test_private_draft_changes_no_stamp_and_what_is_sent_changes_one(answer, by):
    actions.save_draft(answer, **by["lead"], version=0, account="We trained them.")
    before = stamps()
    response = ForceResponse.objects.get(pk=answer.pk)
    actions.save_draft(response, **by["lead"], version=response.version, account="And more.")
    assert stamps() == before

    for name, who in [("ask", "lead"), ("send", "chief")]:
        response.refresh_from_db()
        actions.take_step(name, response, **by[who], version=response.version)
    sent = stamps()
    assert (sent["published"], sent["sent"] == before["sent"]) == (before["published"], False)

    response.refresh_from_db()
    actions.publish(response.latest, **by["lead"])
    assert stamps()["published"] != before["published"]


def test_answers_that_are_asked_no_more_change_the_stamps(answer):
    before = stamps()

    standings.forget(ForceResponse.objects.all())

    assert {sight for sight, stamp in stamps().items() if stamp != before[sight]} == {
        "sent",
        "published",
    }
    assert not Standing.objects.exists()


# The queryset


def test_each_reader_sees_the_rows_of_their_sight(answer, by, lead):
    UpdateFactory(response=answer, typed=True)

    assert Standing.objects.seen_by(by["reviewer"]["access"]).get().state == "with_organisation"
    assert Standing.objects.seen_by(access_of(lead)).get().state == "silent"


@pytest.mark.parametrize(
    ("due_on", "reported_on", "word"),
    [
        (None, None, "no_deadline"),
        (TODAY, None, "due"),
        (TODAY - datetime.timedelta(1), None, "overdue"),
        (TODAY, TODAY, "on_time"),
        (TODAY - datetime.timedelta(1), TODAY, "late"),
        (TODAY, "", "undated"),
    ],
)
def test_timeliness_needs_only_today(due_on, reported_on, word):
    asked = RecommendationFactory(due_on=due_on, due_in_words="Soon." if due_on else "")
    answer = ForceResponseFactory(recommendation=asked)
    if reported_on is not None:
        UpdateFactory(response=answer, published=True, reported_on=reported_on or None)

    rows = Standing.objects.in_sight(PUBLISHED)

    assert [row.timeliness for row in rows.with_timeliness(TODAY)] == [word]
    assert rows.in_time([word], TODAY).count() == 1
    assert rows.overdue(TODAY).exists() is (word == "overdue")
    assert rows.late().exists() is (word == "late")


def test_confirmed_is_never_a_word_of_the_public_row():
    update = UpdateFactory(published=True)
    said = {"update": update, "by": UserFactory(), "at": timezone.now()}
    Decision.objects.create(kind="confirm", **said)
    body = OrganisationFactory(kind="local_policing_body", group="")
    Comment.objects.create(organisation=body, text="Good.", assures=True, said_on=TODAY, **said)
    standings.refresh([update.response_id])

    assert standing_of(update.response, PUBLISHED).assurance == "self_reported"
    assert standing_of(update.response, SENT).assurance == "confirmed"


def test_draft_is_in_neither_row():
    response = DraftFactory(
        position="accepted", lead="A person", response__stage="awaiting_sign_off"
    ).response

    rows = Standing.objects.filter(response=response)

    assert {(row.state, row.position, row.lead) for row in rows} == {("silent", "", "")}


def test_deleting_an_opening_takes_its_answers_out_of_the_figures(answer):
    Opening.objects.all().delete()
    standings.refresh_all(ForceResponse.objects.all())

    assert not Standing.objects.filter(counted=True).exists()
