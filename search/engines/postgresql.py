"""The index in PostgreSQL: a table for each kind, with its words as an array under a GIN index.

Its own text search would part addresses, paths and numbers in its own way, and forgets where the words of a long text
stand. An array of words, parted as `words` does, answers as SQLite answers.
"""

from ..words import LONGEST

KEY = "key"
JOIN = "string_agg"
EVENTS = ["INSERT", "UPDATE", "DELETE"]
# The rules of letters that do not hang on how the database was made, where the server has them.
ANY_LETTERS = "SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'"
LETTERS = 'COLLATE "und-x-icu"'
# A blank before and after each word, so that a phrase is found as a piece of text. Too long a word is cut, to fit the
# index, to a length that nobody is answered for.
WORDS = r"""
CREATE OR REPLACE FUNCTION responses_search_words(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT regexp_replace(
    ' ' || btrim(regexp_replace(lower(
        normalize(regexp_replace(normalize(value, NFD), '([A-Za-z])[\u0300-\u036f]+', '\1', 'g'), NFC) {letters}
    ), '[^[:alnum:]]+' {letters}, ' ', 'g')) || ' ',
    '([^ ]{{{longest}}})[^ ]+', '\1', 'g'
) $$
"""
# Said to be dear, so that the planner asks the index and does not part every text again.
ARRAY = """
CREATE OR REPLACE FUNCTION responses_search_array(words text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT COST 1000 AS $$ BEGIN RETURN string_to_array(btrim(words), ' '); END $$
"""
FEW = 8000


def prepare(cursor):
    cursor.execute(ANY_LETTERS)
    letters = LETTERS if cursor.fetchone() else ""
    yield WORDS.format(letters=letters, longest=LONGEST + 1)
    yield ARRAY


def make(kind):
    words = "words text NOT NULL GENERATED ALWAYS AS (responses_search_words(text)) STORED"
    yield f"CREATE TABLE IF NOT EXISTS {kind.index} (key bigint PRIMARY KEY, text text NOT NULL, {words})"
    yield f"CREATE INDEX IF NOT EXISTS {kind.index}_words ON {kind.index} USING gin (responses_search_array(words))"


def drop(kinds):
    for kind in kinds:
        yield f"DROP TABLE IF EXISTS {kind.index}"
        yield f"DROP FUNCTION IF EXISTS {kind.index}_changed, {kind.index}_emptied, {kind.index}_renew"
    yield "DROP FUNCTION IF EXISTS responses_search_array, responses_search_words"


def triggers(kind, text):
    """Each calls one function with the name of the column that holds the key."""
    yield from _functions(kind, text)
    for watched in kind.watched:
        for event in EVENTS:
            of = f" OF {', '.join(watched.columns)}" if event == "UPDATE" else ""
            what = f"EXECUTE FUNCTION {kind.index}_changed('{watched.key}')"
            yield f"CREATE TRIGGER {watched.trigger(event)} AFTER {event}{of} ON {watched.table} FOR EACH ROW {what}"
    emptied = f"AFTER TRUNCATE ON {kind.table} FOR EACH STATEMENT EXECUTE FUNCTION {kind.index}_emptied()"
    yield f"CREATE TRIGGER {kind.watched[0].trigger('truncate')} {emptied}"


def _functions(kind, text):
    words = f"SELECT source.id, {text} FROM {kind.table} AS source WHERE source.id = one"  # noqa: S608  constants
    yield f"""
        CREATE OR REPLACE FUNCTION {kind.index}_renew(one bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO {kind.index} (key, text) {words} ON CONFLICT (key) DO UPDATE SET text = EXCLUDED.text;
            IF NOT FOUND THEN DELETE FROM {kind.index} WHERE key = one; END IF;
        END $$
    """  # noqa: S608
    yield f"""
        CREATE OR REPLACE FUNCTION {kind.index}_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN PERFORM {kind.index}_renew((to_jsonb(OLD) ->> TG_ARGV[0])::bigint); END IF;
            IF TG_OP <> 'DELETE' THEN PERFORM {kind.index}_renew((to_jsonb(NEW) ->> TG_ARGV[0])::bigint); END IF;
            RETURN NULL;
        END $$
    """
    yield f"""
        CREATE OR REPLACE FUNCTION {kind.index}_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN DELETE FROM {kind.index}; RETURN NULL; END $$
    """  # noqa: S608


def drop_triggers(kind):
    for watched in kind.watched:
        for event in [*EVENTS, "TRUNCATE"]:
            yield f"DROP TRIGGER IF EXISTS {watched.trigger(event)} ON {watched.table}"


def common(cursor, kinds, asked):
    """The names of the kinds of which more than FEW things have the words, as far as the planner knows."""
    having = {kind.name: f"SELECT FROM {kind.index} WHERE responses_search_array(words) @> %s" for kind in kinds}
    each = ", ".join(f"{name} AS MATERIALIZED ({rows})" for name, rows in having.items())
    read = ", ".join(f"(SELECT count(*) FROM {name})" for name in having)  # noqa: S608  constants
    cursor.execute(f"EXPLAIN (FORMAT JSON) WITH {each} SELECT {read}", [_words(asked)] * len(having))
    ((plans,),) = cursor.fetchall()
    expected = {plan.get("Subplan Name"): plan["Plan Rows"] for plan in _with_its_own(plans[0]["Plan"])}
    return {name for name in having if expected[f"CTE {name}"] > FEW}


def _with_its_own(plan):
    yield plan
    for own in plan.get("Plans", []):
        yield from _with_its_own(own)


def found(kind, asked, scope, of_scope, limit, *, is_common):
    """The newest keys of rows that have all terms and are in `scope`.

    If few have the words, those are looked up in the index on words. If many have, the table is walked from its newest
    row until there are enough. OFFSET 0 has the planner ask for the scope row by row, of the newest first, instead of
    gathering all that the reader may see.
    """
    terms, rows, of_rows = asked.terms, kind.index, []
    if not is_common:
        terms = [term for term in terms if len(term) > 1]  # whatever has all words has each term of one word
        rows = f"SELECT * FROM {kind.index} WHERE responses_search_array(words) @> %s ORDER BY key DESC OFFSET 0"  # noqa: S608  constants
        rows, of_rows = f"({rows}) AS {kind.index}", [_words(asked)]
    scoped = f"{_has(terms)} AND EXISTS ({scope} OFFSET 0)"
    statement = f"SELECT key FROM {rows} WHERE {scoped} ORDER BY key DESC LIMIT {limit}"  # noqa: S608  constants, and the ORM’s own SQL
    return statement, [*of_rows, *_whole(terms), *of_scope]


def found_among(kind, asked, keys, of_keys, limit):
    """The same of the rows of some `keys`, each of which is looked up."""
    rows = f"key = ANY(ARRAY({keys})) AND {_has(asked.terms)} ORDER BY key DESC LIMIT {limit}"
    return f"SELECT key FROM {kind.index} WHERE {rows}", [*of_keys, *_whole(asked.terms)]  # noqa: S608  constants, and ORM’s own SQL


def _has(terms):
    """One comparison for all of them: of several the planner believes that hardly any row has all."""
    return f"LEAST({', '.join(['strpos(words, %s)'] * len(terms))}) > 0" if terms else "true"


def _whole(terms):
    return [f" {' '.join(term)} " for term in terms]


def _words(asked):
    return sorted(set(asked.words))
