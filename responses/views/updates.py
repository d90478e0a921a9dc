"""What was sent: compared, published, taken back from publication."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.sign_in.second_factor import confirmed

from .. import workflow
from ..flows import publishing
from ..models import Update
from ..queries.contents import as_everybody_reads, contents_of, is_public
from ..queries.facts import rows_between
from ..queries.signing import why_not_publish
from .answer_page import response_or_404


@require_safe
def compare(request, pk):
    """Two updates with their differences marked: those that the address names, or else the last two.

    Every answer in the country begins with one update, and there is nothing to compare it with: it is shown.
    """
    response = response_or_404(request, pk)
    updates = {str(update.number): update for update in response.updates.order_by("number")}
    context = {
        "response": response,
        "recommendation": response.recommendation,
        "updates": updates.values(),
    }
    if len(updates) < 2:
        context["contents"] = contents_of(response, next(iter(updates.values()), None))
        return render(request, "answers/compare.html", context)

    *_, last_but_one, last = updates
    before = updates.get(request.GET.get("from"), updates[last_but_one])
    after = updates.get(request.GET.get("to"), updates[last])
    rows = rows_between(response, before, after)
    context |= {
        "sides": [("from", before), ("to", after)],
        "changed": [row for row in rows if row.is_changed],
        "equal": [row for row in rows if not row.is_changed],
    }
    return render(request, "answers/compare.html", context)


@require_http_methods(["GET", "POST"])
@confirmed
def publish(request, pk):
    update = _own_update_or_404(request, pk, why_not_publish)
    if request.method == "POST":
        outcome = publishing.publish(update, by=request.user, access=request.access)
        messages.success(request, outcome.message)
        return redirect("responses:response", update.response_id)

    contents = contents_of(update.response, update)
    context = {
        "update": update,
        "contents": as_everybody_reads(contents),
        "comments": update.comments.filter(published_at__isnull=False).select_related(
            "organisation"
        ),
        "private": [citation for citation in contents.citations if not is_public(citation)],
    }
    return render(request, "answers/publish.html", context)


@require_http_methods(["GET", "POST"])
@confirmed
def unpublish(request, pk):
    update = _own_update_or_404(request, pk, workflow.why_not_publish)
    typed = request.POST if request.method == "POST" else None
    outcome = publishing.unpublish(update, typed, by=request.user, access=request.access)
    if outcome.is_done:
        messages.success(request, outcome.message)
        return redirect("responses:response", update.response_id)

    context = {"update": update, "form": outcome.form}
    return render(request, "answers/unpublish.html", context, status=outcome.status)


def _own_update_or_404(request, pk, why_not):
    """An update of one's own organisation; 403 with the reason that `why_not` gives."""
    rows = Update.objects.filter(response__organisation__in=request.access.reads)
    update = get_object_or_404(
        rows.select_related("response__organisation", "response__recommendation__report"), pk=pk
    )
    if reason := why_not(update, request.access):
        raise PermissionDenied(reason)
    return update
