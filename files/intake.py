"""A file that somebody offers: looked at from all sides before anything of it is kept."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from . import Unusable, types
from .archive import PIECE
from .findings import any_file

# Characters that are not seen, or that turn the order of what is read: “fdp.exe” could show as
# “exe.pdf”.
TURNING = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST_NAME = 255


@dataclass(frozen=True)
class Received:
    """A file that may be kept."""

    content: File
    name: str
    content_type: str
    size: int
    sha256: str
    findings: list[str]


def receive(upload: UploadedFile) -> Received:
    """What `upload` is, or Unusable, which names the file and says what to do."""
    name = plain_name(upload.name or "")
    try:
        _check_size(upload)
        kind, archive = types.check(name, upload)
        return Received(
            content=upload,
            name=name,
            content_type=kind.content_type,
            size=upload.size or 0,
            sha256=sha256(upload),
            findings=any_file.of(upload, archive, kind.content),
        )
    except Unusable as fault:
        raise Unusable(f"“{name}” {fault}") from fault


def plain_name(name: str) -> str:
    """The name as it can be shown to anybody: nothing in it is invisible or turns the line."""
    plain = TURNING.sub("\ufffd", unicodedata.normalize("NFC", name)).strip()
    if len(plain) > LONGEST_NAME:
        end = types.ending(plain)
        plain = plain[: LONGEST_NAME - len(end)] + end
    return plain


def _check_size(upload: UploadedFile) -> None:
    if not upload.size:
        raise Unusable("is empty. Look whether it was saved, and choose it again.")
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        most = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        raise Unusable(
            f"is larger than {most}, the most that a file can have. Save it smaller, or in parts."
        )


def sha256(file: File) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in iter(lambda: file.read(PIECE), b""):
        digest.update(piece)
    return digest.hexdigest()
