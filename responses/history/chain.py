"""What every action does: hold the row, ask the rule again, and leave one Event at the end of its chain."""

import datetime
import hashlib
import json
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from recommendations.models import NPCCDependency, Organisation

from .. import notices, workflow
from ..models import Event, ForceResponse, Update
from ..models.event import REGISTER
from . import standings

# Everything that somebody who signed an update off has signed. Adding a column here would break the
# seals of all updates that were sent before: give it a seal of its own instead.
SEALED = [
    "number",
    "account",
    "position",
    "progress",
    "lead",
    "target_on",
    "sub_answers",
    "reported_on",
    "recorded_at",
    "sent_by_id",
    "signed_off_by_id",
    "source",
    "source_title",
    "source_url",
    "remarks",
]


def lock(response: ForceResponse, version: int | None = None) -> ForceResponse:
    """Read the row again and hold it: without this two people can both decide.

    With a `version`, refuse as Stale when it is not the one that the person saw.
    """
    # The chain before the row, always: in the other order two actions would wait for each other.
    hold(response.organisation_id)
    answers = ForceResponse.objects.select_for_update(of=["self"]).select_related("recommendation")
    response = answers.get(pk=response.pk)
    if version is not None and response.version != version:
        raise workflow.Stale("Somebody changed this answer in the meantime.")
    return response


def refuse(reason: str | None) -> None:
    if reason:
        raise workflow.Refused(reason)


def point(response: ForceResponse) -> None:
    """Let `response` follow its updates, after one was made, published or taken back."""
    for name, value in response.pointers().items():
        setattr(response, name, value)


def changed(response: ForceResponse, verb: str, **event: Any) -> Event:
    """Save a changed response under its next version, with its Event, and let its standings follow."""
    response.version += 1
    response.save()
    if verb not in standings.MOVES_NOTHING:
        standings.refresh([response.pk])
    return record(verb, response=response, **event)


def record(
    verb: str,
    *,
    response: ForceResponse | None = None,
    organisation: Organisation | None = None,
    dependency: NPCCDependency | None = None,
    by: User | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Add an Event to the end of its chain, and tell those whom the line of its verb names."""
    chain = _chain_of(response, organisation)
    hold(chain)
    last = Event.objects.filter(chain=chain).order_by("number").last()
    event = Event(
        chain=chain,
        number=last.number + 1 if last else 1,
        organisation_id=chain or None,
        response=response,
        dependency=dependency,
        verb=verb,
        at=timezone.now(),
        by=by,
        reason=reason,
        before=_in_json(before or {}),
        after=_in_json(after or {}),
        previous_hash=last.hash if last else "",
    )
    event.hash = event.digest()
    event.save(force_insert=True)
    notices.tell(event)
    return event


def _chain_of(response: ForceResponse | None, organisation: Organisation | None) -> int:
    if response:
        return response.organisation_id
    if organisation:
        return organisation.pk
    return REGISTER


def seal(update: Update) -> str:
    """SHA-256 over all that an Update says, waits on and cites, for its Event to hold."""
    facts: dict[str, Any] = {name: getattr(update, name) for name in SEALED}
    dependencies = [dependency.pk for dependency in update.waits_on_dependencies.all()]
    recommendations = [asked.pk for asked in update.waits_on_recommendations.all()]
    facts["waits_on"] = [sorted(dependencies), sorted(recommendations)]

    citations = []
    for citation in update.citations.all():
        evidence = citation.evidence
        citations.append([evidence.pk, evidence.sha256, citation.sub_label, citation.where])
    facts["cites"] = sorted(citations)

    text = json.dumps(facts, sort_keys=True, default=_in_utc)
    return hashlib.sha256(text.encode()).hexdigest()


def _in_utc(fact: datetime.date) -> str:
    # A moment read back from PostgreSQL has another offset than the one that was saved.
    if isinstance(fact, datetime.datetime):
        fact = fact.astimezone(datetime.UTC)
    return fact.isoformat()


def hold(chain: int) -> None:
    """Let nobody else add to this chain until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [chain])


def _in_json(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(fact) for name, fact in facts.items()}


def plain(fact: Any) -> Any:
    """A fact as JSON holds it. Collections are sorted, so that the same choice has the same hash."""
    if isinstance(fact, datetime.date):
        return fact.isoformat()
    if isinstance(fact, QuerySet | list | tuple | set):
        return sorted(str(element) for element in fact)
    return fact
