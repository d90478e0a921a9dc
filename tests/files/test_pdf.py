"""What a PDF hides is found, also where it is packed into object streams, and no PDF holds up the site."""

import io
import time
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from files import Unusable, intake
from files.findings import inside_pdf, sentences
from files.findings import pdf as looking
from tests.helpers import files
from tests.helpers.files import upload

PACKED = {"plain": pikepdf.ObjectStreamMode.disable, "packed": pikepdf.ObjectStreamMode.generate}


def findings(content):
    """What the process of its own says of a PDF; the same is asked in this process, which is measured."""
    told = intake.receive(upload("a.pdf", content)).findings
    if sentences.UNREAD_PDF not in told:
        assert inside_pdf.read(content) == told
    return told


def made(hide=None, **save):
    """The bytes of a PDF of one page in which `hide` put something."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if hide:
            hide(pdf)
        file = io.BytesIO()
        pdf.save(file, **save)
    return file.getvalue()


def on_page(pdf, **entry):
    annotation = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entry)
    pdf.pages[0].Annots = pdf.make_indirect(Array([pdf.make_indirect(annotation)]))


def program_on_opening(pdf):
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def program_of_a_link(pdf):
    on_page(pdf, Subtype=Name.Link, A=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def attachment(pdf):
    pdf.attachments["staff.xlsx"] = b"names"


def attachment_pinned_to_a_page(pdf):
    file = pdf.make_stream(b"names")
    specification = Dictionary(Type=Name.Filespec, UF="staff.xlsx", EF=Dictionary(F=file))
    on_page(pdf, Subtype=Name.FileAttachment, FS=pdf.make_indirect(specification))


def comment(pdf):
    on_page(pdf, Subtype=Name.Highlight, Contents="Who is this?")


def marked_redaction(pdf):
    on_page(pdf, Subtype=Name.Redact)


def filled_form(pdf):
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="victim", V="A name"))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=[field]))


def old_form(pdf):
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>")))


def starting_a_program(pdf):
    on_page(pdf, Subtype=Name.Link, A=pdf.make_indirect(Dictionary(S=Name.Launch, F="cmd.exe")))


def sending_a_form(pdf):
    on_page(pdf, Subtype=Name.Link, A=pdf.make_indirect(Dictionary(S=Name.SubmitForm, F="x")))


def hidden_layer(pdf):
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Names"))
    pdf.Root.OCProperties = pdf.make_indirect(Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer])))


def film(pdf):
    on_page(pdf, Subtype=Name.RichMedia)


def author(pdf):
    pdf.docinfo.Author = "A Person"


HIDDEN = {
    program_on_opening: [sentences.PROGRAM],
    program_of_a_link: [sentences.PROGRAM],
    attachment: ["It has 1 attachment: “staff.xlsx”. Whoever opens it can open what is attached."],
    attachment_pinned_to_a_page: [
        "It has 1 attachment: “staff.xlsx”. Whoever opens it can open what is attached."
    ],
    comment: ["It has 1 comment. Whoever opens it can read what was said."],
    marked_redaction: [
        "It has 1 redaction that was never applied. Whoever opens it can read what is beneath."
    ],
    filled_form: ["It has a form with 1 field filled in, which may hold more than is seen."],
    old_form: ["It has a form (XFA) that we cannot look into. Check what is filled in."],
    starting_a_program: ["It can start a program, or open another file, on a reader’s computer."],
    sending_a_form: ["It can send what a reader fills in to an address on the web."],
    hidden_layer: ["It has 1 hidden layer: “Names”. Whoever opens it can show that."],
    film: ["It has sound, film or 3D content in it. Whoever opens it can play that."],
    author: ["It says who wrote it: “A Person”."],
}


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_what_a_pdf_hides_is_told_plain_or_packed(hide, packing):
    content = made(hide, object_stream_mode=PACKED[packing])

    assert findings(content) == HIDDEN[hide]


@pytest.mark.parametrize("packing", PACKED)
def test_pdf_that_hides_nothing_has_nothing_to_tell(packing):
    def link(pdf):
        on_page(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://force.example/"))

    assert findings(made(link, object_stream_mode=PACKED[packing])) == []


def test_empty_and_unticked_fields_are_not_filled_in():
    def form(pdf):
        fields = [
            Dictionary(FT=Name.Tx, T="name", V=""),
            Dictionary(FT=Name.Btn, T="tick", V=Name.Off),
        ]
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields)))

    assert findings(made(form)) == []


def test_signature_is_told_and_is_no_filled_field():
    def signature(pdf):
        field = Dictionary(FT=Name.Sig, T="signature", V=Dictionary(Name=String("A Person")))
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=[field]))

    assert findings(made(signature)) == ["It has a digital signature, which names who signed it."]


def test_author_in_the_newer_place_is_told_once():
    def written_twice(pdf):
        pdf.docinfo.Author = "A Person"
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["A Person", "Another"]

    assert findings(made(written_twice)) == ["It says who wrote it: “A Person”, “Another”."]


def test_name_that_is_spelt_with_signs_is_understood():
    content = made(program_on_opening, object_stream_mode=PACKED["plain"])

    assert findings(content.replace(b"/JavaScript", b"/J#61vaScript")) == [sentences.PROGRAM]


def test_earlier_version_beneath_the_last_is_told():
    earlier = made()
    later = earlier.rstrip() + b"\nstartxref\n9\n%%EOF\n"

    assert findings(later) == [sentences.EARLIER_VERSION]
    assert findings(made(linearize=True)) == []


# Locked, damaged, endless.


def test_pdf_that_opens_with_a_password_alone_is_refused():
    lock = pikepdf.Encryption(user="secret", owner="more secret")

    with pytest.raises(Unusable, match=r"“a\.pdf” is locked with a password\. Save it without one"):
        findings(made(encryption=lock))


def test_pdf_that_may_not_be_printed_is_taken_and_that_is_told():
    lock = pikepdf.Encryption(user="", owner="secret")

    assert findings(made(comment, encryption=lock)) == [
        "It has 1 comment. Whoever opens it can read what was said.",
        sentences.RESTRICTED,
    ]


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing\n%%EOF", made()[:-200][:90]])
def test_pdf_that_cannot_be_read_says_that_nobody_looked(content):
    assert findings(content) == [sentences.UNREAD_PDF]


@pytest.mark.parametrize(
    "content",
    [
        b"\r\n\xef\xbb\xbf" + files.PDF,
        b"\x00" * 1000 + files.PDF,
        files.PDF.replace(b"%%EOF\n", b""),
    ],
)
def test_odd_beginning_and_missing_end_make_no_other_file(content):
    received = intake.receive(upload("a.pdf", content))

    assert (received.content_type, received.findings) == ("application/pdf", [])


def bomb(size):
    """Zeros that unpack to `size` bytes, made without packing all of them."""
    packer = zlib.compressobj()
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1024**2)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (size // 1024**2)


def test_list_of_objects_that_unpacks_without_end_holds_nobody_up():
    """4 GB in 4 MB: more than the reader may take. qpdf then finds the objects without the list."""
    packed = bomb(4 * 1024**3)
    begins = files.PDF.index(b"trailer")
    table = b"4 0 obj<</Type/XRef/Size 5/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n"
    end = b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n"
    content = files.PDF[:begins] + table % len(packed) + packed + end % begins
    begun = time.monotonic()

    told = intake.receive(upload("a.pdf", content)).findings
    assert told in ([sentences.UNREAD_PDF], [])
    assert time.monotonic() - begun < looking.MOST_SECONDS + 5


def test_endless_words_about_a_pdf_hide_no_comment_of_it():
    def endless_words(pdf):
        comment(pdf)
        pdf.Root.Metadata = pdf.make_stream(b"")
        pdf.Root.Metadata.write(bomb(256 * 1024**2), filter=Name.FlateDecode)

    told = findings(made(endless_words, compress_streams=False))

    assert told in ([sentences.UNREAD_PDF], HIDDEN[comment])


def test_reader_that_never_ends_is_stopped(monkeypatch):
    endless = [looking.READER[0], "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(looking, "READER", endless)
    monkeypatch.setattr(looking, "MOST_SECONDS", 0.5)

    assert findings(files.PDF) == [sentences.UNREAD_PDF]


def test_5000_pages_are_looked_through():
    def pages(pdf):
        for _ in range(4_999):
            pdf.add_blank_page()
        on_page(pdf, Subtype=Name.Text, Contents="On the first of them")

    assert findings(made(pages)) == ["It has 1 comment. Whoever opens it can read what was said."]


@pytest.mark.parametrize("depth", [400, 100_000])
def test_objects_inside_of_objects_end(depth):
    """qpdf gives up at some depth; either way there is an answer."""
    content = files.PDF.replace(
        b"/MediaBox", b"/Deep " + b"[" * depth + b"]" * depth + b"/MediaBox"
    )

    assert findings(content) in ([], [sentences.UNREAD_PDF])


@pytest.mark.parametrize("view", [None, 1, Dictionary()])
def test_odd_list_of_layers_hides_none(view):
    def layers(pdf):
        pdf.Root.OCProperties = 1 if view is None else Dictionary(D=view)

    assert findings(made(layers)) == []


def test_layers_that_are_all_off_are_told_but_what_is_no_layer_is_not():
    def layers(pdf):
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Names")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group, 1]), D=Dictionary(BaseState=Name.OFF))

    assert findings(made(layers)) == list(sentences.hidden_layers(["Names"]))


def test_value_that_is_no_text_counts_as_filled_in():
    def form(pdf):
        on_page(pdf, FT=Name.Tx, T=String("a"), V=pdf.make_stream(b"x"))

    assert len(findings(made(form))) == 1


def test_very_many_objects_are_not_all_looked_through(monkeypatch):
    monkeypatch.setattr(inside_pdf, "MOST_OBJECTS", 3)

    assert inside_pdf.read(made()) == [sentences.UNSEEN]


def test_very_many_attachments_are_not_all_named(monkeypatch):
    monkeypatch.setattr(inside_pdf, "MOST_FILE_NAMES", 0)

    assert inside_pdf.read(made(attachment)) == []


def test_object_that_is_no_dictionary_is_passed_over():
    def number(pdf):
        pdf.Root.Odd = pdf.make_indirect(Array([pdf.make_indirect(String("x"))]))

    assert findings(made(number)) == []


def test_value_that_refuses_to_be_a_text_is_a_question_mark():
    class Odd:
        def __str__(self):
            raise TypeError

    assert inside_pdf._text(Odd()) == "?"
