import datetime

import pytest

from govuk.wording import count, day


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 answers"), (1, "1 answer"), (2, "2 answers"), (2000, "2,000 answers")],
)
def test_count_has_its_plural(number, text):
    assert count(number, "answer") == text


def test_day_is_written_with_its_month_and_without_a_leading_zero():
    assert day(datetime.date(2021, 3, 1)) == "1 March 2021"


def test_moment_has_the_day_that_it_is_in_london():
    before_midnight = datetime.datetime(2021, 6, 30, 23, 30, tzinfo=datetime.UTC)

    assert day(before_midnight) == "1 July 2021"


def test_day_that_is_not_there_is_said():
    assert day(None) == "Not stated"
    assert day(None, "no date given") == "no date given"
