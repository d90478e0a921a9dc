from functools import cached_property

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from supercomplaint import numbers

from .addressee_group import AddresseeGroup
from .facts import CertaintyField, WebAddressField, six_words_at_most
from .organisation import Organisation
from .report import Report


class RecommendationQuerySet(models.QuerySet):
    def get_by_natural_key(self, report, number):
        return self.get(report__slug=report, number=number)


class Recommendation(models.Model):
    """One numbered recommendation of a report, as printed."""

    class TextHeld(models.TextChoices):
        VERBATIM = "verbatim", "Word for word"
        SUMMARY = "summary", "Summary in our words"
        NOT_HELD = "not_held", "Text not held"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="recommendations")
    number = models.CharField(
        max_length=20,
        help_text="As printed, such as 4, 7.1, 3a-c, 10 (a) or 12/13.",
        validators=[RegexValidator(numbers.PRINTED, numbers.WRONG)],
    )
    number_certainty = CertaintyField("how sure the number is")
    order = models.PositiveIntegerField(help_text="Its place in the report.")
    short_title = models.CharField(
        max_length=80,
        blank=True,
        validators=[six_words_at_most],
        help_text="Ours, not the report’s. Six words at most.",
    )
    theme = models.CharField(
        max_length=100, blank=True, help_text="Ours, unless the report has one."
    )
    addressed_to = models.CharField(
        "addressed to, in words", max_length=300, blank=True, help_text="As printed."
    )
    addressees_certainty = CertaintyField(
        "how sure the addressees are", help_text="“Not found” says that whom it asks is not held."
    )
    text = models.TextField(blank=True)
    text_held = models.CharField(max_length=10, choices=TextHeld, default=TextHeld.VERBATIM)
    certainty = CertaintyField("how sure the text is")
    interim = models.BooleanField("interim measure", default=False)
    due_on = models.DateField(null=True, blank=True)
    due_at_once = models.BooleanField(
        "due immediately",
        default=False,
        help_text="It is due on the day of publication, and says so.",
    )
    due_certainty = CertaintyField("how sure the deadline is")
    due_in_words = models.CharField(
        "when it is due, and where that comes from",
        max_length=300,
        blank=True,
        help_text="For example: six months from publication, recommendation 8.",
    )
    carried_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_from"
    )
    held_note = models.CharField("what we hold, in words", max_length=600, blank=True)
    source_url = WebAddressField("where it was read")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["report", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="one_recommendation_per_number"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | ~Q(due_in_words=""),
                name="deadline_says_where_it_comes_from",
            ),
            models.CheckConstraint(
                condition=Q(text="", text_held="not_held")
                | (~Q(text="") & ~Q(text_held="not_held")),
                name="recommendation_text_is_held_or_said_not_to_be",
            ),
            models.CheckConstraint(
                condition=Q(due_at_once=False) | Q(due_on=None) & ~Q(due_in_words=""),
                name="immediately_is_said_in_words_and_has_no_day",
                violation_error_message="Say “immediately” in words, and leave the day empty.",
            ),
            models.CheckConstraint(
                condition=Q(carried_into=None) | ~Q(carried_into=F("id")),
                name="recommendation_not_carried_into_itself",
            ),
        ]
        indexes = [models.Index(fields=["report", "order"], name="recommendation_report_order")]

    def __str__(self):
        return f"{self.report}: recommendation {self.number}"

    def natural_key(self):
        return (self.report.slug, self.number)

    natural_key.dependencies = ["recommendations.report"]

    @property
    def due_by(self):
        """The day of its first deadline. What is asked for at once is due when it is published."""
        return self.report.published_on if self.due_at_once else self.due_on

    def get_absolute_url(self):
        return reverse("progress:recommendation", args=[self.report.slug, self.number])

    @cached_property
    def parts(self):
        """Its sub-recommendations, in their order."""
        return _parts(self.pk)

    @cached_property
    def printed_notes(self):
        return _notes(self.pk)


def _parts(recommendation):
    return list(SubRecommendation.objects.filter(recommendation=recommendation).order_by("order"))


def _notes(recommendation):
    return list(Note.objects.filter(recommendation=recommendation).order_by("order"))


