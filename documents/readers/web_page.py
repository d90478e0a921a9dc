"""A saved web page to blocks. What its markup says of a place (navigation, foot, hidden) goes
along as its region.
"""

import re

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from ..blocks import HEADING, ITEM, PARAGRAPH, Cell, Reading
from .encoding import decode

UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "title",
    "meta",
    "link",
    "svg",
    "iframe",
    "object",
    "select",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {
    *(
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "form",
        "fieldset",
        "figure",
    ),
    *(
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "address",
        "details",
        "summary",
        "center",
        "hr",
    ),
    *(
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "body",
        "html",
        "figcaption",
        "legend",
    ),
    *("dialog", "hgroup", "button", "label", "menu", "search"),
}
STRONG = {"b", "strong"}
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
RULES = re.compile(r"([^{}]+)\{([^{}]*)\}")
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# A screen reader's words and folded sections are hidden for a moment, not from the reader.
DEEPEST = 200


def read(data):
    declared = DECLARED.search(data[:4096])
    text = decode(data, declared[1].decode("ascii", "ignore") if declared else "")
    return from_text(text)


def from_text(text, reading=None):
    reading = reading or Reading()
    soup = BeautifulSoup(text, "lxml")
    _Page(soup, reading).read()
    return reading


class _Page:
    def __init__(self, soup, reading):
        self.soup = soup
        self.reading = reading
        self.tables = 0
        self.hidden = _hidden_names(soup)
        self.line = []  # pieces of the block that is being put together
        self.links = []
        self.strong = []  # for each piece, whether it is bold

    def read(self):
        root = self.soup.body or self.soup
        self._walk(root, _Context())
        self._end(_Context())

    def _walk(self, element, context, depth=0):
        for child in element.children:
            if isinstance(child, Tag):
                self._tag(child, context, depth)
            elif isinstance(child, NavigableString) and not isinstance(child, Comment):
                self._words(str(child), context)

    def _words(self, words, context):
        self.line.append(words if context.is_pre else re.sub(r"[ \t\n\r\f]+", " ", words))
        self.strong.append(context.is_strong or not words.strip())

    def _tag(self, tag, context, depth):
        name = tag.name.lower()
        if name in UNSEEN or depth > DEEPEST:
            return
        if self._is_hidden(tag):
            self._point_out_hidden(tag)
            return
        inner = context.inside(tag)
        if name == "br":
            self._break(context)
        elif name == "table":
            self._end(context)
            self._table(tag, inner, depth)
        elif name in BLOCKS:
            self._end(context)
            self._walk(tag, inner, depth + 1)
            self._end(inner, is_place=name == "dd" and not tag.get_text(strip=True))
        else:
            if name == "a" and tag.get("href"):
                self.links.append(str(tag["href"]))
            self._walk(tag, inner, depth + 1)

    def _break(self, context):
        """A broken line ends a paragraph; in a heading it is a space."""
        if context.level or context.is_pre:
            self._words("\n" if context.is_pre else " ", context)
        else:
            self._end(context)

    def _end(self, context, is_place=False):
        text = "".join(self.line).strip(" \t\n\r\f")
        text = text if context.is_pre else re.sub(r" {2,}", " ", text)
        if text or is_place:
            is_strong = bool(text) and all(self.strong) and not context.level
            self.reading.add(
                text,
                f"paragraph {len(self.reading.blocks) + 1}",
                kind=HEADING if context.level else context.kind,
                level=context.level,
                is_strong=is_strong,
                is_quoted=context.is_quoted,
                region=context.region,
                language=context.language,
                cell=context.cell,
                links=tuple(self.links),
            )
        self.line.clear()
        self.strong.clear()
        self.links.clear()

    def _table(self, table, context, depth):
        number = self.tables
        self.tables += 1
        if caption := table.find("caption", recursive=False):
            self._walk(caption, context, depth + 1)
            self._end(context)
        taken = set()  # places that a cell of an earlier row reaches into
        for row, cells in enumerate(_rows(table)):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
                for down in range(rows):
                    taken.update((row + down, column + right) for right in range(columns))
                where = Cell(number, row, column, rows, columns, cell.name == "th")
                self._cell(cell, context.inside(cell).within(where), depth)
                column += columns

    def _cell(self, tag, context, depth):
        before = len(self.reading.blocks)
        if not self._is_hidden(tag):
            self._walk(tag, context, depth + 1)
        else:
            self._point_out_hidden(tag)
        self._end(context, is_place=len(self.reading.blocks) == before)

    def _is_hidden(self, tag):
        if tag.has_attr("hidden") or HIDING.search(str(tag.get("style", ""))):
            return True
        names = [f".{name}" for name in tag.get("class", [])] + [f"#{tag.get('id')}"]
        return any(name in self.hidden for name in names)

    def _point_out_hidden(self, tag):
        if words := tag.get_text(" ", strip=True):
            self.reading.point_out(
                "hidden-content", f"The page holds words that it does not show: “{words[:120]}”."
            )


class _Context:
    """What the elements around some words say of them."""

    def __init__(self):
        self.kind = PARAGRAPH
        self.level = 0
        self.region = ""
        self.language = ""
        self.cell = None
        self.is_quoted = self.is_strong = self.is_pre = False

    def inside(self, tag):
        inner = _Context()
        inner.__dict__.update(self.__dict__)
        name = tag.name.lower()
        names = [
            name,
            tag.get("role", ""),
            str(tag.get("id", "")),
            *tag.get("class", []),
            tag.get("aria-label", ""),
        ]
        inner.region = " ".join([self.region, *(str(one) for one in names if one)]).strip()
        inner.language = str(tag.get("lang", self.language))
        if name in HEADINGS or name == "summary":
            inner.level = int(name[1]) if name != "summary" else 3
        elif name in ("li", "dt", "dd", "p", "td", "th"):
            inner.kind = ITEM if name == "li" or (name == "p" and self.kind == ITEM) else PARAGRAPH
        inner.is_strong = self.is_strong or name in STRONG or name == "dt" or _is_bold(tag)
        inner.is_quoted = self.is_quoted or name == "blockquote"
        inner.is_pre = self.is_pre or name == "pre"
        return inner

    def within(self, cell):
        self.cell = cell
        return self


def _is_bold(tag):
    return bool(
        re.search(r"font-weight\s*:\s*(bold|[6-9]00)", str(tag.get("style", "")), re.IGNORECASE)
    )


def _hidden_names(soup):
    """Classes and ids that the page's own style sheet hides."""
    names = set()
    for sheet in soup.find_all("style"):
        for selectors, rule in RULES.findall(sheet.get_text()):
            if HIDING.search(rule):
                names.update(
                    name for name in selectors.replace(",", " ").split() if name[0] in ".#"
                )
    return names


def _rows(table):
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]


def _span(cell, name):
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), 100) if value.isdecimal() else 1
