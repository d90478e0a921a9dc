"""Bytes in, a list of raw entries out. Knows JSON; knows nothing of reports."""

import json
from collections import Counter

LIMIT = 20 * 1024 * 1024
MOST_ENTRIES = 200_000


class Unreadable(ValueError):
    """Says in one sentence why nothing can be read from a file."""


class Repeating(dict):
    """An object of a file in which `names` stand more than once."""

    names = ()


def read(data):
    """The entries in `data`, not looked into. Raises Unreadable."""
    if len(data) > LIMIT:
        raise Unreadable(f"The file is larger than {LIMIT // 1024**2} MB.")
    entries = _parse(_decode(data))
    if not isinstance(entries, list):
        raise Unreadable("The file must hold a list of entries, between [ and ].")
    if not entries:
        raise Unreadable("The file holds no entries.")
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"The file holds more than {MOST_ENTRIES:,} entries.")
    return entries


def _decode(data):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"The file is not UTF-8 text: line {line} cannot be read. Save it as UTF-8."
        ) from None


def _parse(text):
    if not text.strip():
        raise Unreadable("The file is empty.")
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(
            f"The file is not JSON, or it is cut short: {where} cannot be read."
        ) from None
    except RecursionError:
        raise Unreadable("The file is nested too deeply to be read.") from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise Unreadable("The file has a number that is too long to be read.") from None


def _object(pairs):
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = Repeating(found)
    found.names = sorted(
        name for name, times in Counter(name for name, _ in pairs).items() if times > 1
    )
    return found
