"""The addresses of the site as the URLconf has them, and a small browser that asks for them."""

import io
import re
import zipfile
from dataclasses import dataclass

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver, reverse

SIGN_IN_PAGES = {"/accounts/login/", "/admin/login/"}
# What differs each time that a page is drawn: tokens, the claim of a form, and how long a session lasts.
TOKEN = re.compile(
    rb'(csrfmiddlewaretoken" value|csrf-token" content|name="unsaved" value|data-(seconds|longest)-left)="[^"]*"'
)
PASSING = {"Content-Length", "Expires", "Set-Cookie"}
WORDS = {200: "OK", 400: "BAD", 403: "NO", 404: "GONE", 405: "NOT_ALLOWED", 409: "BAD", 422: "BAD"}


@dataclass(frozen=True)
class View:
    """One pattern of the URLconf. Patterns without a name are known by their route."""

    name: str
    route: str


def walk(resolver=None, spaces=(), prefix=""):
    """Every View of the site. Static files and error pages are no patterns of it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + (
            str(pattern.pattern).removeprefix("^") if prefix else str(pattern.pattern)
        )
        if isinstance(pattern, URLResolver):
            yield from walk(
                pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces, route
            )
        else:
            yield View(
                ":".join([*spaces, pattern.name or str(pattern.pattern)])
                if pattern.name
                else route,
                route,
            )


def address(name, kwargs):
    """The address of a view; of one that has no name, its route filled in."""
    if "/" not in name and "$" not in name:
        return reverse(name, kwargs=kwargs)
    path = "/" + name.replace("(?P<url>.*)$", "<url>").replace("^", "")
    for key, value in kwargs.items():
        path = re.sub(rf"<(\w+:)?{key}>", str(value), path)
    return path


@dataclass
class Page:
    """What came back, read to its end."""

    status: int
    headers: dict
    body: bytes
    route: str = ""

    @property
    def outcome(self):
        if self.status not in (301, 302):
            return WORDS.get(self.status, str(self.status))
        return "SIGN_IN" if self.headers["Location"].split("?")[0] in SIGN_IN_PAGES else "DONE"

    @property
    def all(self):
        """Headers and body, where nothing may leak."""
        return repr(self.headers).encode() + self.body + self._unzipped()

    def _unzipped(self):
        if not self.body.startswith(b"PK"):
            return b""
        with zipfile.ZipFile(io.BytesIO(self.body)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())

    def without(self, *words):
        """The page without its tokens, without what passes with the time, and without `words`."""
        headers = {name: value for name, value in self.headers.items() if name not in PASSING}
        cookies = [cookie.split("=")[0] for cookie in self.headers.get("Set-Cookie", [])]
        text = f"{self.status} {headers} {cookies} {TOKEN.sub(b'', self.body).decode(errors='replace')}"
        for word in words:
            text = text.replace(word, "…")
        return text


class Browser:
    """Asks the site as the test client does, without what the client records: half the time."""

    def __init__(self):
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.requests = RequestFactory()

    def ask(self, method, path, data=None, cookie="", check_csrf=False):
        sent = {"data": data or {}} if method == "POST" else {}
        request = (
            self.requests.generic(method, path) if not sent else self.requests.post(path, **sent)
        )
        if cookie:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = cookie
        request._dont_enforce_csrf_checks = not check_csrf
        return _read(self.handler.get_response(request), request)


def _read(response: HttpResponse, request):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = dict(response.items())
    if response.cookies:
        headers["Set-Cookie"] = sorted(
            morsel.OutputString() for morsel in response.cookies.values()
        )
    _close(response)
    match = request.resolver_match
    return Page(response.status_code, headers, body, match.route if match else "")


def _close(response):
    """The end of a request, which must not end the connection that the test is on."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
