"""A lead writes an answer: its words, its sub-recommendations, and a last look before it is signed off."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import checks, notices, workflow
from ..flows import drafting, signing
from ..forms.answers import AnswerForm, SubAnswersForm
from ..queries.contents import would_be_sent
from .answer_page import frame, own_response_or_404


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    response = _to_write_or_403(request, pk)
    return _write(request, response, AnswerForm, "answer", "answers/edit.html")


@require_http_methods(["GET", "POST"])
def sub_answers(request, pk):
    response = own_response_or_404(request, pk)
    if workflow.why_not_edit(response, request.access):
        return _read_sub_answers(request, response)
    return _write(request, response, SubAnswersForm, "sub_answers", "answers/sub_answers.html")


def _read_sub_answers(request, response):
    if request.method == "POST":
        raise PermissionDenied(workflow.why_not_edit(response, request.access))
    return render(request, "answers/sub_answers.html", frame(request, response, "sub_answers"))


@require_safe
def check(request, pk):
    """All that will be signed off, and what a reader may miss in it."""
    response = own_response_or_404(request, pk)
    contents = would_be_sent(response)

    signers = list(notices.who_can_sign(response))
    context = {
        "contents": contents,
        "why_nobody_signs": notices.why_nobody_signs(response, signers),
        "we_will_email": notices.sentence_of(signers),
    }
    if contents is None:
        context["missing"] = workflow.what_is_missing(None, waits=[])
    else:
        context["missing"] = workflow.what_is_missing(contents.row, waits=contents.waits_on)
        context["shown"] = signing.token_for(response, contents)
        context["since_update"] = signing.changed_since_last_update(contents)
        context["questions"] = checks.questions(
            contents.row, response.recommendation, contents.citations
        )
    return render(request, "answers/check.html", frame(request, response, "answer", **context))


def _to_write_or_403(request, pk):
    response = own_response_or_404(request, pk)
    if reason := workflow.why_not_edit(response, request.access):
        raise PermissionDenied(reason)
    return response


def _write(request, response, kind, tab, template):
    """Show one form of the draft, or save what it holds."""
    typed = request.POST if request.method == "POST" else None
    outcome = drafting.write(response, [kind], typed, by=request.user, access=request.access)
    if outcome.is_done:
        messages.success(request, outcome.message)
        return redirect("responses:response", response.pk)

    context = frame(
        request,
        outcome.response,
        tab,
        form=outcome.form,
        theirs=outcome.theirs,
        conflict=outcome.conflict,
        clashes=outcome.clashes,
    )
    return render(request, template, context, status=outcome.status)
