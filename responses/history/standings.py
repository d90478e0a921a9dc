"""Writing where each answer stands. `expected` is the rule; everything else lets the table follow it."""

import datetime
import uuid
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from recommendations.models import Organisation

from ..models import (
    Comment,
    Decision,
    Elsewhere,
    ForceResponse,
    Look,
    Standing,
    StandingStamp,
    Update,
)
from ..vocabulary import Assurance, Stage, State, Whereabouts

Sight = Standing.Sight
AT_A_TIME = 1000  # answers: a rebuild of 500,000 holds no more than these in memory
SAME_ROW = ("id", "response_id", "sight")
COPIED = [
    field.attname for field in Standing._meta.concrete_fields if field.attname not in SAME_ROW
]

# What an organisation does among its own people and reviewers do among theirs. It moves no answer, and a draft is
# saved far more often than anything else happens: five queries for nothing each time.
MOVES_NOTHING = {
    "save_draft",
    "restore_draft",
    "cite",
    "remove_citation",
    "claim",
    "release",
    "note",
}

STATES_OF_STAGES = {
    Stage.DRAFTING: State.WITH_ORGANISATION,
    Stage.AWAITING_SIGN_OFF: State.WITH_ORGANISATION,
    Stage.SENT: State.WITH_HMICFRS,
    Stage.CONFIRMED: State.CONFIRMED,
    Stage.CLOSED: State.CLOSED,
}


def with_what_stands(answers: QuerySet[ForceResponse]) -> QuerySet[ForceResponse]:
    """`answers` with all that `expected` reads of them, and their standings as they are."""
    updates = Update.objects.only(
        "response_id",
        "number",
        "position",
        "progress",
        "lead",
        "reported_on",
        "recorded_at",
        "published_at",
        "signed_off_by_id",
    )
    return (
        answers.select_related("organisation", "recommendation__report__opening")
        .defer(
            "recommendation__text",
            "recommendation__report__summary",
            "recommendation__report__afterwards",
        )
        .prefetch_related(
            "recommendation__report__elsewheres__recommendations",
            "recommendation__report__looks",
            Prefetch("updates", updates),
            Prefetch(
                "updates__comments", Comment.objects.only("update_id", "assures", "published_at")
            ),
            Prefetch("updates__decisions", Decision.objects.only("update_id", "kind", "at")),
            "standings",
        )
    )


def expected(answer: ForceResponse, sight: str) -> Standing:
    """The Standing that `answer` should have for one Sight, not saved. Reads only what was fetched with `answer`."""
    recommendation = answer.recommendation
    report = recommendation.report
    updates = _updates_in(answer, sight)
    standing = Standing(
        response=answer,
        sight=sight,
        counted=_is_counted(answer),
        report_id=report.pk,
        recommendation_id=recommendation.pk,
        organisation_id=answer.organisation_id,
        state=State.SILENT,
        due_on=recommendation.due_by,
        at_once=recommendation.due_at_once,
        has_deadline=recommendation.due_by is not None,
        has_day=False,
        returned=False,
        published_on=report.published_on,
        place=recommendation.order,
        organisation_name=answer.organisation.name,
    )
    if updates:
        _say(standing, answer, updates[0], updates[-1])
    standing.whereabouts = whereabouts(answer, updates)
    standing.silence_from = _silence_from(answer, standing.whereabouts)
    return standing


def whereabouts(answer: ForceResponse, updates: list[Update]) -> Whereabouts:
    """Where the response is, as the first of these facts has it. `updates` are those in sight."""
    if updates:
        is_public = any(update.published_at for update in updates)
        return Whereabouts.HERE if is_public else Whereabouts.SENT
    report = answer.recommendation.report
    published = [
        response
        for response in report.elsewheres.all()
        if response.covers(answer.recommendation_id)
    ]
    if any(response.organisation_id == answer.organisation_id for response in published):
        return Whereabouts.ELSEWHERE
    if any(_stands_for(response, answer.organisation) for response in published):
        return Whereabouts.FOR_ALL
    if _looks(answer):
        return Whereabouts.NONE_FOUND
    if report.collected_here_from:
        return Whereabouts.AWAITED
    return Whereabouts.NOT_LOOKED


def _stands_for(response: Elsewhere, organisation: Organisation) -> bool:
    return response.stands_for_id is not None and response.stands_for_id == organisation.group_id


def _looks(answer: ForceResponse) -> list[Look]:
    looks = answer.recommendation.report.looks.all()
    return [look for look in looks if look.organisation_id == answer.organisation_id]


def _silence_from(answer: ForceResponse, where: Whereabouts) -> datetime.date | None:
    """The day from which silence may be said: the first look that found nothing, or when collecting begins here."""
    days: list[datetime.date | None] = []
    if where == Whereabouts.NONE_FOUND:
        days = [look.looked_on for look in _looks(answer)]
    if where in (Whereabouts.NONE_FOUND, Whereabouts.AWAITED):
        days.append(answer.recommendation.report.collected_here_from)
    return min(filter(None, days), default=None)


