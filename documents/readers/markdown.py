"""Markdown to blocks. Signs that make words bold or slanted are not words; what stands between
them is.
"""

import re

from ..blocks import HEADING, ITEM, PARAGRAPH, Cell, Reading
from .encoding import decode

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
TITLE = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
ROW = re.compile(r"^\s*\|.*\|\s*$")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+(?=\S)")
QUOTE = re.compile(r"^ {0,3}>[ \t]?")
BOLD_LABEL = re.compile(
    r"^\s*(\*\*|__)[^*_\n]{2,80}:?\1\s*:?"
)  # “**Our update:** …” begins a line of its own
LINK = re.compile(r"!?\[([^\]\n]*)\]\(([^)\s]*)[^)\n]*\)")
STRONG_WHOLE = re.compile(r"\A(\*\*|__)(?P<words>(?:(?!\1).)+)\1[ \t]*:?\Z", re.DOTALL)
EMPHASIS = re.compile(
    r"(\*\*\*|\*\*|\*|(?<!\w)__(?=\S)|(?<!\w)_(?=\S)|`)(?=\S)(.+?)(?<=\S)\1", re.DOTALL
)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")


def read(data):
    text = decode(data)
    reading = Reading()
    front = FRONT_MATTER.match(text)
    line = 1
    if front:
        for number, field in enumerate(front[1].split("\n"), start=2):
            reading.add(field, f"line {number}", region="front matter", is_close=True)
        line += text[: front.end()].count("\n")
        text = text[front.end() :]
    _Lines(text.split("\n"), line, reading).read()
    return reading


class _Lines:
    """Walks through the lines once; `line` is the number of the first one."""

    def __init__(self, lines, line, reading):
        self.lines = lines
        self.line = line
        self.reading = reading
        self.place = 0
        self.tables = 0

    def read(self):
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if not line.strip() or RULE.match(line) or line.lstrip().startswith("<!--"):
                self.place += 1
            elif title := TITLE.match(line):
                self._add(title[2], HEADING, level=len(title[1]))
                self.place += 1
            elif ROW.match(line):
                self._table()
            else:
                self._paragraph()

    def _add(self, text, kind, place=None, **details):
        at = self.line + (self.place if place is None else place)
        words, links = _without_markup(text)
        is_strong = kind != HEADING and bool(STRONG_WHOLE.match(text.strip()))
        self.reading.add(
            words, f"line {at}", kind=kind, is_strong=is_strong, links=links, **details
        )

    def _paragraph(self):
        first = self.place
        is_quoted = bool(QUOTE.match(self.lines[first]))
        is_item = bool(LIST_ITEM.match(self.lines[first]))
        collected = []
        while self.place < len(self.lines) and self._goes_on(first, is_quoted):
            collected.append(QUOTE.sub("", self.lines[self.place]).strip())
            self.place += 1
            if collected[-1].endswith("\\") or self.lines[self.place - 1].endswith("  "):
                break  # a line that is broken on purpose
        if self.place < len(self.lines) and UNDERLINE.match(self.lines[self.place]) and not is_item:
            level = 1 if "=" in self.lines[self.place] else 2
            self._add("\n".join(collected), HEADING, first, level=level)
            self.place += 1
            return
        kind = ITEM if is_item else PARAGRAPH
        self._add("\n".join(collected).rstrip("\\"), kind, first, is_quoted=is_quoted)

    def _goes_on(self, first, is_quoted):
        line = self.lines[self.place]
        if self.place == first:
            return True
        starts_anew = (
            BOLD_LABEL.match(line)
            or TITLE.match(line)
            or ROW.match(line)
            or LIST_ITEM.match(line)
            or UNDERLINE.match(line)
        )
        return bool(line.strip()) and not starts_anew and bool(QUOTE.match(line)) == is_quoted

    def _table(self):
        row = 0
        start = self.place
        while self.place < len(self.lines) and ROW.match(self.lines[self.place]):
            line = self.lines[self.place]
            if not TABLE_RULE.match(line):
                follows = self.lines[self.place + 1] if self.place + 1 < len(self.lines) else ""
                is_head = self.place == start and bool(TABLE_RULE.match(follows))
                for column, words in enumerate(_cells(line)):
                    cell = Cell(self.tables, row, column, is_head=is_head)
                    self._add(words, PARAGRAPH, cell=cell)
                row += 1
            self.place += 1
        self.tables += 1


def _cells(line):
    inside = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", inside)]


def _without_markup(text):
    links = tuple(address for _, address in LINK.findall(text))
    words = LINK.sub(r"\1", text)
    for _ in range(3):  # bold around slanted around code
        words = EMPHASIS.sub(r"\2", words)
    return ESCAPED.sub(r"\1", words).strip(), links
