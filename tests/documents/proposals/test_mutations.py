"""Documents that were damaged, shuffled and cut: no crash, no hang, no word that the document does not hold."""

import os
import random
import time
from pathlib import Path

import pytest

from documents import readers
from documents.language.text import folded
from documents.proposals import making as proposals
from tests.helpers.mutations import mutated

pytestmark = pytest.mark.django_db

SAMPLES = sorted(
    path for path in (Path(__file__).parent / "samples").iterdir() if path.suffix != ".json"
)
MANY = 5_000 if os.environ.get("SOAK") == "true" else 150
SECONDS = 20  # the longest sample, mutated, takes one
GIVEN = [
    ("safe-to-share", "cheshire"),
    ("police-response-to-stalking", "west-mercia"),
    ("safe-to-share", "northamptonshire-policing-body"),
]


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")  # libraries warn of what is damaged
@pytest.mark.parametrize("seed", range(10))
def test_mutated_documents_are_read_without_a_crash_and_no_word_is_invented(registers, seed):
    chance = random.Random(seed)  # noqa: S311 (no secret is made of it)
    for _ in range(MANY // 10):
        path = chance.choice(SAMPLES)
        name = path.name.replace(".page", ".html")
        data = mutated(name, path.read_bytes(), chance)
        begun = time.monotonic()

        reading = readers.read(name, data)
        found = proposals.of(reading, registers[chance.choice(GIVEN)])

        assert time.monotonic() - begun < SECONDS, name
        assert bool(found.nothing) != bool(found.proposals), name
        for proposal in found.proposals:
            pieces = [
                reading.blocks[span.block].text[span.start : span.end] for span in proposal.spans
            ]
            assert folded(proposal.words) == folded(" ".join(pieces)), name
