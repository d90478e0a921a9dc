"""What was sent, decided or recorded stays as it was: the database itself refuses to change it.

The refusals are triggers, made again after every migrate: SQLite loses those of a table that it rebuilds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction


@dataclass(frozen=True)
class Guarded:
    """A table whose rows are only ever added.

    `place` says in SQL, beside the key, when a row is the same as NEW.
    """

    table: str
    may_change: str = ""
    place: str = ""
    only_of_updates: bool = False

    def trigger(self, event: str) -> str:
        return f"{self.table}_refuses_{event.lower()}"


GUARDED = [
    Guarded("responses_event", place="chain = NEW.chain AND number = NEW.number"),
    Guarded(
        "responses_update",
        "published_at",
        place="response_id = NEW.response_id AND number = NEW.number",
    ),
    Guarded("responses_decision"),
    Guarded("responses_comment", "published_at"),
    Guarded(
        "responses_citation",
        place="update_id = NEW.update_id AND evidence_id = NEW.evidence_id AND sub_label = NEW.sub_label",
        only_of_updates=True,
    ),
    Guarded(
        "responses_update_waits_on_dependencies",
        place="update_id = NEW.update_id AND npccdependency_id = NEW.npccdependency_id",
    ),
    Guarded(
        "responses_update_waits_on_recommendations",
        place="update_id = NEW.update_id AND recommendation_id = NEW.recommendation_id",
    ),
]
REFUSAL = "What was recorded is never changed."


def guard(using: str = "default", **signal: Any) -> None:
    """Make every trigger, whatever was there before."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in _statements(connection, cursor):
            cursor.execute(statement)


def stand_aside(using: str = "default", plan: Any = (), **signal: Any) -> None:
    """Before a migration of these tables: it may rebuild them, and fill what it adds."""
    if any(migration.app_label == "responses" for migration, _ in plan):
        unguard(using)


def unguard(using: str = "default") -> None:
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for guarded in _existing(connection, cursor):
            for event in _events(connection):
                trigger = guarded.trigger(event)
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{_on(connection, guarded)}")


def missing(using: str = "default") -> list[str]:
    """The names of the triggers that should be in the database and are not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        wanted = set()
        for guarded in _existing(connection, cursor):
            for event in _events(connection):
                wanted.add(guarded.trigger(event))

        if connection.vendor == "postgresql":
            # A trigger that somebody disabled guards nothing: 'O' and 'A' are those that fire.
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        existing = {name for (name,) in cursor.fetchall()}
    return sorted(wanted - existing)


def _events(connection: Any) -> list[str]:
    """PostgreSQL turns a replacing INSERT into an UPDATE; SQLite has no TRUNCATE."""
    if connection.vendor == "postgresql":
        return ["UPDATE", "DELETE", "TRUNCATE"]
    return ["UPDATE", "DELETE", "INSERT"]


def _existing(connection: Any, cursor: Any) -> list[Guarded]:
    """Those whose table exists: not all do in the middle of the migrations."""
    tables = set(connection.introspection.table_names(cursor))
    return [guarded for guarded in GUARDED if guarded.table in tables]


def _on(connection: Any, guarded: Guarded) -> str:
    return f" ON {guarded.table}" if connection.vendor == "postgresql" else ""


def _statements(connection: Any, cursor: Any) -> Iterator[str]:
    if connection.vendor == "postgresql":
        yield f"""
            CREATE OR REPLACE FUNCTION responses_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
        """
    for guarded in _existing(connection, cursor):
        description = connection.introspection.get_table_description(cursor, guarded.table)
        columns = [column.name for column in description]
        for event in _events(connection):
            yield from _trigger(connection, guarded, event, _condition(guarded, event, columns))


def _trigger(connection: Any, guarded: Guarded, event: str, condition: str) -> Iterator[str]:
    name = guarded.trigger(event)
    when = f"WHEN ({condition})" if condition else ""
    if connection.vendor == "postgresql":
        level = "STATEMENT" if event == "TRUNCATE" else "ROW"
        head = f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {guarded.table}"
        yield f"{head} FOR EACH {level} {when} EXECUTE FUNCTION responses_refuse()"
    else:
        yield f"DROP TRIGGER IF EXISTS {name}"
        head = f"CREATE TRIGGER {name} BEFORE {event} ON {guarded.table} {when}"
        yield f"{head} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def _condition(guarded: Guarded, event: str, columns: list[str]) -> str:
    """When `event` is refused, in SQL that both engines read; empty for always."""
    if event == "INSERT":
        return _replaces_a_row(guarded)
    if event == "UPDATE" and guarded.only_of_updates:
        return "OLD.update_id IS NOT NULL OR NEW.update_id IS NOT NULL OR OLD.id <> NEW.id"
    if event == "UPDATE" and guarded.may_change:
        fixed = [column for column in columns if column != guarded.may_change]
        return " OR ".join(_differs(column) for column in fixed)
    if event == "DELETE" and guarded.only_of_updates:
        return "OLD.update_id IS NOT NULL"
    return ""


def _replaces_a_row(guarded: Guarded) -> str:
    """INSERT OR REPLACE removes the row that it replaces, and may not ask the DELETE trigger."""
    same = f"id = NEW.id OR ({guarded.place})" if guarded.place else "id = NEW.id"
    of_updates = "update_id IS NOT NULL AND " if guarded.only_of_updates else ""
    # The names are constants of this file.
    return f"EXISTS (SELECT 1 FROM {guarded.table} WHERE {of_updates}({same}))"  # noqa: S608


def _differs(column: str) -> str:
    # Not IS DISTINCT FROM, which SQLite reads from 3.39 on.
    nulls = f'(OLD."{column}" IS NULL) <> (NEW."{column}" IS NULL)'
    return f'{nulls} OR OLD."{column}" <> NEW."{column}"'
