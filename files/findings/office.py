"""What a Word, Excel or PowerPoint file holds that somebody who adds it may not see at once."""

import posixpath
import re
from collections.abc import Iterator

from .. import types
from ..archive import Archive
from . import sentences
from .sentences import TRUE, Reading

Parts = list[tuple[str, str]]  # the name of a part, and its content type

# What is said where a part of this kind is in the file.
PARTS = {
    "externalLink+xml": (
        "It takes figures from another file. Whoever opens it can read its name and the figures."
    ),
    "pivotCacheRecords+xml": (
        "A pivot table keeps a copy of the rows behind it. Whoever opens the file can show them."
    ),
    "connections+xml": (
        "It is connected to a database or another source. Whoever opens it can read how."
    ),
    "notesSlide+xml": "It has speaker’s notes. Whoever opens it can read them.",
}
COMMENTS = re.compile(r"comments\+xml$", re.IGNORECASE)
WORDS = re.compile(r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes)\+xml$")
CHANGES = {"ins", "del", "moveFrom", "moveTo"}


def findings(archive: Archive) -> Iterator[str]:
    """A plain sentence for each."""
    reading = Reading(archive)
    parts = [(name.lstrip("/"), kind) for name, kind in types.content_types(archive)]

    for end, sentence in PARTS.items():
        if any(kind.endswith(end) for _, kind in parts):
            yield sentence
    yield from _excel(reading, parts)
    yield from _word(reading, parts)
    yield from _powerpoint(reading, parts)
    yield from _comments(reading, parts)
    yield from sentences.outside(_outside(reading))

    embeddings = {name for name in archive.entries if "/embeddings/" in name}
    yield from sentences.embedded(embeddings | set(archive.embedded))
    yield from reading.unseen()


def _comments(reading: Reading, parts: Parts) -> Iterator[str]:
    number = 0
    for name, kind in parts:
        if COMMENTS.search(kind):
            number += sum(1 for _ in reading.elements(name, "comment", "threadedComment", "cm"))
    return sentences.comments(number)


def _outside(reading: Reading) -> Iterator[str]:
    """Pictures, templates and objects that lie elsewhere. A hyperlink is there to be seen."""
    for name in reading.archive.entries:
        if not name.endswith(".rels"):
            continue
        for _, relationship in reading.elements(name, "Relationship"):
            is_hyperlink = relationship.get("Type", "").endswith("/hyperlink")
            if relationship.get("TargetMode") == "External" and not is_hyperlink:
                yield relationship.get("Target", "")


def _excel(reading: Reading, parts: Parts) -> Iterator[str]:
    books = [name for name, kind in parts if types.MAIN_PARTS.get(kind) == types.EXCEL]
    for book in books:
        targets = _targets(reading, book)
        for _, sheet in list(reading.elements(book, "sheet")):
            name = sheet.get("name", "")
            state = sheet.get("state")
            if state == "hidden":
                yield sentences.hidden_sheet(name)
            if state == "veryHidden":
                yield (
                    f"Sheet “{sentences.short(name)}” is hidden so that Excel does not list it. It can still be read."
                )
            rows, columns = _hidden_in(reading, targets.get(sheet.get("id", "")))
            yield from sentences.hidden_lines(name, rows, columns)


def _targets(reading: Reading, part: str) -> dict[str, str]:
    """The parts that `part` names in its relationships, by their ids."""
    folder, name = posixpath.split(part)
    relationships = reading.elements(f"{folder}/_rels/{name}.rels", "Relationship")
    return {row.get("Id", ""): _beside(folder, row.get("Target", "")) for _, row in relationships}


def _beside(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _hidden_in(reading: Reading, part: str | None) -> tuple[int, int]:
    """How many rows and columns of a sheet are hidden."""
    hidden = {"row": 0, "col": 0}
    for kind, line in reading.elements(part or "", "row", "col"):
        if line.get("hidden") in TRUE:
            first = sentences.number(line.get("min"))
            last = sentences.number(line.get("max"))
            hidden[kind] += last - first + 1
    return hidden["row"], hidden["col"]


def _word(reading: Reading, parts: Parts) -> Iterator[str]:
    marks = set()
    for name in [name for name, kind in parts if WORDS.search(kind)]:
        for mark, attributes in reading.elements(name, *CHANGES, "vanish"):
            if mark in CHANGES or attributes.get("val", "1") in TRUE:
                marks.add(mark)
    if marks & CHANGES:
        yield sentences.CHANGES
    if "vanish" in marks:
        yield sentences.HIDDEN_TEXT


def _powerpoint(reading: Reading, parts: Parts) -> Iterator[str]:
    hidden = 0
    for name in [name for name, kind in parts if kind.endswith("presentationml.slide+xml")]:
        for _, slide in reading.elements(name, "sld"):
            hidden += slide.get("show", "1") not in TRUE
    return sentences.hidden_slides(hidden)
