"""One line a verb: what a planted line makes appear, and that no verb is without its line."""

import ast

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.access import access_of
from outbox.models import Message
from responses import actions, verbs, workflow
from responses.history.chain import record
from responses.models import Event
from responses.verbs import VERBS, Audience, Notice, Recipients, Subject, Verb, sentence_for
from tests.factories import DraftFactory, ForceResponseFactory, UpdateFactory

LINE = {
    "name": "file",
    "about": Subject.ANSWER,
    "sentence": "Update {update} filed",
    "audience": Audience.BETWEEN,
    "public_sentence": "Answer filed",
    "notices": (Notice(Recipients.CHIEF_OFFICERS, "Filed: {asked}", "{by} filed it. Read it."),),
    "banner": "The answer is filed.",
}


@pytest.fixture
def planted(monkeypatch):
    """A verb that the product does not have, and the step that records it."""
    verb = Verb(**LINE)
    step = workflow.Step(
        verb, "File", frozenset([workflow.Stage.DRAFTING]), workflow.Stage.CLOSED, workflow.LEAD
    )
    monkeypatch.setitem(VERBS, verb.name, verb)
    monkeypatch.setitem(workflow.STEPS, verb.name, step)
    return verb


@pytest.fixture
def answer(force, lead):
    response = ForceResponseFactory(organisation=force)
    UpdateFactory(response=response, published=True)
    DraftFactory(response=response, saved_by=lead)
    return response


def take(answer, by):
    return actions.take_step("file", answer, by=by, access=access_of(by), version=answer.version)


@pytest.mark.django_db
def test_planted_verb_is_in_the_history(client, planted, answer, lead):
    take(answer, lead)
    client.force_login(lead)

    page = client.get(reverse("responses:history", args=[answer.pk]))

    assert "Update not stated filed" in page.content.decode()


@pytest.mark.django_db
def test_planted_verb_is_the_banner_of_who_did_it(client, planted, answer, lead):
    client.force_login(lead)

    page = client.post(
        reverse("responses:step", args=[answer.pk, "file"]),
        {"version": answer.version},
        follow=True,
    )

    assert "The answer is filed." in page.content.decode()


@pytest.mark.django_db
def test_planted_verb_is_in_the_public_feed(client, planted, answer, lead):
    take(answer, lead)

    page = client.get(reverse("progress:changes"))

    assert "Answer filed" in page.content.decode()


@pytest.mark.django_db
def test_planted_verb_is_a_message(planted, answer, lead, chief):
    take(answer, lead)

    message = Message.objects.get()
    asked = answer.recommendation
    assert (message.to, message.why) == (chief, "file")
    assert message.subject == f"Filed: recommendation {asked.number}, {asked.report}"
    assert message.body == f"{lead} filed it. Read it."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.ORGANISATION, ["lead"]),
        (Audience.BETWEEN, ["lead", "reviewer", "scrutineer"]),
        (Audience.REVIEWERS, ["reviewer"]),
    ],
)
def test_planted_verb_is_read_by_its_audience(
    monkeypatch, answer, lead, reviewer, scrutineer, other_lead, audience, readers
):
    monkeypatch.setitem(VERBS, "file", Verb(**LINE | {"audience": audience, "notices": ()}))
    record("file", response=answer)

    people = {
        "lead": lead,
        "other_lead": other_lead,
        "reviewer": reviewer,
        "scrutineer": scrutineer,
    }
    seen = [
        name
        for name, person in people.items()
        if Event.objects.visible_to(access_of(person)).filter(verb="file").exists()
    ]

    assert seen == readers


@pytest.mark.parametrize("missing", LINE)
def test_line_that_forgets_something_is_refused(missing):
    line = {name: value for name, value in LINE.items() if name != missing}

    with pytest.raises(TypeError, match=missing):
        Verb(**line)


@pytest.mark.django_db
def test_verb_without_a_line_cannot_be_recorded(answer):
    with pytest.raises(KeyError, match="unheard_of"):
        record("unheard_of", response=answer)


def recorded():
    """Every verb that is recorded, as the source says it."""
    names = set(workflow.STEPS)
    for file in (settings.BASE_DIR / "responses").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _called(node) in ("record", "changed", "move"):
                names |= {name for argument in node.args for name in _texts(argument)}
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "verb":
                names |= set(_texts(node.value))
    return names


def _called(node):
    return getattr(node.func, "id", "").removeprefix("_")


def _texts(node):
    return [
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def test_every_verb_that_is_recorded_has_a_line():
    assert recorded() == set(VERBS)


def test_everybody_reads_of_these_verbs_and_no_others():
    names = [name for subject in Subject for name in verbs.public(subject)]

    assert names == [
        "read_from_document",
        "publish",
        "unpublish",
        "open_report",
        "settle",
        "withdraw_dependency",
        "reopen_dependency",
    ]


def test_no_public_sentence_holds_a_fact():
    """The number of an update would say how many were sent and not published."""
    assert [verb.name for verb in VERBS.values() if "{" in verb.public_sentence] == []


def test_those_an_answer_is_sent_to_read_of_these_verbs():
    assert sorted(verbs.read_by(Audience.BETWEEN)) == [
        "agree_plan",
        "close",
        "comment",
        "confirm",
        "open_report",
        "publish",
        "read_from_document",
        "recall",
        "reopen",
        "return",
        "send",
        "unpublish",
    ]
    assert sorted(verbs.read_by(Audience.REVIEWERS)) == ["claim", "note", "release"]


def test_every_step_but_sending_and_its_page_has_a_banner():
    assert [step.name for step in workflow.STEPS.values() if not step.verb.banner] == []


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (
            Event(verb="send", after={"stage": "sent", "update": 2}),
            "Update 2 signed off and sent to HMICFRS",
        ),
        (
            Event(
                verb="close",
                after={"stage": "closed", "update": 1, "closed_because": "superseded"},
            ),
            "Closed on update 1: superseded",
        ),
        (
            Event(verb="save_draft", after={"account": "SECRET", "target_on": None}),
            "Draft changed: account, target date",
        ),
        (
            Event(verb="release", before={"reviewer": "A"}, after={"reviewer": "None"}),
            "Released: no reviewer judges it",
        ),
        (Event(verb="publish"), "Update not stated published"),
    ],
)
def test_event_is_told_in_a_sentence(event, sentence):
    assert sentence_for(event) == sentence
