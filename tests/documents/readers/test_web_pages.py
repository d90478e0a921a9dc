"""A saved web page: its words in order, its hidden ones pointed out, its markup kept as the region."""

from documents import readers


def read(body, head=""):
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return readers.read("page.html", page.encode())


def texts(reading):
    return [block.text for block in reading.blocks]


def test_headings_have_levels_and_folded_sections_are_headings():
    blocks = read("<h2>Two</h2><details><summary>Folded</summary><p>Words</p></details>").blocks

    assert [(block.kind, block.level, block.text) for block in blocks] == [
        ("heading", 2, "Two"),
        ("heading", 3, "Folded"),
        ("paragraph", 0, "Words"),
    ]


def test_broken_line_ends_a_paragraph_and_not_a_heading():
    assert texts(read("<h2>Recommendation&nbsp;1<br>To all</h2><p>One<br>Two</p>")) == [
        "Recommendation\xa01 To all",
        "One",
        "Two",
    ]


def test_scripts_and_heads_are_no_words():
    assert texts(
        read("<script>var a</script><noscript>No</noscript><p>Yes</p>", "<title>No</title>")
    ) == ["Yes"]


def test_hidden_words_are_pointed_out_and_not_read():
    style = "<style>.gone, #off {display:none}</style>"
    body = "<p class='gone'>One</p><p id='off'>Two</p><p hidden>Three</p>"
    body += "<p style='visibility: hidden'>Four</p><p>Five</p>"

    reading = read(body, style)

    assert texts(reading) == ["Five"]
    assert [oddity.tag for oddity in reading.oddities] == ["hidden-content"] * 4


def test_cells_that_span_keep_their_places():
    rows = "<tr><th rowspan=2>7</th><td>a</td></tr><tr><td>b</td></tr><tr><td colspan=2>c</td></tr>"

    blocks = read(f"<table><caption>Plan</caption>{rows}</table>").blocks

    assert [
        (block.text, block.cell and (block.cell.row, block.cell.column)) for block in blocks
    ] == [
        ("Plan", None),
        ("7", (0, 0)),
        ("a", (0, 1)),
        ("b", (1, 1)),
        ("c", (2, 0)),
    ]
    assert blocks[1].cell.rows == 2
    assert blocks[4].cell.columns == 2


def test_empty_and_hidden_cells_are_places():
    reading = read("<table><tr><td>8</td><td></td><td hidden>x</td></tr></table>")

    assert texts(reading) == ["8", "", ""]


def test_table_in_a_table_is_one_of_its_own():
    blocks = read("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>").blocks

    assert [block.cell.table for block in blocks] == [0, 1]


def test_bold_line_is_strong_and_quotation_is_quoted():
    page = "<p><b>Our response</b></p><blockquote><p>Ask</p></blockquote>"
    page += "<p><span style='font-weight: bold'>Rec</span></p>"

    bold, quoted, styled = read(page).blocks

    assert (bold.is_strong, quoted.is_quoted, styled.is_strong) == (True, True, True)


def test_declared_encoding_language_and_links_are_kept():
    head = b"<html><head><meta charset=windows-1252></head>"
    page = head + b"<body><p lang=cy>Ymateb \x96 <a href=/x>a</a></p></body></html>"

    [block] = readers.read("page.html", page).blocks

    assert (block.text, block.language, block.links) == ("Ymateb – a", "cy", ("/x",))


def test_preformatted_lines_stay_as_they_are():
    assert texts(read("<pre>a  b\nc</pre><p>a  b</p>")) == ["a  b\nc", "a b"]


def test_page_under_another_name_is_read_as_a_page():
    reading = readers.read("answers.docx", b"<html><body><p>Accepted.</p></body></html>")

    assert texts(reading) == ["Accepted."]
    assert reading.oddities[0].tag == "wrong-extension"


def test_elements_in_elements_without_end_are_cut_off():
    reading = read("<div>" * 600 + "deep" + "</div>" * 600 + "<p>shallow</p>")

    assert "shallow" in texts(reading)
