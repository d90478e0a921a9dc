"""What a file is by its content, against what its ending says. The client's own word for it counts for nothing."""

import codecs
import re
from dataclasses import dataclass

from django.core.files import File

from . import Unusable
from .archive import PIECE, Archive, ends_as_zip
from .xml import elements

PDF, PNG, JPEG = "a PDF", "a PNG picture", "a JPEG picture"
WORD, EXCEL, POWERPOINT = "a Word document", "an Excel workbook", "a PowerPoint presentation"
ODT, ODS, ODP = (
    "an OpenDocument text",
    "an OpenDocument spreadsheet",
    "an OpenDocument presentation",
)
TEXT, MAIL = "plain text", "an email"
ZIP, WEB_PAGE, UNKNOWN = "a zip archive", "a web page", "not one that can be told"
OLD_OFFICE = "an Office file that is locked with a password, or of the kind used before 2007"


@dataclass(frozen=True)
class FileType:
    """What may be added: what its content must be, and as what it is sent to those who open it."""

    content: str
    content_type: str
    label: str


OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
TYPES = {
    ".pdf": FileType(PDF, "application/pdf", "PDF"),
    ".docx": FileType(WORD, OOXML + "wordprocessingml.document", "Word"),
    ".xlsx": FileType(EXCEL, OOXML + "spreadsheetml.sheet", "Excel"),
    ".pptx": FileType(POWERPOINT, OOXML + "presentationml.presentation", "PowerPoint"),
    ".odt": FileType(ODT, ODF + "text", "OpenDocument text"),
    ".ods": FileType(ODS, ODF + "spreadsheet", "OpenDocument spreadsheet"),
    ".odp": FileType(ODP, ODF + "presentation", "OpenDocument presentation"),
    ".txt": FileType(TEXT, "text/plain", "Text"),
    ".csv": FileType(TEXT, "text/csv", "CSV"),
    ".eml": FileType(MAIL, "message/rfc822", "Email"),
    ".png": FileType(PNG, "image/png", "PNG picture"),
    ".jpg": FileType(JPEG, "image/jpeg", "JPEG picture"),
    ".jpeg": FileType(JPEG, "image/jpeg", "JPEG picture"),
}
TAKEN = "PDF, Word, Excel, PowerPoint, OpenDocument, plain text, CSV, emails (.eml), PNG and JPEG"
MACROS = (
    "can hold macros, which are programs. Save it without macros, as .{} or as PDF, and add that."
)
INSTEAD = {
    **{f".{old}{last}": MACROS.format(old + "x") for old in ("doc", "xls", "ppt") for last in "m"},
    **{
        f".{old}": f"is of the kind used before 2007. Save it as .{old}x or as PDF."
        for old in ("doc", "xls", "ppt")
    },
    ".xlsb": MACROS.format("xlsx"),
    ".msg": "is a message of Outlook alone. Save it as .eml or as PDF.",
    ".zip": "is an archive. Add what is in it as files of their own.",
    ".htm": "is a web page. Print it to PDF, or add a link to it.",
    ".html": "is a web page. Print it to PDF, or add a link to it.",
    "": "has no ending that says what it is, such as .pdf.",
}
MAGIC = [
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"PK\3\4", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"{\\rtf", "an RTF document"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
]
# These could begin a text too: they count where the rest is none.
WEAK_MAGIC = [
    (b"MZ", "a program"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a film, a sound or a WebP picture"),
    (b"Rar!", "an archive"),
]
MAIN_PARTS = {
    OOXML + "wordprocessingml.document.main+xml": WORD,
    OOXML + "spreadsheetml.sheet.main+xml": EXCEL,
    OOXML + "presentationml.presentation.main+xml": POWERPOINT,
}
MIME_TYPES = {ODF + "text": ODT, ODF + "spreadsheet": ODS, ODF + "presentation": ODP}
WITH_MACROS = "an Office file with macros"
MACRO_TYPE = re.compile(
    "macroenabled|vbaproject|macrosheet|vnd.ms-excel.sheet.binary", re.IGNORECASE
)
MACRO_FOLDERS = ("Basic/", "Scripts/")
MARKUP = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|\?xml)\b", re.IGNORECASE)
CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
START = 64 * 1024  # the fields of an email that passed many servers are long


def ending(name: str) -> str:
    """“.pdf” of “Plan.PDF”, or nothing. Windows drops dots and spaces at the end, so we do."""
    return "".join(re.findall(r"[^.](\.[a-z0-9]{1,8})$", name.lower().rstrip(" .")))


def check(name: str, file: File) -> tuple[FileType, Archive | None]:
    """The FileType of `file` and its Archive where it is one.

    Unusable where the content is not what the ending says.
    """
    end = ending(name)
    if end in INSTEAD:
        raise Unusable(INSTEAD[end])
    if end not in TYPES:
        raise Unusable(f"ends in {end}, which is not taken. These are: {TAKEN}.")

    expected = TYPES[end]
    content, archive = _look(file, expected)
    if content == WITH_MACROS:
        raise Unusable(
            "holds macros, which are programs. Save it without macros, or as PDF, and add that."
        )
    if content != expected.content:
        raise Unusable(_disagree(expected, content))
    return expected, archive


