"""What an admin records of an NPCC dependency, and who is told."""

from django.db import transaction
from django.utils import timezone

from recommendations.models import NPCCDependency

from ..history.chain import record, refuse

State = NPCCDependency.State


@transaction.atomic
def settle(dependency, *, by, access, settled_on, outcome, outcome_url=""):
    """Record the national position, and tell each lead whose answer waits for it, once."""
    dependency = _lock(dependency, access)
    if dependency.state == State.SETTLED:
        refuse("This dependency is settled already.")
    if not (outcome.strip() or outcome_url):
        refuse("Say what the position is, or where it is published.")
    if dependency.awaited_since and settled_on < dependency.awaited_since:
        refuse("It was settled before it was awaited: check the day.")
    dependency.settled_on, dependency.outcome, dependency.outcome_url = (
        settled_on,
        outcome,
        outcome_url,
    )
    return _move(dependency, State.SETTLED, "settle", by, after=_what_came(dependency))


@transaction.atomic
def withdraw_dependency(dependency, *, by, access, reason):
    """Record that the position will not come, and tell those who wait for it."""
    dependency = _lock(dependency, access)
    if dependency.state in (State.SETTLED, State.WITHDRAWN):
        refuse(f"This dependency is {dependency.get_state_display().lower()} already.")
    return _move(dependency, State.WITHDRAWN, "withdraw_dependency", by, reason=_given(reason))


@transaction.atomic
def reopen_dependency(dependency, *, by, access, reason):
    """Await the position again. What came of it before stays in the history."""
    dependency = _lock(dependency, access)
    if dependency.state not in (State.SETTLED, State.WITHDRAWN):
        refuse("This dependency is awaited already.")
    before = _what_came(dependency)
    dependency.settled_on, dependency.outcome, dependency.outcome_url = None, "", ""
    return _move(
        dependency, State.AWAITED, "reopen_dependency", by, before=before, reason=_given(reason)
    )


def _lock(dependency, access):
    refuse(None if access.administers else "Only an admin records what became of a dependency.")
    return NPCCDependency.objects.select_for_update().get(pk=dependency.pk)


def _what_came(dependency):
    return {
        "settled_on": dependency.settled_on,
        "outcome": dependency.outcome,
        "url": dependency.outcome_url,
    }


def _given(reason):
    return reason.strip() or refuse("Give a reason.")


def _move(dependency, state, verb, by, *, before=None, after=None, reason=""):
    before = {"state": dependency.state, **(before or {})}
    dependency.state, dependency.state_since = state, timezone.now()
    dependency.save()
    record(
        verb,
        dependency=dependency,
        by=by,
        before=before,
        after={"state": state, **(after or {})},
        reason=reason,
    )
    return dependency
