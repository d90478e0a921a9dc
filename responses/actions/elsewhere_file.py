"""A CSV file of responses that were published elsewhere, and of looks that found none, one a row.

`read` checks every row and writes nothing; `keep` records them. docs/elsewhere-file.md says what each
column means.
"""

import csv
import datetime
import io
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from recommendations.models import (
    AddresseeGroup,
    Certainty,
    Organisation,
    Precision,
    Recommendation,
    Report,
)
from recommendations.models.facts import web_address

from .elsewhere import record_elsewhere, record_look, why_not_record

LIMIT = 5 * 1024 * 1024
MOST_ROWS = 5_000
NEEDED = ["organisation", "report"]
COLUMNS = [
    *NEEDED,
    "recommendations",
    "read_whole",
    "dated",
    "address",
    "kind",
    "stands_for",
    "certainty",
    "checked_on",
    "looked_on",
    "looked_at",
    "note",
]
LONGEST = {"kind": 60, "note": 300, "looked_at": 300, "address": 500}
DAYS = {
    Precision.DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    Precision.MONTH: re.compile(r"[0-9]{4}-[0-9]{2}"),
    Precision.YEAR: re.compile(r"[0-9]{4}"),
}
FIRST_YEAR = 2018  # of the first super-complaint


class Unusable(ValueError):
    """Says in one sentence why nothing can be read from a file."""


@dataclass
class Row:
    """One row: what it says, or what is wrong with it."""

    line: int
    organisation: Organisation | None = None
    report: Report | None = None
    facts: dict = field(default_factory=dict)
    look: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)


@dataclass
class Rows:
    """All rows of a file, and sentences for what is wrong."""

    rows: list
    faults: list


def read(data, access=None):
    """The Rows of `data`, bytes. With an `access`, rows of bodies that are not this person's are faults."""
    reader = csv.DictReader(io.StringIO(_decoded(data)), strict=True)
    try:
        columns = [name.strip() for name in reader.fieldnames or []]
        _refuse_columns(columns)
        reader.fieldnames = columns
        typed = [(reader.line_num, values) for values in reader]
    except csv.Error as error:
        raise Unusable(f"Line {reader.line_num} is not CSV: {error}.") from None
    if not typed:
        raise Unusable("The file holds no rows below its column names.")
    if len(typed) > MOST_ROWS:
        raise Unusable(f"The file holds more than {MOST_ROWS:,} rows.")

    known = _Known()
    rows = [_row(line, values, known, access) for line, values in typed]
    faults = [f"Line {row.line}: {sentence}" for row in rows for sentence in row.faults]
    return Rows(rows, faults)


@transaction.atomic
def keep(rows, *, by=None, access=None):
    """Record every row, all or nothing. Returns how many were new, and how many were there already."""
    new = 0
    for row in rows:
        if row.look:
            recorded = record_look(row.organisation, row.report, by=by, access=access, **row.look)
        else:
            recorded = record_elsewhere(
                row.organisation, row.report, by=by, access=access, **row.facts
            )
        new += recorded is not None
    return new, len(rows) - new


def _decoded(data):
    if len(data) > LIMIT:
        raise Unusable(f"The file is larger than {LIMIT // 1024**2} MB.")
    if data[:2] == b"PK":
        raise Unusable("This is a spreadsheet. Save it as CSV first.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unusable(
            f"The file is not UTF-8 text: line {line} cannot be read. Save it as CSV UTF-8."
        ) from None
    if "\0" in text:
        raise Unusable("The file is not text: it holds a NUL.")
    return text


def _refuse_columns(columns):
    if missing := [name for name in NEEDED if name not in columns]:
        raise Unusable(f"The first line must name the columns. Missing: {', '.join(missing)}.")
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise Unusable(
            f"There is no column {unknown[0] or 'without a name'}. There is {', '.join(COLUMNS)}."
        )
    if len(set(columns)) < len(columns):
        raise Unusable("The first line names a column twice.")


class _Known:
    """What rows may name, read once."""

    def __init__(self):
        self.organisations = {body.slug: body for body in Organisation.objects.all()}
        self.reports = {report.slug: report for report in Report.objects.all()}
        self.groups = {group.slug: group for group in AddresseeGroup.objects.all()}
        self.recommendations = {}
        for recommendation in Recommendation.objects.select_related("report").defer("text"):
            self.recommendations[recommendation.natural_key()] = recommendation


