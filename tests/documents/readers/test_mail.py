"""An email: its own words and day, what it quotes apart, its attachments read."""

from email.message import EmailMessage

from documents import readers
from documents.readers import DEEPEST_MAIL
from documents.readers.mail import QUOTED
from tests.helpers.documents import as_docx


def message(text="Rec 1 – done.", **headers):
    mail = EmailMessage()
    mail["From"] = "Staff Office <staff@exampleshire.example>"
    mail["Date"] = headers.get("date", "Thu, 08 Jul 2021 16:42:10 +0100")
    mail["Subject"] = "Our update"
    mail.set_content(text)
    return mail


def read(mail):
    return readers.read("mail.eml", mail.as_bytes())


def body(reading):
    return [block.text for block in reading.blocks if not block.region.startswith("mail head")]


def test_head_says_day_writer_and_subject():
    head = [block.text for block in read(message()).blocks if block.region.startswith("mail head")]

    assert head == ["Date: 8 July 2021", "Staff Office <staff@exampleshire.example>", "Our update"]


def test_mail_without_a_readable_day_has_none():
    assert not any("Date:" in block.text for block in read(message(date="yesterday")).blocks)


def test_older_mail_below_is_quoted():
    reading = read(
        message("Done.\n\n-----Original Message-----\nFrom: Monitoring\n> Please answer.\n")
    )

    assert [block.text for block in reading.blocks if block.region == QUOTED][
        -1
    ] == "Please answer."
    assert body(reading)[0] == "Done."


def test_older_mail_in_a_page_is_quoted():
    mail = message("Done.")
    mail.add_alternative(
        "<p>Done.</p><div class=gmail_quote><p>Please answer.</p></div>", subtype="html"
    )

    reading = read(mail)

    assert body(reading) == ["Done.", "Please answer."]
    assert reading.blocks[-1].region == QUOTED


def test_mail_in_two_versions_is_read_once():
    mail = message("Done.")
    mail.add_alternative("<p>Done.</p>", subtype="html")

    assert body(read(mail)) == ["Done."]


def test_attachments_are_read_and_pointed_out():
    mail = message("See the files.")
    mail.add_attachment(
        as_docx(["Accepted."]), maintype="application", subtype="x", filename="answers.docx"
    )
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")

    reading = read(mail)

    assert reading.blocks[-1].place.startswith("attachment “answers.docx”")
    assert reading.blocks[-1].text == "Accepted."
    assert [oddity.tag for oddity in reading.oddities].count("attachment") == 3


def test_mails_in_mails_are_not_followed_for_ever():
    mail = message("The innermost.")
    for _ in range(DEEPEST_MAIL + 2):
        outer = message("An outer one.")
        outer.add_attachment(
            mail.as_bytes(), maintype="application", subtype="x", filename="mail.eml"
        )
        mail = outer

    assert "The innermost." not in body(read(mail))
