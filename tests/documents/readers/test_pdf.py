"""A PDF holds letters at places: lines, columns, tables and paragraphs are put together again."""

import io

import pikepdf
import pytest

from documents import readers
from documents.readers import layout, pdf
from tests.helpers.documents import as_pdf
from tests.helpers.documents import pdf as drawn


def read(data):
    return readers.read("answers.pdf", data)


def texts(reading):
    return [" ".join(block.text.split()) for block in reading.blocks if not block.region]


def column(x, top, lines):
    return [(False, x, top - 12 * place, line) for place, line in enumerate(lines)]


def test_lines_become_paragraphs_and_bold_lines_headings():
    long = "The order was sent to every officer on the day on which the report was published, and it says more."

    reading = read(as_pdf(["# Recommendation 1", "", f"{long} {long}", "Second."]))

    assert texts(reading) == ["Recommendation 1", f"{long} {long}", "Second."]
    assert [block.kind for block in reading.blocks] == ["heading", "paragraph", "paragraph"]


def test_columns_are_read_one_after_the_other():
    left = [
        "The left column has a number of",
        "lines that go on until the end of",
        "it, and then they",
    ] * 5
    right = [
        "are followed by those of the right",
        "column, which are as many as the",
        "left one has of them.",
    ] * 5

    reading = read(drawn([column(50, 700, left) + column(320, 700, right)]))

    words = " ".join(texts(reading))
    assert words.index("it, and then they are followed by") > words.rindex("The left column")


def test_heads_and_feet_of_pages_are_apart():
    pages = [
        [
            (False, 60, 815, "Exampleshire plan"),
            (False, 60, 500, f"Words {number}."),
            (False, 60, 20, f"Page {number}"),
        ]
        for number in (1, 2)
    ]

    reading = read(drawn(pages))

    assert texts(reading) == ["Words 1.", "Words 2."]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["infor-", "mation"], "information"),
        (["twenty-", "four hours"], "twenty-four hours"),
        (["a front-", "line officer"], "a front-line officer"),
        (["of two", "lines"], "of two\nlines"),
        (["Constab-", "Les"], "Constab-\nLes"),
    ],
)
def test_hyphen_at_the_end_of_a_line_goes_unless_it_is_of_the_word(lines, joined):
    assert pdf.joined(lines, {"front-line", "information"}) == joined


def test_ligatures_are_letters():
    assert "oﬃcer ﬁnds".translate(layout.LIGATURES) == "officer finds"


def test_scan_without_text_is_said_to_be_one():
    document = pikepdf.new()
    document.add_blank_page()
    file = io.BytesIO()
    document.save(file)

    assert read(file.getvalue()).oddities[0].tag == "scanned"


def test_password_is_said_to_be_needed():
    assert read(_locked("secret")).oddities[0].tag == "encrypted"


def test_file_that_is_locked_without_a_password_is_read():
    assert texts(read(_locked(""))) == ["Words."]


def _locked(password):
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf(["Words."]))) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="owner", user=password))
    return file.getvalue()


def test_file_that_ends_in_the_middle_is_truncated():
    assert read(as_pdf(["Words."])[:-40]).oddities[0].tag == "truncated"


def test_damaged_file_is_a_sentence():
    assert "damaged" in read(b"%PDF-1.7\nnothing\n%%EOF").nothing


def test_more_pages_than_are_read_are_pointed_out(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)

    reading = read(drawn([[(False, 60, 500, "One.")], [(False, 60, 500, "Two.")]]))

    assert texts(reading) == ["One."]
    assert reading.oddities[0].tag == "too-large"


def test_page_that_is_a_picture_among_others_is_pointed_out():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf(["Words."]))) as document:
        page = document.add_blank_page(page_size=(595, 842))
        picture = document.make_stream(b"\0\0\0")
        picture.update(
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": 1,
                "/Height": 1,
            }
        )
        picture.update({"/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8})
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        page.Contents = document.make_stream(b"q 400 0 0 400 50 50 cm /P Do Q")
        document.save(file)

    assert [oddity.tag for oddity in read(file.getvalue()).oddities] == ["scanned"]
