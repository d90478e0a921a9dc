"""A lead writes an answer: its words, its sub-recommendations, and a last look before it is signed off."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, checks, workflow
from ..forms.answers import AnswerForm, SubAnswersForm
from ..models import Draft
from .answer_page import draft_of, frame, own_response_or_404


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    response = _to_write_or_403(request, pk)
    form = AnswerForm(request.POST or None, initial=as_it_stands(response), response=response)
    return _save(request, response, form, "answer", "answers/edit.html")


@require_http_methods(["GET", "POST"])
def sub_answers(request, pk):
    response = own_response_or_404(request, pk)
    if workflow.why_not_edit(response, request.access):
        return _read_sub_answers(request, response)
    form = SubAnswersForm(request.POST or None, initial=as_it_stands(response), response=response)
    return _save(request, response, form, "sub_answers", "answers/sub_answers.html")


def _read_sub_answers(request, response):
    if request.method == "POST":
        raise PermissionDenied(workflow.why_not_edit(response, request.access))
    return render(request, "answers/sub_answers.html", frame(request, response, "sub_answers"))


@require_safe
def check(request, pk):
    """All that will be signed off, and what a reader may miss in it."""
    response = own_response_or_404(request, pk)
    draft = draft_of(response)
    waits = waits_of(draft) if draft else []
    context = {
        "waits": waits,
        "missing": workflow.what_is_missing(draft, waits=waits),
        "citations": citations_of(draft) if draft else [],
        "questions": checks.questions(draft, response.recommendation, citations_of(draft)) if draft else [],
    }
    return render(request, "answers/check.html", frame(request, response, "answer", **context))


def waits_of(words):
    """What a draft or an update waits on: NPCC dependencies, then recommendations."""
    recommendations = words.waits_on_recommendations.select_related("report")
    return [*words.waits_on_dependencies.order_by("title"), *recommendations.order_by("order")]


def citations_of(words):
    return list(words.citations.select_related("evidence").order_by("sub_label", "pk"))


def _to_write_or_403(request, pk):
    response = own_response_or_404(request, pk)
    if reason := workflow.why_not_edit(response, request.access):
        raise PermissionDenied(reason)
    return response


def as_it_stands(response):
    """What a form begins with: the draft, or else what was sent or published last."""
    words = draft_of(response) or response.latest or Draft()
    fields = ["account", "position", "progress", "lead", "target_on", "sub_answers"]
    relations = ["waits_on_dependencies", "waits_on_recommendations"] if words.pk else []
    return {
        "version": response.version,
        **{name: getattr(words, name) for name in fields},
        **{name: getattr(words, name).all() for name in relations},
    }


def _save(request, response, form, tab, template):
    """Show `form`, or keep what it holds as the draft."""
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_draft(response, by=request.user, access=request.access, **form.words())
        except workflow.Stale as stale:
            return _conflict(request, response, form, stale, tab, template)
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Draft saved. Only your organisation sees it.")
            return redirect("responses:response", response.pk)
    context = frame(request, response, tab, form=form)
    return render(request, template, context, status=422 if form.errors else 200)


def _conflict(request, response, form, stale, tab, template):
    """Refuse a stale edit and lose nothing: both texts are shown, and the next save begins from theirs."""
    response = own_response_or_404(request, response.pk)
    typed = form.data.copy()
    typed["version"] = response.version
    form = type(form)(typed, response=response)
    form.add_error(None, f"{stale} Compare both texts, change yours where it needs it, and save again.")
    context = frame(request, response, tab, form=form, theirs=draft_of(response))
    return render(request, template, context, status=409)
