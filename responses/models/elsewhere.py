from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from recommendations.models import AddresseeGroup, Organisation, Precision, Recommendation, Report
from recommendations.models.facts import CertaintyField, WebAddressField, in_words


class Elsewhere(models.Model):
    """A response that an organisation published in a place of its own, at an address that we know.

    Every force was reported to have published a stalking plan by January 2025, and none of them here:
    without these rows the register called 43 forces silent.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="elsewheres"
    )
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="elsewheres")
    recommendations = models.ManyToManyField(
        Recommendation,
        blank=True,
        related_name="elsewheres",
        help_text="Those that it was seen to answer. Empty while nobody has read it.",
    )
    read_whole = models.BooleanField(
        "read to its end",
        default=False,
        help_text="If not, it may answer more recommendations than those that are named.",
    )
    stands_for = models.ForeignKey(
        AddresseeGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where one national answer stands for all of a group.",
    )
    published_on = models.DateField(
        null=True,
        blank=True,
        help_text="The first day of the month or year where no more is known.",
    )
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.NONE)
    address = WebAddressField(blank=False)
    kind = models.CharField(
        "what it is", max_length=60, blank=True, help_text="Such as: web page, PDF."
    )
    title = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    certainty = CertaintyField()
    checked_on = models.DateField("last checked on", null=True, blank=True)
    gone_on = models.DateField("no longer there since", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["organisation__name", "published_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on=None, precision="none")
                | (Q(published_on__isnull=False) & ~Q(precision="none")),
                name="elsewhere_says_how_exact_its_day_is",
            )
        ]
        indexes = [models.Index(fields=["report", "organisation"], name="elsewhere_report")]

    def __str__(self):
        return f"{self.organisation} on {self.report}, {self.when}"

    @property
    def when(self):
        return in_words(self.published_on, self.precision)

    @property
    def host(self):
        """The site it is on, such as kent.police.uk."""
        return (urlsplit(self.address).hostname or "").removeprefix("www.")

    def covers(self, recommendation_id):
        """Whether it answers a recommendation, or may: one that is not read to its end may answer any."""
        if not self.read_whole:
            return True
        return any(answered.pk == recommendation_id for answered in self.recommendations.all())


class Look(models.Model):
    """Somebody looked for a response of an organisation and found none."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="looks")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="looks")
    looked_on = models.DateField()
    place = models.CharField("where", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-looked_on", "-pk"]
        indexes = [models.Index(fields=["report", "organisation"], name="look_report")]

    def __str__(self):
        return f"{self.organisation} on {self.report}: none found on {self.looked_on}"
