"""One page for every step of every person: what it does, what it asks for, and the button."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, verbs, workflow
from ..forms.steps import REASONS_TO_START_FROM, StepForm
from .answer_page import draft_of, response_or_404
from .answers import citations_of, waits_of

QUOTED = 1_000  # characters of an answer, so that a reason has room for more


@require_http_methods(["GET", "POST"])
def step(request, pk, name):
    step = workflow.STEPS.get(name)
    if step is None:
        raise Http404
    response = response_or_404(request, pk)
    if reason := workflow.why_not_step(step, response, request.access):
        return _refuse(request, response, step, reason)
    form = StepForm(request.POST or None, initial=_begun(request, response, step), response=response, step=step)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_step(name, response, by=request.user, access=request.access, **form.words())
        except workflow.Refused as refused:
            form = _again(request, response, step, str(refused))
        else:
            return _next(request, response, step)
    return _page(request, response, step, form)


def _begun(request, response, step):
    """What the form begins with; a reviewer may ask for the words of the answer, to say of them what is missing."""
    begun = {"version": response.version}
    if step.needs_reason and step.who == workflow.REVIEWER and "quote" in request.GET:
        account = Truncator(response.latest.account).chars(QUOTED)
        begun["reason"] = f"{response.latest.reference}: “{account}”\n\n"
    return begun


def _refuse(request, response, step, reason):
    """Say why not: on the answer's page when its stage has moved on, with 403 when it is not this person's step."""
    if response.stage in step.sources or request.method != "POST":
        raise PermissionDenied(reason)
    messages.warning(request, reason)
    return HttpResponseRedirect(_way(request, "back", response))


def _way(request, name, response):
    """Where the address says to go on, if that is a page of this site; else the page of the answer."""
    address = request.GET.get(name, "")
    here = {request.get_host()}
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure()):
        return address
    return resolve_url("responses:response", response.pk)


def _again(request, response, step, reason):
    """The form with what was typed, and the version that is there now."""
    typed = request.POST.copy()
    typed["version"] = response_or_404(request, response.pk).version
    form = StepForm(typed, response=response, step=step)
    form.add_error(None, reason)
    return form


def _page(request, response, step, form):
    words = draft_of(response) if response.organisation_id in request.access.reads else response.latest
    context = {
        "response": response,
        "recommendation": response.recommendation,
        "step": step,
        "form": form,
        "words": words,
        "waits": waits_of(words) if words else [],
        "citations": citations_of(words) if words else [],
        "back": _way(request, "back", response),
        "canned": REASONS_TO_START_FROM if step.who == workflow.REVIEWER and step.needs_reason else [],
    }
    return render(
        request, "answers/step.html", context, status=409 if form.non_field_errors() else 422 if form.errors else 200
    )


def _next(request, response, step):
    if step.sends:
        return redirect("responses:sent", response.pk)
    messages.success(request, verbs.banner_for(step.name))
    return HttpResponseRedirect(_way(request, "next", response))


@require_safe
def sent(request, pk):
    """What was sent, under a reference that both sides can quote."""
    response = response_or_404(request, pk)
    update = get_object_or_404(response.updates, pk=response.latest_id)
    return render(request, "answers/sent.html", {"response": response, "update": update})
