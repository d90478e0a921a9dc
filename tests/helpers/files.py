"""The smallest files of each kind, made by hand, and ways to spoil them."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

OOXML = "application/vnd.openxmlformats-officedocument."
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAINS = {
    "docx": ("word/document.xml", OOXML + "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", OOXML + "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", OOXML + "presentationml.presentation.main+xml"),
    "docm": ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "xlsm": ("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "dotx": ("word/document.xml", OOXML + "wordprocessingml.template.main+xml"),
}
PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)
TEXT = b"A guide for officers, as issued.\n"
MAIL = b"From: a@force.example\r\nDate: 18 Mar 2021 09:00\r\nMessage-ID: <1@force.example>\r\n\r\nHello.\r\n"
WEB_PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PROGRAM = b"MZ\x90\0" + bytes(60)


def upload(name, content):
    return SimpleUploadedFile(name, content)


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def office(kind, main="<document/>", parts=None, types=None, **more):
    """An Office file; `parts` are more of them, `types` say what they are."""
    name, content_type = MAINS[kind]
    overrides = {name: content_type, **(types or {})}
    rows = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items()
    )
    return zipped(
        {"[Content_Types].xml": f"<Types>{rows}</Types>", name: main, **(parts or {})}, **more
    )


def relationships(*rows):
    inner = "".join(
        f'<Relationship Id="{id}" Type="x/{kind}" Target="{target}"{mode and f" TargetMode={mode!r}"}/>'
        for id, kind, target, mode in rows
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{inner}</Relationships>'


def open_document(kind, content="<content/>", parts=None):
    mime_type = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mime_type, "content.xml": content, **(parts or {})})


def png(*chunks):
    whole = [
        (b"IHDR", struct.pack(">2L5B", 1, 1, 8, 0, 0, 0, 0)),
        *chunks,
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(content))
        + kind
        + content
        + struct.pack(">L", zlib.crc32(kind + content))
        for kind, content in whole
    )


def jpeg(*segments):
    """A real picture of one grey point, with more segments before it."""
    file = io.BytesIO()
    Image.new("L", (1, 1)).save(file, "JPEG")
    inner = b"".join(
        b"\xff" + marker + struct.pack(">H", len(content) + 2) + content
        for marker, content in segments
    )
    return file.getvalue()[:2] + inner + file.getvalue()[2:]


def exif(*tags, order="<"):
    """A list of tags about a picture, all empty."""
    start = b"II*\0" if order == "<" else b"MM\0*"
    rows = b"".join(struct.pack(f"{order}HHLL", tag, 4, 1, 0) for tag in tags)
    return start + struct.pack(f"{order}LH", 8, len(tags)) + rows + bytes(4)


def photograph(form="JPEG", **tags):
    """A picture with Exif; `tags` by their names, those of GPS under `place`."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = (
        1  # Pillow writes no Exif into a PNG whose first list is empty
    )
    details = exif.get_ifd(ExifTags.IFD.Exif)
    for name, value in tags.items():
        if name == "place":
            exif.get_ifd(ExifTags.IFD.GPSInfo).update(value)
        elif name.startswith("DateTime") or name.endswith("SerialNumber"):
            details[ExifTags.Base[name]] = value
        else:
            exif[ExifTags.Base[name]] = value
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, form, exif=exif)
    return file.getvalue()


CONTENTS = {
    "pdf": PDF,
    "docx": office("docx"),
    "xlsx": office("xlsx", "<workbook/>"),
    "pptx": office("pptx", "<presentation/>"),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "odp": open_document("presentation"),
    "txt": TEXT,
    "csv": b"force,officers\nA,12\n",
    "eml": MAIL,
    "png": png(),
    "jpg": jpeg(),
    "jpeg": jpeg(),
}
