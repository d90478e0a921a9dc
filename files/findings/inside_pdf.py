"""What a PDF holds that somebody who adds it may not see, read by qpdf in a process of its own.

    python -m files.findings.inside_pdf < plan.pdf

prints the sentences as JSON. A PDF can be made to unpack without end: only a process that can be
stopped, and that may not take much memory, is safe to open one. Nothing here imports Django,
which would take longer to start than most PDFs take to read.
"""

import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator

import pikepdf

from . import sentences

MOST_MEMORY = 768 * 1024**2  # bytes of address space; Python and qpdf take 200 MB of it
MOST_SECONDS = 10  # of the processor; 5,000 pages take one
MOST_OBJECTS = 400_000  # dictionaries and arrays; a plan of 5,000 pages has 30,000
MOST_FILE_NAMES = 200

COMMENTS = {
    "/Text",
    "/FreeText",
    "/Highlight",
    "/Underline",
    "/Squiggly",
    "/StrikeOut",
    "/Caret",
    "/Ink",
    "/Stamp",
    "/Line",
    "/Square",
    "/Circle",
    "/Polygon",
    "/PolyLine",
}
MEDIA = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
SENDING = {"/SubmitForm", "/ImportData"}


class Contents:
    """What was met in the objects of one PDF."""

    def __init__(self) -> None:
        self.has_program = False
        self.starts_programs = False
        self.sends = False
        self.has_media = False
        self.has_signature = False
        self.has_old_form = False
        self.comments = 0
        self.redactions = 0
        self.filled_fields = 0
        self.attachments: list[str] = []
        self.layers: list[str] = []
        self.authors: list[str] = []

    def take(self, entry: pikepdf.Object) -> None:
        """Note what one dictionary is. Its name says it: a type is often left out."""
        action = _name(entry, "/S")
        subtype = _name(entry, "/Subtype")
        if action == "/JavaScript" or "/JS" in entry:
            self.has_program = True
        if action == "/Launch":
            self.starts_programs = True
        if action in SENDING:
            self.sends = True
        if "/EF" in entry:
            self._take_attachment(entry)
        if "/XFA" in entry:
            self.has_old_form = True
        if "/Rect" in entry:
            self._take_annotation(subtype)
        if "/V" in entry and ("/FT" in entry or "/T" in entry):
            self._take_field(entry)

    def _take_attachment(self, entry: pikepdf.Object) -> None:
        """A file specification that holds the file, and does not only name it."""
        name = entry.get("/UF", entry.get("/F", ""))
        if len(self.attachments) < MOST_FILE_NAMES:
            self.attachments.append(_text(name) or "no name")

    def _take_annotation(self, subtype: str) -> None:
        if subtype in COMMENTS:
            self.comments += 1
        if subtype == "/Redact":
            self.redactions += 1
        if subtype in MEDIA:
            self.has_media = True

    def _take_field(self, entry: pikepdf.Object) -> None:
        """A box that is not ticked says /Off, and a field that was emptied says nothing."""
        value = entry["/V"]
        if _name(entry, "/FT") == "/Sig" or isinstance(value, pikepdf.Dictionary):
            self.has_signature = True
        elif isinstance(value, pikepdf.Array) or _text(value) not in ("", "/Off"):
            self.filled_fields += 1

    def sentences(self) -> Iterator[str]:
        if self.has_program:
            yield sentences.PROGRAM
        if self.starts_programs:
            yield "It can start a program, or open another file, on a reader’s computer."
        if self.sends:
            yield "It can send what a reader fills in to an address on the web."
        yield from sentences.attachments(list(dict.fromkeys(self.attachments)))
        yield from sentences.comments(self.comments)
        yield from sentences.redactions(self.redactions)
        yield from sentences.hidden_layers(self.layers)
        yield from sentences.filled_fields(self.filled_fields)
        if self.has_old_form:
            yield "It has a form (XFA) that we cannot look into. Check what is filled in."
        if self.has_media:
            yield "It has sound, film or 3D content in it. Whoever opens it can play that."
        if self.has_signature:
            yield "It has a digital signature, which names who signed it."
        yield from sentences.authors(self.authors)


def read(content: bytes) -> list[str]:
    """The sentences for one PDF. Raises pikepdf.PasswordError for one that is locked."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        contents = Contents()
        is_whole = _take_objects(pdf, contents)
        contents.layers = list(_hidden_layers(pdf))
        contents.authors = list(dict.fromkeys(_authors(pdf)))
        spoken = list(contents.sentences())

        if _has_earlier_version(pdf, content):
            spoken.append(sentences.EARLIER_VERSION)
        if pdf.is_encrypted:
            spoken.append(sentences.RESTRICTED)
        if not is_whole:
            spoken.append(sentences.UNSEEN)
        return spoken


def _take_objects(pdf: pikepdf.Pdf, contents: Contents) -> bool:
    """Look at every dictionary of the file, used or not; False where there are too many.

    qpdf lists what is packed in object streams like everything else: that is where Word and Acrobat
    put comments and programs, and where reading the raw bytes saw none of them.
    """
    looked_at = 0
    for top in pdf.objects:
        waiting = [top]
        while waiting:
            entry = waiting.pop()
            looked_at += 1
            if looked_at > MOST_OBJECTS:
                return False
            if isinstance(entry, pikepdf.Stream):
                entry = entry.stream_dict
            if isinstance(entry, pikepdf.Dictionary):
                contents.take(entry)
                waiting += _direct(value for _, value in entry.items())
            elif isinstance(entry, pikepdf.Array):
                waiting += _direct(iter(entry))
    return True


def _direct(values: Iterable[object]) -> list[pikepdf.Object]:
    """What stands inside of an object itself. What it points at has its own turn in the list."""
    return [
        value
        for value in values
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
    ]


def _name(entry: pikepdf.Object, key: str) -> str:
    value = entry.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _text(value: object) -> str:
    """What a string says. pikepdf refuses to call some objects a text, a stream for example."""
    try:
        return str(value).strip()
    except (TypeError, ValueError, NotImplementedError):
        return "?"


def _hidden_layers(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The layers that a reader does not show at first, by name."""
    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return
    view = layers.get("/D")
    if not isinstance(view, pikepdf.Dictionary):
        return
    off = view.get("/OFF")
    if _name(view, "/BaseState") == "/OFF":
        off = layers.get("/OCGs")
    if isinstance(off, pikepdf.Array):
        for layer in off:
            if isinstance(layer, pikepdf.Dictionary):
                yield _text(layer.get("/Name", ""))


def _authors(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Who wrote it, by either of the two places that a PDF has for that.

    Acrobat writes several names into the older place with semicolons between them.
    """
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        creators = metadata.get("dc:creator") or []
    names = [creators] if isinstance(creators, str) else list(creators)
    yield from (name.strip() for name in names if name and name.strip())

    info = pdf.trailer.get("/Info")
    author = _text(info.get("/Author", "")) if isinstance(info, pikepdf.Dictionary) else ""
    if author and author != "; ".join(names):
        yield author


def _has_earlier_version(pdf: pikepdf.Pdf, content: bytes) -> bool:
    """Saved on top of itself, as Acrobat does: what was taken out lies before the first end.

    A file for the web (linearized) has two ends from the beginning.
    """
    ends = 2 if pdf.is_linearized else 1
    return content.count(b"startxref") > ends


def main() -> None:  # pragma: no cover  it bounds its own process, which is not measured
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        answer: dict[str, object] = {"sentences": read(sys.stdin.buffer.read())}
    except pikepdf.PasswordError:
        answer = {"locked": True}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":  # pragma: no cover
    main()
