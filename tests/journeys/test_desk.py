"""The reading desk, as a reviewer works at it: with keys, with a mouse, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from recommendations.models import Organisation
from responses.models import ForceResponse
from tests.factories import UpdateFactory
from tests.journeys.test_journeys import SCRIPTS, sign_in
from tests.journeys.test_whole_journey import button

DESK = "/review/desk/safe-to-share/4/"
REVIEWER = "reviewer@demo.example"


@pytest.fixture
def sent(register):
    """Two forces that sent an answer to recommendation 4."""
    for slug in ("kent", "surrey"):
        answer = ForceResponse.objects.get(
            recommendation__report__slug="safe-to-share",
            recommendation__number="4",
            organisation__slug=slug,
        )
        UpdateFactory(response=answer, account=f"What {slug} did.", typed=True)
        ForceResponse.objects.filter(pk=answer.pk).update(stage="sent")
    return ForceResponse.objects.filter(organisation__slug__in=["kent", "surrey"], stage="sent")


def stage_of(slug):
    return Organisation.objects.get(slug=slug).responses.get(recommendation__number="4").stage


def test_answers_are_read_and_decided_with_keys_alone(open_window, check_with_axe, sent):
    page = open_window()
    sign_in(page, REVIEWER)
    page.goto(DESK)
    expect(page.get_by_label("Use single keys on this page")).to_be_checked()
    assert check_with_axe(page) == []

    first = page.get_by_role("heading", name="Kent Police")
    while not first.evaluate("heading => heading === document.activeElement"):
        page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Confirm")
    assert check_with_axe(page) == []
    button(page, "Confirm implementation").press("Enter")
    expect(page.get_by_role("heading", name="Surrey Police")).to_be_focused()
    page.keyboard.press("q")
    expect(page.get_by_role("textbox")).to_have_value(
        f"{of('surrey').latest.reference}: “What surrey did.”\n\n"
    )

    assert (stage_of("kent"), stage_of("surrey")) == ("confirmed", "sent")


def of(slug):
    return ForceResponse.objects.get(recommendation__number="4", organisation__slug=slug)


@SCRIPTS
def test_links_do_what_the_keys_do(open_window, sent, javascript):
    page = open_window(javascript=javascript)
    sign_in(page, REVIEWER)
    page.goto(DESK)

    page.get_by_role("region", name="Surrey Police").get_by_role(
        "button", name="Quote and return"
    ).click()

    expect(page.get_by_role("textbox")).to_have_value(
        f"{of('surrey').latest.reference}: “What surrey did.”\n\n"
    )
