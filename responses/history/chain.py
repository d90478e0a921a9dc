"""What every action does: hold the row, ask the rule again, and leave one Event at the end of its chain."""

import datetime
import hashlib
import json

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from .. import workflow
from ..models import Event, ForceResponse
from ..models.event import REGISTER

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


def lock(response, version=None):
    """Read the row again and hold it: without this two people can both decide.

    With a `version`, refuse as Stale when it is not the one that the person saw.
    """
    _hold(response.organisation_id)  # the chain before the row, always: or two actions wait for each other
    response = (
        ForceResponse.objects.select_for_update(of=["self"]).select_related("recommendation").get(pk=response.pk)
    )
    if version is not None and response.version != version:
        raise workflow.Stale("Somebody changed this answer in the meantime.")
    return response


def refuse(reason):
    if reason:
        raise workflow.Refused(reason)


def point(response):
    """Let `response` follow its updates, after one was made, published or taken back."""
    for name, value in response.pointers().items():
        setattr(response, name, value)


def changed(response, verb, **event):
    """Keep a changed response under its next version, with its Event."""
    response.version += 1
    response.save()
    return record(verb, response=response, **event)


def record(verb, *, response=None, organisation=None, dependency=None, by=None, before=None, after=None, reason=""):
    """Add an Event to the end of the chain of its organisation, or of the register."""
    chain = response.organisation_id if response else organisation.pk if organisation else REGISTER
    _hold(chain)
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
    return event


def seal(update):
    """SHA-256 over all that an Update says, waits on and cites, for its Event to hold."""
    said = {name: getattr(update, name) for name in SEALED}
    said["waits_on"] = [
        sorted(each.pk for each in update.waits_on_dependencies.all()),
        sorted(each.pk for each in update.waits_on_recommendations.all()),
    ]
    said["cites"] = sorted(
        [each.evidence_id, each.evidence.sha256, each.sub_label, each.where] for each in update.citations.all()
    )
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=_in_utc).encode()).hexdigest()


def _in_utc(fact):
    return (fact.astimezone(datetime.UTC) if isinstance(fact, datetime.datetime) else fact).isoformat()


def _hold(chain):
    """Let nobody else add to this chain until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [chain])


def _in_json(facts):
    return {name: _plain(fact) for name, fact in facts.items()}


def _plain(fact):
    if isinstance(fact, datetime.date):
        return fact.isoformat()
    if isinstance(fact, QuerySet | list | tuple | set):
        return sorted(str(thing) for thing in fact)
    return fact
