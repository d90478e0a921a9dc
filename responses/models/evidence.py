import copy
import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from recommendations.models import Organisation

from .answer import ForceResponse
from .words import Draft, Update

IN_PUBLIC_ANSWERS = {
    "update__published_at__isnull": False,
    "update__response__recommendation__report__opening__isnull": False,
}


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, access):
        """One's own organisation's; what was sent in an answer that one may read; what is public.

        An admin reads what was sent, like a reviewer, and nothing that only a draft cites.
        """
        cited = Q(pk__in=Citation.objects.filter(update__isnull=False).values("evidence"))
        sent = cited
        if not (access.reviews or access.administers):
            sent &= Q(organisation__in=access.scrutinises)
        public = Q(pk__in=Citation.objects.public().values("evidence"))
        return self.filter(Q(organisation__in=access.reads) | sent | public)


class Evidence(models.Model):
    """A citation of a thing that shows what was done: a file, a link, or only a reference to it."""

    class Kind(models.TextChoices):
        POLICY = "policy", "Policy"
        GUIDANCE = "guidance", "Guidance"
        BULLETIN = "bulletin", "Bulletin"
        TRAINING = "training", "Training"
        PLAN = "plan", "Plan"
        MINUTES = "minutes", "Minutes"
        LETTER = "letter", "Letter"
        EMAIL = "email", "Email"
        DATA = "data", "Data"
        PHOTOGRAPH = "photograph", "Photograph"
        AUDIT = "audit", "Audit"
        OTHER = "other", "Other"

    class Scan(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not scanned: no scanner is set up"
        WAITING = "waiting", "Waiting for the scanner"
        CLEAN = "clean", "Nothing found"
        INFECTED = "infected", "Malware found"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    dated = models.CharField(
        "date as stated", max_length=40, blank=True, help_text="Empty if not stated."
    )
    dated_on = models.DateField("date of the thing itself", null=True, blank=True)
    url = models.URLField("link", blank=True)
    file = models.FileField(blank=True, max_length=100)
    file_name = models.CharField("name of the file", max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField("size in bytes", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    findings = models.JSONField(
        default=list, blank=True, help_text="What a reader of the file may not see at once."
    )
    scan = models.CharField("malware scan", max_length=12, choices=Scan, default=Scan.NOT_NEEDED)
    is_public = models.BooleanField("anyone may see it", default=False)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="earlier version",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="withdrawn_evidence_says_why",
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="", size=None)
                | (~Q(file="") & ~Q(sha256="") & ~Q(file_name="") & Q(size__gt=0)),
                name="file_has_its_name_size_and_hash",
            ),
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=~Q(sha256=""),
                name="organisation_holds_a_file_once",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def why_not_open(self):
        """Why nobody can open the file now, or nothing."""
        return WHY_NOT_OPEN.get(self.scan, "")

    def as_stated(self):
        """What a citation keeps of it when an answer is sent; all of it can be edited afterwards."""
        return {
            "title": self.title,
            "kind": self.kind,
            "dated": self.dated,
            "dated_on": self.dated_on and self.dated_on.isoformat(),
        }


WHY_NOT_OPEN = {
    Evidence.Scan.WAITING: "This file waits for the malware scanner. It can be opened when that has found nothing.",
    Evidence.Scan.INFECTED: "The scanner found malware in this file, so nobody can open it.",
}


class PendingFile(models.Model):
    """A file that arrived and is not described yet: only who added it ever sees it.

    It is no evidence: nothing cites it, and it leaves no Event. It is there so that a form with a
    fault loses no file. Those that nobody comes back to are tidied away after a week.
    """

    response = models.ForeignKey(ForceResponse, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    file = models.FileField(max_length=100)
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "added_by", "sha256"], name="file_waits_once"
            ),
        ]

    def __str__(self):
        return self.file_name


class CitationQuerySet(models.QuerySet):
    def public(self):
        """Those that anyone may read, where the answer that cites them is published."""
        shown = self.filter(evidence__is_public=True, evidence__withdrawn_at=None)
        return shown.in_public_answers()

    def in_public_answers(self):
        """In updates that anyone may read, whether or not the evidence is public."""
        return self.filter(**IN_PUBLIC_ANSWERS)

    def in_other_answers(self):
        """In drafts, and in updates that only those they were sent to read."""
        return self.exclude(**IN_PUBLIC_ANSWERS)


class Citation(models.Model):
    """One place where a draft or an update points at evidence."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    update = models.ForeignKey(
        Update, on_delete=models.PROTECT, null=True, blank=True, related_name="citations"
    )
    sub_label = models.CharField("sub-recommendation that it shows", max_length=12, blank=True)
    where = models.CharField("page or paragraph", max_length=100, blank=True)
    as_sent = models.JSONField(
        default=dict,
        blank=True,
        help_text="Title, kind and dates of the evidence when the update was sent.",
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(draft=None, update__isnull=False) | Q(draft__isnull=False, update=None),
                name="citation_is_in_a_draft_or_an_update",
            ),
            models.UniqueConstraint(
                fields=["evidence", "draft", "sub_label"],
                condition=Q(update=None),
                name="draft_cites_a_thing_once",
            ),
            models.UniqueConstraint(
                fields=["evidence", "update", "sub_label"],
                condition=Q(draft=None),
                name="update_cites_a_thing_once",
            ),
        ]

    def __str__(self):
        return f"{self.evidence} {self.where}".strip()

    @property
    def as_cited(self):
        """The evidence with the title, kind and dates that it had when the answer was sent.

        Whoever signed an answer signed those, so that editing evidence never changes what was sent.
        In a draft it is the evidence as it is now.
        """
        if not self.as_sent:
            return self.evidence
        evidence = copy.copy(self.evidence)
        evidence.title = self.as_sent["title"]
        evidence.kind = self.as_sent["kind"]
        evidence.dated = self.as_sent["dated"]
        day = self.as_sent["dated_on"]
        evidence.dated_on = day and datetime.date.fromisoformat(day)
        return evidence
