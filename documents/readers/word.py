"""A Word document to blocks: as it looks with all changes accepted, without what is hidden, noted
or commented.

python-docx lists the paragraphs of the body alone. Answers also stand in text boxes, content
controls, tables in tables and tracked changes, so this walks through the XML itself.
"""

from ..blocks import HEADING, ITEM, PARAGRAPH, Cell, Reading
from .office import NAMESPACES, opened, tree, w

DELETED = {w("del"), w("moveFrom")}
CHANGED = DELETED | {w("ins"), w("moveTo")}
FALLBACK = f"{{{NAMESPACES['mc']}}}Fallback"
LETTERS = {
    w("tab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
}


def read(data):
    archive = opened(data)
    reading = Reading()
    document = _Document(archive, reading)
    body = document.tree.find(w("body"))
    if body is not None:
        document.walk(body)
    document.point_out_the_rest()
    return reading


class _Styles:
    """What the names of styles mean: a heading and its level, a list, a quotation, hidden text."""

    def __init__(self, archive):
        self.names = {}
        self.levels = {}
        self.parents = {}
        self.hidden = set()
        self.strong = set()
        styles = tree(archive, "word/styles.xml")
        for style in () if styles is None else styles.iter(w("style")):
            self._learn(style)

    def _learn(self, style):
        key = style.get(w("styleId"), "")
        name = style.find(w("name"))
        parent = style.find(w("basedOn"))
        outline = style.find(f"{w('pPr')}/{w('outlineLvl')}")
        self.names[key] = ("" if name is None else name.get(w("val"), "")).lower()
        if parent is not None:
            self.parents[key] = parent.get(w("val"))
        if outline is not None and outline.get(w("val"), "").isdecimal():
            self.levels[key] = int(outline.get(w("val"))) + 1
        if _is_on(style.find(f"{w('rPr')}/{w('vanish')}")):
            self.hidden.add(key)
        if _is_on(style.find(f"{w('rPr')}/{w('b')}")):
            self.strong.add(key)

    def line(self, key):
        """`key` and the styles that it is based on."""
        seen = []
        while key and key not in seen:
            seen.append(key)
            key = self.parents.get(key)
        return seen

    def level(self, key):
        for style in self.line(key):
            name = self.names.get(style, style).lower()
            if name == "title":
                return 1
            if name.startswith("heading ") and name[8:9].isdecimal():
                return int(name[8:9])
            if 1 <= self.levels.get(style, 0) <= 9:
                return self.levels[style]
        return 0

    def is_named(self, key, *parts):
        return any(
            part in self.names.get(style, style).lower()
            for style in self.line(key)
            for part in parts
        )


class _Document:
    def __init__(self, archive, reading):
        self.tree = tree(archive, "word/document.xml")
        self.archive = archive
        self.reading = reading
        self.styles = _Styles(archive)
        self.tables = 0
        self.paragraphs = 0
        self.carried = ""  # words of a paragraph whose end was deleted
        self.boxes = []  # text boxes that hang on the paragraph being read
        self.is_changed = False
        self.footnotes = []
        self.hidden = []

    def walk(self, parent, cell=None):
        for element in parent:
            tag = element.tag
            if tag == w("p"):
                self._paragraph(element, cell)
            elif tag == w("tbl"):
                self._table(element)
            elif tag in DELETED:
                self.is_changed = True
            elif tag in (
                w("sdt"),
                w("sdtContent"),
                w("ins"),
                w("moveTo"),
                w("customXml"),
                w("smartTag"),
            ):
                self.is_changed = self.is_changed or tag in CHANGED
                self.walk(element, cell)

    def _paragraph(self, paragraph, cell):
        self.paragraphs += 1
        properties = paragraph.find(w("pPr"))
        style = _value(properties, "pStyle")
        pieces = []
        strong = []
        self._pieces(paragraph, pieces, strong)
        text = self.carried + "".join(pieces)
        if properties is not None and properties.find(f"{w('rPr')}/{w('del')}") is not None:
            self.carried = text  # its end is deleted: it goes on in the next one
            self.is_changed = True
            return
        self.carried = ""
        if text.strip() or cell is not None:
            self._add(text.strip(), style, properties, cell, bool(strong) and all(strong))
        self._boxes()

    def _add(self, text, style, properties, cell, is_strong):
        level = self.styles.level(style)
        outline = _value(properties, "outlineLvl")
        if outline.isdecimal() and int(outline) < 9:
            level = int(outline) + 1
        is_item = self.styles.is_named(style, "list ") or _is_numbered(properties)
        kind = HEADING if level else ITEM if is_item else PARAGRAPH
        region = (
            "contents"
            if self.styles.is_named(style, "toc ", "table of contents") and not level
            else ""
        )
        self.reading.add(
            text,
            f"paragraph {self.paragraphs}" if cell is None else _cell_place(cell),
            kind=kind,
            level=level,
            is_strong=is_strong or (not level and style in self.styles.strong),
            is_quoted=self.styles.is_named(style, "quote"),
            region=region,
            cell=cell,
        )

    def _pieces(self, element, pieces, strong, is_field_code=False):
        for child in element:
            tag = child.tag
            if tag == w("r"):
                self._run(child, pieces, strong)
            elif tag in DELETED:
                self.is_changed = True
            elif tag in (w("pPr"), w("rPr"), FALLBACK):
                continue
            elif tag == w("txbxContent"):
                self.boxes.append(child)
            else:
                self.is_changed = self.is_changed or tag in CHANGED
                self._pieces(child, pieces, strong)

    def _run(self, run, pieces, strong):
        properties = run.find(w("rPr"))
        is_hidden = self._is_hidden(properties)
        shown = []
        for child in run:
            tag = child.tag
            if tag == w("t"):
                shown.append(child.text or "")
            elif tag in LETTERS:
                shown.append(LETTERS[tag])
            elif tag in (w("footnoteReference"), w("endnoteReference")):
                self.footnotes.append((tag == w("endnoteReference"), child.get(w("id"))))
            elif tag not in (w("rPr"), FALLBACK, w("instrText"), w("delText")):
                self._pieces_of_drawing(child)
        words = "".join(shown)
        if is_hidden:
            self.hidden.append(words)
            return
        pieces.append(words)
        if words.strip():
            strong.append(_is_on(None if properties is None else properties.find(w("b"))))

    def _pieces_of_drawing(self, element):
        """Text boxes inside a drawing. Each stands twice in the file, for newer and for older Word: once counts."""
        for child in element:
            if child.tag == FALLBACK:
                continue
            if child.tag == w("txbxContent"):
                self.boxes.append(child)
            else:
                self._pieces_of_drawing(child)

    def _is_hidden(self, properties):
        if properties is None:
            return False
        style = _value(properties, "rStyle")
        is_styled = any(one in self.styles.hidden for one in self.styles.line(style))
        vanish = properties.find(w("vanish"))
        return _is_on(vanish) or (vanish is None and is_styled)

    def _boxes(self):
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.walk(box)

    def _table(self, table):
        number = self.tables
        self.tables += 1
        rows = [
            row for row in _within(table, w("tr")) if row.find(f"{w('trPr')}/{w('del')}") is None
        ]
        grid = [_row_cells(row) for row in rows]
        for place, cells in enumerate(grid):
            nested = []
            is_head = rows[place].find(f"{w('trPr')}/{w('tblHeader')}") is not None
            for column, cell in cells:
                if _is_continued(cell):
                    continue
                where = Cell(
                    number, place, column, _height(grid, place, column), _columns(cell), is_head
                )
                nested += self._cell(cell, where)
            for inner in nested:
                self._table(inner)

    def _cell(self, cell, where):
        """Its own paragraphs now; the tables in it are given back, to be read after the row."""
        nested = []
        before = len(self.reading.blocks)
        elements = list(_flat(cell))
        for element in elements:
            if element.tag == w("tbl"):
                nested.append(element)
            elif "".join(element.itertext()).strip():
                self._paragraph(element, where)
        if len(self.reading.blocks) == before:
            self.reading.add("", _cell_place(where), cell=where)
        return nested

    def point_out_the_rest(self):
        if self.is_changed:
            self.reading.point_out(
                "tracked-changes",
                "The document has tracked changes that nobody has accepted yet. It is read as if all of them were.",
            )
        if words := " ".join("".join(self.hidden).split()):
            self.reading.point_out(
                "hidden-content", f"The document holds hidden text: “{words[:120]}”."
            )
        for is_endnote, number in self.footnotes:
            self._point_out_note("endnote" if is_endnote else "footnote", number)
        self._point_out_comments()

    def _point_out_note(self, name, number):
        notes = tree(self.archive, f"word/{name}s.xml")
        if notes is None:
            return
        for note in notes.iter(w(name)):
            if note.get(w("id")) == number:
                words = " ".join(_all_words(note).split())
                sentence = (
                    f"A {name} belongs to the text and is not among the words: “{words[:200]}”."
                )
                self.reading.point_out("footnote", sentence)

    def _point_out_comments(self):
        comments = tree(self.archive, "word/comments.xml")
        for comment in () if comments is None else comments.iter(w("comment")):
            if words := " ".join(_all_words(comment).split()):
                self.reading.point_out(
                    "hidden-content", f"The document holds a comment: “{words[:120]}”."
                )


def _all_words(element):
    return " ".join(
        "".join(text.text or "" for text in p.iter(w("t"))) for p in element.iter(w("p"))
    )


def _within(parent, wanted):
    """Children called `wanted`, also inside content controls and insertions, not inside other tables."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("ins"), w("customXml")):
            yield from _within(child, wanted)


def _flat(cell):
    """Paragraphs and tables of a cell, in their order."""
    for child in cell:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("ins"), w("customXml")):
            yield from _flat(child)


def _row_cells(row):
    """Each cell with the column of the grid in which it begins."""
    before = row.find(f"{w('trPr')}/{w('gridBefore')}")
    column = 0 if before is None else _number(before)
    cells = []
    for cell in _within(row, w("tc")):
        cells.append((column, cell))
        column += _columns(cell)
    return cells


def _columns(cell):
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return 1 if span is None else max(1, _number(span))


def _height(grid, place, column):
    """Over how many rows a cell reaches: those below go on with it, word for word, in Word's own way."""
    height = 1
    for cells in grid[place + 1 :]:
        below = dict(cells).get(column)
        if below is None or not _is_continued(below):
            break
        height += 1
    return height


def _is_continued(cell):
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and merge.get(w("val"), "continue") == "continue"


def _is_numbered(properties):
    if properties is None:
        return False
    number = properties.find(f"{w('numPr')}/{w('numId')}")
    return number is not None and number.get(w("val")) != "0"


def _is_on(element):
    return element is not None and element.get(w("val"), "1") not in ("0", "false", "off")


def _value(properties, name):
    element = None if properties is None else properties.find(w(name))
    return "" if element is None else element.get(w("val"), "")


def _number(element):
    value = element.get(w("val"), "")
    return min(int(value), 200) if value.isdecimal() else 1


def _cell_place(cell):
    return f"table {cell.table + 1}, row {cell.row + 1}, column {cell.column + 1}"
