"""Days and months as they are written: exact, and never mended."""

import datetime

import pytest

from documents.language import dates

WRITTEN = {
    "21 June 2021": "2021-06-21",
    "21st November 2024": "2024-11-21",
    "June 21, 2021": "2021-06-21",
    "2025-03-10": "2025-03-10",
    "27/03/25": "2025-03-27",
    "27.03.2025": "2025-03-27",
    "06/17/2021": "2021-06-17",
    "Nov-24": "2024-11",
    "Nov 2024": "2024-11",
    "March 2026 update": "2026-03",
    "21 Mawrth 2025": "2025-03-21",
    "31 June 2021": "",
}


@pytest.mark.parametrize("words", WRITTEN)
def test_day_is_as_exact_as_it_is_written(words):
    assert [one.iso for one in dates.written_in(words)] == [WRITTEN[words]]


@pytest.mark.parametrize(
    "words",
    [
        "in May, and June",
        "12 officers",
        "section 60",
        "1,015 offences",
        "version 1.4",
        "May 12 officers",
    ],
)
def test_what_is_no_day_is_none(words):
    assert dates.written_in(words) == []


def test_month_reaches_from_its_first_to_its_last_day():
    [month] = dates.written_in("February 2024")

    assert (month.earliest, month.latest) == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))


def test_day_is_its_own_first_and_last():
    [day] = dates.written_in("3 May 2024")

    assert day.earliest == day.latest == datetime.date(2024, 5, 3)
