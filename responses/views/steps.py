"""One page for every step of every person: what it does, what it asks for, and the button."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts.sign_in.second_factor import confirmed

from .. import checks, notices, verbs, workflow
from ..flows import signing, stepping
from ..queries.contents import shown_to
from ..queries.signing import came_back
from ..verbs import Effect
from .answer_page import response_or_404


def _decides(pk, name):
    """Whether a step signs or judges an answer."""
    step = workflow.STEPS.get(name)
    return step is not None and (step.who == workflow.REVIEWER or name == "send")


@require_http_methods(["GET", "POST"])
@confirmed(when=_decides)
def step(request, pk, name):
    step = stepping.step_called(name)
    response = response_or_404(request, pk)

    typed = request.POST if request.method == "POST" else None
    people = {"by": request.user, "access": request.access}
    try:
        outcome = stepping.take(step, response, typed, quote="quote" in request.GET, **people)
    except stepping.MovedOn as reason:
        messages.warning(request, str(reason))
        return HttpResponseRedirect(_address(request, "back", response))

    if outcome.is_done:
        return _go_on(request, step, outcome)
    return _page(request, step, outcome)


def _address(request, name, response):
    """Where the address says to go on, if that is a page of this site; else the page of the answer."""
    address = request.GET.get(name, "")
    here = {request.get_host()}
    if address.startswith("/") and url_has_allowed_host_and_scheme(
        address, here, require_https=request.is_secure()
    ):
        return address
    return resolve_url("responses:response", response.pk)


def _page(request, step, outcome):
    response = outcome.response
    contents = shown_to(request.access, [response]).get(response.pk)
    context = {
        "response": response,
        "recommendation": response.recommendation,
        "step": step,
        "form": outcome.form,
        "message": outcome.message,
        "changes": outcome.changes,
        "contents": contents,
        "back": _address(request, "back", response),
        "reasons_to_start_from": stepping.reasons_to_start_from(step),
    }
    if not step.sends:
        return render(request, "answers/step.html", context, status=outcome.status)

    context |= sign_off_context(contents)
    return render(request, "answers/sign_off.html", context, status=outcome.status)


def sign_off_context(contents):
    """What stands beside an answer that is to be signed: what changed, why it came back, and what readers ask."""
    if contents is None:
        return {}
    asked = contents.response.recommendation
    return {
        "since_update": signing.changed_since_last_update(contents),
        "came_back": came_back(contents.response),
        "questions": checks.questions(contents.row, asked, contents.citations),
    }


def _go_on(request, step, outcome):
    if step.sends:
        return redirect("responses:sent", outcome.response.pk)
    messages.success(request, outcome.message)
    return HttpResponseRedirect(_address(request, "next", outcome.response))


@require_safe
def sent(request, pk):
    """What was sent, under a reference that both sides can quote."""
    response = response_or_404(request, pk)
    update = get_object_or_404(response.updates, pk=response.latest_id)
    sending = response.events.filter(verb__in=verbs.with_effect(Effect.MAKES_UPDATE)).last()
    context = {
        "response": response,
        "update": update,
        "we_will_email": notices.emailed(sending) if sending else "",
    }
    return render(request, "answers/sent.html", context)
