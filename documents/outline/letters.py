"""Letters and papers without headings: the paragraphs that name a recommendation, and those that
go on about it.
"""

import re
from dataclasses import dataclass, field, replace

from ..language import furniture, references
from ..language.text import sentences, words_in
from . import marks as of

# Sentences about the recommendations, which answer none of them.
DESCRIBES = re.compile(
    rf"{references.NAME}\s*{references.LIST}\s*(?:,\s*)?(?:are|is|were|was)\s+(?:all\s+)?(?:for"
    rf"|addressed|made|aimed|directed|ours|not (?:for|addressed))\b"
    r"|\binclud(?:e|es|ing)\b[^.]*\brecommendation|\brecommendations? in the report\b|\bof "
    r"(?:its|the) (?:\w+ )?recommendations\b"
    r"|\b(?:wrote|asked|reminded|letter|reminder|request)\b[^.]{0,80}\brecommendations?\s+\d|"
    r"\bresponses? to recommendations?\s+\d"
    r"|\brecommendations?\s+[\d, and&]+\s+(?:asks?|says?|reads?|requires?|calls?|recommends?)\b",
    re.IGNORECASE,
)
ANSWERS = re.compile(
    r"\b(we|our|us|i|my|this (letter|response|paper|update)|the (force|constabulary|chief "
    r"constable|commissioner|council|government|department)"
    r"|accept\w*|reject\w*|complete\w*|in progress|remains?|implemented|closed|started|ongoing"
    r"|agreed|noted|done)\b",
    re.IGNORECASE,
)
OF_THE_PAPER = re.compile(
    r"\b(that|to) (the )?(board|committee|panel|members)\b|\bthe (board|committee|panel) (notes?"
    r"|receives?|is asked|are asked)\b",
    re.IGNORECASE,
)


@dataclass
class Passage:
    refs: tuple
    texts: list = field(default_factory=list)
    day: str = ""


def passages(marks, register, names):
    """Each Passage of the document, in order. A title, a greeting, a closing phrase or another number ends one."""
    found = []
    current = None
    for mark in marks:
        if mark.role in (of.TITLE, of.END, of.RECOMMENDATION, of.LABEL, of.ASK_LABEL):
            current = None
            continue
        if mark.role != of.TEXT or names.scope(mark.text) in ("other",):
            continue
        for piece in _pieces(mark):
            refs = _answered(piece.text)
            if refs and not (current and refs == current.refs):
                current = Passage(refs, [piece])
                found.append(current)
            elif refs is None or current is None:
                current = current if refs is not None else None
            else:
                _go_on(current, piece)
    return [passage for passage in found if not furniture.is_pointer(passage.texts[0].text)]


def _go_on(passage, piece):
    last = passage.texts[-1]
    if last.block == piece.block:
        passage.texts[-1] = replace(last, end=piece.end, text=f"{last.text} {piece.text}")
    else:
        passage.texts.append(piece)


def _pieces(mark):
    """The paragraph, cut before each sentence that turns to another recommendation."""
    cuts = [0]
    before = ()
    for start, end in sentences(mark.text):
        sentence = mark.text[start:end]
        refs = _answered(sentence) if _opens(sentence) else None
        if refs and before and set(refs) != set(before):
            cuts.append(start)
        before = refs or before
    if len(cuts) == 1:
        return [mark]
    from ..language.text import Plain

    # The mark's text is that of its block from `start` on, so its places are found again in the plain words.
    ends = [*cuts[1:], len(mark.text)]
    pieces = []
    plain = Plain(mark.extra.get("source", mark.text))
    for start, end in zip(cuts, ends, strict=True):
        first = mark.start + plain.source_place(start)
        last = mark.end if end == len(mark.text) else mark.start + plain.source_place(end)
        pieces.append(replace(mark, start=first, end=last, text=mark.text[start:end].strip()))
    return pieces


def _opens(sentence):
    """Whether a sentence turns to a recommendation: it is named early, not in passing."""
    places = references.named_in(sentence)
    return bool(places) and words_in(sentence[: places[0][0]]) <= 8


def _answered(text):
    """The references that `text` answers: () where it names none, None where it only speaks about some."""
    places = references.named_in(text)
    if not places:
        return ()
    if DESCRIBES.search(text) or OF_THE_PAPER.search(text) or not ANSWERS.search(text):
        return None
    start, _, refs = places[0]
    first_sentence_end = next(sentences(text))[1]
    if start > first_sentence_end:  # named in passing, further down
        return ()
    return refs
