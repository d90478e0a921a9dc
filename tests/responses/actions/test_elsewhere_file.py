"""Responses published elsewhere, many at once from a CSV file."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.access import access_of
from responses.actions import elsewhere_file
from responses.models import Elsewhere, Look
from tests.factories import RecommendationFactory, ReportFactory

pytestmark = pytest.mark.django_db
FIRST = "organisation,report,recommendations,dated,address,looked_on,looked_at\n"
GOOD = "force-a,r,4;7.1,2021-12,https://www.force-a.police.uk/,,\n"


@pytest.fixture
def report(force, other_force):
    report = ReportFactory(slug="r")
    for number in ("4", "7.1"):
        RecommendationFactory(report=report, number=number)
    return report


def faults(text, access=None):
    return elsewhere_file.read(text.encode(), access).faults


def test_row_is_recorded_with_what_is_known_of_its_day(report):
    rows = elsewhere_file.read((FIRST + GOOD).encode()).rows

    assert elsewhere_file.keep(rows) == (1, 0)

    response = Elsewhere.objects.get()
    assert (response.when, response.checked_on) == ("December 2021", None)
    assert [asked.number for asked in response.recommendations.all()] == ["4", "7.1"]


def test_row_with_a_look_says_that_none_was_found(report):
    rows = elsewhere_file.read(f"{FIRST}force-a,r,,,,2026-01-31,its site\n".encode()).rows

    elsewhere_file.keep(rows)

    assert (Look.objects.get().place, Elsewhere.objects.count()) == ("its site", 0)


def test_file_read_again_records_nothing_twice(report):
    for expected in ((1, 0), (0, 1)):
        assert elsewhere_file.keep(elsewhere_file.read((FIRST + GOOD).encode()).rows) == expected


BAD = {
    "unknown organisation": ("force-z,r,,,https://a.uk/,,", "There is no organisation “force-z”."),
    "unknown report": ("force-a,s,,,https://a.uk/,,", "There is no report “s”."),
    "unknown number": ("force-a,r,9,,https://a.uk/,,", "The report has no recommendation “9”."),
    "no address": (
        "force-a,r,,,,,",
        "“address” must be the address of a page, beginning with http:// or https://.",
    ),
    "a script": (
        "force-a,r,,,javascript:alert(1),,",
        "“address” must be the address of a page, beginning with http:// or https://.",
    ),
    "no such day": (
        "force-a,r,,2021-02-31,https://a.uk/,,",
        "There is no such day as 2021-02-31 (dated).",
    ),
    "a British day": (
        "force-a,r,,31/01/2021,https://a.uk/,,",
        "“dated” must be a date such as 2021-12-03, 2021-12 or 2021.",
    ),
    "long ago": (
        "force-a,r,,1021-03-02,https://a.uk/,,",
        "“dated” must be between 2018 and today.",
    ),
    "to come": ("force-a,r,,2121-03-02,https://a.uk/,,", "“dated” must be between 2018 and today."),
    "a month of looking": (
        "force-a,r,,,,2021-12,its site",
        "“looked_on” must be a whole day, such as 2026-11-27.",
    ),
    "nowhere": ("force-a,r,,,,2021-12-01,", "“looked_at” must say where you looked."),
    "both": (
        "force-a,r,,,https://a.uk/,2021-12-01,its site",
        "A row has an address, or a day on which none was found. Make two rows of it.",
    ),
    "too few cells": ("force-a,r", "It has more or fewer cells than the first line."),
    "too many cells": (
        "force-a,r,,,https://a.uk/,,,x",
        "It has more or fewer cells than the first line.",
    ),
}


@pytest.mark.parametrize(("row", "sentence"), BAD.values(), ids=BAD)
def test_bad_row_is_named_with_its_line(report, row, sentence):
    assert faults(f"{FIRST}{GOOD}{row}\n") == [f"Line 3: {sentence}"]


WHOLE = {
    "empty": (b"", "Missing: organisation, report."),
    "a spreadsheet": (b"PK\x03\x04", "This is a spreadsheet."),
    "Latin-1": (b"organisation,report\ncaf\xe9,r\n", "line 2 cannot be read"),
    "unknown column": (b"organisation,report,colour\n", "There is no column colour."),
    "a column twice": (b"organisation,report,report\n", "names a column twice"),
    "no rows": (b"organisation,report\n", "holds no rows"),
    "a NUL": (b"organisation,report\na\0,r\n", "NUL"),
    "too large": (b" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    "too many rows": (b"organisation,report\n" + b"a,b\n" * 5_001, "more than 5,000 rows"),
}


@pytest.mark.parametrize(("data", "sentence"), WHOLE.values(), ids=WHOLE)
def test_file_that_cannot_be_read_says_why(data, sentence):
    with pytest.raises(elsewhere_file.Unusable, match=sentence):
        elsewhere_file.read(data)


def test_lead_records_nothing_for_another_force(report, other_lead):
    assert faults(FIRST + GOOD, access_of(other_lead)) == [
        "Line 2: An admin says where organisations published, and a lead says it for their own force."
    ]


def test_command_refuses_a_file_with_one_bad_row_and_records_nothing(report, tmp_path):
    file = tmp_path / "published.csv"
    file.write_text(f"{FIRST}{GOOD}force-z,r,,,https://a.uk/,,\n")

    with pytest.raises(CommandError):
        call_command("load_elsewhere", str(file))

    assert Elsewhere.objects.count() == 0


def test_file_of_the_product_holds_74_responses():
    call_command("prepare", verbosity=0)

    assert (Elsewhere.objects.count(), Look.objects.count()) == (74, 0)
    assert Elsewhere.objects.values("organisation").distinct().count() == 42
    before = list(Elsewhere.objects.values_list())

    call_command("load_elsewhere", str(settings.BASE_DIR / "fixtures/elsewhere/published.csv"))

    assert list(Elsewhere.objects.values_list()) == before


def test_cell_that_is_too_long_and_word_that_is_none_of_the_choices_are_faults(report):
    first = "organisation,report,address,kind,read_whole\n"
    row = f"force-a,r,https://www.force-a.police.uk/,{'x' * 61},perhaps\n"

    assert faults(first + row) == [
        "Line 2: “kind” must be 60 characters or fewer.",
        "Line 2: “read_whole” must be one of no, yes, or empty.",
    ]


def test_file_that_is_not_csv_is_refused(report):
    with pytest.raises(elsewhere_file.Unusable, match="Line 1 is not CSV"):
        elsewhere_file.read(b'organisation,report\n"force-a"x,r\n')
