"""What a document is made of, whatever its format: blocks in reading order, each with its place in
the source.

Nothing here knows a format, a recommendation or a database. A block's text is exactly what the
document shows: rules that look for something do so in `text.plain`, and point back here.
"""

from dataclasses import dataclass, field, replace

HEADING, PARAGRAPH, ITEM = "heading", "paragraph", "item"


@dataclass(frozen=True)
class Cell:
    """Where in which table a block stands. Rows and columns count from 0; a merged cell spans several."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    is_head: bool = False


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or list item; in a table each paragraph of a cell is one."""

    text: str
    place: str
    kind: str = PARAGRAPH
    level: int = 0  # of a heading; 0 where the format has no levels
    is_strong: bool = False
    is_quoted: bool = False
    is_close: bool = False  # no blank line parts it from the block before
    region: str = ""  # the part of a page or a mail that it lies in, in the words of its markup
    language: str = ""
    cell: Cell | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Oddity:
    """Something that a person should look at: a tag for programs, a sentence for people."""

    tag: str
    sentence: str

    def __str__(self):
        return f"{self.tag}: {self.sentence}"


@dataclass
class Reading:
    """What a reader made of a file. `nothing` says why no words can be taken from it."""

    blocks: list[Block] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    nothing: str = ""

    def point_out(self, tag, sentence):
        oddity = Oddity(tag, sentence)
        if oddity not in self.oddities:
            self.oddities.append(oddity)

    def add(self, text, place, **details):
        self.blocks.append(Block(text, place, **details))

    def take_over(self, other, *, place, table_from):
        """Add what `other` holds, of a file inside this one."""
        for block in other.blocks:
            cell = block.cell and replace(block.cell, table=block.cell.table + table_from)
            self.blocks.append(replace(block, place=f"{place}, {block.place}", cell=cell))
        for oddity in other.oddities:
            self.point_out(oddity.tag, f"{place}: {oddity.sentence}")


def unreadable(tag, sentence):
    """A Reading of a file that gives no words."""
    return Reading(oddities=[Oddity(tag, sentence)], nothing=sentence)
