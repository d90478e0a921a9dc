"""Owing somebody a message. The caller's transaction decides whether it is ever sent."""

import datetime

from django.utils import timezone

from .models import Message

DIGEST_HOUR = 7  # before people start work, so that a day's messages are one email


def write(people, *, why, subject, body, about="", path=""):
    """A row for each of `people`. Those who chose a digest get it with the others of that day."""
    now = timezone.now()
    subject = " ".join(subject.split())  # a line break in a name would begin another header
    messages = []
    for person in people:
        messages.append(
            Message(
                to=person,
                why=why,
                about=about,
                subject=subject[:400],
                body=body,
                path=path,
                created_at=now,
                next_try_at=next_digest(now) if person.wants_digest else now,
            )
        )
    return Message.objects.bulk_create(messages, batch_size=1000)


def next_digest(now):
    """The next morning at DIGEST_HOUR by the clock on the wall, also when the clock changes."""
    local = timezone.localtime(now)
    day = local.date()
    if local.hour >= DIGEST_HOUR:
        day += datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(DIGEST_HOUR)))
