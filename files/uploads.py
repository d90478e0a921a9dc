"""How much may arrive at once.

Django writes to a temporary folder whatever anybody sends, signed in or not, to any address.
"""

from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST_FILES = 10
FOR_THE_REST = 1024**2  # the words of the form, and what stands between the files


class Bounded(FileUploadHandler):
    """Stops before the first byte is read when the form is larger than one that is full of files."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > MOST_FILES * settings.EVIDENCE_MAX_BYTES + FOR_THE_REST:
            raise RequestDataTooBig("What was sent is larger than a form can be.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
