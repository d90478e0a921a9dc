"""Asks clamd, over its socket on this machine, whether a file holds malware."""

import socket

from django.conf import settings
from django.core.files import File

from .archive import PIECE

SECONDS = 60


class Silent(Exception):
    """The scanner does not answer, or not in words that can be trusted."""


def is_set_up() -> bool:
    return bool(settings.CLAMD_SOCKET)


def is_infected(file: File) -> bool:
    """Whether clamd finds malware in the open `file`; Silent when it does not say."""
    try:
        with socket.socket(socket.AF_UNIX) as clamd:
            clamd.settimeout(SECONDS)
            clamd.connect(settings.CLAMD_SOCKET)
            _send(clamd, file)
            answer = clamd.makefile("rb").read(1000).rstrip(b"\0\n")
    except OSError as fault:
        raise Silent(str(fault)) from fault
    if not answer.endswith((b": OK", b" FOUND")):
        raise Silent(answer.decode(errors="replace"))
    return answer.endswith(b" FOUND")


def _send(clamd: socket.socket, file: File) -> None:
    """In pieces with their lengths before them; a length of zero ends the file."""
    clamd.sendall(b"zINSTREAM\0")
    for piece in iter(lambda: file.read(PIECE), b""):
        clamd.sendall(len(piece).to_bytes(4) + piece)
    clamd.sendall(bytes(4))
