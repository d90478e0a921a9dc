"""One text for several answers: checked, shown as it will be, saved for all or for none, undone for an hour."""

from dataclasses import dataclass

from .. import actions, workflow
from ..forms.answers import LONGEST_ACCOUNT
from ..forms.several import GONE
from ..history import drafts
from ..history.differences import Piece, differences
from ..models import Draft, ForceResponse
from ..vocabulary import Progress
from .drafting import in_words

LABELS = {
    "position": "Position",
    "progress": "Progress",
    "waits_on_dependencies": "NPCC positions it waits on",
    "account": "What you have done",
}


@dataclass(frozen=True)
class Change:
    """What becomes of one answer: the words to save, and each field with its differences marked."""

    answer: ForceResponse
    words: dict
    fields: list[tuple[str, list[Piece]]]


def preview(form):
    """The Changes that a valid `form` makes. An answer that cannot take its change is an error of the form."""
    changes = [_change(form, answer) for answer in form.chosen()]
    for change in changes:
        if reason := _why_not(change):
            form.add_error(None, reason)
    return changes


def save(form, changes, *, by, access):
    """Save all `changes` or none; returns what undoing them needs, or None with an error of the form."""
    pairs = [(change.answer, change.words) for change in changes]
    try:
        saved = actions.save_drafts(pairs, by=by, access=access, versions=form.versions())
    except workflow.Stale:
        form.add_error("chosen_answers", GONE)
        return None
    except workflow.Refused as refused:
        form.add_error(None, f"{refused} Nothing was saved.")
        return None
    began_at = form.versions()
    return [[answer.pk, began_at[answer.pk], answer.version] for answer in saved]


def undo(saved, *, by, access):
    """Let each answer say again what it said before; returns how many, and those that somebody changed since."""
    answers = ForceResponse.objects.filter(organisation__in=access.leads).in_bulk(
        [key for key, _, _ in saved]
    )
    undone = 0
    left = []
    for key, before, after in saved:
        answer = answers.get(key)
        if answer is None:
            continue
        try:
            actions.restore_draft(answer, by=by, access=access, version=after, number=before)
        except workflow.Refused:
            left.append(answer)
        else:
            undone += 1
    return undone, left


def _change(form, answer):
    draft = Draft.objects.filter(response=answer).first()
    row = draft or answer.latest or Draft()
    waits = list(row.waits_on_dependencies.all()) if row.pk else []
    words = form.changes(row.account, waits)

    old = drafts.facts_of(row)
    new = drafts.plain_facts(words)
    fields = []
    for name in LABELS:
        if name in new and new[name] != old[name]:
            pieces = differences(in_words((name, ""), old[name]), in_words((name, ""), new[name]))
            fields.append((LABELS[name], pieces))
    return Change(answer, words, fields)


def _why_not(change):
    """Why this answer cannot take its change, or nothing."""
    number = change.answer.recommendation.number
    if len(change.words.get("account", "")) > LONGEST_ACCOUNT:
        return f"The text for recommendation {number} would be longer than {LONGEST_ACCOUNT:,} characters"
    will_wait = change.words.get("progress") == Progress.WAITING
    if will_wait and not _waits(change):
        return f"Recommendation {number} would wait on nothing. Select what it waits on"
    return None


def _waits(change):
    if "waits_on_dependencies" in change.words:
        return change.words["waits_on_dependencies"]
    row = Draft.objects.filter(response=change.answer).first() or change.answer.latest
    return row and (row.waits_on_dependencies.exists() or row.waits_on_recommendations.exists())
