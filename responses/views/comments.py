"""The pages of a local policing body: what its force sent, and what the body says of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, notices, workflow
from ..forms.reviews import CommentForm
from ..queries import reviews

ANSWERS_A_PAGE = 50


@require_safe
def sent_by_force(request):
    if not request.access.scrutinises:
        raise PermissionDenied("Only the policing body of a force can open this page.")
    sent, silent = (
        reviews.sent_by_forces(request.access),
        reviews.not_sent_by_forces(request.access),
    )
    show = "not-sent" if request.GET.get("show") == "not-sent" else "sent"
    rows = silent if show == "not-sent" else sent
    context = {
        "shelves": [("sent", "Sent", sent.count()), ("not-sent", "Not sent yet", silent.count())],
        "show": show,
        "page": Paginator(rows, ANSWERS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "comments/sent.html", context)


@require_http_methods(["GET", "POST"])
def comment(request, pk):
    response = reviews.case_or_404(request.access, pk)
    if reason := workflow.why_not_comment(response, request.access):
        raise PermissionDenied(reason)
    typed = request.POST if request.method == "POST" else None
    form = CommentForm(typed, initial={"said_on": timezone.localdate()})
    if form.is_valid():
        actions.comment(response, by=request.user, access=request.access, **form.cleaned_data)
        messages.success(request, notices.banner("comment", response))
        return redirect("responses:comment", pk)
    context = {
        "response": response,
        "recommendation": response.recommendation,
        "latest": reviews.last_updates(response)[0],
        "comments": reviews.comments_on(response, request.access),
        "form": form,
    }
    return render(request, "comments/comment.html", context, status=422 if form.errors else 200)
