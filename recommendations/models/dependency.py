from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .recommendation import Recommendation


class NPCCDependencyQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def unsettled(self):
        return self.filter(
            state__in=[NPCCDependency.State.AWAITED, NPCCDependency.State.IN_DEVELOPMENT]
        )


class NPCCDependency(models.Model):
    """A national position that forces wait for before they answer."""

    class State(models.TextChoices):
        AWAITED = "awaited", "Awaited"
        IN_DEVELOPMENT = "in_development", "In development"
        SETTLED = "settled", "Settled"
        WITHDRAWN = "withdrawn", "Withdrawn"

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    portfolio = models.CharField(max_length=200, blank=True, help_text="Empty if not stated.")
    lead = models.CharField(
        max_length=200, blank=True, help_text="The NPCC lead. Empty if not stated."
    )
    recommendations = models.ManyToManyField(Recommendation, related_name="npcc_dependencies")
    state = models.CharField(max_length=20, choices=State, default=State.AWAITED)
    awaited_since = models.DateField(null=True, blank=True, help_text="Empty if not stated.")
    expected_on = models.DateField(null=True, blank=True, help_text="Empty if not stated.")
    settled_on = models.DateField(null=True, blank=True)
    state_since = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its state last changed."
    )
    outcome = models.TextField(
        "what came of it", blank=True, help_text="The position itself, or where it stands."
    )
    outcome_url = models.URLField("address of the outcome", blank=True)
    background = models.TextField(blank=True, help_text="What is known about it, with its source.")

    objects = NPCCDependencyQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = "NPCC dependency"
        verbose_name_plural = "NPCC dependencies"
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="settled") & Q(settled_on__isnull=False))
                | (~Q(state="settled") & Q(settled_on__isnull=True)),
                name="settled_dependency_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None)
                | Q(awaited_since=None)
                | Q(settled_on__gte=F("awaited_since")),
                name="dependency_is_settled_after_it_is_awaited",
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["recommendations.recommendation"]

    @property
    def is_over(self):
        """Nobody has to wait for it any more: it came, or it will not come."""
        return self.state in (self.State.SETTLED, self.State.WITHDRAWN)

    def get_absolute_url(self):
        return reverse("progress:dependency", args=[self.slug])
