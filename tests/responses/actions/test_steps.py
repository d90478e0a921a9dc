"""What each action leaves behind: the rows, the pointers, and one Event. What is refused leaves nothing."""

import datetime

import pytest
from django.utils import timezone

from accounts.access import access_of
from recommendations.models import NPCCDependency
from responses import actions, workflow
from responses.history import drafts
from responses.models import (
    Citation,
    ColleagueNote,
    Comment,
    Decision,
    Draft,
    Event,
    ForceResponse,
    Update,
)
from tests.factories import (
    CitationFactory,
    DependencyFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    RecommendationFactory,
    UpdateFactory,
    UserFactory,
)
from tests.recommendations.test_fixtures import fingerprint

pytestmark = pytest.mark.django_db
WORDS = {"account": "We trained them.", "position": "accepted", "progress": "in_progress"}
DAY = datetime.date(2022, 3, 1)
# The steps that lead to each stage from a draft, with who takes them.
WAY_TO = {
    "drafting": [],
    "awaiting_sign_off": [("ask", "lead")],
    "sent": [("ask", "lead"), ("send", "chief")],
    "confirmed": [("ask", "lead"), ("send", "chief"), ("confirm", "reviewer")],
    "closed": [("ask", "lead"), ("send", "chief"), ("close", "reviewer")],
}
MORE = {
    "send_back": {"reason": "Too short."},
    "close": {"reason": "Another way was found.", "closed_because": "alternative"},
    "return": {"reason": "Which organisations?"},
    "reopen": {"reason": "It was not done."},
    "recall": {"reason": "A wrong number."},
}
BY = {
    "ask": "lead",
    "take_back": "lead",
    "start": "lead",
    "send": "chief",
    "send_back": "chief",
    "recall": "lead",
}


@pytest.fixture
def people(lead, chief, reviewer, scrutineer):
    return {"lead": lead, "chief": chief, "reviewer": reviewer, "scrutineer": scrutineer}


@pytest.fixture
def answer_in(force, people):
    """Makes an answer that came to a stage by its steps."""

    def answer_in(stage, **words):
        response = save(ForceResponseFactory(organisation=force), people["lead"], **WORDS | words)
        for step, who in WAY_TO[stage]:
            response = take(step, response, people[who])
        return response

    return answer_in


def save(response, by, **words):
    response.refresh_from_db()
    return actions.save_draft(
        response, by=by, access=access_of(by), version=response.version, **words
    )


def take(step, response, by, **more):
    response.refresh_from_db()
    more = MORE.get(step, {}) | more
    return actions.take_step(
        step, response, by=by, access=access_of(by), version=response.version, **more
    )


def act(action, *things, by, **more):
    return action(*things, by=by, access=access_of(by), **more)


def only_event_since(number):
    """The one Event after the first `number`: that there is one alone is part of what is tested."""
    (event,) = Event.objects.order_by("pk")[number:]
    return event


def facts(event):
    """What an Event says was before and after, without the seal, which is as long as it is dull."""
    return event.before, {name: fact for name, fact in event.after.items() if name != "seal"}


def count_rows():
    return {
        model: model.objects.count()
        for model in (Citation, ColleagueNote, Comment, Decision, Draft, Event, Update)
    }


@pytest.mark.parametrize(
    ("step", "source", "target"),
    [
        (name, source, step.target)
        for name, step in workflow.STEPS.items()
        for source in workflow.Stage
        if source in step.sources
    ],
)
def test_step_moves_the_stage_and_leaves_one_event(answer_in, people, step, source, target):
    response, by = answer_in(source), people[BY.get(step, "reviewer")]
    version, events = response.version, Event.objects.count()

    take(step, response, by)

    response.refresh_from_db()
    event = only_event_since(events)
    assert (response.stage, response.version) == (target, version + 1)
    assert (event.verb, event.by, event.response) == (step, by, response)
    assert event.reason == MORE.get(step, {}).get("reason", "")
    assert (event.before, event.after["stage"]) == ({"stage": source}, target)


