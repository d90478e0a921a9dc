"""What is a word, what was asked for, and where a text has it. Nothing here reads the database.

A word is an unbroken run of letters and digits. Capitals and the accents of Latin letters make no
difference. The index of either engine splits its texts in the same way.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import mark_safe

MOST_WORDS = 20
LONGEST = 100  # characters; a longer word is never found
MOST_PIECES = 3
# Characters of a snippet on either side of where the first word begins.
BEFORE = 60
AFTER = 180
READ = 100_000  # characters of a text that are looked through for its snippet
QUOTES = str.maketrans("“”„«»", '"""""')
CHUNKS = re.compile(r'"([^"]*)"|([^\s"]+)')
ACCENTS = re.compile("([A-Za-z])[\u0300-\u036f]+")
RUNS = re.compile("(?:[^\\W_]|[\u0300-\u036f])+")


@dataclass(frozen=True)
class Asked:
    """Each of `terms` is one or more words that must follow each other; a text must have all terms."""

    terms: tuple[tuple[str, ...], ...] = ()
    is_cut: bool = False

    @property
    def words(self):
        return [word for term in self.terms for word in term]

    @property
    def can_be_found(self):
        return bool(self.terms) and all(len(word) <= LONGEST for word in self.words)


def read(typed):
    """What was asked for. Nothing that is typed is an operator: signs part words, and that is all they do."""
    terms = []
    left = MOST_WORDS
    for phrase, word in CHUNKS.findall(typed.translate(QUOTES)):
        term = tuple(words(phrase or word))
        if not term or term in terms:
            continue
        if len(term) > left:
            return Asked(tuple(terms) or (term[:MOST_WORDS],), is_cut=True)
        terms.append(term)
        left -= len(term)
    return Asked(tuple(terms))


def words(text):
    """The words of `text` in their order, as they are compared."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", ACCENTS.sub(r"\1", decomposed))
    return "".join(letter if _is_part(letter) else " " for letter in text.lower()).split()


def _is_part(letter):
    return unicodedata.category(letter)[0] == "L" or unicodedata.category(letter) == "Nd"


def snippet(text, asked):
    """A few pieces of `text` around what was asked for, escaped, with the words marked."""
    text = text[:READ]
    places = sorted(_places(text, asked.terms))
    pieces = _pieces(text, places)

    spans = [(start, end) for start, end, _ in places]
    whole = " … ".join(_marked(text, start, end, spans) for start, end in pieces)
    begins = pieces[0][0]
    ends = pieces[-1][1]
    if begins > 0:
        whole = f"… {whole}"
    if ends < len(text):
        whole = f"{whole} …"
    return mark_safe(whole)  # noqa: S308  _marked escapes each piece


def _places(text, terms):
    """(start, end, term) of every place that has a whole term."""
    if not text.isascii():
        yield from _places_of_any_letters(text, terms)
        return

    for term in terms:
        for match in _pattern(term).finditer(text):
            yield match.start(), match.end(), term


@lru_cache(maxsize=256)
def _pattern(term):
    phrase = "[^A-Za-z0-9]+".join(term)
    return re.compile(rf"(?<![A-Za-z0-9]){phrase}(?![A-Za-z0-9])", re.ASCII | re.IGNORECASE)


def _places_of_any_letters(text, terms):
    places = []
    for run in RUNS.finditer(text):
        for word in _words_of_run(run[0]):
            places.append((run.start(), run.end(), word))

    first_words = {term[0] for term in terms}
    for number, (start, _, word) in enumerate(places):
        if word in first_words:
            for term in terms:
                stretch = places[number : number + len(term)]
                if tuple(word for _, _, word in stretch) == term:
                    yield start, stretch[-1][1], term


def _words_of_run(run):
    # A run of plain letters is one word; only the others need the slow way.
    return [run.lower()] if run.isascii() else words(run)


def _pieces(text, places):
    """(start, end) of the stretches to show.

    One for the first place of each term, unless the stretch before shows it already.
    """
    pieces = []
    seen = set()
    last_end = 0
    for start, end, term in places:
        if term in seen or len(pieces) == MOST_PIECES:
            continue
        seen.add(term)
        if pieces and end <= last_end:
            continue

        begin = max(_border(text, start - BEFORE, 1), last_end)
        last_end = max(_border(text, start + AFTER, -1), end)
        pieces.append((begin, last_end))
    return pieces or [(0, _border(text, BEFORE + AFTER, -1))]


def _border(text, place, step):
    """The nearest blank to `place`, within a long word’s length, so that no word is cut."""
    if place <= 0:
        return 0
    if place >= len(text):
        return len(text)
    for near in range(place, place + 30 * step, step):
        if text[near : near + 1].isspace():
            return near
    return place


def _marked(text, start, end, spans):
    """The stretch as HTML, each span in it marked. Of spans that overlap the first is."""
    parts = []
    position = start
    for span_start, span_end in spans:
        if position <= span_start and span_end <= end:
            parts.append(escape(text[position:span_start]))
            parts.append(f"<mark>{escape(text[span_start:span_end])}</mark>")
            position = span_end
    parts.append(escape(text[position:end]))
    return "".join(parts).strip()
