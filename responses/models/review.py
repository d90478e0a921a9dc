from django.conf import settings
from django.db import models
from django.db.models import Q

from recommendations.models import Organisation

from .. import verbs
from ..vocabulary import Closure
from .answer import ForceResponse
from .words import Update


class Decision(models.Model):
    """HMICFRS’s judgement of one Update. A plan agreed and an implementation confirmed are two facts with two days."""

    Kind = models.TextChoices(
        "Kind", {verb.name.upper(): (verb.name, verb.decision) for verb in verbs.decisions()}
    )

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind)
    closed_because = models.CharField(max_length=24, choices=Closure, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="close") & ~Q(closed_because=""))
                | (~Q(kind="close") & Q(closed_because="")),
                name="closed_decision_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["return", "reopen"]) | ~Q(reason=""),
                name="returned_decision_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.update}"


class CommentQuerySet(models.QuerySet):
    def visible_to(self, access):
        """Published ones for everybody; the rest for the body that wrote them, its force and reviewers."""
        if access.reviews or access.administers:
            return self
        own = access.reads | access.scrutinises
        published = Q(
            published_at__isnull=False,
            update__published_at__isnull=False,
            update__response__recommendation__report__opening__isnull=False,
        )
        return self.filter(published | Q(update__response__organisation__in=own))


class Comment(models.Model):
    """What a local policing body says of what its force sent: the action it proposes, or why none."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="comments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="comments"
    )
    text = models.TextField()
    assures = models.BooleanField("the policing body is assured by this answer", default=False)
    said_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text")]

    def __str__(self):
        return f"{self.organisation} on {self.update}"


class ColleagueNote(models.Model):
    """What a reviewer leaves for other reviewers. No organisation sees it."""

    response = models.ForeignKey(
        ForceResponse, on_delete=models.PROTECT, related_name="colleague_notes"
    )
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"Note of {self.by}: {self.response}"
