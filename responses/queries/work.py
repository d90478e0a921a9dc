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
    """The keys of the answers of one's own organisations; `show` narrows them.

    Those that came back come first, then by report.
    """
    answers = ForceResponse.objects.filter(organisation__in=access.reads).filter(WORK[show])
    came_back = Case(When(returned_because="", then=1), default=0)
    in_order = answers.order_by(
        came_back,
        "organisation__name",
        "-recommendation__report__published_on",
        "recommendation__order",
    )
    return in_order.values_list("pk", flat=True)


def in_full():
    """Answers with all that the task list shows of them. No text: of 10,000 that are sorted 50 are shown."""
    return (
        ForceResponse.objects.with_timeliness(timezone.localdate(), Standing.Sight.SENT)
        .select_related("organisation", "recommendation__report", "draft", "latest", "published")
        .defer(
            "recommendation__text",
            "draft__account",
            "draft__sub_answers",
            "latest__account",
            "latest__sub_answers",
            "published__account",
            "published__sub_answers",
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
    rules = {
        "work": (access.organisations, returned | signs),
        "review": (access.reviews, unclaimed),
    }
    return {
        name: ForceResponse.objects.filter(rule)[:MOST_WAITING].count()
        for name, (is_theirs, rule) in rules.items()
        if is_theirs
    }
