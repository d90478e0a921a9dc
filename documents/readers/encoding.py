"""Bytes to text. A document seldom says how it is encoded; its letters do."""

import codecs
import re

MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# One byte a letter: all of them decode nearly anything, so that what comes out is weighed. The first one wins a draw.
ONE_BYTE = ["cp1252", "iso8859_15", "iso8859_1", "mac_roman", "cp850", "cp437", "iso8859_14"]

EXPECTED = re.compile(r"[£€’‘“”–—…•½¼¾°§©®™éèêëàâäáíìîïóòôöúùûüçñŵŷâêîôûÂÊÎÔÛŴŶÉÈÁÀÍÓÖÜßæøåœ\xa0]")
ODD = re.compile(r"[\x80-\x9f\u2500-\u259f\u0370-\u03ff]|(?<=[a-z])[ÂÃÐÞþðÕ¤¦¬¹²³ºªÆØÅ](?=[a-z])")
LOST = re.compile("[\0-\b\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decode(data, declared=""):
    """The text in `data`, with every line end a newline, and without signs that no text holds."""
    text = _decoded(data, declared).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    return LOST.sub("", text)


def _decoded(data, declared):
    for mark, name in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if name := _wide(data):
        return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.start > len(data) - 4:  # cut off in the middle of a letter
            return data.decode("utf-8", "ignore")
    return _declared(data, declared) or max(_candidates(data), key=_likelihood)


def _wide(data):
    """UTF-16 and UTF-32 without a mark: Western letters leave every other byte, or three in four, empty."""
    start = data[:4000]
    if len(start) < 8 or b"\0" not in start:
        return ""
    empty = [
        sum(byte == 0 for byte in start[place::4]) / len(start[place::4]) for place in range(4)
    ]
    if min(empty[1:]) > 0.6:
        return "utf-32-le"
    if min(empty[:3]) > 0.6:
        return "utf-32-be"
    if min(empty[1], empty[3]) > 0.5:
        return "utf-16-le"
    if min(empty[0], empty[2]) > 0.5:
        return "utf-16-be"
    return ""


def _declared(data, name):
    try:
        return data.decode(name) if name else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def _candidates(data):
    return [data.decode(name, "replace") for name in ONE_BYTE]


def _likelihood(text):
    return len(EXPECTED.findall(text)) - 3 * len(ODD.findall(text)) - 3 * text.count("\ufffd")
