"""What machines ask every site for: which pages to leave alone, where all of them are, whom to tell of a hole."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

PRIVATE = [
    "accounts",
    "admin",
    "evidence",
    "responses",
    "review",
    "scrutiny",
    "updates",
    "your-work",
]
EXPIRES_AFTER = timedelta(days=180)  # of security.txt; RFC 9116 asks for less than a year


@login_not_required
@require_safe
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: /{name}/" for name in PRIVATE)]
    lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return _text(lines)


@login_not_required
@require_safe
def security(request):
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + EXPIRES_AFTER).replace(microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en, cy",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return _text(lines)


def _text(lines):
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
