"""A file that takes a while: the bar beside it, the button that stops it, and the same file without JavaScript."""

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from progress import limits
from tests.journeys.test_journeys import SCRIPTS, sign_in

ANSWERS = "/progress/answers/"


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setattr(limits, "SLOW_FILE", 2)


@SCRIPTS
@pytest.mark.parametrize("kind", ["CSV", "JSON"])
def test_long_file_is_brought_whole(open_window, slow, javascript, kind):
    page = open_window(javascript=javascript)
    sign_in(page, "reviewer@demo.example")
    page.goto(ANSWERS)

    with page.expect_download() as download:
        page.get_by_role("link", name=kind, exact=True).click()

    name = f"answers.{kind.lower()}"
    assert download.value.suggested_filename == name
    text = Path(download.value.path()).read_text()
    rows = json.loads(text) if kind == "JSON" else list(csv.DictReader(io.StringIO(text)))
    assert page.get_by_role("heading", level=1).text_content() == f"{len(rows)} answers"
    if javascript:
        expect(page.get_by_role("status")).to_have_text(f"All of {name} is here.")
        expect(page.get_by_role("progressbar")).to_be_hidden()
        expect(page.get_by_role("link", name=kind, exact=True)).to_be_focused()


def test_how_far_it_is_is_shown_and_it_can_be_stopped(open_window, check_with_axe, slow):
    page = open_window(375)
    sign_in(page, "reviewer@demo.example")
    page.goto(ANSWERS)
    listed, _ = page.get_by_role("heading", level=1).text_content().split()
    page.route("**/answers.csv*", lambda route: None)  # never answered

    page.get_by_role("link", name="CSV", exact=True).click()
    expect(page.get_by_role("progressbar", name="How much of the file is here")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text(f"0% of {int(listed):,} answers")
    assert check_with_axe(page) == []
    page.get_by_role("button", name="Stop the download").click()

    expect(page.get_by_role("status")).to_have_text("The download was stopped.")
    expect(page.get_by_role("progressbar")).to_be_hidden()


def test_file_that_cannot_be_had_is_said_to_be_broken_off(open_window, slow):
    page = open_window()
    sign_in(page, "reviewer@demo.example")
    page.goto(ANSWERS)
    page.route("**/answers.json*", lambda route: route.abort())

    page.get_by_role("link", name="JSON", exact=True).click()

    expect(page.get_by_role("status")).to_have_text("The download broke off. Try again.")


def test_stranger_has_no_bar_since_their_files_are_short(open_window, slow):
    page = open_window()
    page.goto(ANSWERS)

    assert page.locator("[data-download], [data-rows]").count() == 0
