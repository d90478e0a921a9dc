"""Which words changed between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME = "same"
REMOVED = "removed"
ADDED = "added"


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """The two texts as Pieces in reading order.

    Same and removed ones give `before`, same and added ones `after`.
    """
    old = _words(before)
    new = _words(after)
    pieces = []
    matcher = SequenceMatcher(None, old, new)
    for verb, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if verb == "equal":
            pieces.append(Piece(SAME, "".join(old[old_from:old_to])))
        else:
            pieces.append(Piece(REMOVED, "".join(old[old_from:old_to])))
            pieces.append(Piece(ADDED, "".join(new[new_from:new_to])))
    return [piece for piece in pieces if piece.text]


def _words(text: str) -> list[str]:
    """Words, each with the space behind it; joined again they are the text."""
    return re.findall(r"\S+\s*|\s+", text)
