"""What somebody who adds a file may not see in it, and whoever opens it can."""

from collections.abc import Iterator
from email import policy
from email.parser import BytesParser

from django.core.files import File

from .. import types
from ..archive import Archive
from . import office, opendocument, pdf, pictures, sentences


def of(file: File, archive: Archive | None, content: str) -> list[str]:
    """The sentences for a file whose kind of `content` is known.

    `archive` is its content where it is an Office file or an OpenDocument.
    """
    return list(dict.fromkeys(_findings(file, archive, content)))


def _findings(file: File, archive: Archive | None, content: str) -> Iterator[str]:
    if archive is None:
        look = {
            types.PDF: pdf.findings,
            types.MAIL: _in_mail,
            types.JPEG: pictures.findings,
            types.PNG: pictures.findings,
        }
        return look.get(content, _nothing)(file)
    if content in (types.WORD, types.EXCEL, types.POWERPOINT):
        return office.findings(archive)
    return opendocument.findings(archive)


def _nothing(file: File) -> Iterator[str]:
    """Text hides nothing: a reader sees all that is in it."""
    return iter(())


def _in_mail(file: File) -> Iterator[str]:
    file.seek(0)
    message = BytesParser(policy=policy.compat32).parsebytes(file.read())
    names = (part.get_filename() for part in message.walk())
    yield from sentences.attachments([str(name) for name in names if name])
