"""Taking a step: asking, signing off, sending back, judging. One form for every step."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.text import Truncator

from .. import actions, notices, workflow
from ..forms.steps import REASONS_TO_START_FROM, StepForm
from ..models import ForceResponse
from .outcome import STALE, Outcome, done, showing

QUOTED = 1_000  # characters of an answer, so that a reason has room for more


class MovedOn(Exception):
    """Somebody else took this step first; its text is the reason why it is not open now."""


def step_called(name):
    step = workflow.STEPS.get(name)
    if step is None:
        raise Http404
    return step


def take(step, response, typed, *, by, access, quote=False):
    """Show the form of `step`, or take it with what was `typed`.

    A step that is not this person's is refused with 403 and its reason. One that somebody took first is MovedOn:
    the person did nothing wrong, so the page tells them and goes on.
    """
    if reason := workflow.why_not_step(step, response, access):
        if typed is None or response.stage in step.sources:
            raise PermissionDenied(reason)
        raise MovedOn(reason)

    form = StepForm(typed, initial=_starting_point(step, response, quote), response=response, step=step)
    if typed is None or not form.is_valid():
        return showing(response, [form])

    try:
        response = actions.take_step(step.name, response, by=by, access=access, **form.words())
    except workflow.Refused as refused:
        return _again(step, response, typed, refused)
    reference = response.latest.reference if response.latest else ""
    return done(response, notices.banner(step.name, response, reference=reference))


def has_a_page(step, response):
    """Whether there is something to type or to declare; otherwise one button takes the step."""
    return bool(StepForm(response=response, step=step).visible_fields())


def reasons_to_start_from(step):
    if step.who == workflow.REVIEWER and step.needs_reason:
        return REASONS_TO_START_FROM
    return []


def _starting_point(step, response, quote):
    """A reviewer may start from the words of the answer, to say of them what is missing."""
    initial = {"version": response.version}
    if quote and step.needs_reason and step.who == workflow.REVIEWER:
        account = Truncator(response.latest.account).chars(QUOTED)
        initial["reason"] = f"{response.latest.reference}: “{account}”\n\n"
    return initial


def _again(step, response, typed, refused):
    """The form with what was typed, and the version that is there now."""
    typed = typed.copy()
    typed["version"] = ForceResponse.objects.values_list("version", flat=True).get(pk=response.pk)
    form = StepForm(typed, response=response, step=step)
    form.add_error(None, str(refused))
    return Outcome(response, [form], STALE)