def test_sending_copies_every_word_relation_and_citation(force, answer_in, people):
    dependency, recommendation = DependencyFactory(), RecommendationFactory()
    words = {
        "account": "We trained them.\n\nAll of them: ’ – é",
        "position": "accepted_in_part",
        "progress": "waiting",
        "lead": "Det Supt",
        "target_on": DAY,
        "sub_answers": {"a": "Yes.", "b.ii": "No."},
        "waits_on_dependencies": [dependency],
        "waits_on_recommendations": [recommendation],
    }
    evidence = EvidenceFactory(organisation=force)
    response = answer_in("drafting", **words)
    act(actions.cite, response, evidence, by=people["lead"], where="page 2")
    act(actions.cite, response, evidence, by=people["lead"], sub_label="a", where="page 3")
    take("ask", response, people["lead"])

    response = take("send", response, people["chief"])

    update = response.latest
    assert {name: getattr(update, name) for name in words if not name.startswith("waits")} == {
        name: fact for name, fact in words.items() if not name.startswith("waits")
    }
    assert list(update.waits_on_dependencies.all()) == [dependency]
    assert list(update.waits_on_recommendations.all()) == [recommendation]
    assert list(update.citations.order_by("pk").values_list("evidence", "sub_label", "where")) == [
        (evidence.pk, "", "page 2"),
        (evidence.pk, "a", "page 3"),
    ]


def test_every_word_of_a_draft_is_one_that_sending_copies():
    words = {field.name for field in Draft._meta.get_fields() if field.name in vars(Update)}

    assert words - {"id", "response", "citations"} == {*actions.steps.COPIED, *drafts.WAITS}


def test_update_says_who_sent_it_when_and_that_it_was_typed(answer_in, people, time_machine):
    time_machine.move_to("2022-06-30T23:30:00Z", tick=False)  # 1 July in London

    update = answer_in("sent").latest

    assert (update.number, update.sent_by, update.signed_off_by, update.source) == (
        1,
        people["chief"],
        people["chief"],
        "typed",
    )
    assert (update.reported_on, update.recorded_at, update.published_at) == (
        datetime.date(2022, 7, 1),
        timezone.now(),
        None,
    )


def test_citation_of_withdrawn_evidence_is_not_sent(force, answer_in, people):
    evidence = EvidenceFactory(organisation=force)
    response = answer_in("drafting")
    act(actions.cite, response, evidence, by=people["lead"])
    evidence.withdrawn_at, evidence.withdrawn_because = timezone.now(), "Wrong file."
    evidence.save()
    take("ask", response, people["lead"])

    response = take("send", response, people["chief"])

    assert (response.latest.citations.count(), response.draft.citations.count()) == (0, 1)


def test_second_sending_is_a_second_update_and_the_first_stays(answer_in, people):
    response = answer_in("confirmed")
    first = response.latest
    take("start", response, people["lead"])
    save(response, people["lead"], account="All are trained.")
    take("ask", response, people["lead"])

    response = take("send", response, people["chief"])

    assert [(update.number, update.account) for update in response.updates.order_by("number")] == [
        (1, "We trained them."),
        (2, "All are trained."),
    ]
    assert (response.latest.number, response.latest != first) == (2, True)


@pytest.mark.parametrize(
    ("step", "stage", "decision"),
    [
        ("agree_plan", "sent", ("agree_plan", "", "")),
        ("confirm", "sent", ("confirm", "", "")),
        ("close", "sent", ("close", "Another way was found.", "alternative")),
        ("return", "sent", ("return", "Which organisations?", "")),
        ("reopen", "confirmed", ("reopen", "It was not done.", "")),
    ],
)
def test_each_judgement_is_a_decision_on_the_latest_update(
    answer_in, people, step, stage, decision
):
    response = take(step, answer_in(stage), people["reviewer"])

    last = Decision.objects.order_by("pk").last()
    assert (last.kind, last.reason, last.closed_because) == decision
    assert (last.update, last.by) == (response.latest, people["reviewer"])


