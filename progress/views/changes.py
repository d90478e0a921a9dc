"""What changed since a day, or since somebody last read it. Reading marks nothing as read: a button does."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import mark_read
from recommendations.models import Report

from .. import changes as feed

EVENTS_A_PAGE = 50


@login_not_required
@require_safe
def changes(request):
    now, access = timezone.now(), request.access
    opened = dict(Report.objects.open().values_list("slug", "title"))
    signed_in = request.user.is_authenticated
    seen_at = request.user.changes_seen_at if signed_in else None
    form = feed.ChangesForm(request.GET, signed_in=signed_in)
    form.full_clean()
    events = feed.in_sight(access, opened)
    listed = feed.newest_first(form.narrow(events, seen_at))
    page = feed.Newest(listed, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    for event in page:
        feed.in_words(event, access, opened).is_new = bool(seen_at) and event.at > seen_at
    understood = form.as_understood()
    context = {
        "form": feed.ChangesForm(initial=understood, signed_in=signed_in),
        "filtered": bool(understood),
        "ignored": form.ignored,
        "page": page,
        "seen_at": seen_at,
        "unread": feed.counted(feed.unread(events, seen_at)) if signed_in else 0,
        "listed": feed.LISTED,
        "until": now,
    }
    return render(request, "progress/changes.html", context)


@require_POST
def read(request):
    """Remember that this person read what changed up to the moment at which the page was drawn."""
    form = feed.ReadForm(request.POST)
    if form.is_valid():
        mark_read(request.user, form.cleaned_data["until"])
        messages.success(request, "What changed until now is marked as read.")
    else:
        messages.warning(request, "Nothing was marked as read. Look at the page again first.")
    return redirect("progress:changes")
