"""The same lines as documents of several formats. A line that begins with `# ` is a heading; an empty one is a gap."""

import html
import io

import docx
import pikepdf

LINE = 12  # points from one line of a PDF to the next
WIDTH = 92  # letters to a line of a PDF


def as_docx(lines):
    document = docx.Document()
    for line in lines:
        if line.startswith("# "):
            document.add_heading(line[2:], level=2)
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line:
            document.add_paragraph(line)
    return saved(document)


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_html(lines):
    parts = [_element(line) for line in lines if line]
    head = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Page</title></head>"
    return f"{head}<body><main>{''.join(parts)}</main></body></html>".encode()


def _element(line):
    if line.startswith("# "):
        return f"<h2>{html.escape(line[2:])}</h2>"
    if line.startswith("- "):
        return f"<ul><li>{html.escape(line[2:])}</li></ul>"
    return f"<p>{html.escape(line)}</p>"


def as_text(lines):
    return "\n".join(line.removeprefix("# ") for line in lines).encode()


def as_pdf(lines):
    """A4 in Helvetica, as plain as can be; headings are bold."""
    pages = [[]]
    height = 780
    for line in lines:
        if not line:
            height -= LINE
            continue
        is_bold = line.startswith("# ")
        for piece in _broken(line.removeprefix("# ")):
            if height < 80:
                pages.append([])
                height = 780
            pages[-1].append((is_bold, 60, height, piece))
            height -= LINE
        height -= LINE  # a gap after each paragraph
    return pdf(pages)


def _broken(line):
    words = line.split(" ")
    piece = words[0]
    for word in words[1:]:
        if len(piece) + len(word) > WIDTH:
            yield piece
            piece = word
        else:
            piece = f"{piece} {word}"
    yield piece


def pdf(pages):
    """Pages of (bold, x, y, words)."""
    document = pikepdf.new()
    for lines in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=_font("Helvetica"), F2=_font("Helvetica-Bold"))
        )
        page.Contents = document.make_stream(b"\n".join(_drawn(*line) for line in lines))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _font(name):
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name(f"/{name}"),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def _drawn(is_bold, x, y, words):
    escaped = (
        words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    return b"BT /F%d 10 Tf %d %d Td (%s) Tj ET" % (2 if is_bold else 1, x, y, escaped)


FORMATS = {".txt": as_text, ".docx": as_docx, ".html": as_html, ".pdf": as_pdf}
