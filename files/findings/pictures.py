"""Whether a picture says where it was taken."""

import struct

WHERE = "The picture says where it was taken. Whoever opens the file can read that place."
GPS = 0x8825
LARGEST_HEADER = 1024**2  # the data about a picture stand before it


def findings(file):
    """A plain sentence, or nothing."""
    file.seek(0)
    start = file.read(LARGEST_HEADER)
    tags = _tags_of_jpeg(start) if start.startswith(b"\xff\xd8") else _tags_of_png(start)
    if tags and _has_place(tags):
        yield WHERE


def _tags_of_jpeg(start):
    """The Exif data, which one of the segments before the picture holds."""
    place = 2
    while start[place : place + 1] == b"\xff" and place + 4 <= len(start):
        marker, length = start[place + 1], int.from_bytes(start[place + 2 : place + 4])
        content = start[place + 4 : place + 2 + length]
        if marker == 0xE1 and content.startswith(b"Exif\0\0"):
            return content[6:]
        place += 2 + length
    return b""


def _tags_of_png(start):
    place = 8
    while place + 8 <= len(start):
        length, kind = struct.unpack_from(">L4s", start, place)
        if kind == b"eXIf":
            return start[place + 8 : place + 8 + length]
        place += 12 + length
    return b""


def _has_place(tags):
    """Whether the first list of tags names one of places. Damaged tags name nothing."""
    order = {b"II": "<", b"MM": ">"}.get(tags[:2], "<")
    try:
        (first,) = struct.unpack_from(f"{order}L", tags, 4)
        (number,) = struct.unpack_from(f"{order}H", tags, first)
        names = [struct.unpack_from(f"{order}H", tags, first + 2 + 12 * entry)[0] for entry in range(number)]
    except struct.error:
        return False
    return GPS in names
