"""An organisation's own work on its answers. Every row comes through visible_to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, workflow
from ..forms import AnswerForm
from ..models import Draft, ForceResponse

ANSWERS_A_PAGE = 50


@require_safe
def home(request):
    """Who you are, what you may do, and what your organisation was asked."""
    answers = (
        ForceResponse.objects.filter(organisation__in=request.access.reads)
        .select_related("organisation", "recommendation__report", "draft")
        .order_by("organisation__name", "-recommendation__report__published_on", "recommendation__order")
    )
    context = {
        "memberships": request.user.memberships.select_related("organisation"),
        "page": Paginator(answers, ANSWERS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "work/home.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    response = _response_or_404(request, pk)
    if reason := workflow.why_not_edit(response, request.access):
        raise PermissionDenied(reason)
    form = AnswerForm(request.POST or None, initial=_as_it_stands(response))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_draft(response, by=request.user, access=request.access, **form.cleaned_data)
        except workflow.Stale as stale:
            return _conflict(request, response, form, stale)
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Draft saved. Only your organisation sees it.")
            return redirect(response)
    return _form_page(request, response, form, status=422 if form.errors else 200)


def _response_or_404(request, pk):
    rows = ForceResponse.objects.visible_to(request.access).select_related(
        "organisation", "recommendation__report", "draft__saved_by", "published"
    )
    return get_object_or_404(
        rows.prefetch_related("recommendation__sub_recommendations", "recommendation__notes"), pk=pk
    )


def _as_it_stands(response):
    """What the form begins with: the draft, or else what was published last."""
    words = getattr(response, "draft", None) or response.published or Draft()
    return {
        "version": response.version,
        **{name: getattr(words, name) for name in AnswerForm.base_fields if name != "version"},
    }


def _conflict(request, response, form, stale):
    """Refuse a stale edit and lose nothing: both texts are shown, and the next save begins from theirs."""
    response = _response_or_404(request, response.pk)
    typed = form.data.copy()
    typed["version"] = response.version
    form = AnswerForm(typed)
    form.add_error(None, f"{stale} Compare both texts, change yours where it needs it, and save again.")
    return _form_page(request, response, form, status=409, theirs=response.draft)


def _form_page(request, response, form, *, status, theirs=None):
    context = {"response": response, "recommendation": response.recommendation, "form": form, "theirs": theirs}
    return render(request, "work/edit.html", context, status=status)
