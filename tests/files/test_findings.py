"""What an Office file, a picture, a PDF or an email shows to whoever opens it is told in plain sentences."""

import pytest

from files import Unusable, intake
from files.findings import pictures, sentences
from tests.helpers import files
from tests.helpers.files import OOXML, exif, jpeg, office, open_document, png, relationships, upload

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def found(name, content):
    return intake.receive(upload(name, content)).findings


def workbook(sheets, parts=None, types=None):
    """An Excel workbook; `sheets` are its names with their state and the XML of their rows."""
    rows = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{state and f" state={state!r}"}/>'
        for number, (name, state, _) in enumerate(sheets, 1)
    )
    inner = {
        f"xl/sheet{number}.xml": f"<worksheet xmlns='{SHEET}'>{rows}</worksheet>"
        for number, (_, _, rows) in enumerate(sheets, 1)
    }
    targets = relationships(
        *(
            (f"r{number}", "worksheet", f"sheet{number}.xml", "")
            for number in range(1, len(sheets) + 1)
        )
    )
    book = f"<workbook xmlns='{SHEET}' xmlns:r='r'><sheets>{rows}</sheets></workbook>"
    return office(
        "xlsx", book, {"xl/_rels/workbook.xml.rels": targets, **inner, **(parts or {})}, types
    )


@pytest.mark.parametrize("end", files.CONTENTS)
def test_plain_file_has_nothing_to_tell(end):
    assert found(f"a.{end}", files.CONTENTS[end]) == []


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (("Plan", "", "<row r='1'/><cols><col min='1' max='3'/></cols>"), []),
        (("Plan", "visible", "<row hidden='0'/>"), []),
        (("Staff", "hidden", ""), ["Sheet “Staff” is hidden. Whoever opens the file can show it."]),
        (
            ("Staff", "veryHidden", ""),
            ["Sheet “Staff” is hidden so that Excel does not list it. It can still be read."],
        ),
        (
            ("Plan", "", "<row hidden='1'/><row hidden='true'/>"),
            ["Sheet “Plan” has 2 hidden rows. Whoever opens the file can show that."],
        ),
        (
            ("Plan", "", "<cols><col hidden='1' min='2' max='4'/><col hidden='1'/></cols>"),
            ["Sheet “Plan” has 4 hidden columns. Whoever opens the file can show that."],
        ),
        (("Plan", "", "<cols><col hidden='1' min='9' max='x'/></cols>"), []),
        (
            ("x" * 200, "hidden", ""),
            [f"Sheet “{'x' * 79}…” is hidden. Whoever opens the file can show it."],
        ),
    ],
)
def test_hidden_parts_of_a_workbook_are_told(sheet, told):
    assert found("a.xlsx", workbook([sheet])) == told


def test_sheet_whose_part_is_missing_has_no_hidden_rows():
    book = f"<workbook xmlns='{SHEET}'><sheet name='Plan'/></workbook>"

    assert found("a.xlsx", office("xlsx", book)) == []


@pytest.mark.parametrize(
    ("part", "kind", "content", "told"),
    [
        (
            "xl/comments1.xml",
            OOXML + "spreadsheetml.comments+xml",
            "<c><comment/><comment/></c>",
            "It has 2 comments.",
        ),
        (
            "xl/t.xml",
            "application/vnd.ms-excel.threadedcomments+xml",
            "<c><threadedComment/></c>",
            "It has 1 comment.",
        ),
        ("xl/comments1.xml", OOXML + "spreadsheetml.comments+xml", "<c/>", None),
        (
            "xl/e1.xml",
            OOXML + "spreadsheetml.externalLink+xml",
            "<e/>",
            "It takes figures from another file.",
        ),
        (
            "xl/p1.xml",
            OOXML + "spreadsheetml.pivotCacheRecords+xml",
            "<p/>",
            "A pivot table keeps a copy",
        ),
        (
            "xl/connections.xml",
            OOXML + "spreadsheetml.connections+xml",
            "<c/>",
            "It is connected to a database",
        ),
        ("xl/embeddings/1.bin", OOXML + "oleObject", "x", "It has 1 file embedded in it."),
    ],
)
def test_parts_of_a_workbook_that_are_not_seen_are_told(part, kind, content, told):
    told_of = found("a.xlsx", office("xlsx", "<workbook/>", {part: content}, {part: kind}))

    assert [sentence.startswith(told) for sentence in told_of] == ([True] if told else [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("<w:p/>", []),
        ("<w:ins/>", [sentences.CHANGES]),
        ("<w:del/><w:ins/>", [sentences.CHANGES]),
        ("<w:moveFrom/>", [sentences.CHANGES]),
        ("<w:vanish/>", [sentences.HIDDEN_TEXT]),
        ("<w:vanish w:val='false'/>", []),
        ("<w:del/><w:vanish w:val='1'/>", [sentences.CHANGES, sentences.HIDDEN_TEXT]),
    ],
)
@pytest.mark.parametrize("part", ["document", "header"])
def test_changes_and_hidden_text_of_a_document_are_told(words, told, part):
    words = f"<w:x xmlns:w='w'>{words}</w:x>"
    kind = {"word/header1.xml": OOXML + "wordprocessingml.header+xml"}
    document = (
        office("docx", words)
        if part == "document"
        else office("docx", parts={"word/header1.xml": words}, types=kind)
    )

    assert found("a.docx", document) == told


