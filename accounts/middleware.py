"""What a person may do, known to every request."""

from django.utils.functional import SimpleLazyObject

from .access import access_of


def read_access(get_response):
    """Set `request.access`; the database is asked when a page first uses it, and once."""

    def middleware(request):
        request.access = SimpleLazyObject(lambda: access_of(request.user))
        return get_response(request)

    return middleware
