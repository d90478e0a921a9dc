"""How long a person stays signed in, and who needs a second factor before anything else."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url

from . import second_factor, sessions

# Pages that ask how long a session lasts do not make it longer.
PASSIVE_PAGES = {"account_session"}
PAGES_FOR_ALL = (
    "accessibility",
    "contact",
    "cookies",
    "privacy",
    "healthz",
    "readyz",
    "robots",
    "security_txt",
)
OPEN_WITHOUT_SECOND_FACTOR = ("account_", "mfa_", "unsaved", *PAGES_FOR_ALL)
NEEDS_SECOND_FACTOR = (
    "Add a second way to show that it is you. Your role needs one before you go on."
)


def end_sessions_in_time(get_response):
    """Sign out whoever has been here too long, or away too long."""

    def middleware(request):
        if request.user.is_authenticated and sessions.is_over(request):
            logout(request)
        page = get_response(request)
        match = request.resolver_match
        is_passive = match is not None and match.view_name in PASSIVE_PAGES
        if request.user.is_authenticated and not is_passive:
            sessions.note_activity(request)
        return page

    return middleware


class SecondFactorFirst:
    """Lead people who need a second factor and have none to the page where they add one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.view_name.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return None
        if second_factor.is_missing(request):
            messages.warning(request, NEEDS_SECOND_FACTOR)
            return HttpResponseRedirect(resolve_url("mfa_index"))
        if (
            "admin" in match.app_names
            and request.user.is_authenticated
            and not second_factor.has_confirmed(request)
        ):
            return second_factor.confirm(request)
        return None
