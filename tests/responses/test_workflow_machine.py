"""An answer under any order of steps, saves and clicks, by anybody, beside a model of what it should be."""

import datetime
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.access import access_of
from responses import actions, workflow
from responses.history import verify
from responses.models import Event, ForceResponse
from responses.queries import signing
from tests.factories import (
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.helpers.soak import SOAK, length

DAY = datetime.date(2022, 3, 1)
NAMES = [
    "lead",
    "chief",
    "both",
    "viewer",
    "other lead",
    "other chief",
    "body",
    "reviewer",
    "judge and party",
    "admin",
]
# step: from where, to where, whose, whether it needs a reason
MOVES = {
    "ask": (["drafting"], "awaiting_sign_off", "lead", False),
    "take_back": (["awaiting_sign_off"], "drafting", "lead", False),
    "send": (["awaiting_sign_off"], "sent", "chief", False),
    "send_back": (["awaiting_sign_off"], "drafting", "chief", True),
    "recall": (["sent"], "drafting", "lead or chief", True),
    "agree_plan": (["sent"], "drafting", "reviewer", False),
    "confirm": (["sent"], "confirmed", "reviewer", False),
    "close": (["sent"], "closed", "reviewer", True),
    "return": (["sent"], "drafting", "reviewer", True),
    "reopen": (["confirmed", "closed"], "drafting", "reviewer", True),
    "start": (["confirmed", "closed"], "drafting", "lead", False),
}


@dataclass
class Model:
    """What an answer should be, in the words of the design and in none of the code's."""

    stage: str = "drafting"
    version: int = 0
    account: str = ""
    writer: str = ""  # who saved last
    writers: set = field(
        default_factory=set
    )  # all who wrote since the last sign-off that was not recalled
    writers_of_recall: set = field(
        default_factory=set
    )  # those of the sign-off before, should it be recalled
    recalled: set = field(default_factory=set)  # numbers of updates
    sent: list = field(default_factory=list)  # the account of each update
    published: set = field(default_factory=set)
    comments: set = field(default_factory=set)
    last_note: tuple = ()
    claimed: str = ""
    accounts: dict = field(default_factory=lambda: {0: ""})  # what the draft said at each version

    def plays(self, who, role):
        if role == "lead or chief":
            return who in ("lead", "chief", "both")
        return who == role or (who == "both" and role in ("lead", "chief"))

    def save(self, who, account, behind):
        """A page that is behind saves what nobody else changed, keeps what only others did, and refuses the rest."""
        if not self.plays(who, "lead") or self.stage != "drafting":
            return False
        seen = self.accounts.get(self.version - behind)
        if self.writer and account != self.account and seen != self.account:
            return account == seen
        if self.writer == "" or account != self.account:
            self.account, self.writer, self.version = account, who, self.version + 1
            self.writers.add(who)
        return True

    def may_move(self, step, who):
        sources, _, role, _ = MOVES[step]
        own_words = step == "send" and (who == self.writer or who in self.writers)
        if step == "recall" and (self.claimed or len(self.sent) in self.published):
            return False
        return self.stage in sources and self.plays(who, role) and not own_words

    def move(self, step, who, reason, unchanged=False):
        _, target, role, needs_reason = MOVES[step]
        wordless = step in ("ask", "send") and not self.account.strip()
        if not self.may_move(step, who) or wordless:
            return False
        if needs_reason and not reason.strip():
            return False
        if step == "send" and self.sent and self.sent[-1] == self.account and not unchanged:
            return False
        if step == "send":
            self.sent.append(self.account)
            self.writers_of_recall, self.writers = self.writers, set()
        if step == "recall":
            self.recalled.add(len(self.sent))
            self.writers |= self.writers_of_recall
        if role == "reviewer":
            self.claimed = ""
        self.stage, self.version = target, self.version + 1
        return True

    def publish(self, who, number, is_published):
        if not (self.plays(who, "lead") or self.plays(who, "chief")):
            return False
        if is_published and number in self.recalled:
            return False
        if (number in self.published) != is_published:
            self.published ^= {number}
            self.version += 1
        return True

    def speak(self, who, role, said, was_said):
        if who != role or not self.sent or not said[-1].strip():
            return False
        self.version += not was_said
        return True

    def claim(self, who, whom):
        if who != "reviewer" or not self.sent:
            return False
        self.version += self.claimed != whom
        self.claimed = whom
        return True


PEOPLE, TEXTS = (
    st.sampled_from(NAMES),
    st.sampled_from(["", " ", "We trained them.", "All are trained."]),
)


def mostly(*names):
    """People of whom most may do the thing, or runs would be little else than refusals."""
    return st.sampled_from(names) | PEOPLE


def somebody(role):
    """One who plays `role`."""
    return "lead" if role == "lead or chief" else role


class Answer(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.force, self.model = OrganisationFactory(), Model()
        self.response = ForceResponseFactory(organisation=self.force)
        self.people = dict(zip(NAMES, self.make_people(), strict=True))
        self.accesses = {name: access_of(user) for name, user in self.people.items()}

    def make_people(self):
        body = OrganisationFactory(kind="local_policing_body", group="", force=self.force)
        inspectorate, other = (
            OrganisationFactory(kind="inspectorate", group=""),
            OrganisationFactory(),
        )
        own = self.force
        for roles in [
            [(own, "lead")],
            [(own, "chief_officer")],
            [(own, "lead"), (own, "chief_officer")],
            [(own, "viewer")],
            [(other, "lead")],
            [(other, "chief_officer"), (own, "viewer")],
            [(body, "scrutiny")],
            [(inspectorate, "reviewer")],
            [(inspectorate, "reviewer"), (own, "viewer")],
            [],
        ]:
            user = UserFactory(is_superuser=not roles)
            for organisation, role in roles:
                MembershipFactory(user=user, organisation=organisation, role=role)
            yield user

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def does(self, who, action, *things, **more):
        """Whether `who` was let do it."""
        try:
            action(*things, by=self.people[who], access=self.accesses[who], **more)
        except workflow.Refused:
            return False
        return True

    @rule(who=mostly("lead", "both"), account=TEXTS, behind=st.sampled_from([0, 0, 0, 1]))
    def save(self, who, account, behind):
        seen = self.model.version - behind
        expected = self.model.save(who, account, behind)
        assert (
            self.does(who, actions.save_draft, self.response, version=seen, account=account)
            == expected
        )

    @rule(
        who=PEOPLE,
        step=st.sampled_from(sorted(MOVES)),
        reason=TEXTS,
        behind=st.sampled_from([0, 0, 0, 1]),
        unchanged=st.booleans(),
    )
    def move(self, who, step, reason, behind, unchanged=True):
        more = {
            "version": self.model.version - behind,
            "reason": reason,
            "closed_because": "superseded",
        }
        more["unchanged"] = unchanged
        expected = not behind and self.model.move(step, who, reason, unchanged)
        assert self.does(who, actions.take_step, step, self.response, **more) == expected

    @initialize(who=st.sampled_from(["lead", "both"]))
    def begin(self, who):
        self.save(who, "We trained them.", 0)

    @rule(choice=st.integers(0, 3), who=st.none() | mostly("both", "judge and party"))
    def move_on(self, choice, who=None):
        """By somebody who may, so that a run gets somewhere; or by `who`, who may not for a subtler reason."""
        steps = sorted(step for step, (sources, *_) in MOVES.items() if self.model.stage in sources)
        step = steps[choice % len(steps)]
        self.move(who or somebody(MOVES[step][2]), step, "It was not done.", 0)

    @rule(choice=st.integers(0, 3))
    def send_or_move_on(self, choice):
        step = {"drafting": "ask", "awaiting_sign_off": "send"}.get(self.model.stage)
        self.move(somebody(MOVES[step][2]), step, "", 0) if step else self.move_on(choice)

    @rule(
        who=mostly("lead", "chief", "both"),
        place=st.integers(0, 3),
        publish=st.booleans(),
        reason=TEXTS,
    )
    def publish(self, who, place, publish, reason):
        updates = list(self.response.updates.order_by("number"))
        if place < len(updates):
            allowed = publish or bool(reason.strip())
            expected = allowed and self.model.publish(who, place + 1, publish)
            action, more = (
                (actions.publish, {}) if publish else (actions.unpublish, {"reason": reason})
            )
            assert self.does(who, action, updates[place], **more) == expected

    @rule(who=mostly("body"), text=TEXTS)
    def comment(self, who, text):
        said = (len(self.model.sent), who, text)
        expected = self.model.speak(who, "body", said, said in self.model.comments)
        if expected:
            self.model.comments.add(said)
        more = {"text": text, "assures": False, "said_on": DAY, "is_published": False}
        assert self.does(who, actions.comment, self.response, **more) == expected

    @rule(who=mostly("reviewer"), text=TEXTS)
    def note(self, who, text):
        expected = self.model.speak(
            who, "reviewer", (who, text), (who, text) == self.model.last_note
        )
        if expected:
            self.model.last_note = (who, text)
        assert self.does(who, actions.leave_note, self.response, text=text) == expected

    @rule(who=mostly("reviewer"), is_claimed=st.booleans())
    def claim(self, who, is_claimed):
        whom = who if is_claimed else ""
        expected = self.model.claim(who, whom)
        reviewer = self.people[who] if is_claimed else None
        assert self.does(who, actions.claim, self.response, reviewer=reviewer) == expected

    @invariant()
    def answer_is_what_the_model_says(self):
        response, model = self.response, self.model
        response.refresh_from_db()
        updates = list(response.updates.order_by("number"))
        published = {update.number for update in updates if update.published_at}
        assert (response.stage, response.version) == (model.stage, model.version)
        model.accounts[model.version] = model.account
        assert [update.account for update in updates] == model.sent
        assert published == model.published
        assert (response.latest.number if response.latest else 0) == len(model.sent)
        assert (response.published.number if response.published else 0) == max(
            model.published, default=0
        )
        assert (response.claimed_by or "") == (self.people[model.claimed] if model.claimed else "")

    @invariant()
    def steps_open_to_each_person_are_those_of_the_model(self):
        response = ForceResponse.objects.get(pk=self.response.pk)
        opened = {
            name: {step.name for step in signing.open_steps(response, access)}
            for name, access in self.accesses.items()
        }
        assert opened == {
            name: {step for step in MOVES if self.model.may_move(step, name)} for name in NAMES
        }

    @invariant()
    def each_change_has_its_event_and_all_verify(self):
        assert Event.objects.filter(response=self.response).count() == self.model.version
        assert verify.verify().faults == []


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.django_db
def test_answer_does_what_the_model_says_whatever_people_do():
    run_state_machine_as_test(
        Answer,
        settings=settings(
            max_examples=length(20, soak=300),
            stateful_step_count=40,
            derandomize=not SOAK,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
