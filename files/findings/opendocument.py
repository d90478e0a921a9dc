"""What an OpenDocument file holds that somebody who adds it may not see at once."""

from collections.abc import Iterator

from .. import Unusable
from ..archive import LOCKED, Archive
from . import sentences
from .sentences import Reading

Attributes = dict[str, str]

CHANGES = {"changed-region", "cell-content-change", "insertion", "deletion", "movement"}
OBJECTS = {"object", "object-ole"}
STYLES = {"style", "table-properties", "drawing-page-properties", "text-properties"}
TABLES = {"table", "table-row", "table-column"}
WANTED = ["annotation", "page", "table-source", *CHANGES, *OBJECTS, *STYLES, *TABLES]


def findings(archive: Archive) -> Iterator[str]:
    """A plain sentence for each."""
    reading = Reading(archive)
    content = Content()

    for _ in reading.elements("META-INF/manifest.xml", "encryption-data"):
        raise Unusable(LOCKED)
    for part in ("styles.xml", "content.xml"):
        for kind, attributes in reading.elements(part, *WANTED):
            content.take(kind, attributes)

    yield from content.findings()
    yield from sentences.embedded({*archive.embedded, *content.objects})
    yield from reading.unseen()


class Content:
    """What was met so far. Styles stand before what has them, so that one reading is enough."""

    def __init__(self) -> None:
        self.style = ""
        self.table = ""
        self.hidden_styles: set[str] = set()
        self.has_hidden_text = False
        self.has_changes = False
        self.comments = 0
        self.hidden_slides = 0
        self.objects: set[str] = set()
        self.sources: list[str] = []
        self.hidden_sheets: list[str] = []
        self.hidden_rows: dict[str, int] = {}  # by the name of the table
        self.hidden_columns: dict[str, int] = {}

    def take(self, kind: str, attributes: Attributes) -> None:
        if kind in STYLES:
            self._take_style(kind, attributes)
        elif kind == "table":
            self._take_table(attributes)
        elif kind in TABLES:
            self._take_line(kind, attributes)
        elif kind in OBJECTS:
            self.objects.add(attributes.get("href", ""))
        elif kind == "table-source":
            self.sources.append(attributes.get("href", ""))
        elif kind == "page":
            self.hidden_slides += attributes.get("style-name") in self.hidden_styles
        elif kind == "annotation":
            self.comments += 1
        else:  # one of CHANGES: no other kind is wanted
            self.has_changes = True

    def _take_style(self, kind: str, attributes: Attributes) -> None:
        if kind == "style":
            self.style = attributes.get("name", "")
        elif kind == "text-properties":
            self.has_hidden_text |= attributes.get("display") == "none"
        elif attributes.get("display") == "false" or attributes.get("visibility") == "hidden":
            self.hidden_styles.add(self.style)

    def _take_table(self, attributes: Attributes) -> None:
        self.table = attributes.get("name", "")
        if attributes.get("style-name") in self.hidden_styles:
            self.hidden_sheets.append(self.table)

    def _take_line(self, kind: str, attributes: Attributes) -> None:
        """A row or a column, which may stand for many of its kind."""
        if attributes.get("visibility") not in ("collapse", "filter"):
            return
        hidden = self.hidden_rows if kind == "table-row" else self.hidden_columns
        repeated = "number-rows-repeated" if kind == "table-row" else "number-columns-repeated"
        number = sentences.number(attributes.get(repeated))
        hidden[self.table] = hidden.get(self.table, 0) + number

    def findings(self) -> Iterator[str]:
        yield from map(sentences.hidden_sheet, self.hidden_sheets)
        for table in dict.fromkeys([*self.hidden_rows, *self.hidden_columns]):
            rows = self.hidden_rows.get(table, 0)
            columns = self.hidden_columns.get(table, 0)
            yield from sentences.hidden_lines(table, rows, columns)
        yield from sentences.hidden_slides(self.hidden_slides)
        if self.has_changes:
            yield sentences.CHANGES
        if self.has_hidden_text:
            yield sentences.HIDDEN_TEXT
        yield from sentences.comments(self.comments)
        yield from sentences.outside(self.sources)
