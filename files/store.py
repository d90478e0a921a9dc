"""Where files lie: whole or not at all, under names that say nothing.

They are sent only while they are what was put there.
"""

import contextlib
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from .intake import Received, sha256

ONLY_OWNER = 0o700


class Stored(Protocol):
    """A row that names a file here."""

    file: Any
    sha256: str


class Changed(Exception):
    """What lies in the store is not what was put there."""


class WholeFiles(FileSystemStorage):
    """Files of a folder. A crash or a full disk leaves no file under its name that is not whole."""

    def _save(self, name: str, content: File) -> str:
        place = Path(self.path(name))
        _make_folder(place.parent)
        handle, temporary = tempfile.mkstemp(prefix=".", dir=place.parent)  # mode 0600
        try:
            with _closing(handle):
                for piece in content.chunks():
                    _write(handle, piece)
                os.fsync(handle)
            os.replace(temporary, place)
            _sync(place.parent)
        except BaseException:
            for left_over in (temporary, place):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(left_over)
            raise
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        """For reading only, and never what a link points at."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        handle = os.open(self.path(name), flags)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError("not a file")
        return File(os.fdopen(handle, "rb"), name)

    def url(self, name: str | None) -> str:
        """None: a file is sent by a page that asks who asks."""
        return ""


@contextmanager
def _closing(handle: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(handle)


def _write(handle: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):  # another process made it in between
            folder.mkdir(ONLY_OWNER)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    """Make the names in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep(received: Received) -> str:
    """Store it under a random name, and read it back: its hash must be the hash of what lies there."""
    number = secrets.token_hex(16)
    name = default_storage.save(f"{number[:2]}/{number[2:4]}/{number}", received.content)
    try:
        with default_storage.open(name) as stored:
            if sha256(stored) != received.sha256:
                raise Changed(name)
    except BaseException:
        default_storage.delete(name)
        raise
    return name


def open_unchanged(evidence: Stored) -> File:
    """The open file of `evidence`, at its beginning; Changed where it is not what was stored."""
    try:
        stored = default_storage.open(evidence.file.name)
    except (OSError, SuspiciousFileOperation) as fault:
        raise Changed(evidence.file.name) from fault
    if sha256(stored) != evidence.sha256:
        stored.close()
        raise Changed(evidence.file.name)
    stored.seek(0)
    return stored


def is_there(evidence: Stored) -> bool:
    return default_storage.exists(evidence.file.name)


def quarantine_folder() -> Path:
    """Beside the store, on the same disk: moving a file there takes no room."""
    store = Path(settings.MEDIA_ROOT)
    return store.with_name(f"{store.name}-quarantine")


def quarantine(name: str) -> Path:
    """Move a file out of the store, under the same name; nothing is deleted."""
    place = quarantine_folder() / name
    _make_folder(place.parent)
    os.replace(default_storage.path(name), place)
    _sync(place.parent)
    return place
