"""What a PDF hides, asked of a process that is stopped when it takes too long."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File

from .. import Unusable
from ..archive import LOCKED
from . import sentences

HOUSE = Path(__file__).resolve().parent.parent.parent
READER = [sys.executable, "-E", "-s", "-m", "files.findings.inside_pdf"]
MOST_SECONDS = 15  # by the clock; the reader stops itself after 10 of the processor


def findings(file: File) -> Iterator[str]:
    """A plain sentence for each. Unusable where a password is needed to open it.

    A bomb, a damaged file, or one that takes too long is not refused: a real plan of a force might
    be all that. Whoever adds it is told that we saw nothing of it, and looks themself.
    """
    file.seek(0)
    try:
        reader = subprocess.run(  # noqa: S603  constants of this file; the PDF is not part of the command
            READER,
            input=file.read(),
            capture_output=True,
            cwd=HOUSE,
            env={},
            timeout=MOST_SECONDS,
            check=True,
        )
        answer = json.loads(reader.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        yield sentences.UNREAD_PDF
        return

    if answer.get("locked"):
        raise Unusable(LOCKED)
    yield from answer["sentences"]
