"""An organisation's own work: what it owes, one answer at a glance, its history, and several at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, workflow
from ..forms.answers import SeveralForm
from ..models import Comment, Event, ForceResponse
from ..queries import work
from ..queries.contents import contents_of
from ..queries.paging import rows_of_page
from .answer_page import draft_of, frame, own_response_or_404, response_or_404

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
    page = Paginator(work.own_work(request.access, show), ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    page = rows_of_page(page, work.in_full())
    context = {
        "memberships": request.user.memberships.select_related("organisation"),
        "shows": [(name, label, counts[name]) for name, label in SHOWS.items()],
        "show": show,
        "page": page,
        "needing_update": set(
            ForceResponse.objects.filter(pk__in=[row.pk for row in page]).needing_update().values_list("pk", flat=True)
        ),
    }
    return render(request, "answers/home.html", context)


@require_safe
def response(request, pk):
    """One answer at a glance, for its own people; the others are led to their page of it."""
    response = response_or_404(request, pk)
    if response.organisation_id not in request.access.reads:
        return redirect(_page_of(request.access, response))
    context = {
        "contents": contents_of(response, draft_of(response)),
        "updates": response.updates.order_by("-number"),
        "comments": Comment.objects.visible_to(request.access)
        .filter(update__response=response)
        .select_related("organisation", "update")
        .order_by("-at", "-pk"),
        "next_steps": [(step, _address(step, response)) for step in workflow.open_steps(response, request.access)],
    }
    return render(request, "answers/response.html", frame(request, response, "answer", **context))


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


@require_http_methods(["GET", "POST"])
def several(request):
    """One answer for several recommendations: chosen, written once, kept in each one's own row."""
    answers = _open_to_write(request.access)
    if not request.access.leads:
        raise PermissionDenied("Only a lead of an organisation that was asked can write its answers.")
    form = SeveralForm(request.POST or None, answers=answers)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_drafts(form.chosen(), by=request.user, access=request.access, **form.words())
        except workflow.Refused as refused:
            form.add_error(None, f"{refused} Nothing was saved.")
        else:
            messages.success(request, f"The draft is saved for {len(saved)} recommendations.")
            return redirect("responses:home")
    return render(request, "answers/several.html", {"form": form}, status=422 if form.errors else 200)


def _open_to_write(access):
    """The answers that a lead may write now, of the reports that are newest: what a page can hold."""
    return (
        ForceResponse.objects.filter(organisation__in=access.leads, stage=workflow.Stage.DRAFTING)
        .select_related("organisation", "recommendation__report")
        .order_by("organisation__name", "-recommendation__report__published_on", "recommendation__order")[:200]
    )
