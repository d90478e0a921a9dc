"""The sample documents: each run says what must be proposed and what must be pointed out."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from documents import readers
from documents.language.text import folded
from documents.proposals import making as proposals
from documents.proposals import scoring

pytestmark = pytest.mark.django_db  # the register is read from it once

SAMPLES = Path(__file__).parent / "samples"
EXPECTED = json.loads((SAMPLES / "expect.json").read_text())
RUNS = EXPECTED["runs"]
CALLED = defaultdict(list)
for invented, slug in EXPECTED["stands_for"].items():
    CALLED[slug].append(invented)


@pytest.fixture(scope="module")
def answered(registers):
    """The Proposals of a run; each file is read once."""
    readings = {}

    def answered(run):
        name = run["file"]
        if name not in readings:
            # Kept as .page: a linter of templates takes every .html of the repository for one of ours.
            kept = SAMPLES / name.replace(".html", ".page")
            readings[name] = readers.read(name, kept.read_bytes())
        held = registers[run["report"], run["organisation"]].called(*CALLED[run["organisation"]])
        return proposals.of(readings[name], held)

    return answered


def test_samples_are_fifty_seven_documents():
    assert len({run["file"] for run in RUNS}) == 57


@pytest.mark.parametrize(
    "run", RUNS, ids=lambda run: f"{run['file']}-{run['report']}-{run['organisation']}"
)
def test_sample_is_read_as_expected(answered, run):
    score = scoring.score(run, answered(run).as_json())

    assert score.is_perfect, score


@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run['file']}-{run['organisation']}")
def test_words_of_a_proposal_are_words_of_its_source(answered, run):
    found = answered(run)

    for proposal in found.proposals:
        pieces = [found.blocks[span.block].text[span.start : span.end] for span in proposal.spans]
        assert folded(" ".join(pieces)) == folded(proposal.words)
