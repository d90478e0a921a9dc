"""An email to blocks: its own words, the day it was sent, the files that hang on it. What it
quotes is another's.
"""

import email
import email.policy
import email.utils
import re
from dataclasses import replace

from ..blocks import Reading
from . import plain_text, web_page
from .encoding import decode

QUOTED = "quoted mail"
ORIGINAL = re.compile(
    r"^\s*-{2,}\s*(original message|forwarded message)|^\s*_{10,}\s*$|^on .{5,200} wrote:\s*$"
    r"|^from:\s.+",
    re.IGNORECASE,
)
MOST_FILES = 20


def read(data, read_file):
    """`read_file` reads one of the files that hang on it, by name and bytes."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    reading = Reading()
    _head(message, reading)
    body = message.get_body(("html", "plain"))
    if body is not None:
        _body(body, reading)
    for attachment in list(message.iter_attachments())[:MOST_FILES]:
        _attachment(attachment, reading, read_file)
    return reading


def _head(message, reading):
    sent = email.utils.parsedate_to_datetime(str(message["date"])) if _has_day(message) else None
    if sent:
        reading.add(
            f"Date: {sent.day} {sent:%B} {sent.year}",
            "the head of the mail",
            region="mail head date",
        )
    for name in ("from", "subject"):
        if words := _header(message, name):
            reading.add(words, "the head of the mail", region=f"mail head {name}")


def _has_day(message):
    try:
        return email.utils.parsedate_to_datetime(str(message["date"])) is not None
    except (TypeError, ValueError, IndexError):
        return False


def _header(message, name):
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError):  # a header that the library itself cannot read
        return ""


def _body(body, reading):
    text = _text_of(body)
    before = len(reading.blocks)
    if body.get_content_subtype() == "html":
        web_page.from_text(text, reading)
        _mark_quoted(reading, before)
    else:
        plain, quoted = _parted(text)
        plain_text.from_text(plain, reading)
        plain_text.from_text(quoted, reading, region=QUOTED)


def _text_of(part):
    data = part.get_payload(decode=True) or b""
    return decode(data, part.get_content_charset("") or "")


def _parted(text):
    """The words of who writes, and the older mail below."""
    own = []
    quoted = []
    is_older = False
    for line in text.split("\n"):
        is_older = is_older or bool(own and ORIGINAL.match(line))
        (quoted if is_older or line.lstrip().startswith(">") else own).append(line)
    return "\n".join(own), "\n".join(line.lstrip("> ") for line in quoted)


def _mark_quoted(reading, before):
    """In HTML the older mail is a quotation, or it begins with its own From and Sent."""
    is_older = False
    for place in range(before, len(reading.blocks)):
        block = reading.blocks[place]
        is_older = is_older or bool(place > before and ORIGINAL.match(block.text))
        if is_older or re.search(r"gmail_quote|\bcite\b|divRplyFwdMsg", block.region):
            reading.blocks[place] = replace(block, region=QUOTED)


def _attachment(part, reading, read_file):
    name = part.get_filename() or "a file without a name"
    try:
        data = part.get_payload(decode=True) or b""
    except (ValueError, AssertionError):
        data = b""
    inner = read_file(name, data)
    reading.point_out("attachment", f"“{name}” is attached to the mail.")
    if inner.nothing:
        reading.point_out(
            "attachment", f"“{name}”, attached to the mail, cannot be read: {inner.nothing}"
        )
    tables = 1 + max((block.cell.table for block in reading.blocks if block.cell), default=-1)
    reading.take_over(inner, place=f"attachment “{name}”", table_from=tables)
