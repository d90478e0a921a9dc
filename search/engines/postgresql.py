"""The index in PostgreSQL: a table for each kind, with its words as an array under a GIN index.

PostgreSQL's own text search would split addresses, paths and numbers in its own way, and it forgets
where the words of a long text are. An array of words, split as `words` does, answers as SQLite answers.
"""

from ..words import LONGEST
from .base import Engine

EVENTS = ["INSERT", "UPDATE", "DELETE"]
# The rules of letters that do not depend on how the database was made, where the server has them.
ANY_LETTERS = "SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'"
LETTERS = 'COLLATE "und-x-icu"'
# A blank before and after each word, so that a phrase is found as a piece of text. A word that is too
# long for the index is cut to a length that nobody is answered for.
WORDS = r"""
CREATE OR REPLACE FUNCTION responses_search_words(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT regexp_replace(
    ' ' || btrim(regexp_replace(lower(
        normalize(
            regexp_replace(normalize(value, NFD), '([A-Za-z])[\u0300-\u036f]+', '\1', 'g'), NFC
        ) {letters}
    ), '[^[:alnum:]]+' {letters}, ' ', 'g')) || ' ',
    '([^ ]{{{longest}}})[^ ]+', '\1', 'g'
) $$
"""
# Said to be expensive, so that the planner asks the index and does not split every text again.
ARRAY = """
CREATE OR REPLACE FUNCTION responses_search_array(words text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT COST 1000
AS $$ BEGIN RETURN string_to_array(btrim(words), ' '); END $$
"""
# From about here on, walking the newest rows finds a page sooner than the index lists all matches.
FEW = 8000


class PostgreSQL(Engine):
    key = "key"
    join = "string_agg"

    def prepare(self, cursor):
        cursor.execute(ANY_LETTERS)
        letters = LETTERS if cursor.fetchone() else ""
        yield WORDS.format(letters=letters, longest=LONGEST + 1)
        yield ARRAY

    def make(self, kind):
        words = "words text NOT NULL GENERATED ALWAYS AS (responses_search_words(text)) STORED"
        columns = f"key bigint PRIMARY KEY, text text NOT NULL, {words}"
        yield f"CREATE TABLE IF NOT EXISTS {kind.index} ({columns})"
        index = f"{kind.index}_words ON {kind.index} USING gin (responses_search_array(words))"
        yield f"CREATE INDEX IF NOT EXISTS {index}"

    def drop(self, kind):
        yield f"DROP TABLE IF EXISTS {kind.index}"
        functions = [f"{kind.index}_{name}" for name in ("changed", "emptied", "renew")]
        yield f"DROP FUNCTION IF EXISTS {', '.join(functions)} CASCADE"

    def triggers(self, kind, text):
        """Each calls one function with the name of the column that holds the key."""
        yield from _functions(kind, text)
        for watched in kind.watched:
            for event in EVENTS:
                of = f" OF {', '.join(watched.columns)}" if event == "UPDATE" else ""
                head = (
                    f"CREATE TRIGGER {watched.trigger(event)} AFTER {event}{of} ON {watched.table}"
                )
                yield f"{head} FOR EACH ROW EXECUTE FUNCTION {kind.index}_changed('{watched.key}')"
        head = (
            f"CREATE TRIGGER {kind.watched[0].trigger('truncate')} AFTER TRUNCATE ON {kind.table}"
        )
        yield f"{head} FOR EACH STATEMENT EXECUTE FUNCTION {kind.index}_emptied()"

    def drop_triggers(self, kind):
        for watched in kind.watched:
            for event in [*EVENTS, "TRUNCATE"]:
                yield f"DROP TRIGGER IF EXISTS {watched.trigger(event)} ON {watched.table}"

    def common(self, cursor, kinds, asked):
        """Those where more than FEW rows have the words, as far as the planner knows.

        One EXPLAIN for all kinds; nothing is counted.
        """
        names = [kind.name for kind in kinds]
        parts = []
        for kind in kinds:
            rows = f"SELECT FROM {kind.index} WHERE responses_search_array(words) @> %s"
            parts.append(f"{kind.name} AS MATERIALIZED ({rows})")
        counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in names)  # noqa: S608  constants
        explain = f"EXPLAIN (FORMAT JSON) WITH {', '.join(parts)} SELECT {counts}"
        cursor.execute(explain, [_words(asked)] * len(names))

        ((plans,),) = cursor.fetchall()
        expected = {}
        for plan in _with_its_subplans(plans[0]["Plan"]):
            expected[plan.get("Subplan Name")] = plan["Plan Rows"]
        return {name for name in names if expected[f"CTE {name}"] > FEW}

    def found(self, kind, asked, scope, of_scope, limit, *, is_common):
        """If few rows have the words, the index on words finds them.

        If many have, the table is walked from its newest row until there are enough. OFFSET 0 has the
        planner ask for the scope row by row, newest first, instead of gathering all that the reader
        may see.
        """
        terms = asked.terms
        rows = kind.index
        of_rows = []
        if not is_common:
            # Whatever has all words has each term of one word.
            terms = [term for term in terms if len(term) > 1]
            having = f"SELECT * FROM {kind.index} WHERE responses_search_array(words) @> %s"  # noqa: S608  constants
            rows = f"({having} ORDER BY key DESC OFFSET 0) AS {kind.index}"
            of_rows = [_words(asked)]
        scoped = f"{_has(terms)} AND EXISTS ({scope} OFFSET 0)"
        newest = f"ORDER BY key DESC LIMIT {limit}"
        statement = f"SELECT key FROM {rows} WHERE {scoped} {newest}"  # noqa: S608  constants, and the ORM's SQL
        return statement, [*of_rows, *_as_pieces(terms), *of_scope]

    def found_among(self, kind, asked, keys, of_keys, limit):
        """Each of the keys is looked up."""
        rows = f"key = ANY(ARRAY({keys})) AND {_has(asked.terms)} ORDER BY key DESC LIMIT {limit}"
        statement = f"SELECT key FROM {kind.index} WHERE {rows}"  # noqa: S608  constants, and the ORM's SQL
        return statement, [*of_keys, *_as_pieces(asked.terms)]


