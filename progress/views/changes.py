"""What changed since a day, or since somebody last read it. Reading marks nothing as read: a button does."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import mark_read
from recommendations.models import Report

from ..limits import EVENTS_A_PAGE, MOST_EVENTS
from ..queries import changes as feed


@login_not_required
@require_safe
def changes(request):
    now = timezone.now()
    access = request.access
    signed_in = request.user.is_authenticated
    seen_at = request.user.changes_seen_at if signed_in else None
    filters = feed.ChangesFilters(request.GET, signed_in=signed_in)

    opened = dict(Report.objects.open().values_list("slug", "title"))
    events = feed.in_sight(access, opened)
    listed = feed.newest_first(filters.narrow(events, seen_at))
    page = feed.Newest(listed, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    for event in page:
        feed.in_words(event, access, opened)
        event.is_new = bool(seen_at) and event.at > seen_at

    context = {
        "form": filters,
        "filtered": bool(filters.in_use()),
        "ignored": filters.ignored,
        "page": page,
        "seen_at": seen_at,
        "unread": feed.counted(feed.unread(events, seen_at)) if signed_in else 0,
        "listed": MOST_EVENTS,
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
