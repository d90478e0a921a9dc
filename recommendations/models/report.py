import hashlib

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .facts import Precision, WebAddressField, in_words
from .organisation import Organisation


class ReportQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def open(self):
        """Those that organisations answer here, and that everybody reads."""
        return self.filter(opening__isnull=False)


class Report(models.Model):
    """A published super-complaint report."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    designated_bodies = models.ManyToManyField(
        Organisation,
        related_name="reports",
        limit_choices_to={"kind": Organisation.Kind.DESIGNATED_BODY},
    )
    full_title = models.CharField("official title", max_length=400, blank=True)
    summary = models.TextField(blank=True, help_text="What the report is about, in our words.")
    submitted_on = models.DateField(
        null=True,
        blank=True,
        help_text="Empty if not held. The first day of the month where only the month is known.",
    )
    submitted_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    published_on = models.DateField()
    source_url = WebAddressField("address of the report")
    responses_url = WebAddressField("address of the responses to it")
    known_total = models.PositiveIntegerField(
        "how many recommendations it has", null=True, blank=True, help_text="Empty if not known."
    )
    collected_here_from = models.DateField(
        "answers are collected here from",
        null=True,
        blank=True,
        help_text="From this day silence here means that nobody answered. Empty: it means nothing.",
    )
    licence = models.CharField(max_length=200, blank=True)
    held = models.CharField(
        "what is held",
        max_length=1000,
        blank=True,
        help_text="In words, where not every recommendation is held here.",
    )
    afterwards = models.TextField("what happened next", blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_on=None) | Q(submitted_on__lte=F("published_on")),
                name="report_is_published_after_it_is_submitted",
            )
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    @property
    def submitted(self):
        return in_words(self.submitted_on, self.submitted_precision, "Not held")

    def get_absolute_url(self):
        return reverse("progress:report", args=[self.slug])


class Opening(models.Model):
    """The moment from which organisations answer a report here. Apart, so that loading a report again keeps it."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="opening")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.report} is open"


class ReportFile(models.Model):
    """A fixture file that an admin put forward to be loaded, kept word for word."""

    name = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    loaded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-added_at"]

    def __str__(self):
        return self.name

    @classmethod
    def of(cls, name, text):
        return cls(name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
