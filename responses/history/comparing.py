"""Two versions of the same facts, side by side, with the words that changed."""

from dataclasses import dataclass

from .differences import Piece, differences


@dataclass(frozen=True)
class Fact:
    """One thing that an answer says. The same `key` in two versions is the same thing."""

    key: str
    name: str
    text: str


@dataclass(frozen=True)
class Row:
    """One fact in both versions, as the pieces of its differences."""

    name: str
    pieces: list[Piece]
    is_changed: bool


def compared(before: list[Fact], after: list[Fact]) -> list[Row]:
    """A Row for every fact of either version: changed ones first, then those that are equal."""
    old = {fact.key: fact for fact in before}
    new = {fact.key: fact for fact in after}
    keys = dict.fromkeys([*new, *old])
    rows = [_row(old.get(key), new.get(key)) for key in keys]
    return sorted(rows, key=lambda row: not row.is_changed)


def changes(before: list[Fact], after: list[Fact]) -> list[Row]:
    """The rows that are not the same in both."""
    return [row for row in compared(before, after) if row.is_changed]


def _row(old: Fact | None, new: Fact | None) -> Row:
    before = old.text if old else ""
    after = new.text if new else ""
    name = new.name if new else old.name if old else ""
    return Row(name, differences(before, after), before != after)