def test_judging_releases_the_answer(answer_in, people):
    response = answer_in("sent")
    act(actions.claim, response, by=people["reviewer"], reviewer=people["reviewer"])

    response = take("agree_plan", response, people["reviewer"])

    assert response.claimed_by is None


@pytest.mark.parametrize(
    ("step", "stage", "kept"),
    [
        ("send_back", "awaiting_sign_off", "Too short."),
        ("return", "sent", "Which organisations?"),
        ("close", "sent", ""),
    ],
)
def test_reason_stays_in_sight_while_the_answer_is_back_with_its_writers(
    answer_in, people, step, stage, kept
):
    response = take(step, answer_in(stage), people[BY.get(step, "reviewer")])

    assert response.returned_because == kept


def test_asking_again_takes_the_reason_out_of_sight(answer_in, people):
    response = take("send_back", answer_in("awaiting_sign_off"), people["chief"])

    assert take("ask", response, people["lead"]).returned_because == ""


@pytest.mark.parametrize("step", MORE)
@pytest.mark.parametrize("reason", ["", " \n"])
def test_step_that_needs_a_reason_is_refused_without_one(answer_in, people, step, reason):
    response = answer_in(
        "confirmed" if step == "reopen" else "awaiting_sign_off" if step == "send_back" else "sent"
    )

    refused("Give a reason.", take, step, response, people[BY.get(step, "reviewer")], reason=reason)


def refused(text, call, /, *args, **kwargs):
    """Refused, with `text`; and not a row of any table is different."""
    before = fingerprint()
    with pytest.raises(workflow.Refused) as refusal:
        call(*args, **kwargs)
    assert (str(refusal.value), fingerprint()) == (text, before)


@pytest.mark.parametrize("why", ["", "nonsense", "a" * 200])
def test_closing_is_refused_without_one_of_the_causes(answer_in, people, why):
    refused(
        "Say why it is closed.",
        take,
        "close",
        answer_in("sent"),
        people["reviewer"],
        closed_because=why,
    )


def test_cause_given_with_another_step_is_nowhere_kept(answer_in, people):
    response = take("confirm", answer_in("sent"), people["reviewer"], closed_because="alternative")

    assert Decision.objects.get().closed_because == ""
    assert "closed_because" not in response.events.order_by("number").last().after


@pytest.mark.parametrize("step", ["ask", "send"])
def test_nothing_is_put_forward_without_words(force, people, step):
    response = ForceResponseFactory(
        organisation=force, stage="drafting" if step == "ask" else "awaiting_sign_off"
    )

    refused(
        "Write the account first: there is nothing to sign off yet.",
        take,
        step,
        response,
        people[BY[step]],
    )


def test_waiting_is_put_forward_with_what_it_waits_on(answer_in, people):
    response = answer_in("drafting", progress="waiting")
    text = "Say what it waits on: the progress is “Waiting on a dependency”."
    refused(text, take, "ask", response, people["lead"])
    save(response, people["lead"], waits_on_recommendations=[RecommendationFactory()])

    assert take("ask", response, people["lead"]).stage == "awaiting_sign_off"


def test_lead_who_is_chief_officer_too_does_not_sign_off_their_own_words(force, people, answer_in):
    MembershipFactory(user=people["lead"], organisation=force, role="chief_officer")
    response = answer_in("awaiting_sign_off")
    text = "You wrote this answer, so another chief officer must sign it off."

    refused(text, take, "send", response, people["lead"])


@pytest.mark.parametrize("step", workflow.STEPS)
def test_step_of_somebody_from_another_force_changes_nothing(answer_in, other_lead, step):
    response = answer_in(
        next(stage for stage in workflow.Stage if stage in workflow.STEPS[step].sources)
    )
    MembershipFactory(
        user=other_lead,
        organisation=other_lead.memberships.get().organisation,
        role="chief_officer",
    )
    before = fingerprint()

    with pytest.raises(workflow.Refused):
        take(step, response, other_lead)

    assert fingerprint() == before


