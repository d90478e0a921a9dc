"""An answer on its way: asked for sign-off, sent, judged, started again. Who hears of it is told on commit."""

from django.db import transaction
from django.utils import timezone

from .. import notices, workflow
from ..models import Citation, ColleagueNote, Comment, Decision, Draft, Update
from ..vocabulary import Closure
from ..workflow import STEPS
from .chain import changed, lock, point, refuse, seal
from .drafts import RELATIONS

COPIED = ["account", "position", "progress", "lead", "target_on", "sub_answers"]


@transaction.atomic
def take_step(name, response, *, by, access, version, reason="", closed_because=""):
    """Move `response` along, as the person whose `access` this is; says no with a Refused."""
    step, response = STEPS[name], lock(response, version)
    refuse(workflow.why_not_step(step, response, access))
    if step.needs_reason and not reason.strip():
        refuse("Give a reason.")
    if step.needs_words:
        _refuse_wordless(response)
    before, response.stage = response.stage, step.target
    response.returned_because = reason if step.needs_reason and step.target == workflow.Stage.DRAFTING else ""
    after = {"stage": step.target, **_what_else(step, response, by, reason, closed_because)}
    changed(response, step.name, by=by, before={"stage": before}, after=after, reason=reason)
    notices.tell(step, response, reason)
    return response


def _refuse_wordless(response):
    draft = Draft.objects.filter(response=response).first()
    waits = draft is not None and any(getattr(draft, name).exists() for name in RELATIONS)
    refuse(workflow.what_is_missing(draft, waits=waits))


def _what_else(step, response, by, reason, closed_because):
    """What a step leaves beside the new stage, and what its Event says of that."""
    if step.name == "send":
        update = _make_update(response, by)
        return {"update": update.number, "seal": seal(update)}
    if step.who == workflow.REVIEWER:
        _decide(step, response, by, reason, closed_because)
        response.claimed_by = None
        why = {"closed_because": closed_because} if step.name == "close" else {}
        return {"update": response.latest.number, **why}
    return {}


def _make_update(response, by):
    """Copy the draft into an Update that nothing changes from now on."""
    draft = response.draft
    update = Update.objects.create(
        response=response,
        number=response.updates.count() + 1,
        reported_on=timezone.localdate(),
        recorded_at=timezone.now(),
        sent_by=by,
        signed_off_by=by,
        source=Update.Source.TYPED,
        **{name: getattr(draft, name) for name in COPIED},
    )
    for name in RELATIONS:
        getattr(update, name).set(getattr(draft, name).all())
    cited = draft.citations.filter(evidence__withdrawn_at=None)
    Citation.objects.bulk_create(
        Citation(update=update, evidence_id=evidence, sub_label=label, where=where)
        for evidence, label, where in cited.values_list("evidence", "sub_label", "where")
    )
    point(response)
    return update


def _decide(step, response, by, reason, closed_because):
    if step.name == "close" and closed_because not in Closure.values:
        refuse("Say why it is closed.")
    Decision.objects.create(
        update=response.latest,
        kind=step.name,
        reason=reason,
        closed_because=closed_because if step.name == "close" else "",
        by=by,
        at=timezone.now(),
    )


@transaction.atomic
def publish(update, *, by, access):
    """Let everybody read `update`. Publishing twice changes nothing."""
    response = lock(update.response)
    refuse(workflow.why_not_publish(update, access))
    if Update.objects.filter(pk=update.pk, published_at=None).update(published_at=timezone.now()):
        point(response)
        changed(response, "publish", by=by, after={"update": update.number})


@transaction.atomic
def unpublish(update, *, by, access, reason):
    """Take `update` back from what everybody reads, with a reason. What was read is not unread."""
    response = lock(update.response)
    refuse(workflow.why_not_publish(update, access))
    if not reason.strip():
        refuse("Give a reason.")
    if Update.objects.filter(pk=update.pk, published_at__isnull=False).update(published_at=None):
        point(response)
        changed(response, "unpublish", by=by, before={"update": update.number}, reason=reason)


@transaction.atomic
def claim(response, *, by, access, reviewer):
    """Let colleagues see who judges this answer: `reviewer`, or nobody when it is None."""
    response = lock(response)
    refuse(workflow.why_not_review(response, access))
    if response.claimed_by != reviewer:
        before, response.claimed_by = response.claimed_by, reviewer
        verb = "claim" if reviewer else "release"
        changed(response, verb, by=by, before={"reviewer": str(before)}, after={"reviewer": str(reviewer)})
    return response


@transaction.atomic
def leave_note(response, *, by, access, text):
    """A note for the other reviewers. The same words twice running are one note: a double click."""
    response = lock(response)
    refuse(workflow.why_not_review(response, access))
    _refuse_empty(text)
    last = response.colleague_notes.order_by("pk").last()
    if last and (last.text, last.by) == (text, by):
        return last
    note = ColleagueNote.objects.create(response=response, text=text, by=by, at=timezone.now())
    changed(response, "note", by=by, after={"note": note.pk})
    return note


@transaction.atomic
def comment(response, *, by, access, text, assures, said_on, is_published):
    """What the policing body says of the Update that its force sent last. The same words twice are one comment."""
    response = lock(response)
    refuse(workflow.why_not_comment(response, access))
    _refuse_empty(text)
    now = timezone.now()
    said, is_new = Comment.objects.get_or_create(
        update=response.latest,
        organisation=response.organisation.policing_body,
        text=text,
        assures=assures,
        said_on=said_on,
        by=by,
        published_at__isnull=not is_published,
        defaults={"at": now, "published_at": now if is_published else None},
    )
    if not is_new:
        return said
    changed(response, "comment", by=by, after={"update": response.latest.number, "comment": said.pk})
    return said


def _refuse_empty(text):
    refuse(None if text.strip() else "Write something first.")
