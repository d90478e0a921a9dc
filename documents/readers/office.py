"""What Word documents and workbooks share: a zip archive that is opened without trusting it, and
its XML.
"""

import io

from lxml import etree

from files import Unusable
from files.archive import Archive

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
LARGEST_PART = 60 * 1024**2


def opened(data):
    return Archive(io.BytesIO(data))


def tree(archive, name):
    """The XML of the entry `name`, or None. No entities, nothing fetched."""
    if name not in archive:
        return None
    if archive.size(name) > LARGEST_PART:
        raise Unusable(
            "is larger inside than any answer. Save the part that answers as a file of its own."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError as fault:
        raise Unusable(
            "is damaged: its text cannot be read. Save it again and add the new file."
        ) from fault


def w(name):
    return f"{{{NAMESPACES['w']}}}{name}"
