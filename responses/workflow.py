"""Which step comes next, who takes it, and why not now. Nothing here reads or writes the database."""

from dataclasses import dataclass

from .verbs import VERBS, Effect, Verb
from .vocabulary import Progress, Stage

LEAD, CHIEF_OFFICER, REVIEWER = "Force lead", "Chief officer", "HMICFRS reviewer"
LEAD_OR_CHIEF = "Force lead or a chief officer"


class Refused(Exception):
    """A step that cannot be taken; its text is the reason, in a sentence."""


class Stale(Refused):
    """Somebody saved the same thing in between."""


class Clash(Stale):
    """Two people changed the same fields of a draft, each in their own way."""

    def __init__(self, fields):
        super().__init__("You and somebody else changed the same thing while you were writing.")
        self.fields = fields  # as `history.drafts.Field`


@dataclass(frozen=True)
class Step:
    """One way from a stage to the next. Its `verb` says how the step is told, and to whom."""

    verb: Verb
    label: str
    sources: frozenset[Stage]
    target: Stage
    who: str
    needs_reason: bool = False
    needs_words: bool = False
    needs_closure: bool = False

    @property
    def name(self):
        return self.verb.name

    @property
    def asks(self):
        """Whether it puts the answer before somebody who signs."""
        return self.target == Stage.AWAITING_SIGN_OFF

    @property
    def sends(self):
        """Whether somebody signs, and the draft becomes an update that nothing changes."""
        return self.verb.makes_update

    @property
    def recalls(self):
        """Whether it takes back what was sent, before anybody judges it."""
        return Effect.RECALLS in self.verb.effects


def _step(name, label, source, target, who, **needs):
    sources = frozenset([source]) if isinstance(source, Stage) else frozenset(source)
    return Step(VERBS[name], label, sources, target, who, **needs)


ENDED = (Stage.CONFIRMED, Stage.CLOSED)
STEPS = {
    step.name: step
    for step in [
        _step(
            "ask",
            "Ask for sign-off",
            Stage.DRAFTING,
            Stage.AWAITING_SIGN_OFF,
            LEAD,
            needs_words=True,
        ),
        _step("take_back", "Take back", Stage.AWAITING_SIGN_OFF, Stage.DRAFTING, LEAD),
        _step(
            "send",
            "Sign off and send",
            Stage.AWAITING_SIGN_OFF,
            Stage.SENT,
            CHIEF_OFFICER,
            needs_words=True,
        ),
        _step(
            "send_back",
            "Send back",
            Stage.AWAITING_SIGN_OFF,
            Stage.DRAFTING,
            CHIEF_OFFICER,
            needs_reason=True,
        ),
        _step("recall", "Recall", Stage.SENT, Stage.DRAFTING, LEAD_OR_CHIEF, needs_reason=True),
        _step("agree_plan", "Agree the plan", Stage.SENT, Stage.DRAFTING, REVIEWER),
        _step("confirm", "Confirm implementation", Stage.SENT, Stage.CONFIRMED, REVIEWER),
        _step(
            "close",
            "Close for another reason",
            Stage.SENT,
            Stage.CLOSED,
            REVIEWER,
            needs_reason=True,
            needs_closure=True,
        ),
        _step(
            "return",
            "Return with a reason",
            Stage.SENT,
            Stage.DRAFTING,
            REVIEWER,
            needs_reason=True,
        ),
        _step("reopen", "Reopen", ENDED, Stage.DRAFTING, REVIEWER, needs_reason=True),
        _step("start", "Start a new update", ENDED, Stage.DRAFTING, LEAD),
    ]
}
WHOSE_TURN = {Stage.DRAFTING: LEAD, Stage.AWAITING_SIGN_OFF: CHIEF_OFFICER, Stage.SENT: REVIEWER}


def why_not_edit(response, access):
    """Why this person cannot write this answer now, or nothing."""
    if response.organisation_id not in access.leads:
        return "Only a lead of the organisation that was asked can write its answer."
    if response.stage != Stage.DRAFTING:
        return f"This answer is “{Stage(response.stage).label}”, so it cannot be changed."
    return None


def why_not_step(step, response, access, writers=frozenset()):
    """Why this person cannot take `step` now, or nothing.

    `writers` are the keys of those who wrote what a step would send: four eyes see everything that is signed.
    """
    if reason := _why_not_this_person(step, response, access, writers):
        return reason
    if response.stage not in step.sources:
        return f"This answer is “{Stage(response.stage).label}”, so “{step.label}” is not open now."
    if step.recalls:
        return _why_not_recall(response)
    return None


def _why_not_recall(response):
    if response.claimed_by_id is not None:
        return "An HMICFRS reviewer is judging this answer, so it cannot be recalled. Ask HMICFRS to return it."
    if response.published_id is not None and response.published_id == response.latest_id:
        return "Everybody can read this answer. Unpublish it first, then recall it."
    return None


