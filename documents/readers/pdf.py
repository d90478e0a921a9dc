"""A PDF to blocks. It holds letters at places, no words, lines or paragraphs: those are put
together here.

First the file is asked whether it can be opened at all; then each page gives tables and lines
(`layout`); at last lines become paragraphs, over columns and pages, without what stands at the
head and foot of every page.
"""

import io
import re

import pdfplumber
import pikepdf

from files import Unusable

from ..blocks import HEADING, ITEM, PARAGRAPH, Cell, Reading, unreadable
from . import layout
from .plain_text import BULLET

MOST_PAGES = 300
LONG_LINE = 0.72
HYPHENS = "-\u2010"
SENTENCE_END = re.compile(r"[.!?:;]['’”\")]*$")
PAGE_NUMBER = re.compile(
    r"\bpage\s+\d+(\s+of\s+\d+)?\b|^\s*\d{1,3}\s*$|^\s*\d{1,3}\s*(?:/|of)\s*\d{1,3}\s*$",
    re.IGNORECASE,
)
TENS = re.compile(r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-$", re.IGNORECASE)
ONES = re.compile(r"(one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)


def read(data):
    data = _usable(data)
    if not isinstance(data, bytes):
        return data
    try:  # what pdfminer raises of a damaged file is of any kind
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = document.pages[:MOST_PAGES]
            laid_out = [layout.of(page) for page in pages]
            left_out = len(document.pages) - len(pages)
    except Exception as fault:
        raise Unusable(
            "is damaged: its pages cannot be read. Save it again and add the new file."
        ) from fault
    return _put_together(laid_out, left_out)


def _usable(data):
    """The bytes, unlocked where no password is needed; or the Reading of a file that cannot be opened."""
    if b"%%EOF" not in data[-2048:]:
        return unreadable("truncated", "The file ends in the middle: its last part is missing.")
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if not document.is_encrypted:
                return data
            plain = io.BytesIO()
            document.save(plain)
            return plain.getvalue()
    except pikepdf.PasswordError:
        return unreadable("encrypted", "The file cannot be opened without a password.")
    except (pikepdf.PdfError, ValueError, RuntimeError) as fault:
        raise Unusable(
            "is damaged: it cannot be opened. Save it again and add the new file."
        ) from fault


def _put_together(pages, left_out):
    if not any(page.has_words for page in pages):
        return unreadable(
            "scanned", "The pages are pictures: the file is a scan and holds no text."
        )
    reading = Reading()
    for page in pages:
        if not page.has_words and page.has_pictures:
            reading.point_out(
                "scanned",
                f"Page {page.number} is a picture without text, so nothing of it is read.",
            )
    if left_out:
        reading.point_out(
            "too-large",
            f"The file has {left_out} more pages than are read: the first {MOST_PAGES}.",
        )
    _mark_heads_and_feet(pages)
    words = layout.vocabulary(pages)
    tables = layout.joined_tables(pages)
    lines = []
    for page in pages:
        for part in page.parts:
            if isinstance(part, layout.Table):
                _paragraphs(lines, reading, words)
                lines = []
                if part in tables:
                    _add_table(reading, part, tables.index(part), words)
            elif part.region:
                reading.add(part.text, f"page {page.number}", region=part.region)
            else:
                lines.append(part)
    _paragraphs(lines, reading, words)
    return reading


def _mark_heads_and_feet(pages):
    """A line that stands at the edge of two pages or more, but for its numbers, is no part of the text."""
    edges = [(page, line) for page in pages for line in page.edge_lines()]
    seen = {}
    for page, line in edges:
        seen.setdefault(re.sub(r"\d+", "#", line.text), set()).add(page.number)
    for _, line in edges:
        is_repeated = len(seen[re.sub(r"\d+", "#", line.text)]) > 1
        if is_repeated or PAGE_NUMBER.search(line.text):
            line.region = "page head or foot"


def _paragraphs(lines, reading, words):
    """Lines to paragraphs: a gap, another size, a short line or a bullet begins a new one."""
    usual = layout.usual_size(lines)
    pitch = layout.pitch(lines)
    start = 0
    for place in range(1, len(lines) + 1):
        if place < len(lines) and _goes_on(lines[place - 1], lines[place], pitch):
            continue
        if start < place:
            _add_paragraph(lines[start:place], reading, usual, words)
        start = place


def _goes_on(line, following, pitch):
    is_split = line.text[-1:] in HYPHENS and following.text[:1].islower()
    if following.is_bold != line.is_bold or abs(following.size - line.size) > 0.6:
        return False
    if BULLET.match(following.text):
        return False
    if not _same_column(line, following):
        return is_split or (following.text[:1].islower() and not SENTENCE_END.search(line.text))
    distance = following.top - line.top
    if following.top - line.bottom > 0.75 * line.size or (pitch and distance > 1.3 * pitch):
        return False
    # Where gaps part the paragraphs, a line ends one only if it is far too short for its place.
    is_long = pitch and line.x1 - line.x0 > LONG_LINE * (line.right - line.x0)
    return is_split or is_long or line.is_full(following)


def _same_column(line, following):
    return (
        line.page == following.page
        and line.column == following.column
        and following.top >= line.top
    )


def _add_paragraph(lines, reading, usual, words):
    text = joined([line.text for line in lines], words)
    first = lines[0]
    is_heading = first.size > usual + 0.9 or (first.is_bold and len(text) < 200)
    kind = HEADING if is_heading and len(text) < 250 else ITEM if BULLET.match(text) else PARAGRAPH
    reading.add(text, f"page {first.page}", kind=kind, is_strong=first.is_bold)


def joined(lines, words):
    """Lines as one text. A hyphen at a line's end goes, unless the word has it also elsewhere, or by its nature."""
    text = lines[0]
    for line in lines[1:]:
        if text[-1:] in HYPHENS and line[:1].islower() and re.search(r"\w[-\u2010]$", text):
            head = re.search(r"[\w’'-]*[-\u2010]$", text)[0]
            tail = re.match(r"[\w’'-]*", line)[0]
            text = text + line if _keeps_hyphen(head, tail, words) else text[:-1] + line
        else:
            text = f"{text}\n{line}"
    return text


def _keeps_hyphen(head, tail, words):
    whole = (head + tail).lower()
    if any(word.startswith(whole) for word in words if "-" in word):
        return True
    if head[:-1].lower() + tail.lower() in words:
        return False
    return bool(TENS.search(head) and ONES.match(tail))


def _add_table(reading, table, number, words):
    for place, row in enumerate(table.rows):
        for column, lines in enumerate(row):
            where = Cell(number, place, column)
            text = joined(lines, words) if lines else ""
            reading.add(text, f"page {table.page}, table {number + 1}, row {place + 1}", cell=where)
