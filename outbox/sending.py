"""Sending what is due: one email for each person, over one connection.

A message is claimed, sent, and marked as sent, each in a transaction of its own. A worker that is
killed leaves its claim, which runs out after LEASE; then another worker sends the message. So nothing
is lost, and nothing is sent twice but an email that the server took while nobody heard its answer.
Nobody can know of those; they keep their Message-ID, by which most mail programs show one.
"""

import datetime
import hashlib
import logging
import time
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import OperationalError, transaction
from django.db.models import Case, F, Min, Value, When
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from .connection import Connection, Refused, Unreachable
from .models import GIVE_UP_AFTER, Message
from .writing import write

State = Message.State
# Longer than the worst email takes (EMAIL_DEADLINE for each of opening, asking, sending, closing):
# else a worker that is only slow would see its message sent by another.
LEASE = datetime.timedelta(minutes=10)
PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60)]
CLOSED = "This person’s account is closed."
GAVE_UP = "given_up"
TRIES_TO_RECORD = 10

logger = logging.getLogger(__name__)


def send_due(should_stop=lambda: False):
    """Send all that is due now; how many messages were sent."""
    connection = Connection()
    sent = 0
    try:
        for person in _people_with_due_messages():
            if should_stop():
                break
            sent += _send_to(person, connection)
    except Unreachable as error:
        logger.warning("Emails wait: %s", error)
    finally:
        connection.close()
    return sent


def _people_with_due_messages():
    """Keys of people, who has waited longest first. Read at once: the batch ends."""
    due = Message.objects.due(timezone.now()).order_by().values("to")
    longest_first = due.annotate(since=Min("next_try_at")).order_by("since", "to")
    return list(longest_first.values_list("to", flat=True))


def _send_to(person, connection):
    """Send everything that is due to one person, in one email; how many messages that was."""
    try:
        connection.open()
    except Unreachable as error:
        _fail(Message.objects.due(timezone.now()), str(error), is_claimed=False)
        raise

    messages = _claim(person)
    if not messages.exists():  # another worker took them
        return 0
    recipient = get_user_model().objects.get(pk=person)
    if not recipient.is_active:
        _give_up(messages, error=CLOSED)
        return 0

    try:
        connection.send(_email(recipient, list(messages.order_by("pk"))))
    except Refused as error:
        _fail(messages, str(error))
        return 0
    except Unreachable as error:
        is_servers_fault = connection.is_fresh
        _fail(messages, str(error))
        if is_servers_fault:
            raise
        return 0
    return _record(messages)


def _claim(person):
    """Take what is due to `person`, in one statement, so that no other worker does."""
    claim = uuid.uuid4().hex
    now = timezone.now()
    Message.objects.due(now).filter(to=person).update(
        state=State.SENDING,
        claim=claim,
        claimed_until=now + LEASE,
        tries=F("tries") + 1,
        first_tried_at=Coalesce("first_tried_at", Value(now)),
    )
    return Message.objects.filter(claim=claim, state=State.SENDING)


def _record(messages):
    """Mark as sent. A busy database is asked again: to forget this would send them twice."""
    for attempt in range(TRIES_TO_RECORD):
        try:
            return messages.update(
                state=State.SENT, sent_at=timezone.now(), claimed_until=None, error=""
            )
        except OperationalError:
            if attempt == TRIES_TO_RECORD - 1:
                raise
            time.sleep(0.5)
    return 0


def _fail(messages, error, *, is_claimed=True):
    """Say why, and when to try again: later each time. What was claimed counted its try already."""
    now = timezone.now()
    counted = 1 if is_claimed else 0
    with transaction.atomic():
        # One statement, which asks the conditions of `messages` again: it leaves alone what another
        # worker claimed or sent meanwhile.
        messages.update(
            state=State.FAILED,
            error=error,
            tries=F("tries") + 1 - counted,
            first_tried_at=Coalesce("first_tried_at", Value(now)),
            next_try_at=_next_try(now, counted),
            claimed_until=None,
            claim="",
        )
        tried_for_days = Message.objects.filter(
            state=State.FAILED, first_tried_at__lte=now - GIVE_UP_AFTER
        )
        _give_up(tried_for_days)


def _next_try(now, counted):
    """The end of the pause after so many tries, in SQL; `tries` is still what it was before."""
    pauses = [
        When(tries=place + counted, then=Value(now + pause)) for place, pause in enumerate(PAUSES)
    ]
    return Case(*pauses, default=Value(now + PAUSES[-1]))


def _give_up(messages, **facts):
    """Leave them to an admin, who hears of it once however many they are."""
    # A message to an admin that fails tells no admin: that would go on for ever.
    tells = messages.exclude(why=GAVE_UP).exists()
    messages.update(state=State.GIVEN_UP, claimed_until=None, claim="", **facts)
    if tells:
        _tell_admins()


def _tell_admins():
    """Each admin has one such message waiting at the most: the page that it leads to lists all."""
    told = Message.objects.filter(why=GAVE_UP, state__in=[State.WAITING, State.FAILED]).values("to")
    admins = get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(pk__in=told)
    write(
        admins,
        why=GAVE_UP,
        subject="Some emails could not be sent",
        body="The list says which, to whom and why. Mend the cause, then send them again.",
        path=f"{reverse('admin:outbox_message_changelist')}?state__exact={State.GIVEN_UP}",
    )


@transaction.atomic
def try_again(messages):
    """Send `messages` with the next batch, as if they were new; how many that were."""
    now = timezone.now()
    unsent = Message.objects.filter(
        pk__in=list(messages.values_list("pk", flat=True)),
        state__in=[State.WAITING, State.FAILED, State.GIVEN_UP],
    )
    return unsent.update(state=State.WAITING, tries=0, first_tried_at=None, next_try_at=now)


def _email(recipient, messages):
    """One email for one or many messages. Its Message-ID is the same whenever they are sent."""
    subject = messages[0].subject
    if len(messages) > 1:
        subject = f"{len(messages)} messages about super-complaint recommendations"
    context = {"recipient": recipient, "messages": messages, "site": settings.SITE_URL}
    return EmailMessage(
        subject,
        render_to_string("outbox/email.txt", context),
        to=[recipient.email],
        headers={"Message-ID": _message_id(messages)},
    )


def _message_id(messages):
    keys = ",".join(str(message.pk) for message in messages)
    digest = hashlib.sha256(f"{keys} {messages[0].created_at.isoformat()}".encode()).hexdigest()
    return f"<{digest[:32]}@{urlsplit(settings.SITE_URL).hostname}>"
