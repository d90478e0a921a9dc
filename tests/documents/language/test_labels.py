"""Lines that say what follows, and heads of columns that say what stands below."""

import pytest

from documents.language import labels
from documents.outline import columns

KINDS = {
    "Force response": "answer",
    "FORCE RESPONSE": "answer",
    "Force Responce": "answer",
    "Our response": "answer",
    "Force update – 27/03/25": "answer",
    "Initial Constabulary Response 21st November 2024": "answer",
    "Exampleshire Constabulary’s response": "answer",
    "BTP response": "answer",
    "NPCC response:": "answer",
    "What we did:": "answer",
    "Ymateb yr heddlu": "answer",
    "The report asked:": "ask",
    "IN REPLY TO": "ask",
    "Notes to recommendation 1": "note",
    "Owner": "field",
    "Accepted?": "field",
    "Accepted": None,
    "Our response was to open a shop": None,
    "Contents": None,
    "": None,
    "Response " * 30: None,
}


@pytest.mark.parametrize("line", KINDS)
def test_line_of_label_words_alone_is_a_label(line):
    label = labels.of(line)

    assert (label.kind if label else None) == KINDS[line]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Force update – 27/03/25", "2025-03-27"),
        ("Force response (06/17/2021):", "2021-06-17"),
        ("Force response", ""),
    ],
)
def test_label_may_state_the_day(line, day):
    assert labels.of(line).day == day


STARTS = {
    "Response: Accepted. The desk rings.": ("answer", "Accepted. The desk rings."),
    "RAG: Amber – in progress": ("field", "Amber – in progress"),
    "Position: Accepted": ("field", "Accepted"),
    "Force update – 27/03/25: done it": ("answer", "done it"),
    "Position: we have thought about it. At length.": (None, ""),
    "We told staff in three ways: an order": (None, ""),
    "No label here": (None, ""),
}


@pytest.mark.parametrize("line", STARTS)
def test_label_may_stand_before_the_words_on_their_line(line):
    label, start = labels.at_start(line)

    assert (label.kind if label else None, line[start:] if label else "") == STARTS[line]


HEADS = {
    "Rec No.": "number",
    "Recomendation No.": "number",
    "Recommendation": "ask",
    "Sub recommendation": "part",
    "Rec. Owner": "other",
    "Force Responce": "answer",
    "Nov 2024": "answer",
    "Progress updates November 2024": "answer",
    "Target date": "deadline",
    "Date of update": "date",
    "RAG status": "status",
    "Accepted?": "position",
    "Source": "source",
    "Type": "type",
    "Comments": "other",
    "Next review date": "other",
    "Colour of the car": "status",
    "Banana": "",
}


@pytest.mark.parametrize("head", HEADS)
def test_head_says_what_its_column_holds(head):
    assert columns.of(head).kind == HEADS[head]


def test_head_may_state_the_day_of_its_answers():
    assert columns.of("Force update (Mar-25)").day == "2025-03"
    assert columns.of("Target date 27/03/25").day == ""