def _disagree(expected: FileType, content: str) -> str:
    right = [end for end, known in TYPES.items() if known.content == content]
    or_else = f", or give it the right ending ({right[0]})" if right else ""
    return f"is not {expected.content}: its content is {content}. Save it as {_noun(expected)}{or_else}."


def _noun(expected: FileType) -> str:
    return {TEXT: "plain text", MAIL: "an email (.eml)"}.get(expected.content, expected.content)


def _look(file: File, expected: FileType) -> tuple[str, Archive | None]:
    start = _read(file, 0, START)
    content = _named(MAGIC, start)
    if content is None and expected.content == PDF and _begins_late(start):
        content = PDF
    if content == ZIP:
        return _look_into_zip(file)
    if content in (PDF, PNG, JPEG):
        return (content if _is_one_thing(file, content, start) else UNKNOWN), None
    return content or _written(file, start), None


def _begins_late(start: bytes) -> bool:
    """A PDF after a blank line, a mark of a text, or what a scanner puts before its header.

    Acrobat and every browser open it where the header stands in the first 1,024 bytes. Only a file
    that is named .pdf is asked: a text may speak of “%PDF-”.
    """
    return b"%PDF-" in start[:1024] and _named(WEAK_MAGIC, start) is None


def _named(table: list[tuple[bytes, str]], start: bytes) -> str | None:
    return next((name for magic, name in table if start.startswith(magic)), None)


def _read(file: File, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


def _is_one_thing(file: File, content: str, start: bytes) -> bool:
    """Not a web page or an archive as well: programs differ in what they make of that.

    A PDF may lack its end mark: those of some scanners and of many mail programs do, and open
    everywhere. A phone adds its own after a JPEG. A PNG without its end is cut off.
    """
    if content == PNG:
        last = _read(file, max(0, file.seek(0, 2) - 1024), 1024)
        if b"IEND\xaeB`\x82" not in last:
            return False
    return not MARKUP.search(start[:1024]) and not ends_as_zip(file)


def _look_into_zip(file: File) -> tuple[str, Archive | None]:
    archive = Archive(file)
    if "[Content_Types].xml" in archive:
        return _office(archive), archive
    is_open_document = "mimetype" in archive and "content.xml" in archive
    if is_open_document and archive.size("mimetype") < 100:
        return _open_document(archive), archive
    return ZIP, None


def content_types(archive: Archive) -> list[tuple[str, str]]:
    """What the parts of an Office file say they are: [(name of the part or its ending, type)]."""
    rows = elements(archive.pieces("[Content_Types].xml"), "Override", "Default")
    return [
        (row.get("PartName", row.get("Extension", "")), row.get("ContentType", ""))
        for _, row in rows
    ]


def _office(archive: Archive) -> str:
    parts = content_types(archive)
    if any(MACRO_TYPE.search(kind) for _, kind in parts):
        return WITH_MACROS
    if any("vbaproject" in name.lower() for name in archive.entries):
        return WITH_MACROS
    mains = {
        MAIN_PARTS[kind]
        for name, kind in parts
        if kind in MAIN_PARTS and name.lstrip("/") in archive
    }
    return mains.pop() if len(mains) == 1 else ZIP


def _open_document(archive: Archive) -> str:
    if any(name.startswith(MACRO_FOLDERS) for name in archive.entries):
        return WITH_MACROS
    return MIME_TYPES.get(archive.read("mimetype").decode("ascii", "replace").strip(), ZIP)


def _written(file: File, start: bytes) -> str:
    """Text, an email, a web page; or what nobody can tell."""
    if not any(_decodes(file, encoding) for encoding in _encodings(start)):
        return _named(WEAK_MAGIC, start) or UNKNOWN
    if _is_mail(start):
        return MAIL
    return WEB_PAGE if MARKUP.search(start[:2048].replace(b"\0", b"")) else TEXT


def _encodings(start: bytes) -> list[str]:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    return ["utf-8", "cp1252"]


def _decodes(file: File, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        for piece in iter(lambda: file.read(PIECE), b""):
            if CONTROLS.search(decoder.decode(piece)):
                return False
        return not decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False


def _is_mail(start: bytes) -> bool:
    """Begins with the fields of a message, and is not a web page that a browser saved as one."""
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    names = re.findall(rb"^([A-Za-z][A-Za-z0-9-]*):", head, re.MULTILINE)
    fields = {name.lower() for name in names}
    begins = re.match(rb"[A-Za-z][A-Za-z0-9-]*:", head)
    is_page = b"snapshot-content-location" in fields or b"<saved by" in head.lower()
    was_transported = bool(fields & {b"mime-version", b"received", b"message-id"})
    if begins is None or is_page or not was_transported:
        return False
    return {b"from", b"date"} <= fields
