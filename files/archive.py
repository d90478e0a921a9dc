"""A zip archive that is opened without trusting it.

Sizes are checked before reading, and counted while reading.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from . import Unusable

MOST_ENTRIES = 5_000
LARGEST_DIRECTORY = 1024**2  # bytes; what Python keeps of it is many times larger
MOST_UNPACKED = 200 * 1024**2
STEEPEST = 200  # times larger than packed; the XML of a dull spreadsheet is 50 times
SMALL = 10 * 1024**2  # an entry below this may be as steep as it likes: a white picture is
LARGEST_INNER = 10 * 1024**2
PIECE = 64 * 1024
END = struct.Struct("<4s4H2LH")
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,  # what zipfile says of versions that it does not know
    UnicodeDecodeError,
)
DAMAGED = "is damaged: its content cannot be read whole. Save it again and add the new file."
LOCKED = "is locked with a password. Save it without one."
TOO_LARGE = (
    "would unpack into far more than an Office document holds. Save it again as PDF and add that."
)


@dataclass(frozen=True)
class End:
    """A record that could end an archive, and what it says of the list of entries before it."""

    entries: int
    list_size: int
    list_start: int
    place: int
    ends_the_file: bool


def ends_as_zip(file: IO[bytes]) -> bool:
    """Whether a program that looks for zip archives finds one at the end of `file`.

    Such a program does not look at what the file begins with.
    """
    return any(_lists_entries(file, end.place - end.list_size) for end in _ends(file))


def _lists_entries(file: IO[bytes], place: int) -> bool:
    file.seek(max(0, place))
    return file.read(4) == b"PK\1\2"


def _ends(file: IO[bytes]) -> Iterator[End]:
    """Each in the last 64 kB: a comment of that length may follow it."""
    size = file.seek(0, io.SEEK_END)
    start = file.seek(max(0, size - END.size - 0xFFFF))
    tail = file.read()
    for signature in re.finditer(rb"PK\x05\x06", tail[: 4 - END.size]):
        record = END.unpack_from(tail, signature.start())
        *_, entries, list_size, list_start, comment = record
        place = start + signature.start()
        yield End(
            entries=entries,
            list_size=list_size,
            list_start=list_start,
            place=place,
            ends_the_file=place + END.size + comment == size,
        )


class Archive:
    """The entries of a zip archive by name. Unusable where a bomb, a lock or damage is in it."""

    def __init__(self, file: IO[bytes], *, inner: bool = False) -> None:
        self._file = file
        self._inner = inner
        self.embedded: list[str] = []  # names of the entries that are archives themselves
        try:
            self.entries = self._listed()
            for entry in self.entries.values():
                self._look_through(entry)
        except FAULTS as fault:
            raise Unusable(DAMAGED) from fault

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        end = self._end()
        if end.entries > MOST_ENTRIES or end.list_size > LARGEST_DIRECTORY:
            raise Unusable(TOO_LARGE)
        if end.list_start + end.list_size != end.place:  # else something stands before the archive
            raise Unusable(DAMAGED)

        with zipfile.ZipFile(self._file) as opened:
            entries = sorted(opened.infolist(), key=lambda entry: entry.header_offset)
        _check_sizes(entries)
        _check_places(entries, end.list_start)

        files = [entry for entry in entries if not entry.is_dir()]
        names = {entry.filename.casefold() for entry in files}
        if len(names) != len(files):  # of two of one name one program reads the first, one the last
            raise Unusable(DAMAGED)
        return {entry.filename: entry for entry in files}

    def _end(self) -> End:
        """Without it the file is cut off, or goes on after the archive."""
        for end in _ends(self._file):
            if end.ends_the_file:
                return end
        raise Unusable(DAMAGED)

    def _look_through(self, entry: zipfile.ZipInfo) -> None:
        """Unpack it once, keeping nothing: only then is it sure that it holds what the list says."""
        beginning = b""
        for piece in self._unpacked(entry):
            beginning = beginning or piece[:4]
        if beginning == b"PK\3\4":
            self._look_inside(entry)

    def _look_inside(self, entry: zipfile.ZipInfo) -> None:
        if self._inner or entry.file_size > LARGEST_INNER:
            raise Unusable(
                "holds archives inside of one another. Add what is in them as files of their own."
            )
        self.embedded.append(entry.filename)
        Archive(io.BytesIO(self.read(entry.filename)), inner=True)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def size(self, name: str) -> int:
        return self.entries[name].file_size

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        return self._unpacked(self.entries[name])

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The content of an entry in pieces; Unusable as soon as it is not what the list says."""
        content = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            content = _inflated(content)

        size = 0
        checksum = 0
        for piece in content:
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if size > entry.file_size:
                raise Unusable(TOO_LARGE)
            yield piece
        if size != entry.file_size or checksum != entry.CRC:
            raise Unusable(DAMAGED)

    def _packed(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        self._file.seek(entry.header_offset)
        signature, name, extra = struct.unpack("<4s22x2H", self._file.read(30))
        if signature != b"PK\3\4":
            raise Unusable(DAMAGED)

        place = entry.header_offset + 30 + name + extra
        left = entry.compress_size
        while left:
            self._file.seek(place)  # before every piece: two entries may be read in turn
            piece = self._file.read(min(PIECE, left))
            if not piece:
                raise Unusable(DAMAGED)
            place += len(piece)
            left -= len(piece)
            yield piece


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unusable(LOCKED)
    if any(entry.compress_type not in READABLE for entry in entries):
        raise Unusable(DAMAGED)

    unpacked = sum(entry.file_size for entry in entries)
    is_steep = any(
        entry.file_size > max(SMALL, STEEPEST * entry.compress_size) for entry in entries
    )
    if is_steep or len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise Unusable(TOO_LARGE)


def _check_places(entries: list[zipfile.ZipInfo], end: int) -> None:
    """No entry reaches into the next: a bomb lets thousands share the same bytes."""
    for entry in reversed(entries):
        if entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size > end:
            raise Unusable(DAMAGED)
        end = entry.header_offset


def _inflated(content: Iterator[bytes]) -> Iterator[bytes]:
    """Never more than one piece at a time, however much a few bytes unpack to."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in content:
        is_full = True
        while piece or is_full:
            unpacked = inflater.decompress(piece, PIECE)
            piece = inflater.unconsumed_tail
            is_full = len(unpacked) == PIECE
            yield unpacked
    if not inflater.eof or inflater.unused_data:
        raise Unusable(DAMAGED)
