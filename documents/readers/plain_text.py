"""Plain text to blocks: a line is a block, unless it is the middle of a paragraph that was broken
at a width.
"""

import re

from ..blocks import ITEM, PARAGRAPH, Reading
from .encoding import decode

BULLET = re.compile(r"\s*(?:[-*•·▪‣–o]|\(?[a-z]\)|\(?[ivx]{1,4}\))\s+\S")
NUMBERED = re.compile(r"\s*\d{1,2}(\.\d{1,2})*[.)]?\s+[A-Z]")
WIDEST = 120  # letters to a line; longer ones were not broken by hand or by a mail program
SHORTEST = 50  # a line that stops sooner stopped because its words did


def read(data, reading=None):
    return from_text(decode(data), reading)


def from_text(text, reading=None, region=""):
    """The blocks of `text`, added to `reading`."""
    reading = reading or Reading()
    lines = text.split("\n")
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        _paragraphs(lines, start, end, reading, region)
        start = end
    return reading


def _paragraphs(lines, start, end, reading, region):
    """The lines from `start` to `end`, no blank one among them."""
    width = max(len(line.rstrip()) for line in lines[start:end])
    full_lines = sum(len(line.rstrip()) > 0.85 * width for line in lines[start:end])
    first = start
    for place in range(start, end):
        if place + 1 < end and _goes_on(lines[place], lines[place + 1], width, full_lines):
            continue
        text = "\n".join(lines[first : place + 1]).strip()
        kind = ITEM if BULLET.match(text) else PARAGRAPH
        reading.add(text, f"line {first + 1}", kind=kind, is_close=first > start, region=region)
        first = place + 1


def _goes_on(line, following, width, full_lines):
    """Whether `following` was broken off from `line` because it did not fit into `width`."""
    length = len(line.rstrip())
    if width > WIDEST or length < SHORTEST or BULLET.match(following) or NUMBERED.match(following):
        return False
    # A title of 87 letters above “Published: 21 June 2021” is as wide as its paragraph, too.
    is_sentence = following.lstrip()[:1].islower() or full_lines > 1
    return is_sentence and length + 1 + len(following.split()[0]) > width
