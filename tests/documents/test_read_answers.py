"""`read_answers` prints what it proposes and changes nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from responses.models import Event, Update
from tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db

DOCUMENT = "Recommendation 1\n\nForce response\n\nWe accept this recommendation.\n"


@pytest.fixture
def file(tmp_path, force):
    RecommendationFactory(number="1", report__slug="report", report__title="The report")
    path = tmp_path / "answers.txt"
    path.write_text(DOCUMENT)
    return path


def read(capsys, *arguments):
    call_command("read_answers", *map(str, arguments))
    return capsys.readouterr().out


def test_proposals_are_printed_as_json_and_nothing_is_kept(file, capsys):
    found = json.loads(
        read(capsys, file, "--report", "report", "--organisation", "force-a", "--json")
    )

    assert found["nothing"] == ""
    assert found["proposals"] == [
        {
            "recommendation": "1",
            "part": "",
            "words": "We accept this recommendation.",
            "said_on": None,
            "position": "accepted",
            "progress": None,
            "because": "“Recommendation 1”; label “Force response”",
        }
    ]
    assert (Update.objects.count(), Event.objects.count()) == (0, 0)


def test_proposals_are_printed_for_people(file, capsys):
    printed = read(capsys, file, "--report", "report", "--organisation", "force-a")

    assert printed.startswith("1: We accept this recommendation.\n  (accepted; ")


def test_part_is_named_as_people_do(file, capsys):
    file.write_text(
        "Recommendation 1 (a)\nForce response\nDone.\n\nRecommendation 2.1\nForce response\nDone.\n"
    )

    printed = read(capsys, file, "--report", "report", "--organisation", "force-a")

    assert "1(a): Done." in printed
    assert "number-unknown" in printed


def test_folder_is_scored(file, capsys):
    wanted = {
        "recommendation": "1",
        "part": "",
        "words": "Other.",
        "said_on": None,
        "position": None,
        "progress": None,
    }
    run = {
        "file": file.name,
        "report": "report",
        "organisation": "force-a",
        "proposals": [wanted],
        "nothing": False,
    }
    expected = {
        "stands_for": {"Force A Police": "force-a"},
        "runs": [run | {"oddities": [{"tag": "joint"}]}],
    }
    expect = file.parent / "expect.json"
    expect.write_text(json.dumps(expected))

    printed = read(capsys, "--folder", file.parent, "--expect", expect)

    assert printed == (
        "answers.txt: 1 missed; 1 wrong; not pointed out: joint\n"
        "Recall 0.000, precision 0.000; 0 of 1 documents without a fault.\nOddities not pointed out: 1.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Give a FILE"),
        (["none.txt", "--report", "report", "--organisation", "force-a"], "cannot be read"),
        (["FILE", "--report", "none", "--organisation", "force-a"], "There is no report “none”."),
        (
            ["FILE", "--report", "report", "--organisation", "none"],
            "There is no organisation “none”.",
        ),
    ],
)
def test_what_cannot_be_read_is_a_sentence(file, arguments, sentence):
    arguments = [str(file) if argument == "FILE" else argument for argument in arguments]

    with pytest.raises(CommandError, match=sentence):
        call_command("read_answers", *arguments)