def _row(line, values, known, access):
    row = Row(line)
    if None in values or None in values.values():
        row.faults.append("It has more or fewer cells than the first line.")
        return row
    cells = {name: value.strip() for name, value in values.items()}
    row.organisation = known.organisations.get(cells["organisation"])
    row.report = known.reports.get(cells["report"])
    if row.organisation is None:
        row.faults.append(f"There is no organisation “{cells['organisation'][:60]}”.")
    elif access is not None and (reason := why_not_record(row.organisation, access)):
        row.faults.append(reason)
    if row.report is None:
        row.faults.append(f"There is no report “{cells['report'][:60]}”.")
    for name, longest in LONGEST.items():
        if len(cells.get(name, "")) > longest:
            row.faults.append(f"“{name}” must be {longest} characters or fewer.")
    if cells.get("looked_on"):
        row.look = _look(row, cells)
    else:
        row.facts = _facts(row, cells, known)
    return row


def _look(row, cells):
    looked_on, precision = _day(row, "looked_on", cells)
    if looked_on and precision != Precision.DAY:
        row.faults.append("“looked_on” must be a whole day, such as 2026-11-27.")
    if not cells.get("looked_at"):
        row.faults.append("“looked_at” must say where you looked.")
    if cells.get("address"):
        row.faults.append(
            "A row has an address, or a day on which none was found. Make two rows of it."
        )
    return {"looked_on": looked_on, "place": cells.get("looked_at", "")}


def _facts(row, cells, known):
    published_on, precision = _day(row, "dated", cells)
    checked_on, _ = _day(row, "checked_on", cells)
    return {
        "address": _address(row, cells),
        "published_on": published_on,
        "precision": precision,
        "checked_on": checked_on,
        "recommendations": _recommendations(row, cells, known),
        "read_whole": _choice(row, "read_whole", cells, {"": False, "no": False, "yes": True}),
        "stands_for": _choice(row, "stands_for", cells, {"": None, **known.groups}),
        "certainty": _choice(
            row, "certainty", cells, {"": "", **{word: word for word in Certainty.values}}
        ),
        "kind": cells.get("kind", ""),
        "note": cells.get("note", ""),
    }


def _address(row, cells):
    address = cells.get("address", "")
    try:
        web_address(address)
    except ValidationError:
        row.faults.append(
            "“address” must be the address of a page, beginning with http:// or https://."
        )
    return address


def _choice(row, name, cells, choices):
    word = cells.get(name, "")
    if word not in choices:
        row.faults.append(f"“{name}” must be one of {', '.join(filter(None, choices))}, or empty.")
    return choices.get(word)


def _recommendations(row, cells, known):
    named = []
    for number in filter(
        None, (part.strip() for part in cells.get("recommendations", "").split(";"))
    ):
        recommendation = row.report and known.recommendations.get((row.report.slug, number))
        if recommendation:
            named.append(recommendation)
        else:
            row.faults.append(f"The report has no recommendation “{number[:20]}”.")
    return named


def _day(row, name, cells):
    """The first day that a cell can mean, and how exact that is: 2021-12-03, 2021-12, 2021, or nothing."""
    cell = cells.get(name, "")
    if not cell:
        return None, Precision.NONE
    for precision, pattern in DAYS.items():
        if pattern.fullmatch(cell):
            return _first_day(row, name, cell, precision)
    row.faults.append(f"“{name}” must be a date such as 2021-12-03, 2021-12 or 2021.")
    return None, Precision.NONE


def _first_day(row, name, cell, precision):
    whole = cell + {Precision.DAY: "", Precision.MONTH: "-01", Precision.YEAR: "-01-01"}[precision]
    try:
        day = datetime.date.fromisoformat(whole)
    except ValueError:
        row.faults.append(f"There is no such day as {cell} ({name}).")
        return None, Precision.NONE
    if not day.year >= FIRST_YEAR or day > timezone.localdate():
        row.faults.append(f"“{name}” must be between {FIRST_YEAR} and today.")
    return day, precision