def test_comments_and_embedded_files_of_a_document_are_told():
    parts = {
        "word/comments.xml": "<c><comment/></c>",
        "word/embeddings/1.xlsx": files.CONTENTS["xlsx"],
    }
    kinds = {"word/comments.xml": OOXML + "wordprocessingml.comments+xml"}

    assert found("a.docx", office("docx", parts=parts, types=kinds)) == [
        "It has 1 comment. Whoever opens it can read what was said.",
        "It has 1 file embedded in it. Whoever opens it can open what is embedded, whole.",
    ]


def test_what_lies_outside_is_told_once_and_a_hyperlink_is_not():
    rows = relationships(
        ("a", "hyperlink", "https://force.example/", "External"),
        ("b", "attachedTemplate", "https://force.example/t.dotx", "External"),
        ("c", "image", "https://force.example/t.dotx", "External"),
        ("d", "styles", "styles.xml", ""),
    )

    assert found("a.docx", office("docx", parts={"word/_rels/document.xml.rels": rows})) == [
        "It points at something outside of the file, “https://force.example/t.dotx”. Opening it may fetch that."
    ]


def test_hidden_slides_and_notes_are_told():
    kinds = {f"ppt/slide{number}.xml": OOXML + "presentationml.slide+xml" for number in (1, 2)}
    parts = {
        "ppt/slide1.xml": "<p:sld xmlns:p='p' show='0'/>",
        "ppt/slide2.xml": "<p:sld xmlns:p='p'/>",
    }
    notes = {"ppt/n.xml": OOXML + "presentationml.notesSlide+xml"}

    assert found(
        "a.pptx", office("pptx", "<presentation/>", {**parts, "ppt/n.xml": "<n/>"}, kinds | notes)
    ) == [
        "It has speaker’s notes. Whoever opens it can read them.",
        "It has 1 hidden slide. Whoever opens it can show what is hidden.",
    ]


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        (
            "text",
            "<x><changed-region/><annotation/></x>",
            [sentences.CHANGES, "It has 1 comment. Whoever opens it can read what was said."],
        ),
        (
            "text",
            "<x><style name='a'/><text-properties display='none'/></x>",
            [sentences.HIDDEN_TEXT],
        ),
        ("text", "<x><text-properties display='true'/></x>", []),
        ("text", "<x><p/><unheard-of/></x>", []),
        (
            "spreadsheet",
            "<x><style name='h'/><table-properties display='false'/><style name='s'/><table-properties/>"
            "<table name='Staff' style-name='h'/><table name='Plan' style-name='s'/></x>",
            ["Sheet “Staff” is hidden. Whoever opens the file can show it."],
        ),
        (
            "spreadsheet",
            "<x><table name='Plan'/><table-column visibility='collapse'/><table-row/>"
            "<table-row visibility='filter' number-rows-repeated='3'/></x>",
            [
                "Sheet “Plan” has 3 hidden rows. Whoever opens the file can show that.",
                "Sheet “Plan” has 1 hidden column. Whoever opens the file can show that.",
            ],
        ),
        (
            "spreadsheet",
            "<x><table-source href='file:///staff.ods'/></x>",
            [
                "It points at something outside of the file, “file:///staff.ods”. Opening it may fetch that."
            ],
        ),
        (
            "text",
            "<x><object href='./Object 1'/><object-ole href='./Object 2'/></x>",
            ["It has 2 files embedded in it. Whoever opens it can open what is embedded, whole."],
        ),
        (
            "presentation",
            "<x><style name='h'/><drawing-page-properties visibility='hidden'/><page style-name='h'/><page/></x>",
            ["It has 1 hidden slide. Whoever opens it can show what is hidden."],
        ),
    ],
)
def test_open_document_tells_the_same(kind, content, told):
    end = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}[kind]

    assert found(f"a.{end}", open_document(kind, content)) == told


