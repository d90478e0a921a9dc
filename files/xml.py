"""Reads the XML of an Office file piece by piece: no document type, no entities, nothing fetched, little memory."""

from xml.parsers import expat

from . import Unusable
from .archive import DAMAGED


def elements(pieces, *wanted):
    """The name and the attributes of each element that is `wanted`, in their order, without namespaces."""
    found = []

    def start(name, attributes):
        local = name.rpartition(" ")[2]
        if local in wanted:
            found.append((local, {key.rpartition(" ")[2]: value for key, value in attributes.items()}))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_document_type
    for piece in pieces:
        _parse(parser, piece, False)
        yield from found
        found.clear()
    _parse(parser, b"", True)


def _refuse_document_type(*_):
    raise Unusable("holds XML with a document type, which no Office program writes. Save it again in yours.")


def _parse(parser, piece, is_last):
    try:
        parser.Parse(piece, is_last)
    except (expat.ExpatError, ValueError, LookupError) as fault:  # not XML, or in an encoding nobody knows
        raise Unusable(DAMAGED) from fault
