"""Plain text and Markdown: paragraphs, lists, headings and tables, and no signs of markup among the words."""

import pytest

from documents import readers


def texts(name, document):
    return [block.text for block in readers.read(name, document.encode()).blocks]


def test_line_is_a_block_and_a_gap_is_none():
    assert texts("a.txt", "Recommendation 1\nForce response\n\n\nNoted.\n") == [
        "Recommendation 1",
        "Force response",
        "Noted.",
    ]


def test_lines_that_were_broken_at_a_width_are_one_block():
    long = "The Constabulary does not accept that a blanket rule is workable in each of\nthe cases that come up."

    assert texts("a.txt", long) == [long]


def test_title_above_a_short_line_is_a_block_of_its_own():
    title = (
        "Safe to share? Our response to the super-complaint by Liberty and Southall Black Sisters"
    )

    assert texts("a.txt", f"{title}\nPublished: 21 June 2021") == [title, "Published: 21 June 2021"]


def test_item_of_a_list_is_one():
    blocks = readers.read("a.txt", b"- one\n- two").blocks

    assert [block.kind for block in blocks] == ["item", "item"]


def test_place_is_the_line():
    assert readers.read("a.txt", b"one\n\nthree").blocks[1].place == "line 3"


def test_markdown_has_levels_quotations_and_strong_lines():
    document = "# Title\n\n> The ask.\n\n**Our response**\n\nWe *did* it; see [the plan](https://x.example).\n"

    title, ask, label, answer = readers.read("a.md", document.encode()).blocks

    assert (title.kind, title.level, title.text) == ("heading", 1, "Title")
    assert ask.is_quoted
    assert label.is_strong
    assert (answer.text, answer.links) == ("We did it; see the plan.", ("https://x.example",))


def test_markdown_title_may_be_underlined():
    [title, _] = readers.read("a.md", b"Title\n=====\n\nText").blocks

    assert (title.kind, title.level) == ("heading", 1)


def test_markdown_table_has_cells_and_a_head():
    blocks = readers.read("a.md", b"| No | Response |\n|---|---|\n| 1 | Done \\| twice |\n").blocks

    assert [block.text for block in blocks] == ["No", "Response", "1", "Done | twice"]
    assert [block.cell.is_head for block in blocks] == [True, True, False, False]


def test_front_matter_of_markdown_is_apart():
    front, title = readers.read("a.md", b"---\npublished: 2025-03-10\n---\n# Plan\n").blocks

    assert (front.region, title.text) == ("front matter", "Plan")


def test_label_in_bold_begins_a_line_of_its_own():
    assert texts("a.md", "**Ask:** stop.\n**Our update:** stopped.\n") == [
        "Ask: stop.",
        "Our update: stopped.",
    ]


def test_list_of_markdown_and_a_line_broken_on_purpose():
    assert texts("a.md", "- one\n- two\n\nfirst  \nsecond\n\n---\n\n<!-- no words -->\n") == [
        "- one",
        "- two",
        "first",
        "second",
    ]


@pytest.mark.parametrize("document", [b"", b"  \n", b"\xef\xbb\xbf"])
def test_file_without_words_is_empty(document):
    reading = readers.read("a.txt", document)

    assert (reading.nothing, reading.oddities[0].tag) == ("The file is empty.", "empty")
