from operator import attrgetter

from django.conf import settings
from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.urls import reverse

from recommendations.models import NPCCDependency, Organisation, Recommendation

from ..vocabulary import Stage
from .standing import timeliness_on

State = NPCCDependency.State


class ForceResponseQuerySet(models.QuerySet):
    def visible_to(self, access):
        """The answers whose work this person may open. What is published is read from Update instead."""
        if access.administers:
            return self
        sent = Q(organisation__in=access.scrutinises)
        if access.reviews:
            sent = Q()
        return self.filter(Q(organisation__in=access.reads) | (sent & Q(latest__isnull=False)))

    def on_register(self):
        """The answers that everybody sees: those to reports that are open."""
        return self.filter(recommendation__report__opening__isnull=False)

    def asked(self):
        """Those that a report asked for. An answer whose organisation is not named is not counted twice."""
        return self.exclude(organisation__kind=Organisation.Kind.UNNAMED)

    def waiting_for(self, dependency):
        """Those whose draft, or whose last update, says that it waits for `dependency`."""
        return self.filter(
            Q(draft__waits_on_dependencies=dependency) | Q(latest__waits_on_dependencies=dependency)
        ).distinct()

    def needing_update(self):
        """Those that wait for a dependency which was settled or withdrawn after they were last sent.

        What an organisation is still writing counts too, so this is for its own pages alone.
        """
        over = NPCCDependency.objects.filter(state__in=[State.SETTLED, State.WITHDRAWN]).filter(
            Q(drafts__response=OuterRef("pk")) | Q(updates__latest_of=OuterRef("pk"))
        )
        since = over.filter(state_since__gt=OuterRef("latest__recorded_at"))
        return self.filter(Exists(since) | Q(Exists(over), latest=None))

    def with_timeliness(self, today, sight):
        """Annotate `timeliness` as the readers of one Sight see it."""
        standing = FilteredRelation("standings", condition=Q(standings__sight=sight))
        return self.annotate(standing=standing).annotate(
            timeliness=timeliness_on(today, "standing__")
        )


class ForceResponse(models.Model):
    """One organisation's answer to one recommendation. It exists from the day it is asked, so silence is a row.

    What the organisation is still writing is in its Draft; what it sent is in its Updates.
    """

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="responses"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="responses"
    )
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.DRAFTING)
    version = models.PositiveIntegerField(default=0, help_text="Grows with every change.")
    returned_because = models.TextField(
        blank=True, help_text="While it is back with its writers: why."
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claimed",
    )
    latest = models.OneToOneField(
        "responses.Update",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="latest_of",
    )
    published = models.OneToOneField(
        "responses.Update",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="published_of",
    )
    objects = ForceResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "answer"
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "organisation"], name="one_answer_per_organisation"
            ),
            models.CheckConstraint(
                condition=Q(published=None) | Q(latest__isnull=False),
                name="what_is_published_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.DRAFTING, Stage.AWAITING_SIGN_OFF])
                | Q(latest__isnull=False),
                name="sent_answer_has_an_update",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "stage"], name="response_organisation_stage"),
            models.Index(fields=["stage", "claimed_by"], name="response_stage_claimed_by"),
        ]

    def __str__(self):
        return f"{self.organisation}, recommendation {self.recommendation.number}"

    def get_absolute_url(self):
        return reverse("responses:response", args=[self.pk])

    def pointers(self):
        """What those of its fields must be that follow from its updates; one query, or none where they are fetched."""
        sent = sorted(self.updates.all(), key=attrgetter("number"))
        published = [update for update in sent if update.published_at]
        return {
            "latest": sent[-1] if sent else None,
            "published": published[-1] if published else None,
        }
