"""An organisation's own work: what it owes, one answer at a glance, and its history."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..models import Comment, Event, ForceResponse
from ..queries import reviews, work
from ..queries.contents import would_be_sent
from ..queries.facts import latest_update, says_the_same
from ..queries.paging import rows_of_page
from ..queries.signing import recalled
from .answer_page import frame, own_response_or_404, response_or_404
from .several import to_undo

ANSWERS_A_PAGE = 50
SHOWS = {
    "mine": "With us",
    "returned": "Returned",
    "chief": "With the chief officer",
    "hmicfrs": "With HMICFRS",
    "ended": "Confirmed or closed",
    "all": "All",
}


@require_safe
def home(request):
    """Who you are, what you may do, and what your organisation owes."""
    show = request.GET.get("show", "all")
    show = show if show in SHOWS else "all"
    counts = work.own_counts(request.access)
    page = Paginator(work.own_work(request.access, show), ANSWERS_A_PAGE).get_page(
        request.GET.get("page")
    )
    page = rows_of_page(page, work.in_full())
    context = {
        "memberships": request.user.memberships.select_related("organisation"),
        "shows": [(name, label, counts[name]) for name, label in SHOWS.items()],
        "show": show,
        "page": page,
        "to_undo": to_undo(request),
        "needing_update": set(
            ForceResponse.objects.filter(pk__in=[row.pk for row in page])
            .needing_update()
            .values_list("pk", flat=True)
        ),
    }
    return render(request, "answers/home.html", context)


@require_safe
def response(request, pk):
    """One answer at a glance, for its own people; the others are led to their page of it."""
    response = response_or_404(request, pk)
    if response.organisation_id not in request.access.reads:
        return redirect(_page_of(request.access, response))
    contents = would_be_sent(response)
    latest = latest_update(response)
    recalls = recalled(response) if latest else {}
    publishers = request.access.leads | request.access.signs
    comments = Comment.objects.visible_to(request.access).filter(update__response=response)
    context = {
        "contents": None if contents and says_the_same(contents, latest) else contents,
        "latest": latest,
        "decisions": reviews.decisions_on(response.pk) if latest else [],
        "days": reviews.days_since(latest.row.recorded_at) if latest else 0,
        "can_publish": latest
        and latest.row.number not in recalls
        and response.organisation_id in publishers,
        "recalled": recalls,
        "updates": response.updates.order_by("-number"),
        "comments": comments.select_related("organisation", "update").order_by("-at", "-pk"),
    }
    context = frame(request, response, "answer", **context)
    context["next_steps"] = [(step, _address(step, response)) for step in context["steps"]]
    return render(request, "answers/response.html", context)


def _page_of(access, response):
    if access.reviews:
        return reverse("responses:case", args=[response.pk])
    if response.organisation_id in access.scrutinises:
        return reverse("responses:comment", args=[response.pk])
    return reverse("admin:responses_forceresponse_change", args=[response.pk])


def _address(step, response):
    """Before asking, a lead looks once more; every other step has its own page."""
    if step.asks:
        return reverse("responses:check", args=[response.pk])
    return reverse("responses:step", args=[response.pk, step.name])


@require_safe
def history(request, pk):
    response = own_response_or_404(request, pk)
    events = Event.objects.visible_to(request.access).filter(response=response).select_related("by")
    page = Paginator(events.order_by("-number"), ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "answers/history.html", frame(request, response, "history", page=page))
