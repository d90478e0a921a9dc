"""Whatever is changed behind the site's back is found, and found where it is."""

# ruff: noqa: F811, S311  fixtures of test_steps are asked for by name; the chance need not be secret

import datetime
import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from responses import actions
from responses.history import immutable, verify
from responses.models import (
    Citation,
    ColleagueNote,
    Comment,
    Decision,
    Event,
    ForceResponse,
    Update,
)
from tests.factories import (
    AddresseeFactory,
    DependencyFactory,
    EvidenceFactory,
    ForceResponseFactory,
    RecommendationFactory,
    UpdateFactory,
)
from tests.responses.actions.test_steps import DAY, WORDS, act, admin, answer_in, people, save, take  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db
COMMENT = {"text": "Good.", "assures": True, "said_on": DAY, "is_published": False}


@pytest.fixture
def history(force, other_force, other_lead, people, admin, answer_in):
    """Some 40 events in three chains: two forces and the register."""
    dependency, evidence = DependencyFactory(), EvidenceFactory(organisation=force)
    for stage in ("drafting", "awaiting_sign_off", "sent", "confirmed", "closed"):
        answer_in(stage, waits_on_dependencies=[dependency])
    response = answer_in("drafting")
    act(actions.cite, response, evidence, by=people["lead"], where="page 2")
    take("ask", response, people["lead"])
    update = take("send", response, people["chief"]).latest
    act(actions.publish, update, by=people["lead"])
    act(actions.comment, response, by=people["scrutineer"], **COMMENT)
    act(actions.claim, response, by=people["reviewer"], reviewer=people["reviewer"])
    act(actions.leave_note, response, by=people["reviewer"], text="Ask about training.")
    take("return", response, people["reviewer"])
    for number in range(5):
        save(
            ForceResponseFactory(organisation=other_force), other_lead, account=f"Answer {number}."
        )
    actions.record_published_answer(
        RecommendationFactory(),
        other_force,
        account="Done.",
        source_title="A document",
        waits_on=[dependency],
    )
    for _ in range(3):
        actions.open_report(
            AddresseeFactory(recommendation__report__opened=False).recommendation.report
        )
    act(actions.settle, dependency, by=admin, settled_on=DAY, outcome="Agreed.")
    act(actions.reopen_dependency, dependency, by=admin, reason="Revoked.")
    connection.check_constraints()


def faults(anchor=None):
    return [str(fault) for fault in verify.verify(anchor).faults]


def places(found):
    return {(fault.chain, fault.number) for fault in found}


def test_what_the_actions_did_verifies(history):
    result = verify.verify()

    assert result.faults == []
    assert (result.events, result.answers) == (Event.objects.count(), ForceResponse.objects.count())
    assert result.heads == {
        chain: tuple(
            Event.objects.filter(chain=chain)
            .order_by("number")
            .values_list("number", "hash")
            .last()
        )
        for chain in set(Event.objects.values_list("chain", flat=True))
    }


def test_empty_register_verifies(db):
    assert verify.verify() == verify.Result()


def test_register_with_its_published_answers_verifies(db):
    call_command("prepare", stdout=StringIO())

    assert faults() == []


def test_history_grows_past_its_anchor(history, other_force, other_lead):
    anchor = verify.verify().anchor()

    save(ForceResponseFactory(organisation=other_force), other_lead, **WORDS)

    assert faults(anchor) == []


# What somebody could do who has the database to themselves, and knows how a hash is made. Each is given the
# events of a chain and chance; it says where it may be found: there, or at the event that follows.


def change_a_field(events, chance):
    """One field, and nothing else."""
    event = chance.choice(events)
    field = chance.choice(
        ["verb", "at", "by", "reason", "before", "after", "response", "dependency", "hash"]
    )
    Event.objects.filter(pk=event.pk).update(**{field: another(event, field)})
    return {event.number}


def change_a_field_and_its_hash(events, chance):
    """The event is sound by itself; the one after it, or the anchor, is not."""
    event = chance.choice(events)
    field = chance.choice(["verb", "at", "by", "reason", "before", "after"])
    setattr(event, field, another(event, field))
    event.hash = event.digest()
    write(event)
    return {event.number, event.number + 1}


