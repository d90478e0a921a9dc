"""Who needs a second factor, and who has to confirm that it is them before they decide something.

A second factor is an authenticator app, a passkey or a security key; recovery codes stand in for a lost one.
"""

import functools
import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from ..models import Membership

Role = Membership.Role
ADMIN = "admin"


def roles_of(access):
    """The names of this person's roles, as SECOND_FACTOR_ROLES names them."""
    names = {
        Role.LEAD: access.leads,
        Role.CHIEF_OFFICER: access.signs,
        Role.SCRUTINY: access.scrutinises,
        Role.REVIEWER: access.reviews,
        ADMIN: access.administers,
    }
    named = {name for name, has_it in names.items() if has_it}
    is_viewer = access.reads - access.leads - access.signs
    return named | {Role.VIEWER} if is_viewer else named


def is_required(access):
    return not roles_of(access).isdisjoint(settings.SECOND_FACTOR_ROLES)


def is_missing(request):
    """Whether this person needs a second factor and has none.

    Whoever has one was asked for it at sign-in, and their session says so. The database is asked about others only.
    """
    if not settings.SECOND_FACTOR_ROLES or not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    if any(record["method"] == "mfa" for record in records):
        return False
    return is_required(request.access) and not is_mfa_enabled(request.user)


def has_confirmed(request):
    """Whether this person signed in, or confirmed that it is them, a short while ago."""
    # A form that was opened in time can be sent for as long again: few are stopped after they were filled in.
    limit = settings.STEP_UP_SECONDS * (2 if request.method == "POST" else 1)
    return not settings.STEP_UP_SECONDS or seconds_since_signing_in(request) < limit


def seconds_since_signing_in(request):
    """Since this person last signed in or confirmed that it is them."""
    records = get_authentication_records(request, request.user)
    return time.time() - records[-1]["at"] if records else float("inf")


def confirm(request):
    """The way to confirm, and back to the page that asked."""
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")


def confirmed(view=None, *, when=None):
    """A view that decides something: it asks who it is first. `when` says of which addresses that is true.

    What was typed is kept on the way, and nothing is sent by coming back.
    """
    if view is None:
        return functools.partial(confirmed, when=when)

    @functools.wraps(view)
    def page(request, *args, **kwargs):
        is_asked = request.user.is_authenticated and (when is None or when(**kwargs))
        if is_asked and not has_confirmed(request):
            return confirm(request)
        return view(request, *args, **kwargs)

    return page
