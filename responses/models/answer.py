from operator import attrgetter

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.lookups import IsNull
from django.urls import reverse

from recommendations.models import NPCCDependency, Organisation, Recommendation

from ..vocabulary import Position, Progress, Stage, Timeliness

State = NPCCDependency.State
# How the columns of an answer are called that repeat what somebody sees of it who sees this update.
REPEATED = {"latest": "said", "published": "public"}


class Plain(models.Func):
    """A column that SQLite looks up in no index."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def silent(sight):
    """The rule of the answers of which nothing is in `sight`. As each key in that column occurs once, SQLite expects
    one answer without a key, too, and would go through all of them again and again.
    """
    return Q(IsNull(Plain(F(sight)), True))


def timeliness(today, sight):
    """Each word and its rule, for `first_word`; for the day and the sight see `with_timeliness`."""
    answered_on = f"first_{REPEATED[sight]}_on"
    return {
        Timeliness.NO_DEADLINE: Q(recommendation__due_on=None),
        Timeliness.OVERDUE: silent(sight) & Q(recommendation__due_on__lt=today),
        Timeliness.DUE: silent(sight),
        Timeliness.UNDATED: Q(**{f"{answered_on}__isnull": True}),
        Timeliness.ON_TIME: Q(**{f"{answered_on}__lte": F("recommendation__due_on")}),
        Timeliness.LATE: Q(),
    }


def first_word(rules):
    """The first word whose rule holds; the last holds always."""
    *words, otherwise = rules
    whens = [When(rules[word], then=Value(word)) for word in words]
    return Case(*whens, default=Value(otherwise), output_field=models.CharField())


def has_word(rules, wanted):
    """The rule of the rows whose `first_word` is among `wanted`, put so that a database knows how many there are."""
    found, before = Q(pk__in=[]), Q()
    for word, rule in rules.items():
        if word in wanted:
            found |= rule & before
        before &= ~rule
    return found


class ForceResponseQuerySet(models.QuerySet):
    def visible_to(self, access):
        """The answers whose work this person may open. What is published is read from Update instead."""
        if access.administers:
            return self
        sent = Q(organisation__in=access.scrutinises)
        if access.reviews:
            sent = Q()
        return self.filter(Q(organisation__in=access.reads) | (sent & Q(latest__isnull=False)))

    def on_register(self):
        """The answers that everybody sees: those to reports that are open."""
        return self.filter(recommendation__report__opening__isnull=False)

    def asked(self):
        """Those that a report asked for. An answer whose organisation is not named is not counted twice."""
        return self.exclude(organisation__kind=Organisation.Kind.UNNAMED)

    def waiting_for(self, dependency):
        """Those whose draft, or whose last update, says that it waits for `dependency`."""
        return self.filter(
            Q(draft__waits_on_dependencies=dependency) | Q(latest__waits_on_dependencies=dependency)
        ).distinct()

    def needing_update(self):
        """Those that wait for a dependency which was settled or withdrawn after they were last sent.

        What an organisation is still writing counts too, so this is for its own pages alone.
        """
        over = NPCCDependency.objects.filter(state__in=[State.SETTLED, State.WITHDRAWN]).filter(
            Q(drafts__response=OuterRef("pk")) | Q(updates__latest_of=OuterRef("pk"))
        )
        since = over.filter(state_since__gt=OuterRef("latest__recorded_at"))
        return self.filter(Exists(since) | Q(Exists(over), latest=None))

    def with_timeliness(self, today, sight):
        """Annotate `answered_on` and `timeliness` as somebody sees them who sees what `sight` points at: the
        `latest` update or the one that is `published`.
        """
        return self.annotate(
            answered_on=F(f"first_{REPEATED[sight]}_on"), timeliness=first_word(timeliness(today, sight))
        )


class ForceResponse(models.Model):
    """One organisation's answer to one recommendation. It exists from the day it is asked, so silence is a row.

    What the organisation is still writing is in its Draft; what it sent is in its Updates.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="responses")
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.DRAFTING)
    version = models.PositiveIntegerField(default=0, help_text="Grows with every change.")
    returned_because = models.TextField(blank=True, help_text="While it is back with its writers: why.")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="claimed"
    )
    latest = models.OneToOneField(
        "responses.Update", on_delete=models.PROTECT, null=True, blank=True, related_name="latest_of"
    )
    published = models.OneToOneField(
        "responses.Update", on_delete=models.PROTECT, null=True, blank=True, related_name="published_of"
    )
    # Kept here too, since every figure asks for them of every answer: of all updates, and of those that are published,
    # the day that the first one states, and what the last one says.
    first_said_on = models.DateField(null=True, blank=True)
    first_public_on = models.DateField(null=True, blank=True)
    said_position = models.CharField(max_length=20, choices=Position, blank=True)
    public_position = models.CharField(max_length=20, choices=Position, blank=True)
    said_progress = models.CharField(max_length=20, choices=Progress, blank=True)
    public_progress = models.CharField(max_length=20, choices=Progress, blank=True)

    objects = ForceResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "answer"
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "organisation"], name="one_answer_per_organisation"),
            models.CheckConstraint(
                condition=Q(published=None) | Q(latest__isnull=False), name="what_is_published_was_sent"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.DRAFTING, Stage.AWAITING_SIGN_OFF]) | Q(latest__isnull=False),
                name="sent_answer_has_an_update",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "stage"], name="response_organisation_stage"),
            models.Index(fields=["stage", "claimed_by"], name="response_stage_claimed_by"),
            models.Index(
                fields=[
                    "organisation",
                    "recommendation",
                    *["latest", "first_said_on", "said_position", "said_progress"],
                    *["published", "first_public_on", "public_position", "public_progress"],
                    "stage",
                ],
                name="response_figures",  # all that they ask of an answer, so that they read no answer
            ),
        ]

    def __str__(self):
        return f"{self.organisation}, recommendation {self.recommendation.number}"

    def get_absolute_url(self):
        return reverse("responses:response", args=[self.pk])

    def pointers(self):
        """What those of its fields must be that follow from its updates; one query, or none where they are fetched."""
        sent = sorted(self.updates.all(), key=attrgetter("number"))
        published = [update for update in sent if update.published_at]
        return {
            "latest": sent[-1] if sent else None,
            "published": published[-1] if published else None,
            **_repeated("said", sent),
            **_repeated("public", published),
        }


def _repeated(name, updates):
    if not updates:
        return {f"first_{name}_on": None, f"{name}_position": "", f"{name}_progress": ""}
    first, last = updates[0], updates[-1]
    return {
        f"first_{name}_on": first.reported_on,
        f"{name}_position": last.position,
        f"{name}_progress": last.progress,
    }
