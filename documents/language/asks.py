"""Which recommendation some words ask for, by their wording alone; and whether words ask rather
than answer.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from .text import bare, plain, words_in

SURELY = 88  # of 100: so much of a passage stands in the register, word for word
LIKELY = 72  # a shortened or a changed ask is still closer to its own than to any other
CLEARLY = 8  # closer than to the next one
SHORTEST = 30  # letters; fewer agree by chance
DEADLINE = re.compile(
    r"^(by|before|within|no later than|from)\s+(\d{1,2}\s+\w+\s+\d{4}|\w+\s+\d{4}|(six|three"
    r"|twelve|two|\d+)\s+(months?|weeks))",
    re.I,
)
SHOULD = re.compile(
    r"\b(chief constables?|(police )?forces|police and crime commissioners?|pccs|commissioners"
    r"|recipients|they|we recommend|home office"
    r"|college of policing|npcc|national police chiefs.? council|ministry of justice|chief "
    r"officers|local policing bodies|the force)\b"
    r"[^.]{0,160}\b(should|must|are asked to|need to)\b|^we recommend\b|\bwe recommend that\b"
    r"|^they should\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^(review|provide|ensure|make|develop|work|seek|audit|agree|promote|update|have|use|publish"
    r"|improve|establish|introduce|consider"
    r"|identify|assess|support|implement|create|set|put|take|give|monitor|check|appoint|share"
    r"|train|adopt|strengthen|find|look|carry|bring"
    r"|stop|until|as soon as|report|explore|commission|conduct|undertake|collect|record|answer)\b",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(is|are|was|were|has|had|will|we|our|have been)\b", re.I
)  # “Work on it is led by …” tells
LONGEST_IMPERATIVE = 40


@dataclass(frozen=True)
class Match:
    number: str
    score: float
    is_exact: bool


class Wordings:
    """The wordings of one report's recommendations, ready to be compared with."""

    def __init__(self, register):
        self.wholes = {}
        self.passages = []  # (number, words): the ask, its paragraphs, its parts and its notes
        for asked in register.asked.values():
            if not asked.text:
                continue
            parts = [text for _, text in asked.parts]
            self.wholes[asked.number] = bare(" ".join([asked.text, *parts]))
            pieces = [*asked.text.split("\n"), *parts, *asked.notes, asked.text]
            self.passages += [
                (asked.number, bare(piece)) for piece in pieces if len(piece) >= SHORTEST
            ]

    def match(self, text):
        """The Match that `text` is most like, or None where nothing is clearly likest."""
        words = bare(text)
        if len(words) < SHORTEST:
            return None
        scores = {}
        for number, passage in self.passages:
            score = max(fuzz.ratio(words, passage), _within(words, passage))
            scores[number] = max(scores.get(number, 0), score)
        ranked = sorted(scores, key=scores.get, reverse=True)
        if not ranked or scores[ranked[0]] < LIKELY:
            return None
        next_best = scores[ranked[1]] if len(ranked) > 1 else 0
        if scores[ranked[0]] - next_best < CLEARLY and scores[ranked[0]] < SURELY:
            return None
        return Match(ranked[0], scores[ranked[0]], scores[ranked[0]] >= 97)

    def is_ask(self, text):
        """Whether `text` is the register's own wording, or a passage of it."""
        found = self.match(text)
        return found is not None and found.score >= SURELY

    def likeness(self, number, text):
        """How much `text`, printed as the ask of `number`, agrees with the register: 0 to 100, or None if not held."""
        whole = self.wholes.get(number)
        words = bare(text)
        if not whole or not words:
            return None
        return max(
            fuzz.ratio(words, whole), fuzz.partial_ratio(words, whole) if len(words) > 60 else 0
        )


def _within(words, passage):
    """How far `words` stand inside a longer passage. Of a short one hardly anything would be left to differ in."""
    if len(words) > len(passage):
        return 0
    return fuzz.partial_ratio(words, passage)


def sounds_like_ask(text, is_quoted=False):
    """Whether words ask somebody to do something, whatever the register holds."""
    text = plain(text).strip(" “”\"'‘’")
    if DEADLINE.match(text) or SHOULD.search(text):
        return not re.match(r"(we|our|i)\b", text, re.IGNORECASE)
    is_short = words_in(text) <= LONGEST_IMPERATIVE
    return is_quoted or bool(is_short and IMPERATIVE.match(text) and not FINITE.search(text))
