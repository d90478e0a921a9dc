"""What a report holds or caused beside its numbered recommendations."""

from django.db import models

from .addressee_group import AddresseeGroup
from .facts import Certainty, CertaintyField, Precision, WebAddressField, in_words
from .organisation import Organisation
from .report import Report


class OfAReportQuerySet(models.QuerySet):
    def get_by_natural_key(self, report, order):
        return self.get(report__slug=report, order=order)


class OfAReport(models.Model):
    """A row of a report, known by its place."""

    order = models.PositiveIntegerField(help_text="Its place in the list.")
    certainty = CertaintyField()
    source_url = WebAddressField("where it was read")

    objects = OfAReportQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["report", "order"]

    def natural_key(self):
        return (self.report.slug, self.order)

    natural_key.dependencies = ["recommendations.report"]


class UnnumberedAsk(OfAReport):
    """Something that a report asks for, of which we do not know the number.

    Nobody answers it here: it may be one of the recommendations whose text is not held.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="unnumbered_asks")
    groups = models.ManyToManyField(AddresseeGroup, related_name="+")
    theme = models.CharField(max_length=100, blank=True)
    summary = models.TextField(help_text="In our words.")
    may_be = models.CharField(
        "numbers it may have", max_length=100, blank=True, help_text="For example: 2 or 3."
    )
    due_in_words = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta(OfAReport.Meta):
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="one_unnumbered_ask_per_place")
        ]

    def __str__(self):
        return f"{self.report}: {self.theme or self.summary}"


class ReportAction(OfAReport):
    """What a body that investigated set itself. An action is never a recommendation."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="actions")
    number = models.CharField(max_length=20, blank=True, help_text="As printed, if known.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="report_actions"
    )
    summary = models.TextField(blank=True, help_text="In our words. Empty if not held.")
    due_in_words = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta(OfAReport.Meta):
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="one_action_per_place")
        ]

    def __str__(self):
        return f"{self.report}: action of {self.organisation}"

    @property
    def is_held(self):
        return bool(self.summary) and self.certainty != Certainty.NOT_FOUND


class Milestone(OfAReport):
    """Something that happened after a report was published."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="milestones")
    happened_on = models.DateField("day", null=True, blank=True)
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    text = models.TextField("what happened", help_text="In our words.")

    class Meta(OfAReport.Meta):
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="one_milestone_per_place")
        ]

    def __str__(self):
        return f"{self.report}, {self.when}"

    @property
    def when(self):
        return in_words(self.happened_on, self.precision, "Date not known")
