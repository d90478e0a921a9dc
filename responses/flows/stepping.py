"""Taking a step: asking, signing off, sending back, judging. One form for every step."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.text import Truncator

from .. import actions, notices, workflow
from ..forms.steps import REASONS_TO_START_FROM, StepForm
from ..models import ForceResponse
from ..queries.contents import would_be_sent
from ..queries.signing import why_not_step
from . import signing
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
    if reason := why_not_step(step, response, access):
        if typed is None or response.stage in step.sources:
            raise PermissionDenied(reason)
        raise MovedOn(reason)

    contents = would_be_sent(response) if step.needs_words else None
    token = _token(step, typed)
    if token is not None and _is_stale(step, response, contents, typed, token):
        return _shown_again(step, response, token)

    form = _form(step, response, contents, typed, quote)
    if typed is None or not form.is_valid():
        return showing(response, [form])

    arguments = form.words()
    if token is not None:
        arguments["shown"] = signing.fingerprint_in(token, response)
    try:
        response = actions.take_step(step.name, response, by=by, access=access, **arguments)
    except workflow.Stale as stale:
        return (
            _again(step, response, typed, stale)
            if token is None
            else _shown_again(step, response, token)
        )
    except workflow.Refused as refused:
        return _again(step, response, typed, refused)
    reference = response.latest.reference if response.latest else ""
    return done(response, notices.banner(step.name, response, reference=reference))


def _token(step, typed):
    """What the page says that it showed. Whoever signs must say it; whoever asks for sign-off can."""
    if typed is None or not step.needs_words:
        return None
    if step.sends:
        return typed.get("shown", "")
    return typed.get("shown")


def _is_stale(step, response, contents, typed, token):
    """Whether the page showed something else than what would be sent now.

    A signer's page is stale, too, when only its version is: somebody took it back and asked again.
    """
    rows, sentence = signing.changes_since(token, response, contents)
    if rows or sentence == signing.UNKNOWN:
        return True
    return step.sends and typed.get("version") != str(response.version)


def _shown_again(step, response, token):
    """A new form, with nothing declared: it is signed for what it shows now. What changed is marked beside it."""
    now = ForceResponse.objects.select_related(
        "organisation", "recommendation__report", "latest"
    ).get(pk=response.pk)
    contents = would_be_sent(now)
    rows, sentence = signing.changes_since(token, now, contents)
    return Outcome(now, [_form(step, now, contents, None)], STALE, message=sentence, changes=rows)


def _form(step, response, contents, typed, quote=False):
    is_unchanged = step.sends and signing.is_unchanged(contents)
    initial = _starting_point(step, response, contents, quote)
    return StepForm(typed, initial=initial, response=response, step=step, is_unchanged=is_unchanged)


def has_a_page(step, response):
    """Whether there is something to type or to declare; otherwise one button takes the step."""
    return bool(StepForm(response=response, step=step).visible_fields())


def reasons_to_start_from(step):
    if step.who == workflow.REVIEWER and step.needs_reason:
        return REASONS_TO_START_FROM
    return []


def _starting_point(step, response, contents, quote):
    """A reviewer may start from the words of the answer, to say of them what is missing."""
    initial = {"version": response.version}
    if step.needs_words:
        initial["shown"] = signing.token_for(response, contents)
    if quote and step.needs_reason and step.who == workflow.REVIEWER:
        account = Truncator(response.latest.account).chars(QUOTED)
        initial["reason"] = f"{response.latest.reference}: “{account}”\n\n"
    return initial


def _again(step, response, typed, refused):
    """The form with what was typed, and the version that is there now."""
    typed = typed.copy()
    typed["version"] = ForceResponse.objects.values_list("version", flat=True).get(pk=response.pk)
    contents = would_be_sent(response) if step.needs_words else None
    form = _form(step, response, contents, typed)
    form.add_error(None, str(refused))
    return Outcome(response, [form], STALE)
