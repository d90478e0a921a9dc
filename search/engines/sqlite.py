"""The index in SQLite: one FTS5 table for each kind, its rowid the key of what was indexed."""

KEY = "rowid"
JOIN = "group_concat"
EVENTS = ["INSERT", "UPDATE", "DELETE"]
# Letters and decimal digits, as in `words`; by itself FTS5 would take ² and ½ for words too.
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* Nd''"


def prepare(cursor):
    return []


def make(kind):
    yield f"CREATE VIRTUAL TABLE IF NOT EXISTS {kind.index} USING fts5(text, tokenize = '{TOKENIZER}')"


def drop(kinds):
    for kind in kinds:
        yield f"DROP TABLE IF EXISTS {kind.index}"


def triggers(kind, text):
    for watched in kind.watched:
        for event in EVENTS:
            of = f" OF {', '.join(watched.columns)}" if event == "UPDATE" else ""
            rows = [row for row, other in [("OLD", "INSERT"), ("NEW", "DELETE")] if event != other]
            body = " ".join(_renew(kind, text, f"{row}.{watched.key}") for row in rows)
            yield f"CREATE TRIGGER {watched.trigger(event)} AFTER {event}{of} ON {watched.table} BEGIN {body} END"


def drop_triggers(kind):
    for watched in kind.watched:
        for event in EVENTS:
            yield f"DROP TRIGGER IF EXISTS {watched.trigger(event)}"


def _renew(kind, text, key):
    words = f"SELECT source.id, {text} FROM {kind.table} AS source WHERE source.id = {key}"  # noqa: S608  constants
    return f"DELETE FROM {kind.index} WHERE rowid = {key}; INSERT INTO {kind.index} (rowid, text) {words};"  # noqa: S608


def common(cursor, kinds, asked):
    """None: FTS5 is quick for every word."""
    return set()


def found(kind, asked, scope, of_scope, limit, *, is_common):
    """The newest keys of rows that have all terms and are in `scope`; FTS5 walks its own lists backwards."""
    return _newest(kind, asked, f"EXISTS ({scope})", of_scope, limit)


def found_among(kind, asked, keys, of_keys, limit):
    """The same of the rows of some `keys`, between the first and the last. The plus keeps FTS5 from looking up each
    key by itself, which takes longer.
    """
    ends = f"rowid BETWEEN (SELECT MIN(pk) FROM ({keys})) AND (SELECT MAX(pk) FROM ({keys}))"  # noqa: S608  ORM's own SQL
    return _newest(kind, asked, f"{ends} AND +rowid IN ({keys})", [*of_keys] * 3, limit)


def _newest(kind, asked, condition, of_condition, limit):
    match = " AND ".join(f'"{" ".join(term)}"' for term in asked.terms)
    rows = f"{kind.index} MATCH %s AND {condition} ORDER BY rowid DESC LIMIT {limit}"
    return f"SELECT rowid AS key FROM {kind.index} WHERE {rows}", [match, *of_condition]  # noqa: S608  constants, and ORM’s own SQL
