"""The index beside the tables. Triggers keep it, so that no way of writing can forget it.

Indexes and triggers are made after every migrate, not by a migration: which kinds can be found is
decided by today's `kinds`. SQLite loses the triggers of a table that it rebuilds, and rebuilds no table
that a trigger of another table speaks of.
"""

from django.db import connections, transaction

from .engines import engine_of
from .kinds import KINDS

APPS = {"recommendations", "responses"}


def stand_aside(using="default", plan=(), **signal):
    """Before a migration of the tables: it may rebuild them."""
    if not _concerns(plan):
        return

    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        tables = _tables(cursor)
        for kind in KINDS.values():
            if kind.index in tables:
                present = kind.watching(tables)
                _run(cursor, engine_of(cursor.db).drop_triggers(present))


def keep(using="default", plan=(), **signal):
    """Make every index and trigger that the tables allow. After a migration of them, index afresh."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        engine = engine_of(cursor.db)
        tables = _tables(cursor)
        for kind in KINDS.values():
            if not _has_columns(cursor, kind, tables):
                # The migrations were undone so far back that there is nothing to index.
                _run(cursor, engine.drop(kind))
                continue

            is_new = kind.index not in tables
            if is_new:
                _run(cursor, engine.prepare(cursor))
                _run(cursor, engine.make(kind))
            _run(cursor, engine.drop_triggers(kind))
            _run(cursor, engine.triggers(kind, _text(kind, engine)))
            if is_new or _concerns(plan):
                _run(cursor, _afresh(kind, engine))


def stale(using="default"):
    """The (kind, key) of each row whose index says something else; none, while triggers keep it."""
    connection = connections[using]
    engine = engine_of(connection)
    wrong = set()
    with connection.cursor() as cursor:
        for kind in KINDS.values():
            indexed = f"SELECT {engine.key}, text FROM {kind.index}"  # noqa: S608  constants
            written = _all(kind, engine)
            for left, right in [(indexed, written), (written, indexed)]:
                cursor.execute(f"{left} EXCEPT {right}")
                wrong |= {(kind.name, key) for key, _ in cursor.fetchall()}
    return sorted(wrong)


def _concerns(plan):
    return any(migration.app_label in APPS for migration, _ in plan)


def _tables(cursor):
    return set(cursor.db.introspection.table_names(cursor))


def _has_columns(cursor, kind, tables):
    """Whether all that the index reads is there: not all is in the middle of the migrations."""
    for watched in kind.watched:
        if watched.table not in tables:
            return False
        description = cursor.db.introspection.get_table_description(cursor, watched.table)
        columns = {column.name for column in description}
        if not columns >= {name.strip('"') for name in watched.columns}:
            return False
    return True


def _text(kind, engine):
    return kind.text.format(join=engine.join)


def _all(kind, engine):
    text = _text(kind, engine)
    return f"SELECT source.id, {text} FROM {kind.table} AS source"  # noqa: S608  constants, as everywhere here


def _afresh(kind, engine):
    yield f"DELETE FROM {kind.index}"  # noqa: S608
    yield f"INSERT INTO {kind.index} ({engine.key}, text) {_all(kind, engine)}"


def _run(cursor, statements):
    for statement in statements:
        cursor.execute(statement)