def test_second_click_on_a_step_is_stale_and_changes_nothing(answer_in, people):
    response, by = answer_in("sent"), people["reviewer"]
    seen = response.version
    take("confirm", response, by)
    text = "Somebody changed this answer in the meantime."

    refused(text, act, actions.take_step, "confirm", response, by=by, version=seen)


def test_stale_page_takes_no_step_though_the_stage_is_the_same_again(answer_in, people):
    response = answer_in("sent")
    seen = response.version
    take("return", response, people["reviewer"])
    save(response, people["lead"], account="With two organisations.")
    take("ask", response, people["lead"])
    take("send", response, people["chief"])

    with pytest.raises(workflow.Stale):
        act(actions.take_step, "confirm", response, by=people["reviewer"], version=seen)


def test_draft_event_names_what_it_waits_on_before_and_after(force, people):
    first, second = DependencyFactory(title="First"), DependencyFactory(title="Second")
    response = save(
        ForceResponseFactory(organisation=force), people["lead"], waits_on_dependencies=[first]
    )
    events = Event.objects.count()

    save(
        response, people["lead"], waits_on_dependencies=NPCCDependency.objects.filter(pk=second.pk)
    )

    assert facts(only_event_since(events)) == (
        {"waits_on_dependencies": ["First"]},
        {"waits_on_dependencies": ["Second"]},
    )


def test_draft_event_holds_dates_and_answers_to_parts(force, people):
    response = ForceResponseFactory(organisation=force)

    save(response, people["lead"], target_on=DAY, sub_answers={"a": "Yes."})

    assert facts(Event.objects.get()) == (
        {"target_on": None, "sub_answers": {}},
        {"target_on": "2022-03-01", "sub_answers": {"a": "Yes."}},
    )


def test_same_words_for_several_answers_are_kept_by_each(force, people):
    responses, lead = ForceResponseFactory.create_batch(3, organisation=force), people["lead"]
    versions = {response.pk: 0 for response in responses}

    act(
        actions.save_drafts,
        [(response, {"account": "Done."}) for response in responses],
        by=lead,
        versions=versions,
    )

    assert [draft.account for draft in Draft.objects.all()] == ["Done."] * 3
    assert Event.objects.filter(verb="save_draft").count() == 3


def test_several_answers_are_saved_all_or_none(force, people):
    responses, lead = ForceResponseFactory.create_batch(3, organisation=force), people["lead"]
    versions = {response.pk: 0 for response in responses} | {responses[2].pk: 7}
    text = "Somebody saved this answer while you were writing."

    changes = [(response, {"account": "Done."}) for response in responses]

    refused(text, act, actions.save_drafts, changes, by=lead, versions=versions)


def test_citing_leaves_a_citation_and_one_event(force, people):
    response, evidence = (
        ForceResponseFactory(organisation=force),
        EvidenceFactory(organisation=force, title="A plan"),
    )

    act(actions.cite, response, evidence, by=people["lead"], sub_label="a", where="page 2")

    assert Citation.objects.values_list(
        "evidence", "draft__response", "sub_label", "where"
    ).get() == (
        evidence.pk,
        response.pk,
        "a",
        "page 2",
    )
    assert facts(Event.objects.get(verb="cite")) == (
        {},
        {"evidence": "A plan", "shows": "a", "where": "page 2"},
    )


def test_citing_the_same_twice_is_one_citation_and_one_event(force, people):
    response, evidence = (
        ForceResponseFactory(organisation=force),
        EvidenceFactory(organisation=force),
    )
    act(actions.cite, response, evidence, by=people["lead"], where="page 2")
    before = fingerprint()

    act(actions.cite, response, evidence, by=people["lead"], where="page 2")

    assert fingerprint() == before


