"""Which blocks are the cells of one table, and what its columns hold."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from ..language import labels, references
from ..language.text import plain, words_in
from . import columns

MOST_HEAD_ROWS = 3
LONGEST_HEAD = 90
# Where no column is for answers by its name, these are.
WEAK_ANSWERS = r"\b(actions?|comments?|comment(ary)?|position|details? of progress|what|outcome)\b"


@dataclass
class Grid:
    """One table: for each row and column the blocks of the cell that stands there or reaches there."""

    cells: dict = field(
        default_factory=lambda: defaultdict(list)
    )  # (row, column) → places of blocks
    origin: dict = field(default_factory=dict)  # (row, column) → where the cell there begins
    heads: set = field(default_factory=set)  # rows marked as head by the format
    width: int = 0
    height: int = 0
    columns: dict = field(default_factory=dict)  # number of a column → columns.Column
    head_rows: tuple = ()
    is_layout: bool = False
    done: set = field(default_factory=set)

    def blocks_at(self, row, column):
        return self.cells.get(self.origin.get((row, column), (row, column)), [])

    def begins(self, row, column):
        """Whether a cell begins here; a merged one reaches on."""
        return self.origin.get((row, column), (row, column)) == (row, column)


def grids(blocks):
    """The Grid of each table in `blocks`."""
    found = defaultdict(Grid)
    for place, block in enumerate(blocks):
        if block.cell is None:
            continue
        cell = block.cell
        grid = found[cell.table]
        grid.cells[cell.row, cell.column].append(place)
        grid.width = max(grid.width, cell.column + cell.columns)
        grid.height = max(grid.height, cell.row + 1)
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                grid.origin[row, column] = (cell.row, cell.column)
        if cell.is_head:
            grid.heads.add(cell.row)
    for grid in found.values():
        _understand(grid, blocks)
    return found


def _understand(grid, blocks):
    texts = _texts(grid, blocks)
    grid.is_layout = _is_layout(grid, blocks, texts)
    if grid.is_layout:
        return
    for needs_answers, answers in ((True, ()), (True, WEAK_ANSWERS), (False, ())):
        _find_head(grid, texts, needs_answers, answers)
        if grid.columns:
            return


def _find_head(grid, texts, needs_answers, more_answers):
    """The first rows that fit as a head. Two rows explain more than the first alone: most win."""
    for first in range(min(grid.height, 15)):
        for last in range(first, min(first + MOST_HEAD_ROWS, grid.height)):
            kinds = _columns(grid, texts, first, last)
            for column, kind in kinds.items():
                if more_answers and re.search(more_answers, kind.words, re.IGNORECASE):
                    kinds[column] = columns.Column(
                        columns.ANSWER, kind.words, columns.day_in(kind.words)
                    )
            if _is_head(grid, texts, kinds, first, last, needs_answers):
                grid.columns = kinds
                grid.head_rows = tuple(range(first, last + 1))
        if grid.columns:
            return


def _texts(grid, blocks):
    return {
        (row, column): plain(
            "\n".join(blocks[place].text for place in grid.blocks_at(row, column))
        ).strip()
        for row in range(grid.height)
        for column in range(grid.width)
    }


def _is_layout(grid, blocks, texts):
    """One column of cells, or a cell that holds headings and answers of its own."""
    used = {column for (_, column), text in texts.items() if text}
    if len(used) <= 1:
        return True
    for places in grid.cells.values():
        lines = [plain(blocks[place].text) for place in places]
        opens = sum(references.heading(line) is not None for line in lines)
        answers = sum(bool(labels.of(line) or labels.at_start(line)[0]) for line in lines)
        if len(lines) > 2 and opens and answers:
            return True
    return False


def _columns(grid, texts, first, last):
    """What each column holds if the rows from `first` to `last` are the head."""
    kinds = {}
    for column in range(grid.width):
        words = []
        for row in range(first, last + 1):
            text = texts[row, column]
            if text and text not in words:
                words.append(text)
        kinds[column] = columns.of(" ".join(words))
    return kinds


def _is_head(grid, texts, kinds, first, last, needs_answers):
    """Whether these rows are a head: short, and they say where the answers and the numbers are."""
    cells = [texts[row, column] for row in range(first, last + 1) for column in range(grid.width)]
    if any(len(text) > LONGEST_HEAD for text in cells) or last + 1 >= grid.height:
        return False
    for row in range(first, last + 1):
        own = {grid.origin.get((row, column)) for column in range(grid.width) if texts[row, column]}
        if len(own) < 2:  # a title over all columns, or a single cell
            return False
        if any(_looks_answered(texts[row, column], kinds[column]) for column in range(grid.width)):
            return False
    named = {kind.kind for kind in kinds.values()}
    has_number = columns.NUMBER in named or columns.ASK in named or columns.PART in named
    if not needs_answers:
        return has_number and len(named - {""}) > 1 and first == 0
    return columns.ANSWER in named and has_number


def _looks_answered(text, column):
    """A cell that belongs below a head: a number of a recommendation, a whole sentence, a status by itself."""
    in_cell = references.in_cell(text)
    is_number = in_cell is not None and column.kind in (columns.NUMBER, columns.ASK, columns.PART)
    return is_number or bool(re.search(r"[.;]$", text) and words_in(text) > 4)
