"""What is filtered, taken away as a file: the same rows, the listed columns, and nothing that runs."""

import csv
import io
import json
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress import exports, limits
from tests.factories import (
    DraftFactory,
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db


def take(client, kind, query=""):
    page = client.get(reverse("progress:export", args=[kind]) + query)
    assert page.status_code == 200
    assert page["Content-Disposition"] == f'attachment; filename="answers.{kind}"'
    return b"".join(page.streaming_content)


@pytest.fixture
def answers():
    recommendation = RecommendationFactory(number="4", due=True, report__title="Safe")
    UpdateFactory(
        response__recommendation=recommendation,
        response__organisation=OrganisationFactory(name="=cmd|'/c calc'!A1", slug="formula"),
        published=True,
        typed=True,
        position="accepted",
        progress="complete",
    )
    ForceResponseFactory(
        recommendation=recommendation,
        organisation=OrganisationFactory(name="Silent", slug="silent"),
    )
    DraftFactory(
        response=ForceResponseFactory(recommendation=recommendation, organisation__name="Writing"),
        account="CANARY",
    )


ROWS = [
    [
        *("Safe", "4", "=cmd|'/c calc'!A1", "", "2021-06-17", "Published", "Accepted", "Complete"),
        *("Signed off in force", "Answered on time", "Published here", "2021-05-01"),
    ],
    [
        "Safe",
        "4",
        "Silent",
        "",
        "2021-06-17",
        "No response here",
        "",
        "",
        "",
        "Overdue",
        "No response here",
        "",
    ],
    [
        "Safe",
        "4",
        "Writing",
        "",
        "2021-06-17",
        "No response here",
        "",
        "",
        "",
        "Overdue",
        "No response here",
        "",
    ],
]


def test_csv_holds_the_listed_columns_and_runs_nothing(client, answers):
    rows = list(csv.reader(io.StringIO(take(client, "csv").decode(), newline="")))

    harmless = [["'" + value if value.startswith("=") else value for value in row] for row in ROWS]
    assert rows == [exports.NAMES, *harmless]


def test_json_holds_the_same_rows(client, answers):
    rows = json.loads(take(client, "json"))

    assert [[value if value is not None else "" for value in row.values()] for row in rows] == ROWS
    assert list(rows[0]) == exports.NAMES


def test_json_of_no_rows_is_an_empty_list(client):
    assert json.loads(take(client, "json")) == []


def test_xlsx_has_one_visible_sheet_of_text_and_dates(client, answers):
    data = take(client, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active

    values = [
        ["" if cell is None else str(cell)[:10] if hasattr(cell, "year") else cell for cell in row]
        for row in sheet.values
    ]
    assert values == [exports.NAMES, *ROWS]
    assert [(one.title, one.sheet_state) for one in book.worksheets] == [("Answers", "visible")]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {
        "s",
        "inlineStr",
        "d",
        "n",
    }
    assert not any(
        cell.data_type == "n" and cell.value is not None
        for row in sheet.iter_rows()
        for cell in row
    )
    assert book.properties.creator == "Police super-complaints"


def test_no_file_holds_a_draft(client, answers, reviewer):
    for person in (None, reviewer):
        if person:
            client.force_login(person)
        assert b"CANARY" not in take(client, "csv") + take(client, "json")
        with zipfile.ZipFile(io.BytesIO(take(client, "xlsx"))) as book:
            assert b"CANARY" not in b"".join(book.read(name) for name in book.namelist())


def test_file_holds_what_the_address_filters(client, answers):
    rows = list(
        csv.reader(
            io.StringIO(take(client, "csv", "?timeliness=overdue&organisation=silent").decode())
        )
    )

    assert [row[2] for row in rows[1:]] == ["Silent"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "'=1", '"=1', "＝1"]
)
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text):
    line = "".join(exports.as_csv([[text]]))

    assert (
        next(iter(csv.reader(io.StringIO(line.split("\r\n", 1)[1], newline=""))))[0] == f"'{text}"
    )


def test_metadata_names_every_column(client):
    page = client.get(reverse("progress:export_metadata")).json()

    assert [column["name"] for column in page["tableSchema"]["columns"]] == exports.NAMES


@pytest.mark.parametrize("rows", [1, 40])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_export_asks_the_same_of_the_database_for_any_number_of_rows(client, kind, rows):
    ForceResponseFactory.create_batch(rows)

    with CaptureQueriesContext(connection) as queries:
        take(client, kind)

    # organisations and dependencies to choose from; how many there are; the rows
    assert len(queries) == 4


def test_kind_that_is_not_offered_is_not_there(client):
    assert client.get("/progress/answers.exe").status_code == 404


def test_file_of_too_many_answers_is_refused_with_the_way_out(
    client, answers, reviewer, monkeypatch
):
    monkeypatch.setattr(limits, "LONGEST_WORKBOOK", 2)
    monkeypatch.setattr(limits, "LONGEST_FILE_OF_STRANGERS", {"csv": 2, "json": 2, "xlsx": 2})
    refused = {}
    for person in (None, reviewer):
        if person:
            client.force_login(person)
        for kind in ("csv", "json", "xlsx"):
            page = client.get(reverse("progress:export", args=[kind]) + "?sort=due")
            refused[person, kind] = page.status_code == 422
            if refused[person, kind]:
                assert "You asked for 3 answers." in page.content.decode()
                assert 'action="/progress/answers/" class="app-filter"' in page.content.decode()
        assert len(take(client, "xlsx", "?organisation=silent")) > 0

    assert [kind for (person, kind), no in refused.items() if no] == ["csv", "json", "xlsx", "xlsx"]
