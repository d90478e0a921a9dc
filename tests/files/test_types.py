"""What a file is by its content must be what its ending says, and what is kept must be harmless to open."""

import pytest

from files import Unusable, intake, types
from files.xml import elements
from tests.helpers import files
from tests.helpers.files import CONTENTS, upload


def why_not(name, content):
    """Why this file is not taken, or nothing."""
    try:
        intake.receive(upload(name, content))
    except Unusable as fault:
        return str(fault)
    return None


@pytest.mark.parametrize("end", CONTENTS)
def test_file_is_taken_and_sent_as_what_it_is(end):
    received = intake.receive(upload(f"Plan.{end.upper()}", CONTENTS[end]))

    assert received.content_type == types.TYPES[f".{end}"].content_type
    assert (received.name, received.size) == (f"Plan.{end.upper()}", len(CONTENTS[end]))


def test_client_is_not_asked_what_the_file_is():
    lying = upload("a.html.pdf", files.WEB_PAGE)
    lying.content_type = "application/pdf"

    with pytest.raises(Unusable, match="its content is a web page"):
        intake.receive(lying)


SAME = {"jpg", "jpeg"}, {"txt", "csv"}
WRONG_PAIRS = [
    (end, content)
    for end in CONTENTS
    for content in CONTENTS
    if end != content and {end, content} not in SAME
]


@pytest.mark.parametrize(("end", "content"), WRONG_PAIRS)
def test_content_of_one_kind_under_the_ending_of_another_is_refused(end, content):
    told = why_not(f"plan.{end}", CONTENTS[content])

    assert told.startswith(f"“plan.{end}” is not {types.TYPES[f'.{end}'].content}: its content is ")


