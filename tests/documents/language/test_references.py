"""How documents name recommendations and parts of them."""

import pytest

from documents.language import references

HEADINGS = {
    "Recommendation 1. To chief constables": ["1"],
    "RECOMMENDATION 1 – TO CHIEF CONSTABLES": ["1"],
    "Recommendation 1 To chief constables": ["1"],
    "Recommendation One – Accepted.": ["1"],
    "Recs 4 & 5 – Both": ["4", "5"],
    "Rec 5 and Rec 8 – nil return.": ["5", "8"],
    "Recommendations 1,4 and 5": ["1", "4", "5"],
    "Recommendations 4 to 6": ["4", "5", "6"],
    "Recommendation 1 (a) and (b)": ["1(a)", "1(b)"],
    "Recommendation 3a": ["3(a)"],
    "Recommendation 7.1 – Processes": ["7.1"],
    "R8: This return": ["8"],
    "Rec. 1 | Chief Constables": ["1"],
    "Recomendation No. 7": ["7"],
    "2. Recommendation 1": ["1"],
    "(1) Recommendation 4 – accepted": ["4"],
    "Recommendation V (commissioners)": ["5"],
    "Crime recording (recommendation 7)": ["7"],
    "Argymhelliad 7": ["7"],
    "4. To chief constables": ["4"],
    "Recommendation 5 touches on this": [],
    "Recommendation 4 is accepted in part.": [],
    "Recommendation 1 of 8": [],
    "2.1 Recommendation 1: that the Board notes the report.": [],
    "In all 61 recommendations are open": [],
    "Recommendations in the report include crime recording (recommendation 7).": [],
    "7.1 of the policy manual was withdrawn.": [],
    "4. To tell the Board what has been done": [],
}


@pytest.mark.parametrize("line", HEADINGS)
def test_line_that_opens_a_recommendation_names_it(line):
    heading = references.heading(line)

    assert ([str(one) for one in heading.references] if heading else []) == HEADINGS[line]


def test_title_may_end_with_the_number():
    heading = references.heading("Super-complaint by the CJA: recommendation 3", is_heading=True)

    assert [str(one) for one in heading.references] == ["3"]


def test_entry_of_a_list_of_contents_is_told_by_its_page():
    assert references.heading("1 Recommendation 1 2").is_contents
    assert not references.heading("Recommendation 1").is_contents


CELLS = {
    "7": ["7"],
    "7.1 Use the system": ["7.1"],
    "10 Review training": ["10"],
    "1(a)": ["1(a)"],
    "3a": ["3(a)"],
    "Recommendation 7.1": ["7.1"],
    "7 and 8": ["7", "8"],
    "Total": [],
    "": [],
}


@pytest.mark.parametrize("cell", CELLS)
def test_cell_begins_with_its_number(cell):
    found = references.in_cell(cell)

    assert ([str(one) for one in found[0]] if found else []) == CELLS[cell]


def test_sentence_names_recommendations_and_counts_name_none():
    [place] = references.named_in("As to recommendations 1, 4 and 5, we act.")

    assert [str(one) for one in place[2]] == ["1", "4", "5"]
    assert (
        references.named_in(
            "61 recommendations are open, and the recommendation I made, and R4 too"
        )
        == []
    )


@pytest.mark.parametrize("words", ["recommendations 9 to 4", "recommendations 1 to 90"])
def test_range_that_is_none_is_two_numbers(words):
    assert len(references.listed(words)) <= 2
