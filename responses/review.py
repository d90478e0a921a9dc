"""What reviewers and policing bodies read of answers: what was sent, and never what is being written."""

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Membership, User
from recommendations.models import NPCCDependency, Organisation, Recommendation

from . import progress
from .models import Citation, Comment, Decision, ForceResponse
from .vocabulary import Stage


def sent(access):
    """The answers that were sent, or read from a document, among those this person may open."""
    return ForceResponse.objects.visible_to(access).filter(latest__isnull=False)


def cases(access):
    """The same, each with what its page shows of what was asked. Their drafts are not read."""
    return (
        sent(access)
        .select_related("organisation", "recommendation__report", "claimed_by")
        .prefetch_related("recommendation__sub_recommendations", "recommendation__notes")
    )


def shelves(access):
    """The parts of the work queue: the name in the address, the label, and the rule."""
    with_hmicfrs = Q(stage=Stage.SENT)
    return {
        "new": ("New", with_hmicfrs & Q(claimed_by=None)),
        "mine": ("Mine", with_hmicfrs & Q(claimed_by=access.user_id)),
        "colleagues": ("Colleagues’", with_hmicfrs & ~Q(claimed_by=None) & ~Q(claimed_by=access.user_id)),
        "returned": ("Returned", Q(stage__in=[Stage.DRAFTING, Stage.AWAITING_SIGN_OFF]) & Exists(_returns())),
    }


def _returns():
    return Decision.objects.filter(update=OuterRef("latest"), kind=Decision.Kind.RETURNED)


def in_queue(answers):
    """`answers` with `since`, the moment they were sent or returned, oldest first."""
    rows = answers.select_related("organisation", "recommendation__report", "latest", "claimed_by").defer(
        "latest__account", "latest__sub_answers", "recommendation__text"
    )
    since = Coalesce(Subquery(_returns().order_by("-at").values("at")[:1]), "latest__recorded_at")
    return rows.annotate(since=since).order_by("since", "pk")


def days_since(moment):
    return (timezone.localdate() - timezone.localdate(moment)).days


def reviewers(response=None):
    """The people who may judge; of an answer, without those who belong to the organisation that gave it."""
    people = User.objects.filter(
        is_active=True,
        memberships__role=Membership.Role.REVIEWER,
        memberships__organisation__kind=Organisation.Kind.INSPECTORATE,
    ).distinct()
    return people.exclude(memberships__organisation=response.organisation_id) if response else people


def last_updates(response):
    """The last two updates of `response`, newest first, each with all that a page of it shows."""
    parts = list(response.recommendation.sub_recommendations.all())
    updates = list(
        response.updates.select_related("signed_off_by")
        .prefetch_related(
            Prefetch("citations", Citation.objects.select_related("evidence").order_by("sub_label", "pk")),
            Prefetch("waits_on_dependencies", NPCCDependency.objects.order_by("title")),
            Prefetch("waits_on_recommendations", Recommendation.objects.select_related("report").order_by("order")),
        )
        .order_by("-number")[:2]
    )
    for update in updates:
        update.parts = [(part, update.sub_answers.get(part.label, "")) for part in parts]
        update.coverage = progress.coverage(parts, update.sub_answers)
    return updates


def comments_on(response, access):
    """What policing bodies said of any update of `response`, newest first, as this person may see it."""
    comments = Comment.objects.visible_to(access).filter(update__response=response)
    return comments.select_related("organisation", "update").order_by("-said_on", "-pk")


def decisions_on(response):
    return Decision.objects.filter(update__response=response).select_related("update", "by").order_by("-at", "-pk")


def of_forces(access):
    """What the forces that this person scrutinises were asked by reports that are open."""
    return progress.on_register().filter(organisation__in=access.scrutinises)


def sent_by_forces(access):
    """What those forces sent, newest first, with `commented`: whether their policing body said something of it."""
    commented = Comment.objects.filter(update=OuterRef("latest"))
    return (
        of_forces(access)
        .filter(latest__isnull=False)
        .annotate(commented=Exists(commented))
        .select_related("organisation", "recommendation__report", "latest")
        .defer("latest__account", "latest__sub_answers", "recommendation__text")
        .order_by("-latest__recorded_at", "-pk")
    )


def not_sent_by_forces(access):
    """What those forces have not answered at all, first what is due first."""
    return (
        of_forces(access)
        .filter(latest=None)
        .select_related("organisation", "recommendation__report")
        .defer("recommendation__text")
        .order_by("organisation__name", "recommendation__due_on", "recommendation__report", "recommendation__order")
    )
