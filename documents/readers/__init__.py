"""Files to blocks, each format in a module of its own. What cannot be read answers with a
sentence, never an error.
"""

import pathlib

from files import Unusable

from ..blocks import unreadable

MOST_BYTES = 25 * 1024**2
DEEPEST_MAIL = 3  # mails in mails
NAMES = {
    ".txt": "text",
    ".text": "text",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".html": "web page",
    ".htm": "web page",
    ".docx": "Word",
    ".pdf": "PDF",
    ".xlsx": "Excel",
    ".csv": "CSV",
    ".tsv": "CSV",
    ".eml": "email",
}
OLD = {
    ".doc": "docx",
    ".xls": "xlsx",
    ".docm": "docx",
    ".xlsm": "xlsx",
    ".rtf": "docx",
    ".odt": "docx",
    ".ods": "xlsx",
}


def read(name, data, depth=0):
    """The Reading of a file called `name`."""
    ending = pathlib.PurePath(name).suffix.lower()
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return unreadable("empty", "The file is empty.")
    if len(data) > MOST_BYTES:
        return unreadable(
            "too-large", "The file is larger than 25 MB. Give the part that holds the answers."
        )
    if ending in OLD and ending != ".docm":
        return unreadable(
            "wrong-extension",
            f"A file that ends in {ending} is not read. Save it as .{OLD[ending]}.",
        )
    kind = _kind(ending, data)
    if not kind:
        return unreadable(
            "wrong-extension", f"A file that ends in {ending or 'nothing'} is not read."
        )
    try:
        reading = _read_as(kind, data, depth)
    except Unusable as fault:
        return unreadable(_tag(str(fault)), f"The file {fault}")
    _say_what_differs(reading, ending, kind)
    if not reading.nothing and not any(block.text.strip() for block in reading.blocks):
        reading.nothing = "The file holds no words."
        reading.point_out("empty", reading.nothing)
    return reading


def _kind(ending, data):
    """What the file is by its content; only where that leaves it open, by its name."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[:1024].find(b"%PDF-") >= 0:
        return "PDF"
    if data.startswith(b"PK\x03\x04"):
        return "Excel" if b"xl/workbook" in data else "Word" if b"word/document" in data else ""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "locked"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "web page"
    return NAMES.get(ending, "")


def _read_as(kind, data, depth):
    # Each library is loaded only where its format is met: together they take half a second.
    if kind == "locked":
        return unreadable(
            "encrypted", "The file is locked with a password, or of a kind used before 2007."
        )
    if kind == "PDF":
        from . import pdf

        return pdf.read(data)
    if kind == "Word":
        if not data.startswith(b"PK"):
            raise Unusable("is no Word document, whatever its name says.")
        from . import word

        return word.read(data)
    if kind in ("Excel", "CSV"):
        from . import workbook

        if kind == "CSV":
            return workbook.read_separated(data)
        if not data.startswith(b"PK"):
            raise Unusable("is no Excel workbook, whatever its name says.")
        return workbook.read(data)
    if kind == "web page":
        from . import web_page

        return web_page.read(data)
    if kind == "email":
        from . import mail

        def attached(name, content):
            if depth >= DEEPEST_MAIL:
                return unreadable("attachment", "Mails in mails in mails are not read.")
            return read(name, content, depth + 1)

        return mail.read(data, attached)
    if kind == "Markdown":
        from . import markdown

        return markdown.read(data)
    from . import plain_text

    return plain_text.read(data)


def _tag(fault):
    if "password" in fault:
        return "encrypted"
    return "wrong-extension" if "whatever its name says" in fault else "damaged"


def _say_what_differs(reading, ending, kind):
    named = NAMES.get(ending)
    if named and kind != named and kind != "locked":
        reading.point_out(
            "wrong-extension", f"The name says {named}, and the content is of another kind: {kind}."
        )
