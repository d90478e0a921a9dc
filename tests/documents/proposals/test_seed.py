"""What one constabulary published, in four formats: the same recommendations, notes, parts and answers."""

import json
from pathlib import Path

import pytest

from documents.language.text import folded
from tests.helpers.documents import FORMATS

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
SEED = FIXTURES / "documents" / "constabulary-not-named.txt"
PUBLISHED = json.loads((FIXTURES / "answers" / "constabulary-not-named.json").read_text())
ANSWERS = {answer["number"]: folded(answer["account"]) for answer in PUBLISHED["answers"]}


@pytest.fixture(params=FORMATS, ids=lambda ending: ending[1:])
def seed(request, propose):
    lines = [_marked(line) for line in SEED.read_text().split("\n")]
    document = SEED.read_bytes() if request.param == ".txt" else FORMATS[request.param](lines)
    return propose(document, f"seed{request.param}", organisation="constabulary-not-named")


def _marked(line):
    is_heading = line.startswith(("Recommendation ", "Force ")) and len(line) < 90
    return f"# {line}" if is_heading else line


def test_seed_has_four_answers_to_the_letter(seed):
    assert {one.recommendation: folded(one.words) for one in seed.proposals} == ANSWERS


def test_seed_states_no_position_no_progress_and_no_day(seed):
    assert {(one.position, one.progress, one.said_on) for one in seed.proposals} == {
        (None, None, None)
    }


def test_seed_prints_four_recommendations_with_four_notes_and_eleven_parts(seed):
    printed = {one.number: one for one in seed.printed}

    assert list(printed) == ["1", "4", "5", "8"]
    assert [len(one.notes) for one in printed.values()] == [4, 0, 0, 0]
    assert [len(one.parts) for one in printed.values()] == [0, 11, 0, 0]


def test_what_is_odd_in_the_seed_is_pointed_out(seed):
    tags = {oddity.tag for oddity in seed.oddities}

    assert tags == {"dates-out-of-order", "shared-words", "waiting"}


def test_seed_waits_for_the_national_position(seed):
    [sentence] = [oddity.sentence for oddity in seed.oddities if oddity.tag == "waiting"]

    assert "“NPCC leads”" in sentence
    assert "Proposed dependency" in sentence
