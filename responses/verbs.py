"""What can happen, one line a verb: its words in history, feed, message and banner, and for whom.

Nothing here reads or writes the database. A new verb needs its line here and an action that records
it; histories, the public feed, messages and banners follow. Forgetting to say who reads a verb, who
hears of it or how it is said is a TypeError at import, not a gap in somebody's history.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

from .vocabulary import Closure


class Subject(Enum):
    """What an event is about. Its public sentence is shown where that is public."""

    ANSWER = "an answer of one organisation"
    EVIDENCE = "evidence of one organisation"
    REPORT = "a report"
    DEPENDENCY = "an NPCC dependency"
    PERSON = "a person, and what they may do"
    REGISTER = "the register itself"


class Audience(Enum):
    """Who reads an event in a history. Admins read all of them, and no words of a draft."""

    ORGANISATION = "the organisation whose event it is"
    BETWEEN = "the organisation, HMICFRS and its policing body"
    REVIEWERS = "HMICFRS reviewers, and no organisation"
    ADMINS = "admins, for the register has no organisation"


class Recipients(Enum):
    """Who hears of an event by email; `notices` finds the people."""

    LEADS = "leads of the organisation"
    CHIEF_OFFICERS = "chief officers of the organisation who can sign the answer"
    SIGNER = "the chief officer who signed what was sent last"
    REVIEWERS = "HMICFRS reviewers"
    POLICING_BODY = "the policing body of the force"
    WAITING = "leads whose answers wait for it"
    ASKED = "leads of the organisations that a report asks"
    PERSON = "the person it is about"


class Effect(Enum):
    """What an event does to an answer; `verify` rebuilds the answer from these."""

    MAKES_UPDATE = "a new update exists"
    PUBLISHES = "everybody can read the update"
    UNPUBLISHES = "the update is not public any more"
    COMMENTS = "a comment exists"
    WRITES = "what the next sign-off covers is different"
    SIGNS = "a chief officer signed all that was written until then"
    RECALLS = "the update that was sent last is taken back"


@dataclass(frozen=True)
class Notice:
    """One message: who gets it, its subject, and what happened and what to do.

    Braces hold facts of the event. Emails are read by whoever reads over a shoulder: no reason that
    somebody gave and no word of an answer is in one.
    """

    to: Recipients
    subject: str
    body: str
    page: str = ""  # the name of the address to open, where it is not that of what it is about


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One kind of event. Braces in its texts hold facts of the event, never words of a draft."""

    name: str
    about: Subject
    sentence: str
    audience: Audience
    public_sentence: str  # empty: the public feed does not show it
    notices: tuple[Notice, ...]
    banner: str  # what the person who did it reads next; empty: the page says it its own way
    effects: frozenset[Effect] = frozenset()
    decision: str = ""  # the label of the Decision that it leaves
    key: str = ""  # on the reading desk
    key_to_quote: str = ""  # on the reading desk: the same, with the answer quoted in the reason

    @property
    def makes_update(self):
        return Effect.MAKES_UPDATE in self.effects


def _private(
    name,
    sentence,
    *,
    about=Subject.ANSWER,
    audience=Audience.ORGANISATION,
    notices=(),
    banner="",
    effects=frozenset(),
):
    """A verb that the public never sees, and that nobody is emailed about but by `notices`."""
    return Verb(
        name=name,
        about=about,
        sentence=sentence,
        audience=audience,
        public_sentence="",
        notices=notices,
        banner=banner,
        effects=effects,
    )


def _judged(name, sentence, *, subject, done, next_step, banner, decision, **more):
    """A verb of an HMICFRS reviewer: it leaves a Decision. Leads hear of it, and whoever signed."""
    lead = f"HMICFRS {done} update {{update}} of {{organisation}}. {next_step}"
    signer = f"HMICFRS {done} update {{update}} of {{organisation}}, which you signed off."
    return Verb(
        name=name,
        about=Subject.ANSWER,
        sentence=sentence,
        audience=Audience.BETWEEN,
        public_sentence="",
        notices=(
            Notice(Recipients.LEADS, f"{subject}: {{asked}}", lead),
            Notice(Recipients.SIGNER, f"{subject}: {{asked}}", signer),
        ),
        banner=banner,
        decision=decision,
        **more,
    )


