"""What a Word, Excel or PowerPoint file holds that somebody who adds it may not see at once."""

import posixpath
import re

from .. import types
from . import sentences as told
from .sentences import TRUE, Reading

# What is told by a part of its kind being there.
PARTS = {
    "externalLink+xml": "It takes figures from another file. Whoever opens it can read its name and the figures.",
    "pivotCacheRecords+xml": "A pivot table keeps a copy of the rows behind it. Whoever opens the file can show them.",
    "connections+xml": "It is connected to a database or another source. Whoever opens it can read how.",
    "notesSlide+xml": "It has speaker’s notes. Whoever opens it can read them.",
}
COMMENTS = re.compile(r"comments\+xml$", re.IGNORECASE)
WORDS = re.compile(r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes)\+xml$")
CHANGES = {"ins", "del", "moveFrom", "moveTo"}


def findings(archive):
    """A plain sentence for each."""
    reading = Reading(archive)
    parts = [(name.lstrip("/"), kind) for name, kind in types.content_types(archive)]
    for end, sentence in PARTS.items():
        if any(kind.endswith(end) for _, kind in parts):
            yield sentence
    for look in (_excel, _word, _powerpoint, _comments):
        yield from look(reading, parts)
    yield from told.outside(_outside(reading))
    yield from told.embedded({*archive.embedded, *(name for name in archive.entries if "/embeddings/" in name)})
    yield from reading.unseen()


def _comments(reading, parts):
    names = [name for name, kind in parts if COMMENTS.search(kind)]
    return told.comments(sum(1 for name in names for _ in reading.elements(name, "comment", "threadedComment", "cm")))


def _outside(reading):
    """Pictures, templates and objects that lie elsewhere. A hyperlink is there to be seen."""
    return [
        row.get("Target", "")
        for name in reading.archive.entries
        if name.endswith(".rels")
        for _, row in reading.elements(name, "Relationship")
        if row.get("TargetMode") == "External" and not row.get("Type", "").endswith("/hyperlink")
    ]


def _excel(reading, parts):
    for book in [name for name, kind in parts if types.MAIN_PARTS.get(kind) == types.EXCEL]:
        targets = _targets(reading, book)
        for sheet in [row for _, row in reading.elements(book, "sheet")]:
            name, state = sheet.get("name", ""), sheet.get("state")
            if state == "hidden":
                yield told.hidden_sheet(name)
            if state == "veryHidden":
                yield f"Sheet “{told.short(name)}” is hidden so that Excel does not list it. It can still be read."
            yield from told.hidden_lines(name, *_hidden_in(reading, targets.get(sheet.get("id"))))


def _targets(reading, part):
    """The parts that `part` names in its relationships, by their ids."""
    folder, name = posixpath.split(part)
    rows = [row for _, row in reading.elements(f"{folder}/_rels/{name}.rels", "Relationship")]
    return {row.get("Id"): _beside(folder, row.get("Target", "")) for row in rows}


def _beside(folder, target):
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _hidden_in(reading, part):
    """How many rows and columns of a sheet are hidden."""
    hidden = {"row": 0, "col": 0}
    for kind, row in reading.elements(part, "row", "col"):
        if row.get("hidden") in TRUE:
            hidden[kind] += told.number(row.get("max")) - told.number(row.get("min")) + 1
    return hidden["row"], hidden["col"]


def _word(reading, parts):
    found = set()
    for name in [name for name, kind in parts if WORDS.search(kind)]:
        for kind, row in reading.elements(name, *CHANGES, "vanish"):
            if row.get("val", "1") in TRUE or kind in CHANGES:
                found.add(kind)
    if found & CHANGES:
        yield told.CHANGES
    if "vanish" in found:
        yield told.HIDDEN_TEXT


def _powerpoint(reading, parts):
    slides = [name for name, kind in parts if kind.endswith("presentationml.slide+xml")]
    shown = [row.get("show", "1") for name in slides for _, row in reading.elements(name, "sld")]
    return told.hidden_slides(sum(value not in TRUE for value in shown))
