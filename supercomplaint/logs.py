"""One line of JSON for each request and for each event that matters to security. No line holds words of an answer.

An address is logged as its route with the keys of its rows: what stands after its question mark may have been typed.
"""

import json
import logging
import time
import uuid
from datetime import UTC, datetime

access = logging.getLogger("supercomplaint.access")
security = logging.getLogger("supercomplaint.security")


class JsonFormatter(logging.Formatter):
    """Control characters are escaped by JSON, so nobody writes a second line into the log."""

    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "log": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def log_requests(get_response):
    """Who asked for what, and how it was answered. It stands first, so that it sees every answer."""

    def middleware(request):
        begun = time.monotonic()
        request.id = uuid.uuid4().hex
        page = get_response(request)

        facts = facts_of(request)
        facts |= {"status": page.status_code, "ms": round((time.monotonic() - begun) * 1000)}
        access.info("request", extra={"facts": facts})
        if page.status_code in (403, 429):
            security.warning("denied", extra={"facts": facts})
        return page

    return middleware


def facts_of(request):
    """Who, from where, and which page; never what was typed."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    is_here = user is not None and user.is_authenticated
    facts = {
        "request": getattr(request, "id", ""),
        "method": request.method,
        "page": "",
        "of": {},
        "person": "",
        "address": request.META.get("REMOTE_ADDR", ""),
        "forwarded_for": request.headers.get("X-Forwarded-For", "")[:200],
    }
    if match is not None:
        facts |= {
            "page": match.view_name,
            "of": {name: str(value)[:100] for name, value in match.kwargs.items()},
        }
    if is_here:
        facts["person"] = user.pk
    return facts


def log_security(what, request=None, **facts):
    """An event for those who watch: who signed in, who failed, whose ways to sign in changed."""
    if request is not None:
        facts = facts_of(request) | facts
    security.info(what, extra={"facts": facts})
