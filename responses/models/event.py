import hashlib
import json
from datetime import UTC

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from recommendations.models import NPCCDependency, Organisation

from .. import verbs
from ..verbs import Audience
from .answer import ForceResponse

REGISTER = 0  # the chain of events that belong to no organisation


class EventQuerySet(models.QuerySet):
    def visible_to(self, access):
        """For an admin all; for each other what it did itself and what passed between it and the others."""
        if access.administers:
            return self
        between = verbs.read_by(Audience.BETWEEN)
        among_reviewers = verbs.read_by(Audience.REVIEWERS)
        own = Q(organisation__in=access.reads) & ~Q(verb__in=among_reviewers)
        if access.reviews:
            return self.filter(own | Q(verb__in=[*between, *among_reviewers]))
        return self.filter(own | Q(organisation__in=access.scrutinises, verb__in=between))


class Event(models.Model):
    """Something that happened, never changed and never removed. Each holds the hash of the one before it."""

    chain = models.PositiveBigIntegerField(
        help_text="The key of its organisation, or 0: the register’s own chain."
    )
    number = models.PositiveIntegerField(help_text="Its place in the chain.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    response = models.ForeignKey(
        ForceResponse, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    dependency = models.ForeignKey(
        NPCCDependency, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"], name="one_event_per_place_in_the_chain"
            ),
            models.CheckConstraint(
                condition=Q(chain=0, organisation=None) | Q(chain=F("organisation")),
                name="event_is_in_its_own_chain",
            ),
            models.CheckConstraint(
                condition=Q(number=1, previous_hash="") | (Q(number__gt=1) & ~Q(previous_hash="")),
                name="event_holds_the_hash_before_it",
            ),
        ]
        indexes = [
            models.Index(fields=["response", "number"], name="event_response"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def __str__(self):
        return f"{self.chain}/{self.number}: {self.verb}"

    def digest(self):
        """SHA-256 over everything that the event says, and over the hash before it."""
        said = {
            "chain": self.chain,
            "number": self.number,
            "response": self.response_id,
            "dependency": self.dependency_id,
            "verb": self.verb,
            "at": self.at.astimezone(UTC).isoformat(),
            "by": self.by_id,
            "reason": self.reason,
            "before": self.before,
            "after": self.after,
            "previous": self.previous_hash,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
