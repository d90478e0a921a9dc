"""What a person chooses, what they have not saved, and how long they stay signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from .forms import SettingsForm
from .sign_in import sessions
from .unsaved import store

SHORTEST_TEXT = (
    30  # characters; what is shorter is a choice, a name or a number, and asked for again easily
)


@require_http_methods(["GET", "POST"])
def settings(request):
    """How often this person gets email, and the way to a new password."""
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Settings saved.")
        return redirect("account_settings")
    return render(
        request, "account/settings.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def unsaved_forms(request):
    """What this person wrote here and has not saved, to read and to copy, wherever it belongs."""
    rows = []
    for row in store.of_person(request.browser, request.user):
        held = store.held_in(request.browser, row)
        if held:
            row.texts = [value for _, value in held["pairs"] if len(value) >= SHORTEST_TEXT]
            rows.append(row)
    return render(request, "account/unsaved.html", {"rows": rows})


@require_POST
def unsaved_discard(request, pk):
    row = get_object_or_404(store.of_person(request.browser, request.user), pk=pk)
    row.delete()
    messages.success(request, "Discarded. What is saved has not changed.")
    return redirect("unsaved")


@login_not_required
@require_POST
def unsaved_keep(request):
    """Keep what is being typed. Whose it is says the form itself, so that it is kept after the session ended too."""
    claim = store.Claim.of(request)
    row = claim and store.keep_posted(request, claim)
    if row is None:
        return JsonResponse({"kept_at": ""}, status=422)
    is_theirs = request.user.is_authenticated and request.user.pk == claim.user_id
    kept_at = format_date(timezone.localtime(row.kept_at), "H:i")
    return JsonResponse({"kept_at": kept_at, "signed_in": is_theirs} | _clock(request))


@login_not_required
@require_GET
def session(request):
    """How long this person stays signed in. To ask does not make it longer."""
    return JsonResponse(_clock(request))


@require_POST
def stay(request):
    """Begin the idle time anew; the middleware does so for every page but the one that asks."""
    sessions.note_activity(request)
    return JsonResponse(_clock(request))


def _clock(request):
    if not request.user.is_authenticated:
        return {"seconds_left": 0, "longest_left": 0}
    return {
        "seconds_left": sessions.seconds_left(request),
        "longest_left": sessions.longest_left(request),
    }


def token_refused(request, reason=""):
    """The page for a form whose token is not the browser's. A form with words in it is kept: see the middleware."""
    request.token_refused = True
    return render(request, "403_csrf.html", status=403)
