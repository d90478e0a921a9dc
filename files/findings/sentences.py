"""What every look into a file shares: how much of it is read, and the sentences about it."""

import re
from collections.abc import Iterable, Iterator

from ..archive import Archive
from ..xml import elements

MOST_XML = 48 * 1024**2  # bytes of one file; looking through more takes longer than a page may
MOST_NAMED = 20
TRUE = ("1", "true", "on")
UNSEEN = "It is so large that we did not look through all of it. Look for hidden rows, comments and changes yourself."
UNREAD_PDF = (
    "We could not look into this PDF: it is damaged, or reading it takes too long. "
    "Look for comments, attachments and hidden text yourself."
)
UNREAD_PICTURE = (
    "We could not look into this picture: it is damaged, or very large. "
    "Check yourself whether it says where it was taken."
)
PROGRAM = "It has a program (JavaScript) in it. Print it to a new PDF to be rid of that."
EARLIER_VERSION = (
    "It was saved on top of an earlier version of itself. "
    "Somebody who knows how can read what was changed. Print it to a new PDF to be rid of that."
)
RESTRICTED = "It is protected: everybody can open it, but may not be able to print or copy it."
CHANGES = (
    "It has tracked changes. Whoever opens it can read what was taken out and what was put in."
)
HIDDEN_TEXT = "It has hidden text. Whoever opens it can show it."


class Reading:
    """The parts of one file, until as much was read as time allows."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.left = MOST_XML
        self.is_whole = True

    def elements(self, name: str, *wanted: str) -> Iterator[tuple[str, dict[str, str]]]:
        """The wanted elements of a part; none where there is no such part, or too much was read."""
        if name not in self.archive:
            return
        if self.archive.size(name) > self.left:
            self.is_whole = False
            return
        self.left -= self.archive.size(name)
        yield from elements(self.archive.pieces(name), *wanted)

    def unseen(self) -> Iterator[str]:
        """Says so where not all was read."""
        if not self.is_whole:
            yield UNSEEN


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def number(text: str | None) -> int:
    """A number of an attribute; 1 where there is none, as the formats have it."""
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text or "") else 1  # type: ignore[arg-type]


def short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def comments(number: int) -> Iterator[str]:
    if number:
        yield f"It has {count(number, 'comment')}. Whoever opens it can read what was said."


def attachments(names: list[str]) -> Iterator[str]:
    if names:
        listed = ", ".join(f"“{short(name)}”" for name in names[:MOST_NAMED])
        number = count(len(names), "attachment")
        yield f"It has {number}: {listed}. Whoever opens it can open what is attached."


def embedded(names: set[str]) -> Iterator[str]:
    if names:
        number = count(len(names), "file")
        yield f"It has {number} embedded in it. Whoever opens it can open what is embedded, whole."


def outside(targets: Iterable[str]) -> Iterator[str]:
    for target in list(dict.fromkeys(targets))[:MOST_NAMED]:
        address = short(target)
        yield f"It points at something outside of the file, “{address}”. Opening it may fetch that."


def hidden_sheet(name: str) -> str:
    return f"Sheet “{short(name)}” is hidden. Whoever opens the file can show it."


def hidden_lines(name: str, rows: int, columns: int) -> Iterator[str]:
    for number, noun in ((rows, "hidden row"), (columns, "hidden column")):
        if number > 0:
            lines = count(number, noun)
            yield f"Sheet “{short(name)}” has {lines}. Whoever opens the file can show that."


def hidden_slides(number: int) -> Iterator[str]:
    if number:
        slides = count(number, "hidden slide")
        yield f"It has {slides}. Whoever opens it can show what is hidden."


def hidden_layers(names: list[str]) -> Iterator[str]:
    if names:
        listed = ", ".join(f"“{short(name)}”" for name in names[:MOST_NAMED])
        yield f"It has {count(len(names), 'hidden layer')}: {listed}. Whoever opens it can show that."


def redactions(number: int) -> Iterator[str]:
    """Marked in Acrobat and never applied: the black boxes lie on top of the words."""
    if number:
        marked = (
            f"{count(number, 'redaction')} that {'was' if number == 1 else 'were'} never applied"
        )
        yield f"It has {marked}. Whoever opens it can read what is beneath."


def filled_fields(number: int) -> Iterator[str]:
    if number:
        yield f"It has a form with {count(number, 'field')} filled in, which may hold more than is seen."


def authors(names: list[str]) -> Iterator[str]:
    if names:
        listed = ", ".join(f"“{short(name)}”" for name in names[:MOST_NAMED])
        yield f"It says who wrote it: {listed}."
