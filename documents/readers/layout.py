"""Where things stand on a page of a PDF: tables by their ruled lines, columns by the gap between
them, lines of words.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
LOST = re.compile("[\0-\b\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]|\\(cid:\\d+\\)")
MOST_LETTERS = 60_000  # to a page
MOST_RULES = 4_000
EDGE = (
    0.065  # of the page's height, at its top and at its bottom: 55 points of A4, less than a margin
)


@dataclass
class Line:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool
    page: int
    column: int = 0
    right: float = 0  # where the lines of its column end
    region: str = ""

    @property
    def block(self):
        return self.column, round(self.x0 / 4), round(self.size)

    def is_full(self, following):
        """Whether the first word of `following` would not have fitted behind it."""
        first = following.text.split()[0]
        letter = (following.x1 - following.x0) / max(len(following.text), 1)
        return self.x1 + letter * (len(first) + 0.5) > self.right - letter


@dataclass(eq=False)
class Table:
    page: int
    edges: tuple
    top: float
    rows: list = field(default_factory=list)  # of cells, which are lists of lines
    is_continued: bool = False


@dataclass
class Page:
    number: int
    height: float
    parts: list  # lines and tables, in reading order
    has_words: bool
    has_pictures: bool

    def edge_lines(self):
        lines = [part for part in self.parts if isinstance(part, Line)]
        reach = self.height * EDGE
        return [line for line in lines if line.bottom < reach or line.top > self.height - reach]


def of(page):
    letters = page.chars[:MOST_LETTERS]
    if not letters:
        return Page(page.page_number, float(page.height), [], False, bool(page.images))
    words = _words(page)
    tables = _tables(page, words)
    loose = [word for word in words if not word.get("in_table")]
    parts = _lines_in_order(loose, page, tables)
    return Page(page.page_number, float(page.height), parts, bool(words), bool(page.images))


def _words(page):
    words = page.extract_words(
        x_tolerance_ratio=0.18,
        keep_blank_chars=False,
        use_text_flow=False,
        extra_attrs=["fontname", "size"],
    )
    for word in words:
        word["text"] = LOST.sub("", word["text"]).translate(LIGATURES)
    return [word for word in words if word["text"].strip()]


# --- tables -----------------------------------------------------------------


def _tables(page, words):
    """Tables drawn with lines. A row that a page's end cuts has no line below: the ends of upright lines stand in."""
    if not 4 <= len(page.edges) <= MOST_RULES:
        return []
    ends = {
        round(edge[side], 1)
        for edge in page.edges
        if edge["orientation"] == "v"
        for side in ("top", "bottom")
    }
    settings = {"explicit_horizontal_lines": sorted(ends), "intersection_tolerance": 3}
    tables = []
    for drawn in page.find_tables(settings):
        rows = [_row(row, words) for row in drawn.rows]
        rows = [row for row in rows if any(row)]
        widths = {len(row) for row in rows}
        if len(rows) < 1 or max(widths, default=0) < 2:
            continue
        _claim(drawn.bbox, words)
        edges = tuple(round(edge) for edge in (drawn.bbox[0], drawn.bbox[2], max(widths)))
        tables.append(Table(page.page_number, edges, drawn.bbox[1], rows))
    return tables


def _row(row, words):
    return [_lines_within(box, words) if box else [] for box in row.cells]


def _lines_within(box, words):
    x0, top, x1, bottom = box
    inside = [
        word for word in words if x0 <= _middle(word) <= x1 and top <= _height(word) <= bottom
    ]
    return [" ".join(word["text"] for word in line) for line in _clusters(inside)]


def _claim(box, words):
    x0, top, x1, bottom = box
    for word in words:
        if x0 <= _middle(word) <= x1 and top <= _height(word) <= bottom:
            word["in_table"] = True


def _middle(word):
    return (word["x0"] + word["x1"]) / 2


def _height(word):
    return (word["top"] + word["bottom"]) / 2


def joined_tables(pages):
    """The tables of all pages; one that goes on over a page's end is joined with what follows it."""
    tables = []
    for page in pages:
        for table in (part for part in page.parts if isinstance(part, Table)):
            before = tables[-1] if tables else None
            if before and before.edges == table.edges and _is_next(before, table, page):
                _append(before, table)
            else:
                tables.append(table)
                table.last_page = table.page
    return tables


def _is_next(before, table, page):
    first = next(
        (part for part in page.parts if not (isinstance(part, Line) and part.region)), None
    )
    return before.last_page + 1 == table.page and first is table


def _append(before, table):
    """Below a repeated head, a row without a first cell is the rest of the row that the page's end cut."""
    rows = list(table.rows)
    if rows and rows[0] in before.rows:
        rows = rows[1:]
    if rows and not rows[0][0] and any(rows[0]) and len(rows[0]) == len(before.rows[-1]):
        rest = rows.pop(0)
        before.rows[-1] = [
            above + below for above, below in zip(before.rows[-1], rest, strict=True)
        ]
    before.rows += rows
    before.last_page = table.page


# --- lines and columns --------------------------------------------------------


