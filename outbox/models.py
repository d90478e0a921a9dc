"""Every email that the site owes somebody, until it is sent or given up."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

GIVE_UP_AFTER = datetime.timedelta(days=3)


class MessageQuerySet(models.QuerySet):
    def due(self, now):
        """What can be sent now. A claim that has run out was left by a worker that was killed."""
        owed = Q(state__in=[Message.State.WAITING, Message.State.FAILED], next_try_at__lte=now)
        abandoned = Q(state=Message.State.SENDING, claimed_until__lte=now)
        return self.filter(owed | abandoned)


class Message(models.Model):
    """What one person is told, once. It is written in the transaction of what it tells.

    The words are ready; the link is made when it is sent, so that it has the running address.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed, will try again"
        GIVEN_UP = "given_up", "Could not be sent"

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages"
    )
    why = models.CharField(max_length=40, help_text="The verb that caused it.")
    about = models.CharField(
        max_length=100, blank=True, help_text="The row it is about, such as event 12."
    )
    subject = models.CharField(max_length=400)
    body = models.TextField(help_text="Without greeting, link and footer.")
    path = models.CharField(max_length=400, blank=True, help_text="The page to open.")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField("written at", default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField("what the mail server said", blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="message_due"),
            models.Index(fields=["about"], name="message_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                name="sent_message_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_until__isnull=False)
                | (~Q(state="sending") & Q(claimed_until=None)),
                name="message_being_sent_is_claimed",
            ),
        ]

    def __str__(self):
        return f"{self.subject} (to {self.to})"
