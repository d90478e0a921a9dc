"""Who may do what, when: every stage, step and person, against tables of what is allowed. No database."""

import re

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.access import PUBLIC, Access
from responses import workflow
from responses.models import Draft, Evidence, ForceResponse, Update
from responses.vocabulary import Stage
from responses.workflow import STEPS

A, B, HMICFRS = 1, 2, 3
WRITER = 100
PEOPLE = {
    "lead": Access(user_id=1, leads=frozenset([A]), reads=frozenset([A])),
    "chief": Access(user_id=2, signs=frozenset([A]), reads=frozenset([A])),
    "lead and chief": Access(
        user_id=3, leads=frozenset([A]), signs=frozenset([A]), reads=frozenset([A])
    ),
    "viewer": Access(user_id=4, reads=frozenset([A])),
    "lead of B": Access(user_id=5, leads=frozenset([B]), reads=frozenset([B])),
    "chief of B": Access(user_id=6, signs=frozenset([B]), reads=frozenset([B])),
    "policing body": Access(user_id=7, scrutinises=frozenset([A])),
    "policing body of B": Access(user_id=8, scrutinises=frozenset([B])),
    "reviewer": Access(user_id=9, reviews=True),
    "reviewer in A": Access(user_id=10, reviews=True, reads=frozenset([A])),
    "reviewer in B": Access(user_id=11, reviews=True, leads=frozenset([B]), reads=frozenset([B])),
    "admin": Access(user_id=12, administers=True),
    "public": PUBLIC,
}
LEADS, CHIEFS, REVIEWERS = (
    ["lead", "lead and chief"],
    ["chief", "lead and chief"],
    ["reviewer", "reviewer in B"],
)
LEADS_AND_CHIEFS = ["lead", "chief", "lead and chief"]

# The whole of what is allowed.
ALLOWED = {
    ("drafting", "ask"): LEADS,
    ("awaiting_sign_off", "take_back"): LEADS,
    ("awaiting_sign_off", "send"): CHIEFS,
    ("awaiting_sign_off", "send_back"): CHIEFS,
    ("sent", "recall"): LEADS_AND_CHIEFS,
    ("sent", "agree_plan"): REVIEWERS,
    ("sent", "confirm"): REVIEWERS,
    ("sent", "close"): REVIEWERS,
    ("sent", "return"): REVIEWERS,
    ("confirmed", "reopen"): REVIEWERS,
    ("confirmed", "start"): LEADS,
    ("closed", "reopen"): REVIEWERS,
    ("closed", "start"): LEADS,
}
TARGETS = {
    "ask": "awaiting_sign_off",
    "take_back": "drafting",
    "send": "sent",
    "send_back": "drafting",
    "recall": "drafting",
    "agree_plan": "drafting",
    "confirm": "confirmed",
    "close": "closed",
    "return": "drafting",
    "reopen": "drafting",
    "start": "drafting",
}


def answer(stage=Stage.DRAFTING, *, written_by=WRITER, sent=True):
    response = ForceResponse(organisation_id=A, stage=stage, latest_id=1 if sent else None)
    if written_by:
        Draft(response=response, account="We trained them.", saved_by_id=written_by)
    return response


def allowed(rule):
    """The people to whom `rule` says nothing; every refusal must be a sentence."""
    reasons = {name: rule(access) for name, access in PEOPLE.items()}
    assert [reason for reason in reasons.values() if reason and not is_sentence(reason)] == []
    return [name for name, reason in reasons.items() if reason is None]


def is_sentence(text):
    return re.fullmatch(r"[A-Z“].*[^.\s]\.", text) is not None


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("stage", Stage)
def test_step_is_open_to_those_in_the_table_alone(stage, step):
    response = answer(stage)

    assert sorted(allowed(lambda access: workflow.why_not_step(step, response, access))) == sorted(
        ALLOWED.get((stage, step.name), [])
    )


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("name", PEOPLE)
def test_open_steps_are_those_in_the_table_in_the_order_of_the_steps(stage, name):
    steps = workflow.open_steps(answer(stage), PEOPLE[name])

    assert [step.name for step in steps] == [
        step for step in STEPS if name in ALLOWED.get((stage, step), [])
    ]


def test_each_step_leads_where_the_table_says():
    assert {name: step.target for name, step in STEPS.items()} == TARGETS


def test_each_stage_but_the_last_has_one_whose_turn_it_is():
    turns = {
        stage: {step.who for step in STEPS.values() if stage in step.sources} for stage in Stage
    }

    assert turns == {
        "drafting": {"Force lead"},
        "awaiting_sign_off": {"Force lead", "Chief officer"},
        "sent": {
            "HMICFRS reviewer",
            "Force lead or a chief officer",
        },  # until a reviewer has claimed it
        "confirmed": {"Force lead", "HMICFRS reviewer"},
        "closed": {"Force lead", "HMICFRS reviewer"},
    }
    assert workflow.WHOSE_TURN == {
        "drafting": "Force lead",
        "awaiting_sign_off": "Chief officer",
        "sent": "HMICFRS reviewer",
    }


@pytest.mark.parametrize("name", STEPS)
def test_only_steps_that_go_back_or_end_without_confirming_need_a_reason(name):
    assert STEPS[name].needs_reason == (
        name in {"send_back", "recall", "close", "return", "reopen"}
    )


@pytest.mark.parametrize("name", STEPS)
def test_only_what_puts_words_forward_needs_words(name):
    assert STEPS[name].needs_words == (name in {"ask", "send"})


