"""A Word document as it looks with all changes accepted."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents import readers
from tests.helpers.documents import as_docx, saved

W = nsdecls("w")
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def read(document):
    return readers.read("answers.docx", saved(document))


def texts(reading):
    return [block.text for block in reading.blocks]


def with_body(xml):
    document = docx.Document()
    for element in parse_xml(f"<w:body {W}>{xml}</w:body>"):
        document.element.body.append(element)
    return read(document)


def run(words, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_headings_lists_and_quotations_have_their_kind():
    document = docx.Document()
    document.add_heading("Title", 0)
    document.add_heading("Recommendation 1", 2)
    document.add_paragraph("Ask.", style="Intense Quote")
    document.add_paragraph("Item", style="List Number")

    blocks = read(document).blocks

    assert [(block.kind, block.level) for block in blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("item", 0),
    ]
    assert blocks[2].is_quoted


def test_outline_level_of_a_paragraph_makes_a_heading():
    blocks = with_body(
        f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{run("Heading")}</w:p>'
    ).blocks

    assert (blocks[0].kind, blocks[0].level) == ("heading", 2)


def test_insertions_are_read_and_deletions_are_not():
    reading = with_body(
        f'<w:p>{run("It ")}<w:del w:id="1"><w:r><w:delText>rejects</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{run("accepts")}</w:ins>{run(" it.")}</w:p>'
    )

    assert texts(reading) == ["It accepts it."]
    assert reading.oddities[0].tag == "tracked-changes"


def test_paragraph_whose_end_is_deleted_goes_on_in_the_next():
    reading = with_body(
        f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("One ")}</w:p><w:p>{run("two.")}</w:p>'
    )

    assert texts(reading) == ["One two."]


def test_deleted_paragraph_and_deleted_row_are_gone():
    deleted = "<w:trPr><w:del w:id='1'/></w:trPr>"
    kept_row = f"<w:tr><w:tc><w:p>{run('kept')}</w:p></w:tc></w:tr>"
    gone_row = f"<w:tr>{deleted}<w:tc><w:p>{run('gone')}</w:p></w:tc></w:tr>"
    gone_paragraph = f'<w:del w:id="3"><w:p>{run("gone")}</w:p></w:del>'

    reading = with_body(f"{gone_paragraph}<w:tbl>{kept_row}{gone_row}</w:tbl>")

    assert texts(reading) == ["kept"]


@pytest.mark.parametrize("properties", ["<w:vanish/>", '<w:rStyle w:val="Hidden"/>'])
def test_hidden_words_are_pointed_out(properties):
    document = docx.Document()
    style = '<w:name w:val="Hidden"/><w:rPr><w:vanish/></w:rPr>'
    named = f'<w:style {W} w:type="character" w:styleId="Hidden">{style}</w:style>'
    document.styles.element.append(parse_xml(named))
    document.element.body.insert(
        0, parse_xml(f"<w:p {W}>{run('Seen.')}{run(' Unseen.', properties)}</w:p>")
    )

    reading = read(document)

    assert texts(reading) == ["Seen."]
    assert "Unseen." in reading.oddities[0].sentence


def test_content_controls_and_text_boxes_are_read_once():
    box = f"<w:txbxContent><w:p>{run('Boxed.')}</w:p></w:txbxContent>"
    twice = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawing = f"<w:p><w:r><mc:AlternateContent {MC}>{twice}</mc:AlternateContent></w:r></w:p>"
    control = f"<w:sdt><w:sdtContent><w:p>{run('Held.')}</w:p></w:sdtContent></w:sdt>"

    reading = with_body(drawing + control)

    assert texts(reading) == ["Boxed.", "Held."]


def test_merged_cells_and_nested_tables_have_their_places():
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "7"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "wide"
    inner = table.cell(2, 2).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "inner"

    blocks = {block.text: block.cell for block in read(document).blocks if block.text}

    assert (blocks["7"].rows, blocks["wide"].columns, blocks["inner"].table) == (2, 2, 1)


def test_tabs_breaks_and_special_hyphens_are_letters():
    pieces = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"

    assert texts(with_body(f"<w:p><w:r>{pieces}</w:r></w:p>")) == ["a\tb\nc\u2011d"]


def test_footnote_and_comment_are_pointed_out():
    data = _with_part(
        as_docx(["Words."]),
        "word/comments.xml",
        f'<w:comments {W}><w:comment w:id="0"><w:p>{run("Check this")}</w:p></w:comment></w:comments>',
    )

    reading = readers.read("answers.docx", data)

    assert [oddity.tag for oddity in reading.oddities] == ["hidden-content"]


def _with_part(data, name, xml):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, xml)
    return out.getvalue()


def test_damaged_document_is_a_sentence():
    data = as_docx(["Words."])

    assert readers.read("answers.docx", data[:-200]).nothing.startswith("The file is damaged")


def test_document_with_broken_xml_is_a_sentence():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")

    assert "damaged" in readers.read("answers.docx", out.getvalue()).nothing


@pytest.mark.parametrize(("name", "data"), [("a.docx", b"text"), ("a.xlsx", b"text")])
def test_file_that_is_none_of_its_kind_is_a_sentence(name, data):
    reading = readers.read(name, data)

    assert reading.oddities[0].tag == "wrong-extension"


def test_locked_and_old_files_are_a_sentence():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

    assert readers.read("a.docx", old).oddities[0].tag == "encrypted"
    assert ".docx" in readers.read("a.doc", old).nothing
    assert "not read" in readers.read("a.png", b"\x89PNG").nothing
    assert "larger" in readers.read("a.txt", b"a" * (readers.MOST_BYTES + 1)).nothing
