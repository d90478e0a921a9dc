import calendar
import datetime

from django.db import models
from django.db.models import Q

from .addressee_group import AddresseeGroup
from .facts import CertaintyField
from .organisation import Organisation
from .recommendation import Recommendation


class DeadlineQuerySet(models.QuerySet):
    def get_by_natural_key(self, report, number, order):
        return self.get(
            recommendation__report__slug=report, recommendation__number=number, order=order
        )


class Deadline(models.Model):
    """One of the days that a recommendation sets: for a plan, for an update or for the outcome.

    The stalking report asks chief constables for a plan within 56 days and for most outcomes by
    27 March 2025. Answering the first does not meet the second.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Plan"
        UPDATE = "update", "Update"
        OUTCOME = "outcome", "Outcome"

    class Rule(models.TextChoices):
        DAY = "day", "A day"
        DAYS = "days", "Days from publication"
        MONTHS = "months", "Months from publication"
        AT_ONCE = "at_once", "Immediately"
        WORDS = "words", "In words, without a day"

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="deadlines"
    )
    order = models.PositiveIntegerField(
        help_text="Its place among the deadlines of the recommendation."
    )
    kind = models.CharField("what is due", max_length=7, choices=Kind)
    group = models.ForeignKey(
        AddresseeGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty if it holds for all that the recommendation is addressed to.",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rule = models.CharField(max_length=7, choices=Rule)
    amount = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many days or months from publication."
    )
    due_on = models.DateField(
        "day", null=True, blank=True, help_text="Leave empty to count it from publication."
    )
    origin = models.CharField(
        "where that comes from",
        max_length=300,
        help_text="For example: printed in the recommendation.",
    )
    certainty = CertaintyField()

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "order"], name="one_deadline_per_place"
            ),
            models.CheckConstraint(
                condition=Q(group=None) | Q(organisation=None),
                name="deadline_is_of_a_group_or_an_organisation",
                violation_error_message="Choose a group or one organisation, not both.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(rule__in=["days", "months"], amount__gt=0)
                    | (~Q(rule__in=["days", "months"]) & Q(amount=None))
                ),
                name="deadline_counts_days_or_months",
                violation_error_message="Give an amount for days or months, and for no other rule.",
            ),
            models.CheckConstraint(
                condition=~Q(rule="day") | Q(due_on__isnull=False), name="deadline_of_a_day_has_it"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} of recommendation {self.recommendation.number}: {self.origin}"

    def natural_key(self):
        return (*self.recommendation.natural_key(), self.order)

    natural_key.dependencies = ["recommendations.recommendation"]

    @property
    def day(self):
        """The day that is due: as typed, or counted from publication. Words have none."""
        if self.due_on:
            return self.due_on
        return counted_from(self.recommendation.report.published_on, self.rule, self.amount)


def counted_from(published_on, rule, amount):
    """The day that `rule` gives, or None where it gives none."""
    if rule == Deadline.Rule.AT_ONCE:
        return published_on
    if rule == Deadline.Rule.DAYS:
        return published_on + datetime.timedelta(days=amount)
    if rule == Deadline.Rule.MONTHS:
        return _months_after(published_on, amount)
    return None


def _months_after(day, months):
    """The same day of a later month; its last day where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