def another(event, field):
    if field in ("by", "response", "dependency"):
        model = Event._meta.get_field(field).related_model
        return model.objects.exclude(pk=getattr(event, f"{field}_id")).order_by("pk").first()
    return {
        "verb": "publish" if event.verb != "publish" else "send",
        "at": event.at - datetime.timedelta(days=1),
        "reason": event.reason + " Or so.",
        "before": event.before | {"added": 1},
        "after": event.after | {"added": 1},
        "hash": "0" * 64,
    }[field]


def rewrite_the_clock(events, chance):
    """Every event from one on was a day earlier, and every hash is made again."""
    start = chance.randrange(len(events))
    for event in events[start:]:
        event.at -= datetime.timedelta(days=1)
    make_hashes_again(events)
    return {event.number for event in events[start:]}


def rewrite_what_was_said(events, chance):
    """One event says something else, and every hash from there on is made again."""
    event = chance.choice(events)
    event.reason = another(event, "reason")
    make_hashes_again(events)
    return {later.number for later in events if later.number >= event.number}


def remove(events, chance):
    event = chance.choice(events[:-1])
    Event.objects.filter(pk=event.pk).delete()
    return {event.number}


def remove_and_close_the_gap(events, chance):
    event = chance.choice(events[:-1])
    Event.objects.filter(pk=event.pk).delete()
    for later in events[event.number :]:
        Event.objects.filter(pk=later.pk).update(
            number=F("number") - 1, **({"previous_hash": ""} if later.number == 2 else {})
        )
    return {event.number}


def insert(events, chance):
    """A sound event between two others."""
    before = chance.choice(events[:-1])
    for later in reversed(events[before.number :]):
        Event.objects.filter(pk=later.pk).update(number=F("number") + 1)
    forged = Event.objects.get(pk=before.pk)
    forged.pk, forged.number, forged.previous_hash = None, before.number + 1, before.hash
    forged.hash = forged.digest()
    forged.save(force_insert=True)
    return {before.number + 1, before.number + 2}


def reorder(events, chance):
    """Two events stand in each other's place."""
    first = chance.randrange(
        1, len(events) - 1
    )  # the first of a chain cannot move: it holds no hash
    exchange(events[first], events[first + 1], ["number"], between={"number": 10**6})
    return {events[first].number}


def exchange(one, other, fields, between):
    mine, theirs = ({field: getattr(each, field) for field in fields} for each in (one, other))
    Event.objects.filter(pk=one.pk).update(**between)
    Event.objects.filter(pk=other.pk).update(**mine)
    Event.objects.filter(pk=one.pk).update(**theirs)


def cut_off_the_tail(events, chance):
    gone = events[chance.randrange(1, len(events)) :]
    Event.objects.filter(pk__in=[event.pk for event in gone]).delete()
    return {gone[0].number}


def cut_off_everything(events, chance):
    Event.objects.filter(chain=events[0].chain).delete()
    return {1}


def swap_between_chains(events, chance):
    event = chance.choice(events[1:4])
    other = Event.objects.exclude(chain=event.chain).get(
        number=event.number,
        chain=chance.choice(
            sorted({*Event.objects.values_list("chain", flat=True)} - {event.chain})
        ),
    )
    exchange(event, other, ["chain", "organisation_id"], between={"number": 10**6})
    Event.objects.filter(pk=event.pk).update(number=event.number)
    return {event.number}


def make_hashes_again(events):
    last = ""
    for event in events:
        event.previous_hash = last
        event.hash = last = event.digest()
        write(event)


def write(event):
    names = ["verb", "at", "by_id", "reason", "before", "after", "previous_hash", "hash"]
    Event.objects.filter(pk=event.pk).update(**{name: getattr(event, name) for name in names})


TAMPERINGS = [
    change_a_field,
    change_a_field_and_its_hash,
    rewrite_the_clock,
    rewrite_what_was_said,
    remove,
    remove_and_close_the_gap,
    insert,
    reorder,
    cut_off_the_tail,
    cut_off_everything,
    swap_between_chains,
]


