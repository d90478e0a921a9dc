"""Workbooks and tables of separated values: what is shown, as it is shown."""

import datetime
import io

import openpyxl
import pytest

from documents import readers
from documents.readers.workbook import shown


def read(fill):
    book = openpyxl.Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return readers.read("plan.xlsx", file.getvalue())


def words(reading):
    return [block.text for block in reading.blocks if block.text]


def test_numbers_are_as_the_sheet_shows_them():
    reading = read(lambda book: book.active.append([7.1, 10, 10.0, "7.2", True]))

    assert words(reading) == ["7.1", "10", "10", "7.2", "TRUE"]


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ("mmm yyyy", "March 2025"),
        ("dd/mm/yyyy", "1 March 2025"),
        ("General", "1 March 2025"),
        ("dd-mmm", "01-Mar"),
        ("mmmm", "March"),
    ],
)
def test_day_has_the_parts_that_its_format_shows(form, day):
    assert shown(datetime.datetime(2025, 3, 1), form) == day


def test_hidden_columns_rows_and_sheets_are_pointed_out():
    def fill(book):
        sheet = book.active
        sheet.append(["seen", "unseen"])
        sheet.append(["gone", "gone"])
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[2].hidden = True
        old = book.create_sheet("Old")
        old.append(["old"])
        old.sheet_state = "hidden"

    reading = read(fill)

    assert words(reading) == ["seen"]
    assert [oddity.tag for oddity in reading.oddities] == ["hidden-content"] * 3


def test_merged_cells_stand_once_and_span():
    def fill(book):
        book.active.append(["7", "a"])
        book.active.append([None, "b"])
        book.active.merge_cells("A1:A2")

    blocks = [block for block in read(fill).blocks if block.text]

    assert [(block.text, block.cell.rows) for block in blocks] == [("7", 2), ("a", 1), ("b", 1)]


def test_formula_without_a_result_is_pointed_out():
    reading = read(lambda book: book.active.append(['="a"&"b"']))

    assert [oddity.tag for oddity in reading.oddities if oddity.tag == "formula"] == ["formula"]


def test_damaged_workbook_is_a_sentence():
    book = openpyxl.Workbook()
    file = io.BytesIO()
    book.save(file)

    assert "damaged" in readers.read("plan.xlsx", file.getvalue()[:-100] + bytes(100)).nothing


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_separated_values_are_parted_at_the_right_sign(sign):
    table = f'No{sign}Response\n1{sign}"a{sign} b; c, ""d""\ne"\n'

    reading = readers.read("plan.csv", table.encode())

    assert words(reading) == ["No", "Response", "1", f'a{sign} b; c, "d"\ne']


def test_text_that_is_no_table_is_one_column():
    assert words(readers.read("plan.csv", b"One line.\nAnother.\n")) == ["One line.", "Another."]