def test_refusal_says_what_to_do():
    assert why_not("policy.pdf", CONTENTS["docx"]) == (
        "“policy.pdf” is not a PDF: its content is a Word document. "
        "Save it as a PDF, or give it the right ending (.docx)."
    )


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.txt", files.WEB_PAGE, "a web page"),
        ("a.csv", b"\xef\xbb\xbf" + files.WEB_PAGE, "a web page"),
        ("a.txt", b"<svg onload='alert(1)'></svg>", "a web page"),
        (
            "a.txt",
            b"<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
            "a web page",
        ),
        ("a.txt", "<html>".encode("utf-16"), "a web page"),
        (
            "a.eml",
            b"From: <Saved by Blink>\r\nDate: 1\r\nMIME-Version: 1.0\r\nSnapshot-Content-Location: x\r\n\r\n<p>",
            "plain text",
        ),
        ("a.eml", b"From: a\r\nDate: b\r\n\r\nOnly words.", "plain text"),
        (
            "a.pdf",
            b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF",
            "not one that can be told",
        ),
        ("a.pdf", files.PDF + CONTENTS["docx"] + b"\n%%EOF", "not one that can be told"),
        ("a.pdf", files.PDF + files.zipped({"a.html": "x"}), "not one that can be told"),
        ("a.pdf", files.PDF[:-6], None),
        ("a.pdf", b"\n" + files.PDF, None),
        ("a.pdf", b"x" * 1024 + files.PDF, "plain text"),
        ("a.pdf", b"<html>\n" + files.PDF, "not one that can be told"),
        ("a.pdf", b"GIF89a\0" + files.PDF, "a GIF picture"),
        ("a.pdf", b"MZ\0" + files.PDF, "a program"),
        ("a.txt", b"A PDF begins with %PDF-1.7.", None),
        ("a.png", files.png()[:-12], "not one that can be told"),
        ("a.png", files.png() + files.zipped({"a": "x"}), "not one that can be told"),
        ("a.jpg", files.jpeg((b"\xfe", b"<script>alert(1)</script>")), "not one that can be told"),
        ("a.jpg", b"GIF89a\1\0\1\0\0\0\0=1;alert(1)", "a GIF picture"),
        ("a.docx", files.zipped({"a.txt": "x"}), "a zip archive"),
        ("a.docx", files.office("dotx"), "a zip archive"),
        ("a.docx", files.zipped({"[Content_Types].xml": "<Types/>"}), "a zip archive"),
        (
            "a.docx",
            files.OLD_WORD,
            "an Office file that is locked with a password, or of the kind used before 2007",
        ),
        (
            "a.odt",
            files.zipped({"mimetype": "application/epub+zip", "content.xml": "<x/>"}),
            "a zip archive",
        ),
        ("a.odt", files.zipped({"mimetype": "x" * 200, "content.xml": "<x/>"}), "a zip archive"),
        ("a.pdf", files.PROGRAM, "a program"),
        ("a.txt", b"#!/bin/sh\nrm -rf /\n", "a program"),
        ("a.txt", b"\x7fELF" + bytes(60), "a program"),
        ("a.txt", b"a\0b", "not one that can be told"),
        ("a.txt", b"\x81\x8d caf\xe9", "not one that can be told"),
        ("a.txt", b"caf\xc3", None),
        ("a.txt", "Grüße".encode("cp1252"), None),
        ("a.txt", "Grüße\n".encode("utf-16"), None),
        ("a.txt", b"\xff\xfea", "not one that can be told"),
        ("a.txt", b"MZ Holdings met on Tuesday.", None),
        ("a.txt", b"a", None),
    ],
)
def test_content_that_two_programs_could_read_as_two_things_is_refused(name, content, found):
    told = why_not(name, content)

    assert (
        told and told.split("its content is ")[1].split(". Save")[0].split(", or give")[0]
    ) == found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "a.docm",
            "“a.docm” can hold macros, which are programs. Save it without macros, as .docx or as PDF, and add that.",
        ),
        (
            "a.xlsm",
            "“a.xlsm” can hold macros, which are programs. Save it without macros, as .xlsx or as PDF, and add that.",
        ),
        ("a.doc", "“a.doc” is of the kind used before 2007. Save it as .docx or as PDF."),
        ("a.msg", "“a.msg” is a message of Outlook alone. Save it as .eml or as PDF."),
        ("a.zip", "“a.zip” is an archive. Add what is in it as files of their own."),
        ("a.html", "“a.html” is a web page. Print it to PDF, or add a link to it."),
        ("README", "“README” has no ending that says what it is, such as .pdf."),
        (".htaccess", "“.htaccess” has no ending that says what it is, such as .pdf."),
        ("a.pdf.exe", f"“a.pdf.exe” ends in .exe, which is not taken. These are: {types.TAKEN}."),
    ],
)
def test_ending_that_is_not_taken_is_told_with_the_way_out(name, told):
    assert why_not(name, b"x") == told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", files.office("docm")),
        ("a.xlsx", files.office("xlsm")),
        ("a.docx", files.office("docx", parts={"word/vbaProject.bin": b"x"})),
        (
            "a.docx",
            files.office("docx", types={"word/x.bin": "application/vnd.ms-office.vbaProject"}),
        ),
        (
            "a.xlsx",
            files.office("xlsx", types={"xl/x.xml": "application/vnd.ms-excel.macrosheet+xml"}),
        ),
        ("a.odt", files.open_document("text", parts={"Basic/Standard/Module1.xml": "x"})),
        ("a.ods", files.open_document("spreadsheet", parts={"Scripts/python/a.py": "x"})),
    ],
)
def test_macros_are_refused_under_whatever_ending(name, content):
    assert why_not(name, content) == (
        f"“{name}” holds macros, which are programs. Save it without macros, or as PDF, and add that."
    )


def test_empty_file_is_refused():
    assert (
        why_not("a.txt", b"") == "“a.txt” is empty. Look whether it was saved, and choose it again."
    )


@pytest.mark.parametrize(("more", "is_taken"), [(0, True), (1, False)])
def test_file_may_be_as_large_as_the_limit_and_no_larger(settings, more, is_taken):
    settings.EVIDENCE_MAX_BYTES = 2 * 1024**2

    told = why_not("a.txt", b"x" * (2 * 1024**2 + more))

    most = "2.0\xa0MB"
    assert told == (
        None
        if is_taken
        else f"“a.txt” is larger than {most}, the most that a file can have. Save it smaller, or in parts."
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan\u202efdp.pdf", "plan\ufffdfdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a\ufffd\ufffdSet-Cookie: x.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        (" plan.pdf ", "plan.pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_name_is_kept_so_that_it_can_be_shown(given, kept):
    assert intake.plain_name(given) == kept


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document type"),
        (b"<a>", "is damaged"),
        (b"<?xml version='1.0' encoding='nobody-knows'?><a/>", "is damaged"),
        (b"<a>&b;</a>", "is damaged"),
        (b"", "is damaged"),
    ],
)
def test_xml_that_no_office_program_writes_is_refused(content, told):
    with pytest.raises(Unusable, match=told):
        list(elements([content], "a"))


def test_billion_laughs_in_a_part_are_refused():
    laughs = (
        "<!DOCTYPE l [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9))
        + "]><l>&j;</l>"
    )

    assert "document type" in why_not("a.docx", files.office("docx", laughs))
