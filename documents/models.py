import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from recommendations.models import Organisation, Report

from .blocks import Block, Cell, Oddity, Reading


class PublishedDocumentQuerySet(models.QuerySet):
    def visible_to(self, access):
        """An admin sees all; a lead those of the organisations that they write for."""
        return self if access.administers else self.filter(organisation__in=access.leads)

    def without_content(self):
        """Without what can be many megabytes: lists need neither."""
        return self.defer("original", "read")


class PublishedDocument(models.Model):
    """A document in which an organisation answers a report: the original, and what was read of it.

    Its proposals are worked out each time, from what was read and from the register as it is then.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="documents")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="documents"
    )
    name = models.CharField(max_length=255)
    original = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64)
    version = models.PositiveIntegerField()
    source_url = models.URLField("address it came from", blank=True)
    retrieved_on = models.DateField(null=True, blank=True)
    read = models.JSONField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = PublishedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "organisation", "sha256"], name="one_document_for_the_same_bytes"
            ),
            models.UniqueConstraint(
                fields=["report", "organisation", "version"], name="one_document_per_version"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="confirmed_document_says_by_whom",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("documents:document", args=[self.pk])

    @property
    def reading(self):
        blocks = [
            Block(
                **{**one, "cell": one["cell"] and Cell(**one["cell"]), "links": tuple(one["links"])}
            )
            for one in self.read["blocks"]
        ]
        return Reading(
            blocks, [Oddity(**one) for one in self.read["oddities"]], self.read["nothing"]
        )


def exact_day(said_on):
    """The day of a proposal, or None where only a month is stated: no day is made up for it."""
    return datetime.date.fromisoformat(said_on) if said_on and len(said_on) == 10 else None