def _say(standing: Standing, answer: ForceResponse, first: Update, last: Update) -> None:
    """Let `standing` say what its reader sees of the updates from the `first` to the `last`."""
    is_sent = standing.sight == Sight.SENT
    standing.update_id = last.pk
    standing.state = STATES_OF_STAGES[Stage(answer.stage)] if is_sent else State.ANSWERED
    standing.position = last.position
    standing.progress = last.progress
    standing.assurance = _assurance(last, is_sent=is_sent)
    if is_sent:
        standing.lead = last.lead
        returns = [
            decision.at
            for decision in last.decisions.all()
            if decision.kind == Decision.Kind.RETURN
        ]
        standing.returned = bool(returns)
        standing.since = max(returns, default=last.recorded_at)
    if first.reported_on:
        standing.answered_on = first.reported_on
        standing.has_day = True
        standing.days_taken = (first.reported_on - standing.published_on).days


def _is_open(answer: ForceResponse) -> bool:
    return hasattr(answer.recommendation.report, "opening")


def _is_counted(answer: ForceResponse) -> bool:
    """An answer whose source does not name its organisation is in no figure: its author may be counted already."""
    return _is_open(answer) and answer.organisation.kind != Organisation.Kind.UNNAMED


def _updates_in(answer: ForceResponse, sight: str) -> list[Update]:
    """The updates that this reader may see, the first one first. Nobody but HMICFRS reads a report before it opens."""
    updates = sorted(answer.updates.all(), key=lambda update: update.number)
    if sight == Sight.SENT:
        return updates
    if not _is_open(answer):
        return []
    return [update for update in updates if update.published_at]


def _assurance(update: Update, *, is_sent: bool) -> Assurance:
    """The strongest word that anybody this reader may hear gave for `update`."""
    comments = [comment for comment in update.comments.all() if is_sent or comment.published_at]
    if is_sent and any(
        decision.kind == Decision.Kind.CONFIRM for decision in update.decisions.all()
    ):
        return Assurance.CONFIRMED
    if any(comment.assures for comment in comments):
        return Assurance.ASSURED
    if update.signed_off_by_id:
        return Assurance.SIGNED_OFF
    return Assurance.SELF_REPORTED


def differing(answer: ForceResponse) -> list[Standing]:
    """What the standings of `answer` should be, of those that are not so. `answer` is from `with_what_stands`."""
    held = {standing.sight: standing for standing in answer.standings.all()}
    wanted = [expected(answer, sight) for sight in Sight]
    return [standing for standing in wanted if not _is_same(standing, held.get(standing.sight))]


def _is_same(wanted: Standing, held: Standing | None) -> bool:
    return held is not None and all(getattr(wanted, name) == getattr(held, name) for name in COPIED)


def refresh(keys: Iterable[int]) -> int:
    """Write the standings of the answers with these keys where they are not as they should be; how many were not."""
    written = 0
    keys = iter(keys)
    while some := list(islice(keys, AT_A_TIME)):
        answers = with_what_stands(ForceResponse.objects.filter(pk__in=some))
        stale = []
        for answer in answers:
            stale += differing(answer)
        _write(stale)
        written += len(stale)
    return written


def refresh_all(answers: QuerySet[ForceResponse]) -> int:
    """The same for a queryset of answers."""
    return refresh(answers.order_by("pk").values_list("pk", flat=True))


def _write(standings: list[Standing]) -> None:
    Standing.objects.bulk_create(
        standings,
        update_conflicts=True,
        unique_fields=["response", "sight"],
        update_fields=_names(COPIED),
    )
    _stamp({(standing.organisation_id, standing.sight) for standing in standings})


def _names(attnames: list[str]) -> list[str]:
    return [Standing._meta.get_field(attname).name for attname in attnames]


def _stamp(changed: Iterable[tuple[int, str]]) -> None:
    """Let cached figures of these (organisation, sight) be counted again."""
    stamp = uuid.uuid4().hex
    in_one_order = sorted(changed)  # or two transactions that change several wait for each other
    StandingStamp.objects.bulk_create(
        [
            StandingStamp(organisation_id=key, sight=sight, stamp=stamp)
            for key, sight in in_one_order
        ],
        update_conflicts=True,
        unique_fields=["organisation", "sight"],
        update_fields=["stamp"],
    )


def forget(answers: QuerySet[ForceResponse]) -> None:
    """Before `answers` are deleted: nobody began them, so that only their silence was counted."""
    rows = Standing.objects.filter(response__in=answers)
    changed = set(rows.values_list("organisation_id", "sight"))
    rows.delete()
    _stamp(changed)


def follow(sender: type[Model], instance: Model, raw: bool = False, **signal: Any) -> None:
    """Refresh the answers that copy something of this Organisation, Report, Opening or Recommendation.

    These are below `responses` and cannot call it, and an admin edits them on pages of Django's: a signal is the one
    way from there to here. Fixtures that are loaded raw come in any order; `rebuild_standings` is for them.
    """
    if not raw:
        path = ANSWERS_OF[sender.__name__.lower()]
        refresh_all(ForceResponse.objects.filter(**{path: instance}))


# How an answer leads to each of them.
ANSWERS_OF = {
    "organisation": "organisation",
    "recommendation": "recommendation",
    "report": "recommendation__report",
    "opening": "recommendation__report__opening",
}