def test_evidence_of_another_force_is_not_cited(other_force, answer_in, people):
    evidence, text = (
        EvidenceFactory(organisation=other_force),
        "An answer cites evidence of its own organisation.",
    )

    refused(text, act, actions.cite, answer_in("drafting"), evidence, by=people["lead"])


def test_removing_a_citation_leaves_the_evidence_and_one_event(force, answer_in, people):
    response, evidence = answer_in("drafting"), EvidenceFactory(organisation=force, title="A plan")
    citation = act(actions.cite, response, evidence, by=people["lead"])
    events = Event.objects.count()

    act(actions.remove_citation, citation, by=people["lead"])

    evidence.refresh_from_db()
    assert Citation.objects.count() == 0
    assert facts(only_event_since(events)) == ({"evidence": "A plan", "shows": "", "where": ""}, {})


def test_removing_a_citation_twice_is_one_event(force, answer_in, people):
    citation = act(
        actions.cite, answer_in("drafting"), EvidenceFactory(organisation=force), by=people["lead"]
    )
    again = Citation.objects.get(pk=citation.pk)
    act(actions.remove_citation, citation, by=people["lead"])
    before = fingerprint()

    act(actions.remove_citation, again, by=people["lead"])

    assert fingerprint() == before


def test_citation_that_was_sent_is_not_removed(force, people):
    citation = CitationFactory(update__response__organisation=force, evidence__organisation=force)

    refused(
        "What was sent cannot be changed.",
        act,
        actions.remove_citation,
        citation,
        by=people["lead"],
    )


def test_publishing_points_at_the_newest_published_update(answer_in, people):
    response = answer_in("confirmed")
    first = response.latest
    take("start", response, people["lead"])
    take("ask", response, people["lead"])
    second = take("send", response, people["chief"], unchanged=True).latest

    def published():
        return ForceResponse.objects.get(pk=response.pk).published

    act(actions.publish, second, by=people["lead"])
    assert published() == second
    act(actions.publish, first, by=people["chief"])
    assert published() == second
    act(actions.unpublish, second, by=people["chief"], reason="A name in it.")
    assert published() == first
    act(actions.unpublish, first, by=people["lead"], reason="A name in it.")
    assert published() is None


def test_publishing_leaves_one_event_however_often_it_is_clicked(answer_in, people):
    update = answer_in("sent").latest
    events = Event.objects.count()

    act(actions.publish, update, by=people["lead"])
    act(actions.publish, update, by=people["chief"])

    event = only_event_since(events)
    assert (event.verb, event.by, facts(event)) == ("publish", people["lead"], ({}, {"update": 1}))


def test_unpublishing_leaves_one_event_with_its_reason_however_often_it_is_clicked(
    answer_in, people
):
    update = answer_in("sent").latest
    act(actions.publish, update, by=people["lead"])
    events = Event.objects.count()

    act(actions.unpublish, update, by=people["lead"], reason="A name in it.")
    act(actions.unpublish, update, by=people["lead"], reason="A name in it.")

    event = only_event_since(events)
    assert (event.verb, event.reason, facts(event)) == (
        "unpublish",
        "A name in it.",
        ({"update": 1}, {}),
    )


def test_unpublishing_without_a_reason_is_refused(answer_in, people):
    update = answer_in("sent").latest
    act(actions.publish, update, by=people["lead"])

    refused("Give a reason.", act, actions.unpublish, update, by=people["lead"], reason=" ")


@pytest.mark.parametrize("action", [actions.publish, actions.unpublish])
@pytest.mark.parametrize("who", ["reviewer", "scrutineer"])
def test_others_do_not_publish(answer_in, people, action, who):
    update = answer_in("sent").latest
    more = {"reason": "Why not?"} if action is actions.unpublish else {}
    text = "Only a lead or a chief officer of the organisation that sent this can publish it."

    refused(text, act, action, update, by=people[who], **more)


