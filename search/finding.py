"""Which things have the words: one statement for every kind, its rows narrowed to what the reader may see."""

from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from .index import engine_of
from .kinds import KINDS

CAP, CAP_OF_REPORT = 100, 1000  # of each kind


def cap_of(report):
    """How many of a kind are found at most: of a report all there are, so that they can be gone through."""
    return CAP_OF_REPORT if report else CAP


def find(asked, access, report=None):
    """The keys of each kind by its name, newest first: as many as `cap_of` says, and one more where there are more."""
    found, engine = {name: [] for name in KINDS}, engine_of(connection)
    if not asked.can_be_found:
        return found
    with connection.cursor() as cursor:
        common = set() if report else engine.common(cursor, KINDS.values(), asked)
        cursor.execute(*_statement(engine, asked, access.itself, report, common))
        for name, key in cursor.fetchall():
            found[name].append(key)
    return found


def _statement(engine, asked, access, report, common):
    arms, values = [], []
    for kind in KINDS.values():
        try:
            scope = _scope(kind, engine, access, report)
        except EmptyResultSet:
            continue
        if report:
            rows, of_rows = engine.found_among(kind, asked, *scope, cap_of(report) + 1)
        else:
            rows, of_rows = engine.found(kind, asked, *scope, cap_of(report) + 1, is_common=kind.name in common)
        arms.append(f"SELECT '{kind.name}' AS kind, key FROM ({rows}) AS {kind.name}s")  # noqa: S608  constants
        values += of_rows
    return " UNION ALL ".join(arms), values


@lru_cache(maxsize=256)
def _scope(kind, engine, access, report):
    """The query that has a row where the reader may see the one in the index that is looked at; of one report, the
    query of all keys that the reader may see.

    Kept in words: to put five of them in words takes longer than to search.
    """
    key, rows = f"{kind.index}.{engine.KEY}", kind.rows(access, report).order_by().values("pk")
    if not report:
        rows = rows.filter(pk=RawSQL(key, ()))  # noqa: S611  constants
    return rows.query.sql_with_params()
