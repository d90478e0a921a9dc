"""No word is lost where a form is not saved."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url

from . import store

# They keep words themselves, and a redirect of theirs does not mean that a form was saved.
PAGES_OF_UNSAVED_FORMS = {"unsaved_keep", "unsaved_discard"}
MOVED = {301, 302, 303}
OK = range(200, 300)
REFUSED = {409, 422}
SOMEBODY_ELSES_FORM = (
    "Somebody else was signed in when this page was opened. Nothing was saved. What was written is kept for them. "
    "Open the page again to write as yourself."
)


class KeepUnsavedWords:
    """Keep what was typed wherever a form is not saved: signed out, signed in anew elsewhere, refused, or failed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.browser = store.Browser(request)
        request.unsaved_form = None
        page = self.get_response(request)

        if request.method == "POST" and request.unsaved_form is None:
            page = self._after_form(request, page)
        elif "refused" in request.GET and request.user.is_authenticated:
            self._show_refused(request, page)

        if request.unsaved_form is not None:
            request.browser.remember(page)
        return page

    def process_view(self, request, view, args, kwargs):
        """Nobody saves the words of somebody who was signed in here before them."""
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        claim = store.Claim.of(request)
        if claim is None or claim.user_id == request.user.pk:
            return None
        store.keep_posted(request, claim)
        return _not_yours(request)

    def _after_form(self, request, page):
        claim = store.Claim.of(request)
        match = request.resolver_match
        if claim is None or (match is not None and match.view_name in PAGES_OF_UNSAVED_FORMS):
            return page

        if not request.user.is_authenticated:
            store.keep_posted(request, claim)
            return redirect_to_login(claim.page)
        if page.status_code in MOVED and not _asks_who_it_is(page):
            store.forget(claim)
            return page
        if page.status_code in OK:
            return page

        refused = page if page.status_code in REFUSED and _is_navigation(request) else None
        form = store.keep_posted(request, claim, refused)
        if hasattr(request, "token_refused"):
            # The token is of before this person signed in again, in another tab or in this one.
            is_theirs = claim.user_id == request.user.pk
            return HttpResponseRedirect(claim.page) if is_theirs else _not_yours(request)
        return _redirect_to_refused(claim, form) if form and refused else page

    def _show_refused(self, request, page):
        """Show the refused page in place of `page`, to whom the page itself is still open."""
        pk = request.GET["refused"]
        if page.status_code != 200 or not pk.isdecimal() or len(pk) > 18:
            return
        form = store.of_person(request.browser, request.user).filter(pk=pk).first()
        held = form and store.held_in(request.browser, form)
        if held and "page" in held:
            page.content = held["page"].encode()
            page.status_code = held["status"]


def _redirect_to_refused(claim, form):
    """Give the refused page an address, so that Back shows it again instead of an error of the browser.

    A page that answered a POST and that no cache may hold cannot be shown again: Chromium says ERR_CACHE_MISS.
    """
    sign = "&" if "?" in claim.page else "?"
    return HttpResponseRedirect(f"{claim.page}{sign}refused={form.pk}", status=303)


def _not_yours(request):
    return render(request, "403.html", {"exception": SOMEBODY_ELSES_FORM}, status=403)


def _is_navigation(request):
    """Whether a browser shows the answer as a page. Every browser since 2023 says so over a secure connection."""
    return request.headers.get("Sec-Fetch-Mode") == "navigate"


def _asks_who_it_is(page):
    address = page.headers["Location"].partition("?")[0]
    ways = ("account_login", "account_reauthenticate", "mfa_index")
    return address in {resolve_url(way) for way in ways}
