"""What every look through an Office file shares: a limit to how much is read, and the sentences it tells."""

import re

from ..xml import elements

MOST_XML = 48 * 1024**2  # bytes that are looked through in one file; beyond it the page would not come in time
MOST_NAMED = 20
TRUE = ("1", "true", "on")
UNSEEN = "It is so large that not all of it was looked through. Look for hidden rows, comments and changes yourself."
CHANGES = "It has tracked changes. Whoever opens it can read what was taken out and what was put in."
HIDDEN_TEXT = "It has hidden text. Whoever opens it can show it."


class Reading:
    """The parts of one file, until as much was read as time allows."""

    def __init__(self, archive):
        self.archive = archive
        self.left = MOST_XML
        self.is_whole = True

    def elements(self, name, *wanted):
        """The wanted elements of a part; none where it is not there or too much was read already."""
        if name not in self.archive:
            return
        if self.archive.size(name) > self.left:
            self.is_whole = False
            return
        self.left -= self.archive.size(name)
        yield from elements(self.archive.pieces(name), *wanted)

    def unseen(self):
        """Says so where not all was read."""
        if not self.is_whole:
            yield UNSEEN


def count(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def number(text):
    """A number of an attribute; 1 where there is none, as the formats have it."""
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text or "") else 1


def short(text):
    return text if len(text) <= 80 else text[:79] + "…"


def comments(number):
    if number:
        yield f"It has {count(number, 'comment')}. Whoever opens it can read what was said."


def embedded(names):
    if names:
        yield f"It has {count(len(names), 'file')} embedded in it. Whoever opens it can open what is embedded, whole."


def outside(targets):
    for target in list(dict.fromkeys(targets))[:MOST_NAMED]:
        yield f"It points at something outside of the file, “{short(target)}”. Opening it may fetch that."


def hidden_sheet(name):
    return f"Sheet “{short(name)}” is hidden. Whoever opens the file can show it."


def hidden_lines(name, rows, columns):
    for number, noun in ((rows, "row"), (columns, "column")):
        if number > 0:
            yield f"Sheet “{short(name)}” has {count(number, f'hidden {noun}')}. Whoever opens the file can show that."


def hidden_slides(number):
    if number:
        yield f"It has {count(number, 'hidden slide')}. Whoever opens it can show what is hidden."
