"""How long a session lasts: twelve hours from signing in, and an idle hour for those who sign, judge or administer.

Both are counted from times that the session holds, not from Django's expiry date, which every change moves.
"""

import time

from django.conf import settings

SIGNED_IN_AT = "signed_in_at"
ACTIVE_AT = "active_at"
NOTED_EVERY = 60  # seconds: a page that only reads writes to the database once a minute at most


def begin(session):
    """Somebody signed in."""
    now = time.time()
    session[SIGNED_IN_AT] = now
    session[ACTIVE_AT] = now


def is_over(request):
    return seconds_left(request) <= 0


def seconds_left(request):
    """Until this person has to sign in again, if nothing happens before."""
    left = longest_left(request)
    if has_idle_limit(request.access):
        idle_for = time.time() - request.session.get(ACTIVE_AT, 0)
        left = min(left, settings.SESSION_IDLE_SECONDS - idle_for)
    return max(int(left), 0)


def longest_left(request):
    """Until twelve hours have passed since signing in, whatever this person does."""
    signed_in_for = time.time() - request.session.get(SIGNED_IN_AT, 0)
    return max(int(settings.SESSION_COOKIE_AGE - signed_in_for), 0)


def has_idle_limit(access):
    return bool(access.signs or access.reviews or access.administers)


def note_activity(request):
    """Begin the idle time anew, for those who have one."""
    now = time.time()
    is_due = now - request.session.get(ACTIVE_AT, 0) >= NOTED_EVERY
    if is_due and has_idle_limit(request.access):
        request.session[ACTIVE_AT] = now
