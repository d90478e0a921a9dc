"""What reviewers and policing bodies leave beside an answer: a claim, a note, a comment."""

from django.db import transaction
from django.utils import timezone

from .. import workflow
from ..history.chain import changed, lock, refuse
from ..models import ColleagueNote, Comment


@transaction.atomic
def claim(response, *, by, access, reviewer):
    """Let colleagues see who judges this answer: `reviewer`, or nobody when it is None."""
    response = lock(response)
    refuse(workflow.why_not_review(response, access))
    if response.claimed_by != reviewer:
        before, response.claimed_by = response.claimed_by, reviewer
        verb = "claim" if reviewer else "release"
        changed(
            response,
            verb,
            by=by,
            before={"reviewer": str(before)},
            after={"reviewer": str(reviewer)},
        )
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
    changed(
        response, "comment", by=by, after={"update": response.latest.number, "comment": said.pk}
    )
    return said


def _refuse_empty(text):
    refuse(None if text.strip() else "Write something first.")