def test_locked_open_document_is_refused():
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}

    with pytest.raises(Unusable, match=r"“a\.odt” is locked with a password"):
        found("a.odt", open_document("text", parts=manifest))


@pytest.mark.parametrize("end", ["xlsx", "ods"])
def test_very_large_document_says_that_not_all_was_looked_through(monkeypatch, end):
    monkeypatch.setattr(sentences, "MOST_XML", 5)

    assert found(f"a.{end}", files.CONTENTS[end]) == [sentences.UNSEEN]


PLACE = {1: "N", 2: (52.0, 17.0, 0.0), 3: "W", 4: (1.0, 35.0, 0.0)}
TOLD_OF_PICTURES = [
    ({}, []),
    ({"place": PLACE}, [pictures.WHERE]),
    (
        {"DateTimeOriginal": "2021:03:18 09:00:00"},
        ["The picture says when it was taken: 2021:03:18 09:00:00."],
    ),
    (
        {"Make": "Apple\0", "Model": "iPhone 12"},
        ["The picture says with what it was taken: “Apple iPhone 12”."],
    ),
    (
        {"Make": "Canon", "Model": "Canon EOS R5", "BodySerialNumber": "123"},
        ["The picture says with what it was taken: “Canon EOS R5” and its serial number."],
    ),
    ({"Artist": "A Person"}, ["The picture names somebody: “A Person”."]),
    ({"Orientation": 1}, []),
]


@pytest.mark.parametrize(("tags", "told"), TOLD_OF_PICTURES)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_what_a_picture_says_beside_what_is_seen_is_told(form, tags, told):
    assert found(f"a.{form.lower()}", files.photograph(form, **tags)) == told


def test_small_copy_inside_of_a_picture_is_told():
    first = exif(0x010F)[:-4] + (26).to_bytes(
        4, "little"
    )  # the list of the picture, then that of its copy
    second = b"\1\0" + b"\1\1\3\0\1\0\0\0\1\0\0\0" + bytes(4)

    assert found("a.jpg", jpeg((b"\xe1", b"Exif\0\0" + first + second))) == [pictures.THUMBNAIL]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", jpeg((b"\xe1", b"http://ns.adobe.com/xap/1.0/\0<x/>"))),
        ("a.jpg", jpeg((b"\xe1", b"Exif\0\0"))),
        ("a.png", png((b"tEXt", b"a\0b"))),
    ],
)
def test_picture_without_tags_has_nothing_to_tell(name, content):
    assert found(name, content) == []


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff\xe0nothing", png().replace(b"IHDR\0\0\0\1", b"IHDR\0\1\0\0")]
)
def test_picture_that_cannot_be_read_says_that_nobody_looked(content):
    name = "a.jpg" if content.startswith(b"\xff") else "a.png"

    assert found(name, content) == [sentences.UNREAD_PICTURE]


def test_very_large_png_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 3)

    assert found("a.png", files.photograph("PNG", place=PLACE)) == [sentences.UNREAD_PICTURE]


def test_attachments_of_an_email_are_named():
    mail = (
        b"From: a@force.example\r\nDate: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
        b'--b\r\nContent-Disposition: attachment; filename="staff.xlsm"\r\n\r\nx\r\n--b--\r\n'
    )

    assert found("a.eml", mail) == [
        "It has 1 attachment: “staff.xlsm”. Whoever opens it can open what is attached."
    ]
