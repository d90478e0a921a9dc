"""The answers of one's own organisations, and how many wait for this very person."""

from django.db.models import Case, Count, Q, When
from django.utils import timezone

from ..models import ForceResponse, Standing
from ..vocabulary import Stage

# What a task list shows: a name in the address, and the rule.
WORK = {
    "mine": Q(stage=Stage.DRAFTING),
    "returned": Q(stage=Stage.DRAFTING) & ~Q(returned_because=""),
    "chief": Q(stage=Stage.AWAITING_SIGN_OFF),
    "hmicfrs": Q(stage=Stage.SENT),
    "ended": Q(stage__in=[Stage.CONFIRMED, Stage.CLOSED]),
    "all": Q(),
}


def own_work(access, show="all"):
    """The answers of one's own organisations, those that came back first, then by report; `show` narrows them."""
    return (
        ForceResponse.objects.filter(organisation__in=access.reads)
        .filter(WORK[show])
        .with_timeliness(timezone.localdate(), Standing.Sight.SENT)
        .select_related("organisation", "recommendation__report", "draft", "latest", "published")
        .order_by(
            Case(When(returned_because="", then=1), default=0),
            "organisation__name",
            "-recommendation__report__published_on",
            "recommendation__order",
        )
    )


def own_counts(access):
    """How many of one's own answers there are to each `show` of WORK."""
    return ForceResponse.objects.filter(organisation__in=access.reads).aggregate(
        **{show: Count("pk", filter=rule) for show, rule in WORK.items()}
    )


MOST_WAITING = 1000  # as far as the header of every page counts


def waiting_for_person(access):
    """How many answers wait for this very person, MOST_WAITING at the most: `work` in the organisation, `review` as
    HMICFRS. One query for each that can be.
    """
    returned = Q(stage=Stage.DRAFTING, organisation__in=access.leads) & ~Q(returned_because="")
    signs = Q(stage=Stage.AWAITING_SIGN_OFF, organisation__in=access.signs)
    unclaimed = Q(stage=Stage.SENT) & (Q(claimed_by=None) | Q(claimed_by=access.user_id))
    rules = {"work": (access.organisations, returned | signs), "review": (access.reviews, unclaimed)}
    return {
        name: ForceResponse.objects.filter(rule)[:MOST_WAITING].count()
        for name, (is_theirs, rule) in rules.items()
        if is_theirs
    }