def _lines_in_order(words, page, tables):
    """Lines from top to bottom; between two that reach over the whole width, one column after the other."""
    body, edges = _body_and_edges(words, page)
    gutter = _gutter(body, page)
    lines = [_line(cluster, page) for cluster in _split(body, gutter)]
    margins = [_line(cluster, page) for cluster in _clusters(edges)]
    lines.sort(key=lambda line: (line.top, line.x0))
    ordered = []
    band = []
    for part in sorted([*lines, *tables, *margins], key=lambda part: part.top):
        is_wide = (
            isinstance(part, Table)
            or gutter is None
            or part in margins
            or part.x0 < gutter < part.x1
        )
        if is_wide:
            ordered += _columns(band, gutter)
            band = []
            ordered.append(part)
        else:
            band.append(part)
    ordered += _columns(band, gutter)
    _set_right_ends(lines)
    _set_right_ends(margins)
    return ordered


def _body_and_edges(words, page):
    """Words of the text, and those at the edges of the page, where its head and its foot are."""
    reach = EDGE * float(page.height)
    edges = [word for word in words if word["bottom"] < reach or word["top"] > page.height - reach]
    return [word for word in words if word not in edges], edges


def _columns(band, gutter):
    for line in band:
        line.column = 1 if line.x1 <= gutter else 2
    return sorted(band, key=lambda line: (line.column, line.top, line.x0))


def _set_right_ends(lines):
    """A quotation is narrower than its column, so lines that begin at one place and in one size go together."""
    ends = {}
    for line in lines:
        ends[line.block] = max(ends.get(line.block, 0), line.x1)
    for line in lines:
        line.right = ends[line.block]


def _split(words, gutter):
    """Clusters of words on one height; a cluster is cut where nothing reaches over the gutter."""
    if gutter is None:
        yield from _clusters(words)
        return
    left = [word for word in words if word["x1"] <= gutter]
    right = [word for word in words if word["x0"] >= gutter]
    across = [word for word in words if word["x0"] < gutter < word["x1"]]
    right_lines = _clusters(right)
    for line in _clusters(left + across):
        partner = next((other for other in right_lines if _belong_together(line, other)), None)
        if partner:
            right_lines.remove(partner)
            yield line + partner
        else:
            yield line
    yield from right_lines


def _belong_together(line, other):
    """A title or a foot over both columns: its words follow one another without the gap of the gutter."""
    same_height = abs(line[-1]["top"] - other[0]["top"]) < 2
    return same_height and other[0]["x0"] - line[-1]["x1"] < 0.6 * line[-1]["size"]


def _clusters(words):
    """Words on one height, from left to right, as lists from top to bottom."""
    lines = []
    for word in sorted(words, key=lambda word: (_height(word), word["x0"])):
        if lines and abs(_height(lines[-1][-1]) - _height(word)) < 0.45 * word["size"]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]


def _gutter(words, page):
    """The middle of the gap between two columns, or None: a strip that hardly any word reaches into."""
    if len(words) < 40:
        return None
    best = None
    for place in range(int(page.width * 0.3), int(page.width * 0.7), 2):
        crossing = sum(word["x0"] < place + 4 and word["x1"] > place - 4 for word in words)
        left = sum(word["x1"] <= place for word in words)
        right = sum(word["x0"] >= place for word in words)
        if min(left, right) > 0.12 * len(words) and crossing <= 0.04 * len(words):
            if best is None or crossing < best[0]:
                best = (crossing, [place])
            elif crossing == best[0]:
                best[1].append(place)
    return median(best[1]) if best else None


def _line(words, page):
    sizes = [word["size"] for word in words for _ in word["text"]]
    bold = [
        bool(re.search(r"bold|black|heavy|demi", word["fontname"], re.IGNORECASE)) for word in words
    ]
    return Line(
        text=" ".join(word["text"] for word in words),
        x0=words[0]["x0"],
        x1=words[-1]["x1"],
        top=min(word["top"] for word in words),
        bottom=max(word["bottom"] for word in words),
        size=median(sizes),
        is_bold=all(bold),
        page=page.page_number,
    )


def usual_size(lines):
    sizes = [round(line.size, 1) for line in lines for _ in line.text]
    return median(sizes) if sizes else 0


def pitch(lines):
    """From one line of a paragraph to the next, where wider gaps part paragraphs; 0 where none do."""
    steps = [
        after.top - before.top
        for before, after in pairwise(lines)
        if before.page == after.page and before.column == after.column and after.top > before.top
    ]
    if len(steps) < 5:
        return 0
    usual = median(sorted(steps)[: len(steps) // 2 + 1])
    gaps = sum(step > 1.3 * usual for step in steps)
    return usual if gaps > 0.1 * len(steps) else 0


def vocabulary(pages):
    """Every word of the document, small, as it stands within a line."""
    words = set()
    for page in pages:
        for part in page.parts:
            lines = (
                [part.text]
                if isinstance(part, Line)
                else [line for row in part.rows for cell in row for line in cell]
            )
            for line in lines:
                inner = line.split()
                words.update(
                    word.strip(".,;:()“”’'\"").lower() for word in inner if not word.endswith("-")
                )
    return words
