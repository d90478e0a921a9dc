"""Which rows have the words: one statement for all kinds, narrowed to what the reader may see."""

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from .engines import engine_of
from .kinds import KINDS

# Of each kind. Within a report all there are, so that a reader can go through them.
CAP = 100
CAP_OF_REPORT = 1000


def cap_of(report):
    """How many rows of a kind are found at most."""
    return CAP_OF_REPORT if report else CAP


def find(asked, access, report=None):
    """The keys of each kind by its name, newest first.

    As many as `cap_of` says, and one more where there are more.
    """
    keys = {name: [] for name in KINDS}
    if not asked.can_be_found:
        return keys

    engine = engine_of(connection)
    with connection.cursor() as cursor:
        common = set()
        if not report:
            common = engine.common(cursor, KINDS.values(), asked)
        cursor.execute(*_statement(engine, asked, access, report, common))
        for name, key in cursor.fetchall():
            keys[name].append(key)
    return keys


def _statement(engine, asked, access, report, common):
    limit = cap_of(report) + 1
    statements = []
    values = []
    for kind in KINDS.values():
        try:
            scope, of_scope = _scope(kind, engine, access, report)
        except EmptyResultSet:
            # This reader can see no row of the kind.
            continue

        if report:
            statement, of_kind = engine.found_among(kind, asked, scope, of_scope, limit)
        else:
            is_common = kind.name in common
            statement, of_kind = engine.found(
                kind, asked, scope, of_scope, limit, is_common=is_common
            )
        statements.append(f"SELECT '{kind.name}' AS kind, key FROM ({statement}) AS {kind.name}s")  # noqa: S608  constants
        values += of_kind
    return " UNION ALL ".join(statements), values


def _scope(kind, engine, access, report):
    """SQL for what the reader may see of a kind, and its values.

    Without a report it has a row where the reader may see the row of the index that is looked at. Of a
    report it has all keys that the reader may see.
    """
    rows = kind.rows(access, report).order_by().values("pk")
    if not report:
        key = RawSQL(f"{kind.index}.{engine.key}", ())  # noqa: S611  constants
        rows = rows.filter(pk=key)
    return rows.query.sql_with_params()
