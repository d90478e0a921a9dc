"""Where files lie: whole or not at all, under names that say nothing, sent only if nobody changed them."""

import contextlib
import os
import secrets
import stat
import tempfile
from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from .intake import sha256

ONLY_OWNER = 0o700


class Changed(Exception):
    """What lies in the store is not what was put there."""


class WholeFiles(FileSystemStorage):
    """Files of a folder. A crash or a full disk leaves nothing under the name of a file that is not whole."""

    def _save(self, name, content):
        place = Path(self.path(name))
        _make_folder(place.parent)
        handle, temporary = tempfile.mkstemp(prefix=".", dir=place.parent)  # mode 0600
        try:
            with contextlib.closing(_Descriptor(handle)):
                for piece in content.chunks():
                    _write(handle, piece)
                os.fsync(handle)
            os.replace(temporary, place)
            _sync(place.parent)
        except BaseException:
            for left in (temporary, place):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(left)
            raise
        return name

    def _open(self, name, mode="rb"):
        """For reading alone, and never what a link points at."""
        handle = os.open(self.path(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError("not a file")
        return File(os.fdopen(handle, "rb"), name)

    def url(self, name):
        """None: a file is sent by a page that asks who asks."""
        return ""


class _Descriptor:
    def __init__(self, handle):
        self.handle = handle

    def close(self):
        os.close(self.handle)


def _write(handle, piece):
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _make_folder(folder):
    if not folder.is_dir():
        _make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):  # another process made it in between
            folder.mkdir(ONLY_OWNER)
        _sync(folder.parent)


def _sync(folder):
    """Make the names in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep(received):
    """Store a Received under a random name, and read it back: only then is its hash the hash of what lies there."""
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


def open_unchanged(evidence):
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