@pytest.mark.slow
def test_each_of_a_hundred_tamperings_is_found_where_it_is(history):
    chance, chains = random.Random(29), sorted({*Event.objects.values_list("chain", flat=True)})
    anchor = verify.verify().anchor()
    immutable.unguard()
    found_elsewhere = []

    for number in range(100):
        tamper, chain = TAMPERINGS[number % len(TAMPERINGS)], chance.choice(chains)
        with transaction.atomic():
            expected = tamper(list(Event.objects.filter(chain=chain).order_by("number")), chance)
            found = [fault for fault in verify.verify(anchor).faults if fault.number]
            if not places(found) & {(chain, each) for each in expected}:
                found_elsewhere.append((number, tamper.__name__, chain, expected, found))
            transaction.set_rollback(True)

    assert found_elsewhere == []


def test_the_first_fault_named_is_the_first_in_the_chain(history, force):
    immutable.unguard()
    Event.objects.filter(chain=force.pk, number__in=[5, 9]).update(reason="Another.")
    immutable.guard()

    assert faults() == [
        f"Chain {force.pk}, event 5: what it says is not what was recorded.",
        f"Chain {force.pk}, event 9: what it says is not what was recorded.",
    ]


def test_missing_events_are_named_once(history, force):
    immutable.unguard()
    Event.objects.filter(chain=force.pk, number__in=[3, 4], response__latest=None).delete()
    gone = {3, 4} - {*Event.objects.filter(chain=force.pk).values_list("number", flat=True)}
    immutable.guard()

    assert gone
    assert (
        faults()[0]
        == f"Chain {force.pk}, event {min(gone)}: events {min(gone)} to {max(gone)} are missing."
    )


ROWS = {
    "version": (lambda: ForceResponse.objects, {"version": 99}, "its version is 99"),
    "stage": (
        lambda: ForceResponse.objects.exclude(latest=None),
        {"stage": "closed"},
        "its stage is “closed”",
    ),
    "latest": (
        lambda: ForceResponse.objects,
        {"latest": None, "published": None, "stage": "drafting"},
        "latest update",
    ),
    "published": (lambda: ForceResponse.objects, {"published": None}, "latest published update"),
    "account": (lambda: Update.objects, {"account": "Another."}, "update 1 does not say"),
    "day": (lambda: Update.objects, {"reported_on": DAY}, "update 1 does not say"),
    "number": (lambda: Update.objects, {"number": 7}, "its updates are 7; events made 1."),
    "publication": (lambda: Update.objects, {"published_at": None}, "what is published"),
    "citation": (
        lambda: Citation.objects.exclude(update=None),
        {"where": "page 9"},
        "update 1 does not say",
    ),
    "decision": (lambda: Decision.objects, {"reason": "Another."}, "its decisions"),
}


@pytest.mark.parametrize(("rows", "change", "fault"), ROWS.values(), ids=ROWS)
def test_rows_that_are_not_what_the_events_say_are_found(history, rows, change, fault):
    row = (
        rows()
        .filter(**{f"{name}__isnull": False for name, value in change.items() if value is None})
        .last()
    )
    answer = answer_of(row)
    immutable.unguard()
    type(row).objects.filter(pk=row.pk).update(**change)
    immutable.guard()

    found = [text.partition(": ") for text in faults()]

    assert {place for place, _, _ in found} == {
        f"Chain {answer.organisation_id}, answer {answer.pk}"
    }
    assert [text for _, _, text in found if fault in text] != []


def answer_of(row):
    if isinstance(row, ForceResponse):
        return row
    return row.response if isinstance(row, Update) else row.update.response


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (lambda: Citation.objects.exclude(update=None), "update 1 does not say"),
        (lambda: Update.waits_on_dependencies.through.objects, "update 1 does not say"),
        (lambda: Decision.objects, "its decisions"),
        (lambda: Comment.objects, "its comments"),
    ],
    ids=["citation", "wait", "decision", "comment"],
)
def test_rows_that_are_gone_are_found(history, rows, fault):
    immutable.unguard()
    row = rows().order_by("pk").last()
    row.delete()
    immutable.guard()

    found, *_where_it_stands = faults()

    assert fault in found


