from django.conf import settings
from django.db import models
from django.db.models import Q

from recommendations.models import NPCCDependency, Recommendation

from ..vocabulary import Position, Progress
from .answer import ForceResponse


class Words(models.Model):
    """What an answer says. A Draft can change; an Update is a copy that cannot."""

    account = models.TextField("account of what was done", blank=True)
    position = models.CharField(max_length=20, choices=Position, default=Position.NOT_STATED)
    progress = models.CharField(max_length=20, choices=Progress, default=Progress.NOT_STATED)
    lead = models.CharField(max_length=150, blank=True)
    target_on = models.DateField(null=True, blank=True)
    sub_answers = models.JSONField(
        default=dict, blank=True, help_text="Label of the sub-recommendation: answer."
    )
    waits_on_dependencies = models.ManyToManyField(
        NPCCDependency, blank=True, related_name="%(class)ss"
    )
    waits_on_recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="waiting_%(class)ss"
    )

    class Meta:
        abstract = True


class Draft(Words):
    """What an organisation is writing. Only its own people ever see it."""

    response = models.OneToOneField(ForceResponse, on_delete=models.CASCADE, related_name="draft")
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self):
        return f"Draft: {self.response}"


class UpdateQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def visible_to(self, access):
        """Published ones for everybody; sent ones for their organisation, its policing body and reviewers."""
        if access.reviews or access.administers:
            return self
        own = access.reads | access.scrutinises
        public = Q(
            published_at__isnull=False, response__recommendation__report__opening__isnull=False
        )
        return self.filter(public | Q(response__organisation__in=own))


class Update(Words):
    """A dated version of an answer, never changed after it is sent."""

    class Source(models.TextChoices):
        TYPED = "typed", "Sent through this site"
        DOCUMENT = "document", "Read from a published document"

    response = models.ForeignKey(ForceResponse, on_delete=models.PROTECT, related_name="updates")
    number = models.PositiveIntegerField()
    reported_on = models.DateField(null=True, blank=True, help_text="Empty if not stated.")
    recorded_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=10, choices=Source)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(blank=True)
    remarks = models.TextField(
        blank=True, help_text="What a reader should know of the words: an oddity, a gap."
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="one_update_per_number"),
            models.CheckConstraint(condition=~Q(account=""), name="update_has_an_account"),
            models.CheckConstraint(
                condition=(
                    Q(source="typed")
                    & Q(signed_off_by__isnull=False)
                    & Q(reported_on__isnull=False)
                )
                | (Q(source="document") & ~Q(source_title="")),
                name="update_says_where_it_comes_from",
            ),
        ]

    def __str__(self):
        return f"{self.response}, update {self.number}"

    @property
    def reference(self):
        """What both sides quote."""
        return f"SC-{self.response_id}-{self.number}"
