"""The index beside the tables. The database keeps it, with triggers, so that no way of writing can forget it.

They are made again after every migrate: SQLite loses those of a table that it rebuilds, and rebuilds none that a
trigger of another table speaks of.
"""

from django.db import connections, transaction

from .engines import postgresql, sqlite
from .kinds import KINDS

TABLES_OF = {"recommendations", "responses"}


def engine_of(connection):
    return {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]


def make_tables(apps, schema_editor):
    engine = engine_of(schema_editor.connection)
    with schema_editor.connection.cursor() as cursor:
        for statement in engine.prepare(cursor):
            cursor.execute(statement)
        for kind in KINDS.values():
            _run(cursor, engine.make(kind))


def drop_tables(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        _run(cursor, engine_of(schema_editor.connection).drop(KINDS.values()))


def stand_aside(using="default", plan=(), **signal):
    """Before a migration of the tables: it may rebuild them."""
    if _is_theirs(plan):
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            for kind in _there(cursor):
                _run(cursor, engine_of(cursor.db).drop_triggers(kind))


def keep(using="default", plan=(), **signal):
    """Make every trigger, whatever was there before. After a migration of the tables, index them afresh."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        engine = engine_of(cursor.db)
        for kind in _there(cursor):
            _run(cursor, [*engine.drop_triggers(kind), *engine.triggers(kind, _text(kind, engine))])
            if _is_theirs(plan):
                _run(cursor, _afresh(kind, engine))


def stale(using="default"):
    """The (kind, key) of what is not in the index as it stands in the tables; nothing, while triggers keep it."""
    connection = connections[using]
    engine, wrong = engine_of(connection), []
    with connection.cursor() as cursor:
        for kind in KINDS.values():
            index, rows = f"SELECT {engine.KEY}, text FROM {kind.index}", _all(kind, engine)  # noqa: S608
            for one, other in [(index, rows), (rows, index)]:
                cursor.execute(f"{one} EXCEPT {other}")
                wrong += [(kind.name, key) for key, _ in cursor.fetchall()]
    return sorted(set(wrong))


def _is_theirs(plan):
    return any(migration.app_label in TABLES_OF for migration, _ in plan)


def _there(cursor):
    """Those whose index exists: none does before its migration, or after that is undone."""
    tables = set(cursor.db.introspection.table_names(cursor))
    return [kind for kind in KINDS.values() if kind.index in tables]


def _text(kind, engine):
    return kind.text.format(join=engine.JOIN)


def _all(kind, engine):
    return f"SELECT source.id, {_text(kind, engine)} FROM {kind.table} AS source"  # noqa: S608  constants, as everywhere here


def _afresh(kind, engine):
    yield f"DELETE FROM {kind.index}"  # noqa: S608
    yield f"INSERT INTO {kind.index} ({engine.KEY}, text) {_all(kind, engine)}"


def _run(cursor, statements):
    for statement in statements:
        cursor.execute(statement)