@pytest.mark.parametrize("is_published", [True, False])
def test_comment_is_the_policing_bodys_on_the_latest_update(answer_in, people, is_published):
    response = answer_in("sent")
    events, by = Event.objects.count(), people["scrutineer"]
    said = {"text": "We are assured.", "assures": True, "said_on": DAY}

    comment = act(actions.comment, response, by=by, is_published=is_published, **said)

    comment.refresh_from_db()
    event = only_event_since(events)
    assert (comment.update, comment.organisation.slug, comment.by) == (
        response.latest,
        "body-a",
        by,
    )
    assert {name: getattr(comment, name) for name in said} == said
    assert (comment.published_at is not None) == is_published
    assert (event.verb, facts(event)) == ("comment", ({}, {"update": 1, "comment": comment.pk}))


def test_same_comment_twice_is_one_comment_and_one_event(answer_in, people):
    response = answer_in("sent")
    said = {"text": "We are assured.", "assures": True, "said_on": DAY, "is_published": True}
    act(actions.comment, response, by=people["scrutineer"], **said)
    before = count_rows()

    act(actions.comment, response, by=people["scrutineer"], **said)

    assert count_rows() == before


def test_comment_without_words_is_refused(answer_in, people):
    said = {"text": " ", "assures": True, "said_on": DAY, "is_published": True}

    refused(
        "Write something first.",
        act,
        actions.comment,
        answer_in("sent"),
        by=people["scrutineer"],
        **said,
    )


def test_claiming_and_releasing_leave_an_event_each(answer_in, people):
    response, reviewer = answer_in("sent"), people["reviewer"]
    events = Event.objects.count()

    for claimed_by in (reviewer, reviewer, None, None):
        response = act(actions.claim, response, by=reviewer, reviewer=claimed_by)

    assert list(Event.objects.order_by("pk")[events:].values_list("verb", "before", "after")) == [
        ("claim", {"reviewer": "None"}, {"reviewer": str(reviewer)}),
        ("release", {"reviewer": str(reviewer)}, {"reviewer": "None"}),
    ]
    assert response.claimed_by is None


def test_note_is_kept_with_one_event_however_often_it_is_clicked(answer_in, people):
    response, by = answer_in("sent"), people["reviewer"]
    events = Event.objects.count()

    note = act(actions.leave_note, response, by=by, text="Ask about training.")
    act(actions.leave_note, response, by=by, text="Ask about training.")

    assert ColleagueNote.objects.get() == note
    assert (note.text, note.by, facts(only_event_since(events))) == (
        "Ask about training.",
        by,
        ({}, {"note": note.pk}),
    )


def test_note_without_words_is_refused(answer_in, people):
    refused(
        "Write something first.",
        act,
        actions.leave_note,
        answer_in("sent"),
        by=people["reviewer"],
        text="\n",
    )


@pytest.mark.parametrize("who", ["lead", "chief", "scrutineer"])
def test_only_reviewers_claim_and_note(answer_in, people, who):
    response, text = answer_in("sent"), "Only an HMICFRS reviewer can do this."

    refused(text, act, actions.claim, response, by=people[who], reviewer=people[who])
    refused(text, act, actions.leave_note, response, by=people[who], text="Mine.")


@pytest.fixture
def admin(db):
    return UserFactory(is_superuser=True, is_staff=True)


def test_settling_keeps_the_position_and_leaves_one_event(admin):
    dependency = DependencyFactory()

    act(
        actions.settle,
        dependency,
        by=admin,
        settled_on=DAY,
        outcome="Agreed.",
        outcome_url="https://npcc.example/1",
    )

    dependency.refresh_from_db()
    event = Event.objects.get()
    assert (dependency.state, dependency.settled_on, dependency.outcome) == (
        "settled",
        DAY,
        "Agreed.",
    )
    assert dependency.state_since is not None
    assert (event.verb, event.by, event.dependency, event.chain) == ("settle", admin, dependency, 0)
    assert facts(event) == (
        {"state": "awaited"},
        {
            "state": "settled",
            "settled_on": "2022-03-01",
            "outcome": "Agreed.",
            "url": "https://npcc.example/1",
        },
    )


