"""What is a word, what was asked for, and where a text has it. Nothing here reads the database.

A word is an unbroken run of letters and digits. Capitals and the accents of Latin letters make no difference. The
index of either engine splits its texts in the same way.
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
BEFORE, AFTER = 60, 180  # characters of a snippet on either side of where the first word begins
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
    chunks = (phrase or word for phrase, word in CHUNKS.findall(typed.translate(QUOTES)))
    terms, left = [], MOST_WORDS
    for term in dict.fromkeys(tuple(words(chunk)) for chunk in chunks):
        if len(term) > left:
            return Asked(tuple(terms) or (term[:MOST_WORDS],), is_cut=True)
        if term:
            terms.append(term)
            left -= len(term)
    return Asked(tuple(terms))


def words(text):
    """The words of `text` in their order, as they are compared."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", ACCENTS.sub(r"\1", unicodedata.normalize("NFD", text)))
    return "".join(letter if _is_part(letter) else " " for letter in text.lower()).split()


def _is_part(letter):
    return unicodedata.category(letter)[0] == "L" or unicodedata.category(letter) == "Nd"


def snippet(text, asked):
    """A few pieces of `text` around what was asked for, escaped, with the words marked."""
    text = text[:READ]
    found = sorted(_places(text, asked.terms))
    pieces = _pieces(text, found)
    whole = " … ".join(_marked(text, start, end, [(one, two) for one, two, _ in found]) for start, end in pieces)
    first, last = pieces[0][0], pieces[-1][1]
    return mark_safe(f"{'… ' if first else ''}{whole}{' …' if last < len(text) else ''}")  # noqa: S308  each is escaped


def _places(text, terms):
    """(start, end, term) of every place that has a whole term."""
    if text.isascii():
        return [(*place.span(), term) for term in terms for place in _pattern(term).finditer(text)]
    return _places_of_any_letters(text, terms)


@lru_cache(maxsize=256)
def _pattern(term):
    return re.compile(rf"(?<![A-Za-z0-9]){'[^A-Za-z0-9]+'.join(term)}(?![A-Za-z0-9])", re.ASCII | re.IGNORECASE)


def _places_of_any_letters(text, terms):
    places = [(run.start(), run.end(), word) for run in RUNS.finditer(text) for word in _quick(run[0])]
    first_words = {term[0] for term in terms}
    for number, (start, _, word) in enumerate(places):
        if word in first_words:
            for term in terms:
                stretch = places[number : number + len(term)]
                if tuple(word for _, _, word in stretch) == term:
                    yield start, stretch[-1][1], term


def _quick(run):
    return [run.lower()] if run.isascii() else words(run)


def _pieces(text, found):
    """(start, end) of the stretches to show: one for the first place of each term, where no other shows it."""
    pieces, seen = [], set()
    for start, end, term in found:
        if term in seen or len(pieces) == MOST_PIECES:
            continue
        seen.add(term)
        if not pieces or end > pieces[-1][1]:
            begin = max(_border(text, start - BEFORE, 1), pieces[-1][1] if pieces else 0)
            pieces.append((begin, max(_border(text, start + AFTER, -1), end)))
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


def _marked(text, start, end, places):
    parts, here = [], start
    for one, two in places:
        if here <= one and two <= end:
            parts.append(f"{escape(text[here:one])}<mark>{escape(text[one:two])}</mark>")
            here = two
    return "".join([*parts, escape(text[here:end])]).strip()
