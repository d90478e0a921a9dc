"""What people come to do, from the first page to the last."""

import json
import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts.demo import PASSWORD
from responses.models import Draft, Event, ForceResponse
from tests.journeys import keyboard

FIXTURE = json.loads(
    (settings.BASE_DIR / "fixtures/answers/constabulary-not-named.json").read_text()
)
ANSWERS = {answer["number"]: answer["account"] for answer in FIXTURE["answers"]}
PUBLIC_PAGE = "/reports/safe-to-share/4/"
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no_javascript"])
TYPED = "Officers were told on 1 May.\n\nThey’ll be trained by June."


def sign_in(page, email):
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your work")


def open_the_answer(page):
    """From “Your work” to the form of the answer to recommendation 4."""
    page.get_by_role("link", name="Recommendation 4, Safe to share?").click()
    page.get_by_role("button", name="Write the answer").click()
    expect(save(page)).to_be_visible()


def position(page, choice):
    return choice_of(page, "What does the organisation say of this recommendation?", choice)


def progress(page, choice):
    return choice_of(page, "How far is it?", choice)


def choice_of(page, question, choice):
    return page.get_by_role("group", name=question).get_by_label(choice, exact=True)


def account(page):
    return page.get_by_label("Account of what was done")


def save(page):
    return page.get_by_role("button", name="Save draft")


def fill(page):
    position(page, "Accepted").check()
    progress(page, "In progress").check()
    account(page).fill(TYPED)


def drafted():
    return list(
        Draft.objects.values_list(
            "response__recommendation__number", "position", "progress", "account"
        )
    )


DRAFTED = [("4", "accepted", "in_progress", TYPED)]


@SCRIPTS
def test_anybody_reads_the_published_answers_word_for_word(open_window, javascript):
    page = open_window(javascript=javascript)
    shown = {}

    for number in ANSWERS:
        page.goto("/")
        page.get_by_role("link", name="Safe to share?").click()
        recommendation = re.compile(rf"^Recommendation {number}(:|$)")  # with its short title
        page.get_by_role("link", name=recommendation).click()
        page.get_by_role(
            "link", name="Read the answer of Constabulary not named in the source"
        ).click()
        shown[number] = "\n\n".join(
            page.locator("#constabulary-not-named .app-quote p").all_text_contents()
        )

    assert shown == ANSWERS


@SCRIPTS
def test_lead_saves_a_draft_and_everybody_else_sees_what_they_saw(open_window, javascript):
    lead, stranger = (open_window(javascript=javascript) for _ in range(2))
    before = stranger.goto(PUBLIC_PAGE).body()
    sign_in(lead, "lead@demo.example")
    open_the_answer(lead)

    fill(lead)
    save(lead).click()

    expect(lead.get_by_role("alert")).to_contain_text("Draft saved")
    assert drafted() == DRAFTED
    assert stranger.goto(PUBLIC_PAGE).body() == before


@SCRIPTS
def test_lead_of_another_force_finds_no_page_there(open_window, javascript):
    lead, other_lead = (open_window(javascript=javascript) for _ in range(2))
    sign_in(lead, "lead@demo.example")
    open_the_answer(lead)
    sign_in(other_lead, "other-lead@demo.example")

    answer = other_lead.goto(lead.url)

    assert answer.status == 404
    expect(other_lead.get_by_role("heading", level=1)).to_have_text("Page not found")


@SCRIPTS
def test_lead_saves_a_draft_with_the_keyboard_alone(open_window, javascript):
    page = open_window(javascript=javascript)
    page.goto("/")

    press(page, page.get_by_role("link", name="Sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    keyboard.tab_to(page, page.get_by_label("Email"))
    page.keyboard.type("lead@demo.example")
    keyboard.tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your work")
    press(page, page.get_by_role("link", name="Recommendation 4, Safe to share?"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer to recommendation 4")
    press(page, page.get_by_role("button", name="Write the answer"))
    expect(save(page)).to_be_visible()
    keyboard.tab_to(page, position(page, "Not stated"))
    page.keyboard.press("ArrowDown")
    keyboard.tab_to(page, progress(page, "Not stated"))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    keyboard.tab_to(page, account(page))
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(TYPED)
    press(page, save(page))

    expect(page.get_by_role("alert")).to_contain_text("Draft saved")
    assert drafted() == DRAFTED


def press(page, target):
    keyboard.tab_to(page, target)
    page.keyboard.press("Enter")


@SCRIPTS
def test_double_click_saves_once(open_window, javascript):
    page = open_window(javascript=javascript)
    sign_in(page, "lead@demo.example")
    open_the_answer(page)
    fill(page)

    save(page).dblclick()

    expect(page.get_by_role("alert")).to_contain_text("Draft saved")
    assert Event.objects.filter(verb="save_draft").count() == 1
    assert drafted() == DRAFTED


@SCRIPTS
def test_wrong_password_is_said_where_it_was_typed(open_window, javascript):
    page = open_window(javascript=javascript)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("lead@demo.example")
    page.get_by_label("Password", exact=True).fill("not the password")

    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert page.title().startswith("Error: Sign in")


WORK_PAGES = {
    "lead@demo.example": [
        "",
        "edit/",
        "sub-recommendations/",
        "evidence/",
        "check/",
        "compare/",
        "history/",
    ],
    "chief@demo.example": ["", "history/"],
}


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_no_fault_where_people_work(open_window, check_with_axe, width):
    response = ForceResponse.objects.get(
        organisation__slug="constabulary-not-named", recommendation__number="4"
    )
    faults = {}

    for email, pages in WORK_PAGES.items():
        window = open_window(width)
        sign_in(window, email)
        for url in ["/your-work/", *(f"/responses/{response.pk}/{page}" for page in pages)]:
            answer = window.goto(url)
            found = check_with_axe(window)
            if found or answer.status != 200:
                faults[email, url] = answer.status, found

    assert faults == {}
