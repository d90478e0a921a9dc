"""What a sign-off rests on, read from the Events: who wrote what is signed, why it came back, what was recalled."""

from .. import workflow
from ..models import Event
from ..models.authors import writers
from ..verbs import Effect, with_effect

# Why an answer is back with its writers.
CAME_BACK = ["return", "reopen", "send_back", "recall"]


def _who_matters(response, access):
    """The writers, where this person may sign and it is time to; for others nobody asks."""
    is_asked = response.stage == workflow.Stage.AWAITING_SIGN_OFF
    if is_asked and response.organisation_id in access.signs:
        return writers(response)
    return frozenset()


def why_not_step(step, response, access):
    """Why this person cannot take `step` now, or nothing."""
    signers = _who_matters(response, access) if step.sends else frozenset()
    return workflow.why_not_step(step, response, access, writers=signers)


def open_steps(response, access):
    """The steps that this person can take now."""
    return workflow.open_steps(response, access, writers=_who_matters(response, access))


def came_back(response):
    """The events that brought the answer back since it was last sent, newest first, each with who and why."""
    events = Event.objects.filter(
        response=response, verb__in=[*CAME_BACK, *with_effect(Effect.SIGNS)]
    )
    newest = []
    for event in events.select_related("by").order_by("-number")[:20]:
        if event.verb not in CAME_BACK:
            break
        newest.append(event)
    return newest


def recalled(response):
    """By number of the update, the Event that recalled it."""
    events = Event.objects.filter(
        response=response, verb__in=with_effect(Effect.RECALLS)
    ).select_related("by")
    return {event.after["update"]: event for event in events}


def why_not_publish(update, access):
    """Why this person cannot publish this update, or nothing."""
    if reason := workflow.why_not_publish(update, access):
        return reason
    if update.number in recalled(update.response):
        return "This update was recalled, so it cannot be published."
    return None
