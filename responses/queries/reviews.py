"""What reviewers and policing bodies read of answers: what was sent, and never what is being written."""

from django.db.models import Count, Exists, F, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from accounts.models import Membership, User
from recommendations.models import Organisation

from ..models import ColleagueNote, Comment, Decision, Event, ForceResponse, Standing
from ..vocabulary import Stage, State
from .contents import contents_of_each

EVENTS_SHOWN = 50


def sent(access):
    """The answers that were sent, or read from a document, among those this person may open."""
    return ForceResponse.objects.visible_to(access).filter(latest__isnull=False)


def case_or_404(access, key):
    """The one of them that has this key, with what its page shows. Its draft is not read."""
    rows = sent(access).select_related("organisation", "recommendation__report", "claimed_by")
    case = rows.filter(pk=key).first()
    if case is None:
        raise Http404("No such answer was sent.")
    return case


def shelves(access):
    """The parts of the work queue: the name in the address, the label, and the rule.

    Each rule names the standing that HMICFRS sees: its index has the answers of a shelf in their order.
    """
    with_hmicfrs = Q(standings__sight=Standing.Sight.SENT, standings__state=State.WITH_HMICFRS)
    back = Q(standings__sight=Standing.Sight.SENT, standings__state=State.WITH_ORGANISATION)
    return {
        "new": ("New", with_hmicfrs & Q(claimed_by=None)),
        "mine": ("Mine", with_hmicfrs & Q(claimed_by=access.user_id)),
        "colleagues": (
            "Colleagues’",
            with_hmicfrs & ~Q(claimed_by=None) & ~Q(claimed_by=access.user_id),
        ),
        "returned": ("Returned", back & Q(standings__returned=True)),
    }


def in_queue(shelf):
    """The keys of the answers on a shelf, those first that were sent or returned first."""
    return shelf.order_by("standings__since", "standings__response").values_list("pk", flat=True)


def queued(answers):
    """`answers` with all that the queue shows of them, and `since`: the moment they were sent or returned."""
    rows = answers.filter(standings__sight=Standing.Sight.SENT).annotate(
        since=F("standings__since")
    )
    related = rows.select_related("organisation", "recommendation__report", "claimed_by")
    return related.defer("recommendation__text", "recommendation__report__summary")


def days_since(moment):
    return (timezone.localdate() - timezone.localdate(moment)).days


def reviewers(organisation):
    """The people who may judge what the organisation of this key answers: none of its own."""
    people = User.objects.filter(
        is_active=True,
        memberships__role=Membership.Role.REVIEWER,
        memberships__organisation__kind=Organisation.Kind.INSPECTORATE,
    )
    return people.exclude(memberships__organisation=organisation).distinct()


def names_of_reviewers(organisation):
    return reviewers(organisation).values_list("pk", "name")


def last_updates(response):
    """What the last two updates of `response` say, newest first."""
    updates = response.updates.select_related("signed_off_by").order_by("-number")[:2]
    return contents_of_each([(response, update) for update in updates])


def comments_on(response, access):
    """What policing bodies said of any update of `response`, newest first, as this person may see it."""
    comments = Comment.objects.visible_to(access).filter(update__response=response)
    return list(comments.select_related("organisation", "update").order_by("-said_on", "-pk"))


def decisions_on(response):
    rows = Decision.objects.filter(update__response=response).select_related("update", "by")
    return list(rows.order_by("-at", "-pk"))


def notes_on(response):
    notes = ColleagueNote.objects.filter(response=response).select_related("by")
    return list(notes.order_by("-at", "-pk"))


def events_of(response, access):
    """What happened to `response`, newest first, as far as this person may know and a page shows."""
    events = Event.objects.visible_to(access).filter(response=response)
    return list(events.select_related("by").order_by("-number")[:EVENTS_SHOWN])


def of_forces(access):
    """What the forces that this person scrutinises were asked by reports that are open."""
    return ForceResponse.objects.on_register().filter(organisation__in=access.scrutinises)


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
        .filter(standings__sight=Standing.Sight.SENT, standings__state=State.SILENT)
        .select_related("organisation", "recommendation__report")
        .defer("recommendation__text")
        .order_by(
            "organisation__name",
            "recommendation__due_on",
            "recommendation__report",
            "recommendation__order",
        )
    )


def queue_counts(answers, access):
    """How many of `answers` are on each shelf of the work queue, in two queries that an index answers."""
    with_hmicfrs = (
        answers.filter(stage=Stage.SENT).order_by().values_list("claimed_by").annotate(Count("pk"))
    )
    by_reviewer = dict(with_hmicfrs)
    unclaimed = by_reviewer.get(None, 0)
    mine = by_reviewer.get(access.user_id, 0)
    _, returned = shelves(access)["returned"]
    return {
        "new": unclaimed,
        "mine": mine,
        "colleagues": sum(by_reviewer.values()) - unclaimed - mine,
        "returned": answers.filter(returned).count(),
    }
