"""One text for several recommendations: chosen, written once, looked at as it will be, then saved in each draft."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from .. import workflow
from ..flows import several as flow
from ..forms.several import SeveralForm
from ..models import ForceResponse

MOST_OFFERED = 200  # what one page can hold
UNDONE_WITHIN = datetime.timedelta(hours=1)
IN_SESSION = "saved_for_several"


@require_http_methods(["GET", "POST"])
def several(request):
    if not request.access.leads:
        raise PermissionDenied(
            "Only a lead of an organisation that was asked can write its answers."
        )
    form = SeveralForm(request.POST or None, answers=_open_to_write(request.access))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form)

    changes = flow.preview(form)
    if form.errors or "edit" in request.POST:
        return _form_page(request, form)
    if "confirmed" not in request.POST:
        return render(request, "answers/several_preview.html", {"form": form, "changes": changes})

    saved = flow.save(form, changes, by=request.user, access=request.access)
    if saved is None:
        return _form_page(request, form)
    request.session[IN_SESSION] = {"at": timezone.now().isoformat(), "answers": saved}
    messages.success(request, f"Draft saved for {len(saved)} recommendations.")
    return redirect("responses:home")


def _form_page(request, form):
    context = {"form": form, "answers": form.answers.values()}
    return render(request, "answers/several.html", context, status=422 if form.errors else 200)


@require_POST
def undo(request):
    """Take back what this person saved for several answers within the last hour."""
    if not request.access.leads:
        raise PermissionDenied(
            "Only a lead of an organisation that was asked can write its answers."
        )
    saved = to_undo(request)
    if saved is None:
        messages.warning(request, "There is nothing to undo any more.")
        return redirect("responses:home")

    undone, left = flow.undo(saved["answers"], by=request.user, access=request.access)
    del request.session[IN_SESSION]
    messages.success(request, f"Undone for {undone} recommendations.")
    for answer in left:
        number = answer.recommendation.number
        messages.warning(
            request, f"Recommendation {number} was changed since, so it stays as it is."
        )
    return redirect("responses:home")


def to_undo(request):
    """What this person saved for several answers and can still undo, or None."""
    saved = request.session.get(IN_SESSION)
    if saved is None:
        return None
    is_over = timezone.now() > datetime.datetime.fromisoformat(saved["at"]) + UNDONE_WITHIN
    return None if is_over else saved


def _open_to_write(access):
    """The answers that a lead can write now, of the newest reports first."""
    return (
        ForceResponse.objects.filter(organisation__in=access.leads, stage=workflow.Stage.DRAFTING)
        .select_related("organisation", "recommendation__report", "draft", "latest")
        .order_by(
            "organisation__name", "-recommendation__report__published_on", "recommendation__order"
        )[:MOST_OFFERED]
    )
