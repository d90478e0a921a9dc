"""What was sent, decided or recorded stays as it was: the database itself refuses to change it.

The refusals are triggers, made again after every migrate: SQLite loses those of a table that it rebuilds.
"""

from dataclasses import dataclass

from django.db import connections, transaction


@dataclass(frozen=True)
class Kept:
    """A table whose rows are only ever added. `place` is what, beside its key, makes a row the same as NEW."""

    table: str
    may_change: str = ""
    place: str = ""
    only_of_updates: bool = False

    def named(self, event):
        return f"{self.table}_refuses_{event.lower()}"


KEPT = [
    Kept("responses_event", place="chain = NEW.chain AND number = NEW.number"),
    Kept("responses_update", "published_at", place="response_id = NEW.response_id AND number = NEW.number"),
    Kept("responses_decision"),
    Kept("responses_comment", "published_at"),
    Kept(
        "responses_citation",
        place="update_id = NEW.update_id AND evidence_id = NEW.evidence_id AND sub_label = NEW.sub_label",
        only_of_updates=True,
    ),
    Kept(
        "responses_update_waits_on_dependencies",
        place="update_id = NEW.update_id AND npccdependency_id = NEW.npccdependency_id",
    ),
    Kept(
        "responses_update_waits_on_recommendations",
        place="update_id = NEW.update_id AND recommendation_id = NEW.recommendation_id",
    ),
]
REFUSAL = "What was recorded is never changed."


def guard(using="default", **signal):
    """Make every trigger, whatever was there before."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in _statements(connection, cursor):
            cursor.execute(statement)


def stand_aside(using="default", plan=(), **signal):
    """Before a migration of these tables: it may rebuild them, and fill what it adds."""
    if any(migration.app_label == "responses" for migration, _ in plan):
        unguard(using)


def unguard(using="default"):
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for kept in _there(connection, cursor):
            for event in _events(connection):
                cursor.execute(f"DROP TRIGGER IF EXISTS {kept.named(event)}{_on(connection, kept)}")


def missing(using="default"):
    """The names of the triggers that should stand and do not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        wanted = {kept.named(event) for kept in _there(connection, cursor) for event in _events(connection)}
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def _events(connection):
    """PostgreSQL turns a replacing INSERT into an UPDATE; SQLite has no TRUNCATE."""
    return ["UPDATE", "DELETE", "TRUNCATE"] if connection.vendor == "postgresql" else ["UPDATE", "DELETE", "INSERT"]


def _there(connection, cursor):
    """Those whose table exists: not all do in the middle of the migrations."""
    tables = set(connection.introspection.table_names(cursor))
    return [kept for kept in KEPT if kept.table in tables]


def _on(connection, kept):
    return f" ON {kept.table}" if connection.vendor == "postgresql" else ""


def _statements(connection, cursor):
    if connection.vendor == "postgresql":
        yield f"""
            CREATE OR REPLACE FUNCTION responses_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
        """
    for kept in _there(connection, cursor):
        columns = [column.name for column in connection.introspection.get_table_description(cursor, kept.table)]
        for event in _events(connection):
            yield from _trigger(connection, kept, event, _when(kept, event, columns))


def _trigger(connection, kept, event, when):
    name, when = kept.named(event), f"WHEN ({when})" if when else ""
    if connection.vendor == "postgresql":
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        head = f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {kept.table}"
        yield f"{head} FOR EACH {each} {when} EXECUTE FUNCTION responses_refuse()"
    else:
        yield f"DROP TRIGGER IF EXISTS {name}"
        head = f"CREATE TRIGGER {name} BEFORE {event} ON {kept.table} {when}"
        yield f"{head} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def _when(kept, event, columns):
    """When `event` is refused, in SQL that both engines read; empty for always."""
    if event == "INSERT":  # over a row that is there: OR REPLACE removes it, and may not ask the DELETE trigger
        same = f"id = NEW.id OR ({kept.place})" if kept.place else "id = NEW.id"
        of_updates = "update_id IS NOT NULL AND " if kept.only_of_updates else ""
        return f"EXISTS (SELECT 1 FROM {kept.table} WHERE {of_updates}({same}))"  # noqa: S608  constants of this file
    if event == "UPDATE" and kept.only_of_updates:
        return "OLD.update_id IS NOT NULL OR NEW.update_id IS NOT NULL OR OLD.id <> NEW.id"
    if event == "UPDATE" and kept.may_change:
        return " OR ".join(_differs(column) for column in columns if column != kept.may_change)
    if event == "DELETE" and kept.only_of_updates:
        return "OLD.update_id IS NOT NULL"
    return ""


def _differs(column):
    return f'(OLD."{column}" IS NULL) <> (NEW."{column}" IS NULL) OR OLD."{column}" <> NEW."{column}"'
