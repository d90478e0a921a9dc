"""What was sent: compared, published, taken back from publication."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.second_factor import confirmed
from govuk.wording import day

from .. import workflow
from ..flows import publishing
from ..history.differences import differences
from ..models import Update
from ..queries.contents import contents_of, contents_of_each
from .answer_page import response_or_404


@require_safe
def compare(request, pk):
    """Two updates with their differences marked: those that the address names, or else the last two."""
    response = response_or_404(request, pk)
    updates = {str(update.number): update for update in response.updates.order_by("number")}
    numbers = list(updates)
    before = updates.get(request.GET.get("from")) or updates.get(numbers[-2] if len(numbers) > 1 else "")
    after = updates.get(request.GET.get("to")) or updates.get(numbers[-1] if numbers else "")
    context = {
        "response": response,
        "recommendation": response.recommendation,
        "updates": updates.values(),
        "sides": [("from", before), ("to", after)],
        "rows": _rows(response, before, after) if before and after else [],
    }
    return render(request, "answers/compare.html", context)


def _rows(response, before, after):
    """What both updates say, side by side: a name, and the pieces of its differences."""
    earlier, later = contents_of_each([(response, before), (response, after)])
    return [
        (name, differences(old, new)) for (name, old), (_, new) in zip(_facts(earlier), _facts(later), strict=True)
    ]


def _facts(contents):
    update = contents.row
    answered = sorted(update.sub_answers.items())
    evidence = sorted(contents.citations, key=lambda citation: (citation.sub_label, citation.pk))
    return [
        ("Position", update.get_position_display()),
        ("Progress", update.get_progress_display()),
        ("Account", update.account),
        ("Who leads", update.lead or "Not stated"),
        ("Target", day(update.target_on)),
        ("Sub-recommendations", "\n\n".join(f"{label}. {text}" for label, text in answered)),
        ("Evidence", "\n".join(citation.as_cited.title for citation in evidence)),
    ]


@require_http_methods(["GET", "POST"])
@confirmed
def publish(request, pk):
    update = _own_update_or_404(request, pk)
    if request.method == "POST":
        outcome = publishing.publish(update, by=request.user, access=request.access)
        messages.success(request, outcome.message)
        return redirect("responses:response", update.response_id)

    context = {"update": update, "contents": contents_of(update.response, update)}
    return render(request, "answers/publish.html", context)


@require_http_methods(["GET", "POST"])
@confirmed
def unpublish(request, pk):
    update = _own_update_or_404(request, pk)
    typed = request.POST if request.method == "POST" else None
    outcome = publishing.unpublish(update, typed, by=request.user, access=request.access)
    if outcome.is_done:
        messages.success(request, outcome.message)
        return redirect("responses:response", update.response_id)

    context = {"update": update, "form": outcome.form}
    return render(request, "answers/unpublish.html", context, status=outcome.status)


def _own_update_or_404(request, pk):
    """An update of one's own organisation; 403 with the reason for those who may only read it."""
    rows = Update.objects.filter(response__organisation__in=request.access.reads)
    update = get_object_or_404(
        rows.select_related("response__organisation", "response__recommendation__report"), pk=pk
    )
    if reason := workflow.why_not_publish(update, request.access):
        raise PermissionDenied(reason)
    return update