def test_rows_that_no_event_made_are_found():
    answer = UpdateFactory(published=True).response

    assert faults() == [
        f"Chain {answer.organisation_id}, answer {answer.pk}: its updates are 1; events made none.",
        f"Chain {answer.organisation_id}, answer {answer.pk}: what is published is not what its events published.",
    ]


def test_missing_triggers_are_found(history):
    immutable.unguard()

    assert "The database does not hold its trigger responses_event_refuses_update." in faults()


def run(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), None


def test_command_says_how_much_it_verified(history):
    events, answers = Event.objects.count(), ForceResponse.objects.count()

    assert run() == (
        f"{events} events in 3 chains and {answers} answers: nothing was changed.\n",
        "",
        None,
    )


def test_command_prints_a_sentence_for_each_fault_and_fails(history, force):
    immutable.unguard()
    Event.objects.filter(chain=force.pk, number=5).update(reason="Another.")
    immutable.guard()

    assert run("--anchor") == (
        "",
        f"Chain {force.pk}, event 5: what it says is not what was recorded.\n",
        "Faults found: 1.",
    )


def test_command_finds_a_tail_cut_off_by_its_anchor_alone(history, tmp_path):
    anchor = tmp_path / "anchor"
    anchor.write_text(run("--anchor")[0])
    number = Event.objects.filter(chain=0).count()
    immutable.unguard()
    Event.objects.filter(chain=0, number=number).delete()
    immutable.guard()

    assert run()[2] is None
    assert run("--against", str(anchor)) == (
        "",
        f"Chain 0, event {number}: events {number} to {number} were there when the anchor was taken.\n",
        "Faults found: 1.",
    )


def test_anchor_is_a_line_for_each_chain_and_one_over_all(history, force, other_force):
    *lines, last = verify.verify().anchor().split("\n")

    assert [line.split(" ")[0] for line in lines] == ["0", str(force.pk), str(other_force.pk)]
    assert last.split(" ")[:2] == ["all", str(Event.objects.count())]


@pytest.mark.parametrize(
    "damage",
    [
        lambda anchor: "",
        lambda anchor: "all",
        lambda anchor: "A letter.\nWith two lines.",
        lambda anchor: anchor.replace("0 ", "7 ", 1),
        lambda anchor: anchor.split("\n", 1)[1],
        lambda anchor: anchor.rsplit("\n", 2)[0],
    ],
    ids=["empty", "one word", "a letter", "another chain", "first line gone", "last line gone"],
)
def test_anchor_that_was_changed_is_refused(history, tmp_path, damage):
    file = tmp_path / "anchor"
    file.write_text(damage(run("--anchor")[0]))

    assert run("--against", str(file)) == (
        "",
        "",
        f"{file}: This is not an anchor, or it was changed after it was taken.",
    )


def test_anchor_that_cannot_be_read_is_refused(db, tmp_path):
    assert run("--against", str(tmp_path))[2].startswith(f"{tmp_path}: ")


def test_events_of_an_answer_of_another_organisation_are_found(history, force, other_force):
    """Sound hashes, to the end of the chain: only the rows tell."""
    events = list(Event.objects.filter(chain=other_force.pk).order_by("number"))
    theirs = ForceResponse.objects.filter(organisation=force).first()
    immutable.unguard()
    Event.objects.filter(pk=events[-1].pk).update(response=theirs)
    events[-1].response = theirs
    make_hashes_again(events)
    immutable.guard()

    assert f"Chain {other_force.pk}, answer {theirs.pk}: {verify.ELSEWHERE}" in faults()


def test_notes_stay_among_colleagues(history):
    """An anchor and a sentence about a fault name keys and numbers, never words."""
    immutable.unguard()
    Event.objects.filter(verb="note").update(reason="CANARY")
    ColleagueNote.objects.update(text="CANARY")

    assert "CANARY" not in "".join(run("--anchor")[:2])