def _moved(name, sentence, *, subject, happened, next_step):
    """A verb of an admin about an NPCC dependency: public, and those who wait hear of it."""
    return Verb(
        name=name,
        about=Subject.DEPENDENCY,
        sentence=sentence,
        audience=Audience.ADMINS,
        public_sentence=sentence,
        notices=(Notice(Recipients.WAITING, subject, f"{happened} {next_step}"),),
        banner="It is recorded.",
    )


_WAITED_FOR = Notice(
    Recipients.WAITING,
    "Published: {organisation}, {asked}",
    "Answers of yours wait for this recommendation. Read what {organisation} published, and update "
    "yours if it changes them.",
)
WRITES = frozenset({Effect.WRITES})

_TABLE = [
    # The register
    _private("load", "Fixtures loaded", about=Subject.REGISTER, audience=Audience.ADMINS),
    Verb(
        name="open_report",
        about=Subject.REPORT,
        sentence="Report opened for answers",
        audience=Audience.BETWEEN,
        public_sentence="Report opened for answers",
        notices=(
            Notice(
                Recipients.ASKED,
                "Answers needed: {report}",
                "This report asks {organisation} to answer {answers}. Your work lists them.",
            ),
        ),
        banner="",
    ),
    Verb(
        name="read_from_document",
        about=Subject.ANSWER,
        sentence="Update {update} read from a document: {source}",
        audience=Audience.BETWEEN,
        # Without its number: that would say how many updates were sent and not published.
        public_sentence="Published answer added from a document of the organisation",
        notices=(_WAITED_FOR,),
        banner="",
        effects=frozenset({Effect.MAKES_UPDATE, Effect.PUBLISHES}),
    ),
    # Published in a place of its own
    _private(
        "record_elsewhere", "Address of a published response recorded", about=Subject.REGISTER
    ),
    _private("check_elsewhere", "Address of a published response checked", about=Subject.REGISTER),
    _private(
        "remove_elsewhere", "Address of a published response taken back", about=Subject.REGISTER
    ),
    _private("record_look", "Response looked for, and none found", about=Subject.REGISTER),
    # Writing
    _private("save_draft", "Draft changed: {changed}", effects=WRITES),
    _private("cite", "Evidence cited in the draft", effects=WRITES),
    _private("remove_citation", "Citation taken out of the draft", effects=WRITES),
    _private("edit_citation", "Page or part of cited evidence changed", effects=WRITES),
    _private("restore_draft", "Earlier draft restored: {changed}", effects=WRITES),
    _private("add_evidence", "Evidence added", about=Subject.EVIDENCE),
    _private("edit_evidence", "Details of evidence changed", about=Subject.EVIDENCE),
    _private("replace_evidence", "Newer version of evidence added", about=Subject.EVIDENCE),
    _private("show_evidence", "Evidence made {audience}", about=Subject.EVIDENCE),
    _private("withdraw_evidence", "Evidence withdrawn", about=Subject.EVIDENCE),
    _private("restore_evidence", "Withdrawal of evidence undone", about=Subject.EVIDENCE),
    _private("scan", "Evidence scanned for malware", about=Subject.EVIDENCE),
    # Signing
    Verb(
        name="ask",
        about=Subject.ANSWER,
        sentence="Chief officer asked for sign-off",
        audience=Audience.ORGANISATION,
        public_sentence="",
        notices=(
            Notice(
                Recipients.CHIEF_OFFICERS,
                "Sign off: {asked}",
                "{by} asks you to sign off the answer of {organisation}. Read it, then send it to "
                "HMICFRS or send it back with a reason.",
            ),
        ),
        banner="The chief officer has been asked to sign off.",
    ),
    _private(
        "take_back", "Taken back from the chief officer", banner="The answer is back with you."
    ),
    Verb(
        name="send_back",
        about=Subject.ANSWER,
        sentence="Sent back by the chief officer",
        audience=Audience.ORGANISATION,
        public_sentence="",
        notices=(
            Notice(
                Recipients.LEADS,
                "Sent back: {asked}",
                "{by} did not sign off the answer of {organisation}, and gave a reason. Read the "
                "reason, change the answer, then ask again.",
            ),
        ),
        banner="The answer is back with its writers.",
    ),
    Verb(
        name="send",
        about=Subject.ANSWER,
        sentence="Update {update} signed off and sent to HMICFRS",
        audience=Audience.BETWEEN,
        public_sentence="",
        notices=(
            Notice(
                Recipients.LEADS,
                "Signed off: {asked}",
                "{by} signed off update {update} of {organisation} and sent it to HMICFRS. You can publish it now.",
            ),
            Notice(
                Recipients.REVIEWERS,
                "New answer: {organisation}, {asked}",
                "Update {update} is in the work queue. Agree the plan, confirm implementation, close it or return it.",
            ),
            Notice(
                Recipients.POLICING_BODY,
                "{organisation} answered {asked}",
                "Update {update} is with HMICFRS. You can read it and comment on it.",
            ),
        ),
        banner="Sent to HMICFRS as {reference}.",
        effects=frozenset({Effect.MAKES_UPDATE, Effect.SIGNS}),
    ),
    Verb(
        name="recall",
        about=Subject.ANSWER,
        sentence="Update {update} recalled",
        audience=Audience.BETWEEN,
        public_sentence="",
        notices=(
            Notice(
                Recipients.LEADS,
                "Recalled: {asked}",
                "{by} recalled update {update} of {organisation} from HMICFRS. You can change it and send it again.",
            ),
            Notice(
                Recipients.REVIEWERS,
                "Recalled: {organisation}, {asked}",
                "{organisation} recalled update {update}. You do not need to judge it.",
            ),
            Notice(
                Recipients.POLICING_BODY,
                "{organisation} recalled its answer to {asked}",
                "Update {update} is with {organisation} again.",
            ),
        ),
        banner="The answer is recalled. You can change it and send it again.",
        effects=frozenset({Effect.RECALLS}),
    ),
    # Judging
    _judged(
        "agree_plan",
        "Plan of update {update} agreed",
        subject="Plan agreed",
        done="agreed the plan in",
        next_step="Send a new update when you have made progress.",
        banner="The plan is agreed.",
        decision="Plan agreed",
        key="a",
    ),
    _judged(
        "confirm",
        "Implementation confirmed on update {update}",
        subject="Implementation confirmed",
        done="confirmed implementation on",
        next_step="You do not need to do anything.",
        banner="Implementation is confirmed.",
        decision="Implementation confirmed",
        key="c",
    ),
    _judged(
        "close",
        "Closed on update {update}: {closed_because}",
        subject="Closed",
        done="closed the answer on",
        next_step="Read why. You do not need to do anything.",
        banner="The answer is closed.",
        decision="Closed",
    ),
    _judged(
        "return",
        "Update {update} returned",
        subject="Returned",
        done="returned",
        next_step="Read the reason, change the answer, then ask for sign-off again.",
        banner="The answer is returned.",
        decision="Returned",
        key="r",
        key_to_quote="q",
    ),
    _judged(
        "reopen",
        "Reopened",
        subject="Reopened",
        done="reopened the answer after",
        next_step="Read the reason, then write a new update.",
        banner="The answer is open again.",
        decision="Reopened",
    ),
    _private("start", "New update started", banner="You can write a new update."),
    # Publishing
    Verb(
        name="publish",
        about=Subject.ANSWER,
        sentence="Update {update} published",
        audience=Audience.BETWEEN,
        public_sentence="Answer published",
        notices=(_WAITED_FOR,),
        banner="Update {update} is published. Everybody can read it.",
        effects=frozenset({Effect.PUBLISHES}),
    ),
    Verb(
        name="unpublish",
        about=Subject.ANSWER,
        sentence="Update {update} taken back from publication",
        audience=Audience.BETWEEN,
        public_sentence="Answer taken back from publication",
        notices=(),
        banner="Update {update} is no longer published.",
        effects=frozenset({Effect.UNPUBLISHES}),
    ),
    # Beside an answer
    Verb(
        name="comment",
        about=Subject.ANSWER,
        sentence="Policing body’s comment on update {update}",
        audience=Audience.BETWEEN,
        public_sentence="",
        notices=(
            Notice(
                Recipients.LEADS,
                "Comment: {asked}",
                "{policing_body} commented on update {update} of {organisation}. Read the comment.",
            ),
        ),
        banner="The comment is kept. The force and HMICFRS can read it.",
        effects=frozenset({Effect.COMMENTS}),
    ),
    _private(
        "claim",
        "Claimed for {reviewer}",
        audience=Audience.REVIEWERS,
        banner="Given to {reviewer}.",
    ),
    _private(
        "release",
        "Released: no reviewer judges it",
        audience=Audience.REVIEWERS,
        banner="Nobody judges this answer now.",
    ),
    _private(
        "note",
        "Note left for colleagues",
        audience=Audience.REVIEWERS,
        banner="The note is added. Reviewers alone see it.",
    ),
    # NPCC dependencies
    _moved(
        "settle",
        "Dependency settled",
        subject="{dependency} is settled",
        happened="The NPCC settled this national position.",
        next_step="Read it, then update your answers that wait for it.",
    ),
    _moved(
        "withdraw_dependency",
        "Dependency withdrawn",
        subject="{dependency} is withdrawn",
        happened="The NPCC will not give this national position.",
        next_step="Update your answers that wait for it.",
    ),
    _moved(
        "reopen_dependency",
        "Dependency awaited again",
        subject="{dependency} is awaited again",
        happened="This national position is not settled any more.",
        next_step="Read your answers that wait for it, and update them if they rely on it.",
    ),
    # People
    _private(
        "give_role",
        "{person} became {role}",
        about=Subject.PERSON,
        # The leads, too: nobody is let in to the drafts of a force without its knowing.
        notices=(
            Notice(
                Recipients.PERSON,
                "Your new role: {role}, {organisation}",
                "{by} gave you this role. Your work shows what you can do now.",
            ),
            Notice(
                Recipients.LEADS,
                "New role in {organisation}: {role}",
                "{by} gave this role to {person}. Tell your admin if that is wrong.",
            ),
        ),
    ),
    _private("take_role", "{person} is no longer {role}", about=Subject.PERSON),
    _private(
        "change_account",
        "Account of {person} changed: {changed}",
        about=Subject.PERSON,
        audience=Audience.ADMINS,
    ),
    _private(
        "remove_second_factors",
        "Second factors of {person} removed by an admin",
        about=Subject.PERSON,
        audience=Audience.ADMINS,
    ),
    _private(
        "set_password",
        "Password of {person} set by an admin",
        about=Subject.PERSON,
        audience=Audience.ADMINS,
        notices=(
            Notice(
                Recipients.PERSON,
                "Your password was changed",
                "{by} set a new password for you. If you did not ask for that, choose another now.",
                page="account_reset_password",
            ),
        ),
    ),
]
VERBS = {verb.name: verb for verb in _TABLE}

