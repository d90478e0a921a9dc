"""Words as rules read them, without losing where they stand in the source.

A rule looks at `Plain`: invisible signs gone, ligatures as letters, white space as single spaces.
What it finds is handed on as a slice of the source itself, so that no proposal holds a word that
the document does not show.
"""

import re

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
QUOTED = re.compile(r"“[^”]{3,}”|‘[^’]{25,}’(?!\w)|\"[^\"]{3,}\"")
ABBREVIATION = re.compile(
    r"\b(?:no|nos|rec|recs|e\.g|i\.e|mr|mrs|ms|dr|st|supt|insp|sgt|approx|para|p|vs|etc)\.$", re.I
)
SENTENCE = re.compile(r"(?<=[.!?])['’”\")\]]*\s+(?=[“‘\"'(\[]*[A-Z0-9])")
BULLET_SIGN = re.compile(r"(?:^|(?<=\s))[-*•·](?=\s)")


class Plain:
    """`text` for rules; `places` says for each of its letters where it stands in the source."""

    def __init__(self, source):
        self.source = source
        letters = []
        self.places = []
        for place, letter in enumerate(source):
            if INVISIBLE.match(letter):
                continue
            if letter.isspace():
                if letters and letters[-1] != " ":
                    letters.append(" ")
                    self.places.append(place)
                continue
            for one in LIGATURES.get(letter, letter):
                letters.append(one)
                self.places.append(place)
        self.text = "".join(letters).rstrip()

    def source_place(self, place):
        """Where the letter at `place` of the plain text stands in the source."""
        if place >= len(self.text):
            return len(self.source)
        return self.places[place]


def plain(source):
    return Plain(source).text


def folded(text):
    """For comparing words: nothing but what is seen, as the conventions of comparison have it."""
    text = INVISIBLE.sub("", text)
    for sign, letters in LIGATURES.items():
        text = text.replace(sign, letters)
    text = BULLET_SIGN.sub(" ", f" {text} ")
    return " ".join(text.split())


def bare(text):
    """For recognising wording: small letters and digits alone."""
    return " ".join(
        re.sub(
            r"[^a-z0-9ŵŷâêîôûáéíóú]+", " ", plain(text).lower().replace("’", "'").replace("'", "")
        ).split()
    )


def sentences(text):
    """Pairs of start and end in `text`, one for each sentence."""
    start = 0
    for end in SENTENCE.finditer(text):
        if ABBREVIATION.search(text[start : end.start()]):
            continue
        yield start, end.start()
        start = end.end()
    if start < len(text):
        yield start, len(text)


def unquoted(text):
    """`text` without what it quotes: another’s words state no position."""
    return QUOTED.sub(" … ", text)


def words_in(text):
    return len(text.split())


def word_set(words):
    """The words of a long list that reads like a text."""
    return frozenset(words.split())


def phrases(words):
    """The same for phrases, which commas part."""
    return tuple(" ".join(phrase.split()) for phrase in words.split(","))
