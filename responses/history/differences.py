"""Which words changed between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


def differences(before, after):
    """The two texts as Pieces in reading order: same and removed ones give `before`, same and added ones `after`."""
    old, new = _words(before), _words(after)
    pieces = []
    for verb, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if verb == "equal":
            pieces.append(Piece(SAME, "".join(old[old_from:old_to])))
            continue
        pieces.append(Piece(REMOVED, "".join(old[old_from:old_to])))
        pieces.append(Piece(ADDED, "".join(new[new_from:new_to])))
    return [piece for piece in pieces if piece.text]


def _words(text):
    """Words, each with the space behind it; joined again they are the text."""
    return re.findall(r"\S+\s*|\s+", text)
