"""What an OpenDocument file holds that somebody who adds it may not see at once."""

from .. import Unusable
from ..archive import LOCKED
from . import sentences as told
from .sentences import Reading

CHANGES = {"changed-region", "cell-content-change", "insertion", "deletion", "movement"}
OBJECTS = {"object", "object-ole"}
STYLES = {"style", "table-properties", "drawing-page-properties", "text-properties"}
TABLES = {"table", "table-row", "table-column"}


def findings(archive):
    """A plain sentence for each."""
    reading, content = Reading(archive), Content()
    for _ in reading.elements("META-INF/manifest.xml", "encryption-data"):
        raise Unusable(LOCKED)
    for part in ("styles.xml", "content.xml"):
        for kind, row in reading.elements(
            part, "annotation", "page", "table-source", *CHANGES, *OBJECTS, *STYLES, *TABLES
        ):
            content.take(kind, row)
    yield from content.findings()
    yield from told.embedded({*archive.embedded, *content.objects})
    yield from reading.unseen()


class Content:
    """What was met so far. Styles stand before what has them, so that one reading is enough."""

    def __init__(self):
        self.style = self.table = ""
        self.hidden_styles = set()
        self.hidden_text = self.changes = False
        self.comments = self.slides = 0
        self.objects, self.sources = set(), []
        self.hidden_sheets = []
        self.lines = {}  # name of a table: {"table-row": hidden ones, "table-column": hidden ones}

    def take(self, kind, row):
        if kind in STYLES:
            self._style(kind, row)
        elif kind in TABLES:
            self._table(kind, row)
        elif kind in OBJECTS:
            self.objects.add(row.get("href", ""))
        elif kind == "table-source":
            self.sources.append(row.get("href", ""))
        elif kind == "page":
            self.slides += row.get("style-name") in self.hidden_styles
        self.comments += kind == "annotation"
        self.changes |= kind in CHANGES

    def _style(self, kind, row):
        if kind == "style":
            self.style = row.get("name", "")
        elif kind == "text-properties":
            self.hidden_text |= row.get("display") == "none"
        elif row.get("display") == "false" or row.get("visibility") == "hidden":
            self.hidden_styles.add(self.style)

    def _table(self, kind, row):
        if kind == "table":
            self.table = row.get("name", "")
            if row.get("style-name") in self.hidden_styles:
                self.hidden_sheets.append(self.table)
        elif row.get("visibility") in ("collapse", "filter"):
            lines = self.lines.setdefault(self.table, {"table-row": 0, "table-column": 0})
            repeated = "number-rows-repeated" if kind == "table-row" else "number-columns-repeated"
            lines[kind] += told.number(row.get(repeated))

    def findings(self):
        yield from map(told.hidden_sheet, self.hidden_sheets)
        for name, lines in self.lines.items():
            yield from told.hidden_lines(name, lines["table-row"], lines["table-column"])
        yield from told.hidden_slides(self.slides)
        if self.changes:
            yield told.CHANGES
        if self.hidden_text:
            yield told.HIDDEN_TEXT
        yield from told.comments(self.comments)
        yield from told.outside(self.sources)
