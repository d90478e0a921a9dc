"""What holds for every request, whatever page it asks for."""

from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.views.defaults import bad_request, page_not_found


def refuse_unreadable_input(get_response):
    """Answer 400 to an address with a NUL or with bytes that are not UTF-8: no database stores them."""

    def middleware(request):
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        path = request.path_info.encode("utf-8", "replace")
        if not _is_readable(query + path):
            return bad_request(
                request, BadRequest("The address has characters that cannot be read.")
            )
        return get_response(request)

    return middleware


def _is_readable(address):
    try:
        return "\0" not in address.decode()
    except UnicodeDecodeError:
        return False


def security_headers(get_response):
    """Headers that Django has no setting for. A page that somebody signed in for is kept by no cache."""

    def middleware(request):
        page = get_response(request)
        page.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        page.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if hasattr(request, "user") and request.user.is_authenticated:
            page["Cache-Control"] = "no-store, private"
        return page

    return middleware


def own_not_found_page(get_response):
    """In the demo DEBUG is on; show the site's own page instead of Django's list of addresses."""

    def middleware(request):
        page = get_response(request)
        is_html = page.headers.get("Content-Type", "").startswith("text/html")
        if page.status_code == 404 and is_html:
            return page_not_found(request, None)
        return page

    return middleware
