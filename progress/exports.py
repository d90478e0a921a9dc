"""What is filtered on a progress page, as a file: the listed columns alone, and no cell that runs."""

import csv
import json

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from responses.vocabulary import Assurance, Position, Progress, State, Timeliness, Whereabouts

# A column's name in the file, where it comes from in Standing, and what it means.
COLUMNS = [
    ("report", "report__title", "Title of the report"),
    ("recommendation", "recommendation__number", "Number as printed"),
    ("organisation", "organisation_name", "Who was asked"),
    ("region", "organisation__region", "NPCC region, unverified"),
    ("due_on", "due_on", "ISO date; empty where there is no deadline"),
    ("state", "state", "Whose turn it is"),
    (
        "position",
        "position",
        "What the organisation says of the recommendation; empty where it is silent",
    ),
    ("progress", "progress", "How far it says it is; empty where it is silent"),
    ("assurance", "assurance", "Who says so; empty where it is silent"),
    ("timeliness", "timeliness", "Computed from dates"),
    ("response", "whereabouts", "Where the response is, as far as we know"),
    (
        "answered_on",
        "answered_on",
        "ISO date of the first answer; empty where it is silent or the day is not stated",
    ),
]
NAMES = [name for name, _, _ in COLUMNS]
SOURCES = [source for _, source, _ in COLUMNS]
VOCABULARIES = {
    "state": State,
    "position": Position,
    "progress": Progress,
    "assurance": Assurance,
    "timeliness": Timeliness,
    "response": Whereabouts,
}
LABELS = {name: dict(words.choices) for name, words in VOCABULARIES.items()}
RUNS_AS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # full width runs too


def rows_of(standings, today):
    """The rows of `standings` as lists of values, read a few thousand at a time."""
    labels = [LABELS.get(name, {}) for name in NAMES]
    rows = standings.with_timeliness(today).values_list(*SOURCES)
    for row in rows.iterator(chunk_size=2000):
        yield [words.get(value, value) for words, value in zip(labels, row, strict=True)]


class _Echo:
    """A file that hands back each line instead of holding it."""

    def write(self, line):
        return line


def as_csv(rows):
    """Lines of RFC 4180, in UTF-8 with ISO dates."""
    writer = csv.writer(_Echo())
    yield writer.writerow(NAMES)
    for row in rows:
        yield writer.writerow([_harmless(value) for value in row])


def _harmless(value):
    """Text that no spreadsheet takes for a formula, and a reader still reads."""
    if isinstance(value, str) and value.lstrip(" '\"").startswith(RUNS_AS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def as_json(rows):
    """One JSON array, an object for each row."""
    before = "["
    for row in rows:
        yield before + json.dumps(
            dict(zip(NAMES, row, strict=True)), ensure_ascii=False, default=str
        )
        before = ",\n"
    yield "]" if before != "[" else "[]"


def write_xlsx(rows, file):
    """One visible sheet; text is text and a date is a date."""
    book = Workbook(write_only=True)
    book.properties.creator = "Police super-complaints"
    sheet = book.create_sheet("Answers")
    sheet.append(NAMES)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _cell(sheet, value):
    """A text that would be a formula as the text that it is. A cell object for every value takes twice as long."""
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)  # rows from before texts were cleaned at the door
    if not value.startswith("="):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def metadata():
    """What the columns of the CSV mean, as CSV on the Web has it."""
    columns = [
        {"name": name, "titles": name, "dc:description": meaning} for name, _, meaning in COLUMNS
    ]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "answers.csv",
        "dc:license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "tableSchema": {"columns": columns},
    }
