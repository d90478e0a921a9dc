"""What the database itself refuses, whoever asks: these tests go round the actions, and some round Django."""

# ruff: noqa: F811, S608  fixtures of test_steps are asked for by name; the SQL is made of names of our own tables

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from responses.history import immutable
from responses.models import Citation, Comment, Decision, Draft, Event, Update
from tests.factories import (
    CitationFactory,
    DependencyFactory,
    EvidenceFactory,
    RecommendationFactory,
)
from tests.recommendations.test_fixtures import fingerprint
from tests.responses.actions.test_steps import DAY, act, actions, answer_in, people, save, take  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db
KEPT = [Event, Update, Decision, Comment, Citation, Update.waits_on_dependencies.through]
KEPT.append(Update.waits_on_recommendations.through)
sqlite_only = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL has no such statement"
)
postgresql_only = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no such statement"
)


@pytest.fixture
def rows(force, people, answer_in):
    """A row of every table that is kept, made by actions."""
    evidence = EvidenceFactory(organisation=force)
    response = answer_in(
        "drafting",
        waits_on_dependencies=[DependencyFactory()],
        waits_on_recommendations=[RecommendationFactory()],
    )
    act(actions.cite, response, evidence, by=people["lead"])
    take("ask", response, people["lead"])
    take("send", response, people["chief"])
    take("confirm", response, people["reviewer"])
    by, said = (
        people["scrutineer"],
        {"text": "Good.", "assures": True, "said_on": DAY, "is_published": False},
    )
    act(actions.comment, response, by=by, **said)
    Citation.objects.filter(draft__isnull=False).delete()
    connection.check_constraints()
    return {model: model.objects.order_by("pk").last() for model in KEPT}


def refused(statement):
    """Refused by the database; and not a kept row is different."""
    before = kept_rows()
    with (
        pytest.raises(IntegrityError, match="What was recorded is never changed"),
        transaction.atomic(),
    ):
        statement() if callable(statement) else run(statement)
    assert kept_rows() == before


def kept_rows():
    return [list(model.objects.order_by("pk").values_list()) for model in KEPT]


def run(statement):
    with connection.cursor() as cursor:
        return cursor.execute(statement)


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.db_table)
def test_every_kept_table_is_guarded(model):
    assert model._meta.db_table in {guarded.table for guarded in immutable.GUARDED}


def test_no_column_of_a_kept_row_can_change(rows):
    """To NULL, or to something where NULL stands: the trigger speaks before any other check."""
    for model, row in rows.items():
        for field in model._meta.concrete_fields:
            if field.name != "published_at":
                value = (
                    other_value(field)
                    if field.primary_key or getattr(row, field.attname) is None
                    else "NULL"
                )
                refused(
                    f'UPDATE {model._meta.db_table} SET "{field.column}" = {value} WHERE id = {row.pk}'
                )


def other_value(field):
    if isinstance(field, models.DateTimeField):
        return "'2020-01-01 00:00:00'"
    if isinstance(field, models.DateField):
        return "'2020-01-01'"
    return "1000"


@pytest.mark.parametrize("model", [Event, Decision], ids=["event", "decision"])
def test_no_row_is_updated_even_to_what_it_is(rows, model):
    refused(f"UPDATE {model._meta.db_table} SET id = id")


def test_no_row_is_removed(rows):
    for model, row in rows.items():
        refused(f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}")