def _why_not_this_person(step, response, access, writers):
    if not _may_act(step, response, access):
        return f"Only {_one(step.who)} can do this."
    if step.who == REVIEWER and response.organisation_id in access.organisations:
        return "You belong to the organisation that answers, so another reviewer must judge it."
    draft = getattr(response, "draft", None) if step.sends else None
    saved_it = draft is not None and draft.saved_by_id == access.user_id
    if step.sends and (saved_it or access.user_id in writers):
        return "You wrote this answer, so another chief officer must sign it off."
    return None


def _one(who):
    return f"an {who}" if who == REVIEWER else f"a {who[0].lower()}{who[1:]}"


def _may_act(step, response, access):
    if step.who == REVIEWER:
        return access.reviews
    may_take = {
        LEAD: access.leads,
        CHIEF_OFFICER: access.signs,
        LEAD_OR_CHIEF: access.leads | access.signs,
    }
    return response.organisation_id in may_take[step.who]


def what_is_missing(words, *, waits):
    """What an answer lacks before it can be signed off, in a sentence, or nothing. `words` is a Draft or None."""
    if words is None or not words.account.strip():
        return "Write the account first: there is nothing to sign off yet."
    if words.progress == Progress.WAITING and not waits:
        return "Say what it waits on: the progress is “Waiting on a dependency”."
    return None


def why_nobody_signs(signers, chief_officers):
    """Why an answer cannot be put before a chief officer, or nothing. `signers` can sign this one."""
    if signers:
        return None
    if chief_officers:
        return "The only chief officer wrote this answer, so another has to sign it. Ask your admin to add one."
    return "No chief officer can sign this. Ask your admin to add one."


def open_steps(response, access, writers=frozenset()):
    """The steps that this person can take now, in the order of STEPS."""
    return [step for step in STEPS.values() if not why_not_step(step, response, access, writers)]


def why_not_publish(update, access):
    """Why this person cannot publish, or take back from publication, this update; or nothing."""
    if update.response.organisation_id not in access.leads | access.signs:
        return "Only a lead or a chief officer of the organisation that sent this can publish it."
    return None


def why_not_comment(response, access):
    """Why this person cannot comment on this answer for a policing body, or nothing."""
    if response.organisation_id not in access.scrutinises:
        return "Only the policing body of the force that sent this can comment on it."
    if response.latest_id is None:
        return "Nothing has been sent yet."
    return None


def why_not_review(response, access):
    """Why this person cannot claim this answer or leave a note for colleagues, or nothing."""
    if not access.reviews:
        return "Only an HMICFRS reviewer can do this."
    if response.organisation_id in access.organisations:
        return "You belong to the organisation that answers, so another reviewer must judge it."
    if response.latest_id is None:
        return "Nothing has been sent yet."
    return None


def why_not_cite(response, evidence, access):
    """Why this answer cannot cite this evidence, or nothing."""
    if reason := why_not_edit(response, access):
        return reason
    if evidence.organisation_id != response.organisation_id:
        return "An answer cites evidence of its own organisation."
    if evidence.withdrawn_at:
        return "This evidence was withdrawn."
    return None


def why_not_keep_evidence(organisation_id, access):
    """Why this person cannot add or withdraw evidence of this organisation, or nothing."""
    if organisation_id not in access.leads:
        return "Only a lead of this organisation can look after its evidence."
    return None


def why_not_make_public(evidence, looked_at):
    """Why this evidence cannot be shown to everybody, or nothing. `looked_at` are its findings."""
    if evidence.withdrawn_at:
        return "This evidence was withdrawn, so it cannot be made public."
    if evidence.scan == "infected":
        return "The scanner found malware in this file, so it cannot be made public."
    if set(evidence.findings) - set(looked_at):
        return "Look at everything that we found in it first."
    return None


def why_not_edit_evidence(evidence, access):
    """Why this person cannot change the details of this evidence, or nothing."""
    if reason := why_not_keep_evidence(evidence.organisation_id, access):
        return reason
    if evidence.withdrawn_at:
        return "This evidence was withdrawn. Undo the withdrawal first."
    return None


def why_not_replace(evidence, access):
    """Why this person cannot add a newer version of this evidence, or nothing."""
    if reason := why_not_edit_evidence(evidence, access):
        return reason
    if not evidence.file:
        return "Only a file has versions. Edit the details of a link or a reference."
    if hasattr(evidence, "replaced_by"):
        return "There is a newer version already. Add the next one to that."
    return None


def why_not_restore(evidence, access):
    """Why this person cannot undo the withdrawal of this evidence, or nothing."""
    if reason := why_not_keep_evidence(evidence.organisation_id, access):
        return reason
    if not evidence.withdrawn_at:
        return "This evidence is not withdrawn."
    if hasattr(evidence, "replaced_by"):
        return "A newer version replaced it, so the withdrawal stays."
    return None


def diagram():
    """The steps as a Mermaid state diagram, for README."""
    lines = [
        f"    {source.value} --> {step.target.value}: {step.label}"
        for step in STEPS.values()
        for source in _in_order(step)
    ]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Stage.DRAFTING.value}", *lines])


def _in_order(step):
    return [stage for stage in Stage if stage in step.sources]
