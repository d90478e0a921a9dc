"""Reads the XML of an Office file piece by piece.

No document type, no entities, nothing fetched, little memory.
"""

from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

from . import Unusable
from .archive import DAMAGED

Element = tuple[str, dict[str, str]]


def elements(pieces: Iterable[bytes], *wanted: str) -> Iterator[Element]:
    """Name and attributes of each element that is `wanted`, in order, without namespaces."""
    met: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _without_namespace(name)
        if local in wanted:
            met.append((local, {_without_namespace(key): attributes[key] for key in attributes}))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_document_type
    for piece in pieces:
        _parse(parser, piece, is_last=False)
        yield from met
        met.clear()
    _parse(parser, b"", is_last=True)


def _without_namespace(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_document_type(*_: object) -> NoReturn:
    """No Office program writes one; a chain of entities in one would unpack into gigabytes."""
    raise Unusable(
        "holds XML with a document type, which no Office program writes. Save it again in yours."
    )


def _parse(parser: expat.XMLParserType, piece: bytes, *, is_last: bool) -> None:
    try:
        parser.Parse(piece, is_last)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise Unusable(DAMAGED) from fault  # not XML, or in an encoding nobody knows