@postgresql_only
def test_no_table_is_emptied(rows):
    for model in rows:
        refused(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_querysets_change_nothing_either(rows):
    event = rows[Event]
    event.reason = "Another."

    refused(event.save)
    refused(event.delete)
    refused(lambda: Event.objects.update(reason="Another."))
    refused(lambda: Event.objects.bulk_update([event], ["reason"]))
    refused(lambda: Event.objects.all().delete())
    refused(lambda: Update.objects.update(account="Another."))
    refused(lambda: rows[Update].waits_on_dependencies.clear())
    refused(lambda: rows[Update].waits_on_recommendations.all()[0].delete())


def test_upsert_does_not_change_a_kept_row(rows):
    event = rows[Event]
    event.reason = "Another."

    refused(
        lambda: Event.objects.bulk_create(
            [event],
            update_conflicts=True,
            unique_fields=["chain", "number"],
            update_fields=["reason"],
        )
    )


@pytest.mark.parametrize("by_key", [True, False], ids=["by key", "by place"])
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.django_db(transaction=True)
@sqlite_only
def test_replacing_insert_is_refused_to_any_connection(rows, recursive, by_key):
    """With recursive_triggers OFF, as in any other program, OR REPLACE removes rows without asking DELETE."""
    run(f"PRAGMA recursive_triggers = {recursive}")

    try:
        for model, row in rows.items():
            if by_key or model not in (
                Decision,
                Comment,
            ):  # nothing but its key tells one of these from another
                refused(replacement(model, row, by_key))
    finally:
        run("PRAGMA recursive_triggers = ON")


def replacement(model, row, by_key):
    table, columns = (
        model._meta.db_table,
        [f'"{field.column}"' for field in model._meta.concrete_fields],
    )
    values = ["id + 1000" if column == '"id"' and not by_key else column for column in columns]
    return (
        f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} "
        f"WHERE id = {row.pk}"
    )


@sqlite_only
def test_every_connection_of_ours_asks_triggers_when_a_row_is_replaced():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)


@pytest.mark.parametrize("model", [Update, Comment], ids=["update", "comment"])
def test_publication_alone_may_change(rows, model):
    row = rows[model]

    assert model.objects.filter(pk=row.pk).update(published_at="2022-01-01T00:00Z") == 1
    assert model.objects.filter(pk=row.pk).update(published_at=None) == 1


def test_citation_of_a_draft_may_go_but_not_become_one_of_an_update(rows, force):
    draft = Draft.objects.get()
    citation = CitationFactory(draft=draft, update=None, evidence__organisation=force)

    refused(lambda: Citation.objects.filter(pk=citation.pk).update(draft=None, update=rows[Update]))
    assert Citation.objects.filter(pk=citation.pk).update(where="page 3") == 1
    assert draft.citations.all().delete()[0] == 1


def test_more_events_and_updates_are_added_as_before(rows, people):
    response = rows[Update].response

    take("start", response, people["lead"])
    take("ask", response, people["lead"])

    assert take("send", response, people["chief"]).latest.number == 2


def test_event_in_a_taken_place_is_refused(rows):
    event = rows[Event]
    event.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)


def test_flush_is_refused(rows, transactional_db):
    before = fingerprint()

    with pytest.raises((CommandError, DatabaseError)):
        call_command("flush", interactive=False, verbosity=0)

    assert fingerprint() == before


def test_all_triggers_stand():
    assert immutable.missing() == []


def test_missing_triggers_are_named_and_made_again(transactional_db):
    immutable.unguard()
    everything = immutable.missing()

    immutable.guard()
    immutable.guard()

    assert "responses_event_refuses_update" in everything
    assert (len(everything), immutable.missing()) == (3 * len(KEPT), [])


@postgresql_only
def test_trigger_that_is_switched_off_counts_as_missing():
    run("ALTER TABLE responses_event DISABLE TRIGGER responses_event_refuses_delete")

    assert immutable.missing() == ["responses_event_refuses_delete"]


@sqlite_only
def test_migrate_makes_the_triggers_of_a_rebuilt_table_again(transactional_db):
    with connection.schema_editor() as editor:
        editor._remake_table(Update)
    lost = immutable.missing()

    call_command("migrate", verbosity=0)

    assert [name for name in lost if name.startswith("responses_update_refuses")] == [
        "responses_update_refuses_delete",
        "responses_update_refuses_insert",
        "responses_update_refuses_update",
    ]
    assert immutable.missing() == []


class PlannedMigration:
    def __init__(self, app_label):
        self.app_label = app_label


@pytest.mark.parametrize(("app_label", "stand_aside"), [("responses", True), ("accounts", False)])
def test_triggers_stand_aside_for_migrations_of_their_own_tables_alone(app_label, stand_aside):
    immutable.stand_aside(plan=[(PlannedMigration(app_label), False)])

    assert bool(immutable.missing()) == stand_aside