class PartQuerySet(models.QuerySet):
    """Rows that hang on one recommendation, found by its number and their own label."""

    label_field = "label"

    def get_by_natural_key(self, report, number, label):
        return self.get(
            recommendation__report__slug=report,
            recommendation__number=number,
            **{self.label_field: label},
        )


class AddresseeQuerySet(models.QuerySet):
    def get_by_natural_key(self, report, number, group, organisation):
        return self.get(
            recommendation__report__slug=report,
            recommendation__number=number,
            group=group or None,
            organisation__slug=organisation or None,
        )


class Addressee(models.Model):
    """Whom a recommendation is addressed to: a group, or one organisation by name."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="addressees"
    )
    group = models.ForeignKey(
        AddresseeGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="addressed"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="addressed",
        help_text="One organisation alone, instead of a group.",
    )

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "group"], name="recommendation_asks_a_group_once"
            ),
            models.UniqueConstraint(
                fields=["recommendation", "organisation"],
                name="recommendation_asks_an_organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(group=None, organisation__isnull=False)
                | Q(group__isnull=False, organisation=None),
                name="addressee_is_a_group_or_an_organisation",
                violation_error_message="Choose a group or one organisation, not both.",
            ),
        ]

    def __str__(self):
        return str(self.group or self.organisation)

    def natural_key(self):
        organisation = self.organisation.slug if self.organisation_id else ""
        return (*self.recommendation.natural_key(), self.group_id or "", organisation)

    natural_key.dependencies = ["recommendations.recommendation"]


class SubRecommendation(models.Model):
    """A lettered part of a recommendation, or a part of a part."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="sub_recommendations"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts"
    )
    label = models.CharField(max_length=12)
    order = models.PositiveIntegerField()
    text = models.TextField()

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "label"], name="one_sub_recommendation_per_label"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="part_is_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return f"{self.recommendation.number}({self.label})"

    def natural_key(self):
        return (*self.recommendation.natural_key(), self.label)

    natural_key.dependencies = ["recommendations.recommendation"]


class Note(models.Model):
    """A note printed under a recommendation."""

    class Rows(PartQuerySet):
        label_field = "order"

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="notes"
    )
    order = models.PositiveIntegerField()
    text = models.TextField()

    objects = Rows.as_manager()

    class Meta:
        ordering = ["recommendation", "order"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "order"], name="one_note_per_place")
        ]

    def __str__(self):
        return f"Note {self.order} to recommendation {self.recommendation.number}"

    def natural_key(self):
        return (*self.recommendation.natural_key(), self.order)

    natural_key.dependencies = ["recommendations.recommendation"]


class TieQuerySet(models.QuerySet):
    def get_by_natural_key(self, report, number, to_report, to_number, kind):
        return self.get(
            from_recommendation__report__slug=report,
            from_recommendation__number=number,
            to_recommendation__report__slug=to_report,
            to_recommendation__number=to_number,
            kind=kind,
        )


class Tie(models.Model):
    """How one recommendation hangs on another."""

    class Kind(models.TextChoices):
        PENDING = "pending", "pending the outcome of"
        REFERS_TO = "refers_to", "refers to"
        REPORTS_ON = "reports_on", "reports on"

    BACKWARDS = {
        Kind.PENDING: "is pending the outcome of",
        Kind.REFERS_TO: "refers to",
        Kind.REPORTS_ON: "reports on",
    }

    from_recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="ties"
    )
    to_recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="tied_by"
    )
    kind = models.CharField(max_length=12, choices=Kind)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_recommendation", "to_recommendation", "kind"],
                name="one_tie_of_each_kind",
            ),
            models.CheckConstraint(
                condition=~Q(from_recommendation=F("to_recommendation")),
                name="recommendation_is_not_tied_to_itself",
            ),
        ]

    def __str__(self):
        return f"{self.from_recommendation.number} {self.get_kind_display()} {self.to_recommendation.number}"

    def get_reverse_display(self):
        return self.BACKWARDS[self.kind]

    def natural_key(self):
        return (
            *self.from_recommendation.natural_key(),
            *self.to_recommendation.natural_key(),
            self.kind,
        )

    natural_key.dependencies = ["recommendations.recommendation"]
