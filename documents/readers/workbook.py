"""A workbook or a table of separated values to blocks. Each sheet is a table; what is hidden is
pointed out, not read.
"""

import calendar
import csv
import datetime
import io
import re

import openpyxl
from openpyxl.utils import get_column_letter

from files import Unusable

from ..blocks import Cell, Reading
from .encoding import decode
from .office import opened

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MONTHS = calendar.month_name[1:]


def read(data):
    opened(data)  # refuses bombs and damage in a sentence
    try:  # what openpyxl raises of a damaged workbook is of a dozen kinds, and new ones come with each release
        formulas = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except Exception as fault:
        raise Unusable(
            "is damaged: its sheets cannot be read. Save it again and add the new file."
        ) from fault
    reading = Reading()
    for table, sheet in enumerate(values.worksheets):
        if sheet.sheet_state != "visible":
            _point_out_hidden(reading, f"The sheet “{sheet.title}”", _rows_of(sheet))
            continue
        _Sheet(sheet, formulas[sheet.title], table, reading).read()
    return reading


class _Sheet:
    def __init__(self, sheet, formulas, table, reading):
        self.sheet = sheet
        self.formulas = formulas
        self.table = table
        self.reading = reading
        self.hidden_columns = _hidden_columns(sheet)
        self.hidden_rows = {row for row, size in sheet.row_dimensions.items() if size.hidden}
        self.spans = {}
        self.covered = set()
        for merged in sheet.merged_cells.ranges:
            self.spans[merged.min_row, merged.min_col] = (
                merged.size["rows"],
                merged.size["columns"],
            )
            self.covered.update(merged.cells)

    def read(self):
        rows = list(_rows_of(self.sheet))
        for row in rows:
            for cell in row:
                self._cell(cell)
        hidden_rows = [row for row in rows if row[0].row in self.hidden_rows]
        hidden_cells = [
            [cell for cell in row if cell.column in self.hidden_columns] for row in rows
        ]
        _point_out_hidden(self.reading, f"A row of “{self.sheet.title}”", hidden_rows)
        _point_out_hidden(self.reading, f"A column of “{self.sheet.title}”", hidden_cells)

    def _cell(self, cell):
        where = cell.row, cell.column
        if where in self.covered and where not in self.spans:
            return
        if cell.row in self.hidden_rows or cell.column in self.hidden_columns:
            return
        rows, columns = self.spans.get(where, (1, 1))
        text = shown(cell.value, cell.number_format)
        place = f"sheet {self.sheet.title}, cell {get_column_letter(cell.column)}{cell.row}"
        formula = self.formulas[cell.coordinate].value
        if cell.value is None and isinstance(formula, str) and formula.startswith("="):
            sentence = (
                f"{place} holds a formula whose result is not stored, so its words cannot be read."
            )
            self.reading.point_out("formula", sentence)
        self.reading.add(
            text,
            place,
            cell=Cell(self.table, cell.row - 1, cell.column - 1, rows, columns),
            is_strong=bool(cell.font and cell.font.b),
        )


def _rows_of(sheet):
    """Rows as far as the sheet is used: a sheet may claim a million of them."""
    last_row = min(sheet.max_row, MOST_ROWS)
    last_column = min(sheet.max_column, MOST_COLUMNS)
    return sheet.iter_rows(max_row=last_row, max_col=last_column)


def shown(value, number_format):
    """The value of a cell as its sheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime | datetime.date):
        return _day(value, number_format)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).strip()


def _day(value, number_format):
    """A day in the parts that the format of the cell shows: a month and a year state no day."""
    parts = re.sub(r"\[[^\]]*\]|\\.|\"[^\"]*\"", "", str(number_format)).lower()
    has_day = "d" in parts or "m" not in parts
    if not has_day:
        return (
            f"{MONTHS[value.month - 1]} {value.year}" if "y" in parts else MONTHS[value.month - 1]
        )
    if "y" not in parts and "d" in parts:
        return (
            f"{value.day:02d}-{MONTHS[value.month - 1][:3]}"  # 7.1 typed into a cell becomes 07-Jan
        )
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def _hidden_columns(sheet):
    hidden = set()
    for size in sheet.column_dimensions.values():
        if size.hidden:
            hidden.update(range(size.min or size.index, (size.max or size.min or 0) + 1))
    return hidden


def _point_out_hidden(reading, what, rows):
    words = [str(cell.value) for row in rows for cell in row if cell.value is not None]
    if words:
        reading.point_out(
            "hidden-content", f"{what} is hidden and holds “{' | '.join(words)[:120]}”."
        )


def read_separated(data):
    """Comma, semicolon, tab or bar: the sign that gives the most even rows."""
    text = decode(data)
    rows = max((_rows(text, sign) for sign in ",;\t|"), key=_evenness)
    reading = Reading()
    for place, row in enumerate(rows[:MOST_ROWS]):
        for column, words in enumerate(row[:MOST_COLUMNS]):
            reading.add(
                words.strip(), f"row {place + 1}, column {column + 1}", cell=Cell(0, place, column)
            )
    return reading


def _rows(text, sign):
    csv.field_size_limit(10_000_000)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error:
        return []


def _evenness(rows):
    """How many rows are as wide as most are, and wider than one cell."""
    widths = [len(row) for row in rows if row]
    usual = max(set(widths), key=widths.count, default=0)
    return (usual > 1, widths.count(usual) * min(usual, 2))
