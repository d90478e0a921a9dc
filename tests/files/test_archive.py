"""An archive that would unpack into too much, or is not what it says, is refused soon and without much memory."""

import io
import os
import struct
import time
import tracemalloc
import zipfile

import pytest

from files import Unusable, archive, intake
from files.archive import Archive
from tests.helpers import files

MB = 1024**2


def why_not(content):
    try:
        Archive(io.BytesIO(content))
    except Unusable as fault:
        return str(fault)
    return None


def patched(content, name, offset, form, value):
    """Write `value` at `offset` in the entry `name` of the list at the end of the archive."""
    place = content.index(b"PK\1\2")
    while content[place + 46 : place + 46 + len(name)] != name.encode():
        place = content.index(b"PK\1\2", place + 4)
    changed = bytearray(content)
    struct.pack_into(form, changed, place + offset, value)
    return bytes(changed)


def local(content, name):
    return content.index(name.encode()) - 30


def overlapping(number):
    """Many entries that share the bytes of one."""
    one = files.zipped({"a": bytes(MB)})
    begins, listed = one.index(b"PK\1\2"), one[one.index(b"PK\1\2") : one.index(b"PK\5\6")]
    rows = b"".join(listed[:-1] + bytes([33 + number % 90]) for number in range(number))
    return (
        one[:begins]
        + rows
        + archive.END.pack(b"PK\5\6", 0, 0, number, number, len(rows), begins, 0)
    )


def many(number, said=None):
    row = (
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
        + b"a"
    )
    said = number & 0xFFFF if said is None else said
    return (
        b"PK\3\4"
        + row * number
        + archive.END.pack(b"PK\5\6", 0, 0, said, said, len(row) * number, 4, 0)
    )


def nested(levels):
    content = files.zipped({"a": bytes(MB)})
    for _ in range(levels):
        content = files.zipped({"a.zip": content})
    return content


def large():
    """Five entries that say they are 41 MB each, and could be."""
    content = files.zipped({name: os.urandom(300 * 1024) for name in "abcde"})
    for name in "abcde":
        content = patched(content, name, 24, "<L", 41 * MB)
    return content


HONEST = files.zipped({"a": bytes(3000), "b": b"bb"})
BOMBS = {
    "steep": lambda: files.zipped({"a": bytes(60 * MB)}),
    "lying about its size": lambda: patched(
        files.zipped({"a": bytes(60 * MB)}), "a", 24, "<L", 10 * MB
    ),
    "lying, and small": lambda: patched(HONEST, "a", 24, "<L", 10),
    "larger than any document": large,
    "65,535 entries": lambda: many(65_535),
    "more entries than it says": lambda: many(65_536 + 10_000),
    "5,001 entries": lambda: many(5_001),
    "5,001 entries that say they are one": lambda: many(5_001, said=1),
    "overlapping": lambda: overlapping(80),
    "nested": lambda: nested(3),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_in_less_than_a_second_and_50_mb(name):
    bomb = BOMBS[name]()
    tracemalloc.start()
    started = time.process_time()

    told = why_not(bomb)

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told
    assert (time.process_time() - started < 1, most < 50 * MB) == (True, True)


@pytest.mark.parametrize("end", ["docx", "xlsx", "odt"])
def test_bomb_under_the_ending_of_a_document_is_refused_with_its_name(end):
    with pytest.raises(
        Unusable, match=f"“a.{end}” would unpack into far more than an Office document holds"
    ):
        intake.receive(files.upload(f"a.{end}", BOMBS["steep"]()))


def test_honest_archive_is_read_whole():
    opened = Archive(io.BytesIO(HONEST))

    assert {name: opened.read(name) for name in opened.entries} == {"a": bytes(3000), "b": b"bb"}


def test_large_entry_is_read_piece_by_piece():
    content = bytes(range(256)) * 4096 + bytes(5 * archive.PIECE)

    opened = Archive(io.BytesIO(files.zipped({"a": content})))

    assert opened.read("a") == content
    assert max(len(piece) for piece in opened.pieces("a")) <= archive.PIECE


def test_folders_are_no_entries():
    assert list(Archive(io.BytesIO(files.zipped({"a/": b"", "a/b": b"x"}))).entries) == ["a/b"]


def test_archive_inside_is_named_and_looked_through():
    opened = Archive(io.BytesIO(files.zipped({"word/embeddings/1.xlsx": files.CONTENTS["xlsx"]})))

    assert opened.embedded == ["word/embeddings/1.xlsx"]


def test_archive_inside_that_is_large_is_refused():
    inner = files.zipped({"a": bytes(archive.LARGEST_INNER)}, method=zipfile.ZIP_STORED)

    assert "archives inside of one another" in why_not(
        files.zipped({"a.zip": inner}, method=zipfile.ZIP_STORED)
    )


def test_bomb_inside_is_refused():
    assert why_not(files.zipped({"a.zip": large()})) == archive.TOO_LARGE


DAMAGED = {
    "cut off": HONEST[:-1],
    "cut in half": HONEST[: len(HONEST) // 2],
    "with something before it": b"x" + HONEST,
    "with something after it": HONEST + b"x",
    "a wrong checksum": patched(HONEST, "b", 16, "<L", 1),
    "a size that is too large": patched(HONEST, "b", 24, "<L", 3),
    "an unknown way to pack": patched(HONEST, "a", 10, "<H", 14),
    "an entry that begins nowhere": patched(HONEST, "b", 42, "<L", 5),
    "a packed size that is too small": patched(HONEST, "a", 20, "<L", 5),
    "a packed size that is too large": patched(HONEST, "b", 20, "<L", 500),
    "two entries of one name": files.zipped({"a": b"1", "A": b"2"}),
    "an entry that is no entry": HONEST[: local(HONEST, "b")]
    + b"XX"
    + HONEST[local(HONEST, "b") + 2 :],
    "an entry with a long name of its own": HONEST.replace(
        struct.pack("<2H", 1, 0) + b"b", b"\xff\xff\0\0b", 1
    ),
    "packed bytes that say nothing": files.zipped({"a": bytes(3000)}).replace(b"\xed", b"\xff", 1),
    "a version nobody knows": patched(HONEST, "a", 6, "<H", 99),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_archive_is_refused(name):
    assert why_not(DAMAGED[name]) == archive.DAMAGED


def test_locked_archive_is_refused():
    assert why_not(patched(HONEST, "a", 8, "<H", 1)) == archive.LOCKED
