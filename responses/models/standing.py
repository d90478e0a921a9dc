from django.db import models
from django.db.models import Case, F, Q, Value, When

from recommendations.models import Organisation, Recommendation, Report

from ..vocabulary import State, Timeliness, Whereabouts


def timeliness_rules(today, prefix=""):
    """The rule of each word of Timeliness. Exactly one of them holds for a standing.

    `prefix` leads to the columns of Standing from the model that is asked.
    """

    def has(**lookups):
        return Q(**{f"{prefix}{name}": value for name, value in lookups.items()})

    due_on = F(f"{prefix}due_on")
    is_silent = has(state=State.SILENT)
    is_answered = ~is_silent & has(due_on__isnull=False)
    # Recommendation 1 of Safe to share? asks for something immediately: no day will come, and it is not late.
    is_past = is_silent & has(due_on__lt=today, at_once=False)
    silence_counts = has(silence_from__isnull=False, silence_from__lte=today)
    return {
        Timeliness.NO_DEADLINE: has(due_on__isnull=True),
        Timeliness.DUE_NOW: is_silent & has(at_once=True),
        Timeliness.DUE: is_silent & has(due_on__gte=today, at_once=False),
        Timeliness.OVERDUE: is_past & silence_counts,
        Timeliness.PASSED: is_past & ~silence_counts,
        Timeliness.ON_TIME: is_answered & has(answered_on__lte=due_on),
        Timeliness.LATE: is_answered & has(answered_on__gt=due_on),
        Timeliness.UNDATED: is_answered & has(answered_on__isnull=True),
    }


def timeliness_on(today, prefix=""):
    """The word of Timeliness as a column of a query."""
    rules = timeliness_rules(today, prefix)
    whens = [When(rule, then=Value(word)) for word, rule in rules.items()]
    return Case(*whens, output_field=models.CharField())


# Newest report first, each in its own order: how every list of answers ends its order.
NEWEST_REPORT = ["-published_on", "report", "place", "organisation_name", "response"]


def _counted(name, *fields):
    """An index of the rows that figures count, for one Sight."""
    return models.Index(
        fields=["sight", *fields], condition=Q(counted=True), name=f"standing_{name}"
    )


class StandingQuerySet(models.QuerySet):
    def in_sight(self, sight):
        """The rows that figures count for this kind of reader."""
        return self.filter(sight=sight, counted=True)

    def seen_by(self, access):
        """What was sent for HMICFRS; what is published for everybody else."""
        return self.in_sight(Standing.Sight.SENT if access.reviews else Standing.Sight.PUBLISHED)

    def of(self, organisation):
        """Those of one organisation. By its name, too: an index of lists holds them in order under that."""
        return self.filter(organisation=organisation, organisation_name=organisation.name)

    def with_timeliness(self, today):
        return self.annotate(timeliness=timeliness_on(today))

    def in_time(self, words, today):
        """The rows whose timeliness is one of `words`. Does not need `with_timeliness`."""
        rules = timeliness_rules(today)
        chosen = Q(pk__in=[])
        for word in words:
            chosen |= rules[word]
        return self.filter(chosen)

    def silent(self, today):
        """Those of whom silence may be said: looked for and not found, or collected here by now."""
        return self.filter(silence_from__lte=today)

    def answered(self):
        return self.exclude(state=State.SILENT)

    def overdue(self, today):
        return self.in_time([Timeliness.OVERDUE], today)

    def late(self):
        """Those answered after their deadline. No later day changes that."""
        return self.filter(answered_on__gt=F("due_on"))


class Standing(models.Model):
    """Where one answer stands now, for one kind of reader. Each answer has two rows, one for each Sight.

    All that figures and lists ask of an answer is copied here, so that they join nothing and nothing is worked out
    at reading. The published row holds nothing that is not published. `history.standings` writes both rows in the
    transaction of each action, and `verify` compares them with what the updates say.
    """

    class Sight(models.TextChoices):
        SENT = "sent", "What HMICFRS sees"
        PUBLISHED = "published", "What everybody sees"

    response = models.ForeignKey(
        "responses.ForceResponse",
        on_delete=models.CASCADE,
        related_name="standings",
        db_index=False,
    )
    sight = models.CharField(max_length=9, choices=Sight)
    # Its report is open and its organisation is named.
    counted = models.BooleanField()
    # The update that this reader sees, if there is one.
    update = models.ForeignKey(
        "responses.Update", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+", db_index=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    # Words of the vocabulary; all but the first are empty while it is silent. Without choices: nobody types them.
    state = models.CharField(max_length=20)
    position = models.CharField(max_length=20, blank=True)
    progress = models.CharField(max_length=20, blank=True)
    assurance = models.CharField(max_length=20, blank=True)
    # Never in the published row: it may be a person.
    lead = models.CharField(max_length=150, blank=True)

    due_on = models.DateField(null=True)
    # It is due immediately: `due_on` is then the day of publication.
    at_once = models.BooleanField(db_default=False)
    # A word of Whereabouts, and the day from which silence may be said of it, if ever.
    whereabouts = models.CharField(max_length=12, db_default=Whereabouts.NOT_LOOKED)
    silence_from = models.DateField(null=True)
    # The day that the first update in sight states, and how long after the report’s publication that was.
    answered_on = models.DateField(null=True)
    days_taken = models.IntegerField(null=True)

    # In the row for HMICFRS: since when it is with them, or back with its writers.
    since = models.DateTimeField(null=True)
    returned = models.BooleanField(db_default=False)

    # What lists are sorted by. The engines disagree where an empty day belongs, and neither uses an index where a
    # query says so; the last page of 500,000 answers by day took two seconds to sort.
    has_deadline = models.BooleanField()
    has_day = models.BooleanField()
    published_on = models.DateField()  # of the report
    place = models.PositiveIntegerField()  # of the recommendation in its report
    organisation_name = models.CharField(max_length=200)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "sight"], name="one_standing_per_sight"),
            models.CheckConstraint(
                condition=Q(state="silent", update=None)
                | (~Q(state="silent") & Q(update__isnull=False)),
                name="standing_is_silent_without_an_update",
            ),
            models.CheckConstraint(
                condition=~Q(sight="published") | Q(lead=""), name="published_standing_names_nobody"
            ),
        ]
        indexes = [
            _counted(
                "figures",
                "organisation",
                "state",
                "position",
                "progress",
                "due_on",
                "answered_on",
                "silence_from",
                "at_once",
            ),
            _counted("report", "report", "recommendation"),
            # The work queue: of 500,000 answers the 50 that wait longest, without sorting those that wait.
            models.Index(
                fields=["state", "since", "response"],
                condition=Q(sight="sent"),
                name="standing_queue",
            ),
            models.Index(
                fields=["since", "response"], condition=Q(returned=True), name="standing_returned"
            ),
            _counted("taken", "days_taken"),
            _counted("newest", *NEWEST_REPORT),
            _counted(
                "by_name", "organisation_name", "-published_on", "report", "place", "response"
            ),
            _counted("by_due", "-has_deadline", "due_on", *NEWEST_REPORT),
            _counted("by_day", "-has_day", "-answered_on", *NEWEST_REPORT),
        ]

    def __str__(self):
        return f"{self.response_id}, {self.sight}: {self.state}"


class StandingStamp(models.Model):
    """Changes whenever a standing of one organisation does, in one Sight. Cached figures are kept under it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    sight = models.CharField(max_length=9, choices=Standing.Sight)
    stamp = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sight"], name="one_stamp_per_organisation_and_sight"
            )
        ]

    def __str__(self):
        return f"{self.organisation_id}, {self.sight}: {self.stamp}"
