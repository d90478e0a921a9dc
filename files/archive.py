"""A zip archive that is opened without trusting it: sizes are checked before reading and counted while reading."""

import io
import re
import struct
import zipfile
import zlib

from . import Unusable

MOST_ENTRIES = 5_000
LARGEST_DIRECTORY = 1024**2  # bytes; what Python keeps of it is many times larger
MOST_UNPACKED = 200 * 1024**2
STEEPEST = 200  # times larger than packed; the XML of a dull spreadsheet is 50 times
SMALL = 10 * 1024**2  # an entry below this may be as steep as it likes: a white picture is
LARGEST_INNER = 10 * 1024**2
PIECE = 64 * 1024
END = struct.Struct("<4s4H2LH")
DAMAGED = "is damaged: its content cannot be read whole. Save it again and add the new file."
LOCKED = "is locked with a password. Save it without one."
TOO_LARGE = "would unpack into far more than an Office document holds. Save it again as PDF and add that."


def ends_as_zip(file):
    """Whether a program that looks for zip archives finds one at the end of `file`, whatever it begins with."""
    return any(_lists_entries(file, place - listed) for _, listed, _, _, place in _ends(file))


def _lists_entries(file, place):
    file.seek(max(0, place))
    return file.read(4) == b"PK\1\2"


def _ends(file):
    """Each record that could end an archive: its entries, the size and start of their list, its own end and place."""
    size = file.seek(0, io.SEEK_END)
    start = file.seek(max(0, size - END.size - 0xFFFF))
    tail = file.read()
    for found in re.finditer(rb"PK\x05\x06", tail[: 4 - END.size]):
        *_, entries, listed, begins, comment = END.unpack_from(tail, found.start())
        place = start + found.start()
        yield entries, listed, begins, place + END.size + comment == size, place


class Archive:
    """The entries of a zip archive by name. Unusable where a bomb, a lock or damage is in it."""

    def __init__(self, file, *, inner=False):
        self._file = file
        self._inner = inner
        self.embedded = []  # names of the entries that are archives themselves
        try:
            self.entries = self._listed()
            for entry in self.entries.values():
                self._look_through(entry)
        except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, UnicodeDecodeError) as fault:
            raise Unusable(DAMAGED) from fault

    def _listed(self):
        entries, listed, begins, place = self._end()
        if entries > MOST_ENTRIES or listed > LARGEST_DIRECTORY:
            raise Unusable(TOO_LARGE)
        if begins + listed != place:  # else something stands before the archive
            raise Unusable(DAMAGED)
        with zipfile.ZipFile(self._file) as opened:
            rows = sorted(opened.infolist(), key=lambda entry: entry.header_offset)
        _check_sizes(rows)
        _check_places(rows, begins)
        by_name = {entry.filename: entry for entry in rows if not entry.is_dir()}
        if len({name.casefold() for name in by_name}) != sum(not entry.is_dir() for entry in rows):
            raise Unusable(DAMAGED)
        return by_name

    def _end(self):
        """The record that ends where the file does; without it the file is cut off, or goes on after the archive."""
        for entries, listed, begins, is_last, place in _ends(self._file):
            if is_last:
                return entries, listed, begins, place
        raise Unusable(DAMAGED)

    def _look_through(self, entry):
        """Unpack it once, keeping nothing: only then is it sure that it holds what the list says."""
        begins = b""
        for piece in self._unpacked(entry):
            begins = begins or piece[:4]
        if begins == b"PK\3\4":
            self._look_inside(entry)

    def _look_inside(self, entry):
        if self._inner or entry.file_size > LARGEST_INNER:
            raise Unusable("holds archives inside of one another. Add what is in them as files of their own.")
        self.embedded.append(entry.filename)
        Archive(io.BytesIO(self.read(entry.filename)), inner=True)

    def __contains__(self, name):
        return name in self.entries

    def size(self, name):
        return self.entries[name].file_size

    def read(self, name):
        return b"".join(self.pieces(name))

    def pieces(self, name):
        return self._unpacked(self.entries[name])

    def _unpacked(self, entry):
        """The content of an entry, piece by piece; Unusable as soon as it is not what the list says."""
        raw = self._packed(entry)
        size = checksum = 0
        for piece in _inflated(raw) if entry.compress_type == zipfile.ZIP_DEFLATED else raw:
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            if size > entry.file_size:
                raise Unusable(TOO_LARGE)
            yield piece
        if (size, checksum) != (entry.file_size, entry.CRC):
            raise Unusable(DAMAGED)

    def _packed(self, entry):
        self._file.seek(entry.header_offset)
        signature, name, extra = struct.unpack("<4s22x2H", self._file.read(30))
        if signature != b"PK\3\4":
            raise Unusable(DAMAGED)
        place, left = entry.header_offset + 30 + name + extra, entry.compress_size
        while left:
            self._file.seek(place)  # each time: two entries may be read in turn
            piece = self._file.read(min(PIECE, left))
            if not piece:
                raise Unusable(DAMAGED)
            place, left = place + len(piece), left - len(piece)
            yield piece


def _check_sizes(rows):
    if any(entry.flag_bits & 1 for entry in rows):
        raise Unusable(LOCKED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in rows):
        raise Unusable(DAMAGED)
    steep = any(entry.file_size > max(SMALL, STEEPEST * entry.compress_size) for entry in rows)
    if steep or len(rows) > MOST_ENTRIES or sum(entry.file_size for entry in rows) > MOST_UNPACKED:
        raise Unusable(TOO_LARGE)


def _check_places(rows, end):
    """No entry reaches into the next: a bomb lets thousands share the same bytes."""
    for entry in reversed(rows):
        if entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size > end:
            raise Unusable(DAMAGED)
        end = entry.header_offset


def _inflated(raw):
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in raw:
        full = True
        while piece or full:
            out = inflater.decompress(piece, PIECE)
            piece, full = inflater.unconsumed_tail, len(out) == PIECE
            yield out
    if not inflater.eof or inflater.unused_data:
        raise Unusable(DAMAGED)