def test_withdrawing_keeps_its_reason(admin):
    dependency = DependencyFactory(state="in_development")

    act(actions.withdraw_dependency, dependency, by=admin, reason=" Not to come. ")

    event = Event.objects.get()
    assert (event.verb, event.reason) == ("withdraw_dependency", "Not to come.")
    assert facts(event) == ({"state": "in_development"}, {"state": "withdrawn"})


def test_reopening_awaits_it_again_and_the_event_keeps_what_came_of_it(admin):
    dependency = DependencyFactory()
    act(actions.settle, dependency, by=admin, settled_on=DAY, outcome="Agreed.")

    act(actions.reopen_dependency, dependency, by=admin, reason="It was revoked.")

    dependency.refresh_from_db()
    assert (dependency.state, dependency.settled_on, dependency.outcome) == ("awaited", None, "")
    assert facts(only_event_since(1)) == (
        {"state": "settled", "settled_on": "2022-03-01", "outcome": "Agreed.", "url": ""},
        {"state": "awaited"},
    )


SETTLED = {"settled_on": DAY, "outcome": "Agreed."}
NO_REASON = {"reason": " "}


@pytest.mark.parametrize(
    ("action", "dependency", "more", "text"),
    [
        ("settle", {"settled": True}, SETTLED, "This dependency is settled already."),
        (
            "settle",
            {},
            SETTLED | {"outcome": " "},
            "Say what the position is, or where it is published.",
        ),
        (
            "settle",
            {"awaited_since": datetime.date(2022, 3, 2)},
            SETTLED,
            "It was settled before it was awaited: check the day.",
        ),
        ("withdraw_dependency", {}, NO_REASON, "Give a reason."),
        (
            "withdraw_dependency",
            {"settled": True},
            {"reason": "No."},
            "This dependency is settled already.",
        ),
        (
            "withdraw_dependency",
            {"state": "withdrawn"},
            {"reason": "No."},
            "This dependency is withdrawn already.",
        ),
        ("reopen_dependency", {"settled": True}, NO_REASON, "Give a reason."),
        ("reopen_dependency", {}, {"reason": "No."}, "This dependency is awaited already."),
    ],
)
def test_dependency_that_cannot_move_so_stays_as_it_is(admin, action, dependency, more, text):
    refused(text, act, getattr(actions, action), DependencyFactory(**dependency), by=admin, **more)


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (actions.settle, SETTLED),
        (actions.withdraw_dependency, {"reason": "No."}),
        (actions.reopen_dependency, {"reason": "No."}),
    ],
)
@pytest.mark.parametrize("who", ["lead", "reviewer"])
def test_only_an_admin_moves_a_dependency(people, who, action, more):
    text = "Only an admin records what became of a dependency."

    refused(text, act, action, DependencyFactory(), by=people[who], **more)


def test_answer_read_from_a_document_is_published_over_what_was_typed(force, answer_in, people):
    response = answer_in("sent")

    update = actions.record_published_answer(
        response.recommendation, force, account="As we published it.", source_title="A document"
    )

    response.refresh_from_db()
    assert (update.number, response.latest, response.published, response.stage) == (
        2,
        update,
        update,
        "sent",
    )


def test_events_of_each_organisation_are_a_chain_of_their_own(
    force, answer_in, other_force, other_lead
):
    answer_in("sent")

    save(ForceResponseFactory(organisation=other_force), other_lead, **WORDS)

    places = Event.objects.order_by("chain", "number").values_list("chain", "number")
    assert list(places) == [(force.pk, 1), (force.pk, 2), (force.pk, 3), (other_force.pk, 1)]


def test_unpublished_update_from_a_document_leaves_the_answer_unpublished(force, people):
    update = UpdateFactory(response__organisation=force, published=True)

    act(actions.unpublish, update, by=people["lead"], reason="Not ours.")

    update.response.refresh_from_db()
    assert (update.response.published, update.response.latest) == (None, update)