# The facts of an event that a sentence may hold; the others may be words of a draft.
FACTS = ["update", "source", "reviewer", "person", "role"]
NOT_FIELDS = {"person", "person_key"}
FIELDS = {"sub_answers": "answers to sub-recommendations", "target_on": "target date"}


def sentence_for(event):
    """What happened, without a full stop; the page says beside it who did it, and when."""
    return _filled(VERBS[event.verb].sentence, _facts(event))


def public_sentence_for(event):
    """What everybody reads of an event that is in the public feed."""
    return VERBS[event.verb].public_sentence


def banner_for(name, **facts):
    """What the person who did it reads next. The page gives the `facts` that the banner holds."""
    return _filled(VERBS[name].banner, facts)


def _filled(text, facts):
    return text.format_map(defaultdict(lambda: "not stated", facts))


def _facts(event):
    values = event.before | event.after
    facts = {name: values[name] for name in FACTS if name in values}
    changed = (
        FIELDS.get(name, name.replace("_", " "))
        for name in sorted(event.after)
        if name not in NOT_FIELDS
    )
    facts["changed"] = ", ".join(changed) or "nothing yet"
    if "is_public" in event.after:
        facts["audience"] = "public" if event.after["is_public"] else "private"
    if values.get("closed_because"):
        facts["closed_because"] = Closure(values["closed_because"]).label.lower()
    return facts


# The queries below ask the table each time, so that a verb of a test, or of another app, counts.


def read_by(*audiences):
    """The names of the verbs for these Audiences."""
    return [verb.name for verb in VERBS.values() if verb.audience in audiences]


def about(subject):
    """The names of the verbs about this Subject."""
    return [verb.name for verb in VERBS.values() if verb.about == subject]


def public(subject):
    """The names of the verbs about this Subject that the public feed shows."""
    return [name for name in about(subject) if VERBS[name].public_sentence]


def with_effect(effect):
    """The names of the verbs that do this to an answer."""
    return [verb.name for verb in VERBS.values() if effect in verb.effects]


def decisions():
    """The verbs that leave a Decision."""
    return [verb for verb in VERBS.values() if verb.decision]
