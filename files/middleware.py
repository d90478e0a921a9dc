"""What is too large is refused before a byte of it is read, whatever address it is sent to."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from .uploads import FOR_THE_REST, MOST_FILES

MOST_OF_A_STRANGER = 3 * 1024**2  # the longest form has eleven boxes of 20,000 characters


def bounded_body(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a body by the length that it declares.

    Django writes the files of any form to disk before it asks whether somebody is signed in: 200 MB
    sent to the front page of the site were all written, one for each thread. A body that declares
    no length is not read at all.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _length(request) > _most(request):
            raise RequestDataTooBig("What was sent is larger than this page takes.")
        return get_response(request)

    return middleware


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _most(request: HttpRequest) -> int:
    """Several files where evidence is added, one elsewhere, none from those who are signed out."""
    if _length(request) <= MOST_OF_A_STRANGER or not request.user.is_authenticated:
        return MOST_OF_A_STRANGER
    try:
        address = resolve(request.path_info).view_name
    except Resolver404:
        return MOST_OF_A_STRANGER
    files = MOST_FILES if address in settings.ADDRESSES_OF_MANY_FILES else 1
    return files * settings.EVIDENCE_MAX_BYTES + FOR_THE_REST