def _functions(kind, text):
    source = f"SELECT source.id, {text} FROM {kind.table} AS source WHERE source.id = one"  # noqa: S608  constants
    yield f"""
        CREATE OR REPLACE FUNCTION {kind.index}_renew(one bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO {kind.index} (key, text) {source}
                ON CONFLICT (key) DO UPDATE SET text = EXCLUDED.text;
            IF NOT FOUND THEN DELETE FROM {kind.index} WHERE key = one; END IF;
        END $$
    """  # noqa: S608
    yield f"""
        CREATE OR REPLACE FUNCTION {kind.index}_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                PERFORM {kind.index}_renew((to_jsonb(OLD) ->> TG_ARGV[0])::bigint);
            END IF;
            IF TG_OP <> 'DELETE' THEN
                PERFORM {kind.index}_renew((to_jsonb(NEW) ->> TG_ARGV[0])::bigint);
            END IF;
            RETURN NULL;
        END $$
    """
    yield f"""
        CREATE OR REPLACE FUNCTION {kind.index}_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN DELETE FROM {kind.index}; RETURN NULL; END $$
    """  # noqa: S608


def _with_its_subplans(plan):
    yield plan
    for subplan in plan.get("Plans", []):
        yield from _with_its_subplans(subplan)


def _has(terms):
    """One comparison for all terms: of several the planner believes that hardly any row has all."""
    if not terms:
        return "true"
    places = ["strpos(words, %s)"] * len(terms)
    return f"LEAST({', '.join(places)}) > 0"


def _as_pieces(terms):
    return [f" {' '.join(term)} " for term in terms]


def _words(asked):
    return sorted(set(asked.words))
