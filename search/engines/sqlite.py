"""The index in SQLite: one FTS5 table for each kind, its rowid the key of what was indexed."""

from .base import Engine

EVENTS = ["INSERT", "UPDATE", "DELETE"]
# The rows whose words an event changes: after a DELETE there is no new one.
CHANGED_ROWS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
# Letters and decimal digits, as in `words`; by itself FTS5 would take ² and ½ for words too.
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* Nd''"


class SQLite(Engine):
    key = "rowid"
    join = "group_concat"

    def prepare(self, cursor):
        return []

    def make(self, kind):
        columns = f"fts5(text, tokenize = '{TOKENIZER}')"
        yield f"CREATE VIRTUAL TABLE IF NOT EXISTS {kind.index} USING {columns}"

    def drop(self, kind):
        yield f"DROP TABLE IF EXISTS {kind.index}"

    def triggers(self, kind, text):
        for watched in kind.watched:
            for event in EVENTS:
                of = f" OF {', '.join(watched.columns)}" if event == "UPDATE" else ""
                rows = CHANGED_ROWS[event]
                body = " ".join(_renew(kind, text, f"{row}.{watched.key}") for row in rows)
                head = f"CREATE TRIGGER {watched.trigger(event)} AFTER {event}{of}"
                yield f"{head} ON {watched.table} BEGIN {body} END"

    def drop_triggers(self, kind):
        for watched in kind.watched:
            for event in EVENTS:
                yield f"DROP TRIGGER IF EXISTS {watched.trigger(event)}"

    def common(self, cursor, kinds, asked):
        """None: FTS5 is quick for every word."""
        return set()

    def found(self, kind, asked, scope, of_scope, limit, *, is_common):
        """FTS5 walks its own lists backwards, so that the newest come first without sorting."""
        return _newest(kind, asked, f"EXISTS ({scope})", of_scope, limit)

    def found_among(self, kind, asked, keys, of_keys, limit):
        """Between the first and the last of the keys.

        The plus keeps FTS5 from looking up one key after the other, which takes longer.
        """
        first = f"(SELECT MIN(pk) FROM ({keys}))"  # noqa: S608  the ORM's own SQL
        last = f"(SELECT MAX(pk) FROM ({keys}))"  # noqa: S608
        condition = f"rowid BETWEEN {first} AND {last} AND +rowid IN ({keys})"
        return _newest(kind, asked, condition, [*of_keys] * 3, limit)


def _renew(kind, text, key):
    source = f"SELECT source.id, {text} FROM {kind.table} AS source WHERE source.id = {key}"  # noqa: S608  constants
    delete = f"DELETE FROM {kind.index} WHERE rowid = {key};"  # noqa: S608
    return f"{delete} INSERT INTO {kind.index} (rowid, text) {source};"


def _newest(kind, asked, condition, of_condition, limit):
    match = " AND ".join(f'"{" ".join(term)}"' for term in asked.terms)
    rows = f"{kind.index} MATCH %s AND {condition} ORDER BY rowid DESC LIMIT {limit}"
    statement = f"SELECT rowid AS key FROM {kind.index} WHERE {rows}"  # noqa: S608  constants, and the ORM's SQL
    return statement, [match, *of_condition]
