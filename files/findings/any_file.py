"""What somebody who adds a file may not see in it, and whoever opens it can."""

import re
from email import policy
from email.parser import BytesParser

from .. import types
from . import office, opendocument, pictures
from .sentences import MOST_NAMED, count, short

IN_PDF = {
    rb"/JavaScript\b|/JS\b": "It has a program (JavaScript) in it. Print it to a new PDF to be rid of that.",
    rb"/EmbeddedFiles?\b": "It has files attached to it. Whoever opens it can open what is attached, whole.",
    rb"/Subtype\s*/(Text|FreeText|Popup|Highlight|StrikeOut)\b": "It has comments. Whoever opens it can read them.",
}


def of(file, archive, content):
    """The sentences for a file whose kind of `content` is known, and whose Archive is open where it is one."""
    if content in (types.WORD, types.EXCEL, types.POWERPOINT):
        return list(dict.fromkeys(office.findings(archive)))
    if archive:
        return list(dict.fromkeys(opendocument.findings(archive)))
    look = {types.PDF: _in_pdf, types.MAIL: _in_mail, types.JPEG: pictures.findings, types.PNG: pictures.findings}
    return list(look.get(content, lambda file: [])(file))


def _in_pdf(file):
    """What stands in it unpacked: parts that are packed are not looked into."""
    file.seek(0)
    content = file.read()
    return [sentence for sign, sentence in IN_PDF.items() if re.search(sign, content)]


def _in_mail(file):
    file.seek(0)
    message = BytesParser(policy=policy.compat32).parsebytes(file.read())
    names = [part.get_filename() for part in message.walk() if part.get_filename()]
    if names:
        listed = ", ".join(f"“{short(str(name))}”" for name in names[:MOST_NAMED])
        yield f"It has {count(len(names), 'attachment')}: {listed}. Whoever opens it can open what is attached."