@pytest.mark.parametrize("name", ["chief", "lead and chief"])
def test_nobody_signs_off_what_they_wrote(name):
    response = answer(Stage.AWAITING_SIGN_OFF, written_by=PEOPLE[name].user_id)

    assert workflow.why_not_step(STEPS["send"], response, PEOPLE[name]) == (
        "You wrote this answer, so another chief officer must sign it off."
    )


def test_who_wrote_it_may_still_send_it_back():
    access = PEOPLE["lead and chief"]
    response = answer(Stage.AWAITING_SIGN_OFF, written_by=access.user_id)

    assert [step.name for step in workflow.open_steps(response, access)] == [
        "take_back",
        "send_back",
    ]


def test_reviewer_who_belongs_to_the_organisation_judges_none_of_its_answers():
    reasons = {
        workflow.why_not_step(STEPS[name], answer(Stage.SENT), PEOPLE["reviewer in A"])
        for name in ["agree_plan", "confirm", "close", "return"]
    }

    assert reasons == {
        "You belong to the organisation that answers, so another reviewer must judge it."
    }


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("ask", "Only a force lead can do this."),
        ("send", "Only a chief officer can do this."),
        ("confirm", "Only an HMICFRS reviewer can do this."),
    ],
)
def test_refusal_names_who_could(step, reason):
    stage = next(iter(STEPS[step].sources))

    assert workflow.why_not_step(STEPS[step], answer(stage), PUBLIC) == reason


def test_refusal_names_the_stage_that_is_in_the_way():
    assert workflow.why_not_step(STEPS["ask"], answer(Stage.SENT), PEOPLE["lead"]) == (
        "This answer is “With HMICFRS”, so “Ask for sign-off” is not open now."
    )


@pytest.mark.parametrize("stage", Stage)
def test_only_leads_edit_and_only_a_draft(stage):
    response = answer(stage)

    assert allowed(lambda access: workflow.why_not_edit(response, access)) == (
        LEADS if stage == "drafting" else []
    )


@pytest.mark.parametrize("stage", Stage)
def test_only_leads_cite_and_only_in_a_draft(stage):
    response, evidence = answer(stage), Evidence(organisation_id=A)

    assert allowed(lambda access: workflow.why_not_cite(response, evidence, access)) == (
        LEADS if stage == "drafting" else []
    )


@pytest.mark.parametrize(
    "evidence", [Evidence(organisation_id=B), Evidence(organisation_id=A, withdrawn_at="now")]
)
def test_nobody_cites_evidence_of_others_or_that_was_withdrawn(evidence):
    assert allowed(lambda access: workflow.why_not_cite(answer(), evidence, access)) == []


def test_leads_and_chief_officers_of_the_organisation_publish():
    update = Update(response=answer(Stage.SENT))

    assert sorted(allowed(lambda access: workflow.why_not_publish(update, access))) == sorted(
        {*LEADS, *CHIEFS}
    )


@pytest.mark.parametrize("stage", Stage)
def test_its_policing_body_comments_on_what_was_sent(stage):
    assert allowed(lambda access: workflow.why_not_comment(answer(stage), access)) == [
        "policing body"
    ]
    assert allowed(lambda access: workflow.why_not_comment(answer(stage, sent=False), access)) == []


@pytest.mark.parametrize("stage", Stage)
def test_reviewers_claim_and_note_what_was_sent(stage):
    assert allowed(lambda access: workflow.why_not_review(answer(stage), access)) == REVIEWERS
    assert allowed(lambda access: workflow.why_not_review(answer(stage, sent=False), access)) == []


def test_leads_look_after_the_evidence_of_their_organisation():
    assert allowed(lambda access: workflow.why_not_keep_evidence(A, access)) == LEADS


@pytest.mark.parametrize(
    ("draft", "waits", "missing"),
    [
        (None, False, "Write the account first: there is nothing to sign off yet."),
        (Draft(account=" \n"), True, "Write the account first: there is nothing to sign off yet."),
        (
            Draft(account="Done.", progress="waiting"),
            False,
            "Say what it waits on: the progress is “Waiting on a dependency”.",
        ),
        (Draft(account="Done.", progress="waiting"), True, None),
        (Draft(account="Done."), False, None),
    ],
)
def test_what_is_missing_before_sign_off_is_said(draft, waits, missing):
    assert workflow.what_is_missing(draft, waits=waits) == missing


def test_readme_shows_the_steps_as_they_are():
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")

    drawn = [
        block
        for block in re.findall(r"```mermaid\n(.*?)\n```", readme, re.DOTALL)
        if "stateDiagram-v2" in block
    ]

    assert drawn == [workflow.diagram()]


def test_evidence_with_malware_or_a_newer_version_stays_private_and_withdrawn():
    evidence = Evidence(organisation_id=1, scan="infected")
    assert "malware" in workflow.why_not_make_public(evidence, [])
    hiding = Evidence(organisation_id=1, findings=["It has a hidden sheet."])
    assert workflow.why_not_make_public(hiding, []).startswith("Look at everything")
    assert workflow.why_not_make_public(hiding, hiding.findings) is None

    older = Evidence(organisation_id=1, withdrawn_at=timezone.now())
    older.replaced_by = Evidence(organisation_id=1)
    access = Access(user_id=1, leads=frozenset({1}))
    assert workflow.why_not_restore(older, access).startswith("A newer version")
