"""A lead writes 20,000 characters, and something happens before they are saved."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.models import UnsavedForm
from responses.models import Draft
from tests.journeys.test_journeys import PASSWORD

SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no_javascript"])
LONG = ("Officers were told on 1 May. They’ll be trained by June.\n" * 400)[:20_000]
KEPT = "You were signed out. What you wrote is kept. Sign in to go on."


def sign_in(page, email="lead@demo.example"):
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def open_form(open_window):
    """A window with the form of an answer, in which somebody has written."""

    def open_form(javascript=True, words=LONG):
        page = open_window(javascript=javascript)
        page.goto("/accounts/login/")
        sign_in(page)
        page.get_by_role("link", name="Recommendation 4, Safe to share?").click()
        page.get_by_role("button", name="Write the answer").click()
        account(page).fill(words)
        return page

    return open_form


def account(page):
    return page.locator("textarea[name=account]")


def save(page):
    page.get_by_role("button", name="Save draft").click()


def expect_words(page, words=LONG):
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    expect(account(page)).to_have_value(words)
    assert Draft.objects.count() == 0


def lose_the_cookie(page):
    page.context.clear_cookies(name="sessionid")


def let_the_time_pass(page):
    Session.objects.update(expire_date=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))


def sign_out_in_another_tab(page):
    other = page.context.new_page()
    other.goto("/your-work/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("link", name="Sign in")).to_be_visible()
    other.close()


def sign_in_anew_in_another_tab(page):
    sign_out_in_another_tab(page)
    other = page.context.new_page()
    other.goto("/accounts/login/")
    sign_in(other)
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    other.close()


ENDS = pytest.mark.parametrize("end", [lose_the_cookie, let_the_time_pass, sign_out_in_another_tab])


@SCRIPTS
@ENDS
def test_words_come_back_after_the_session_ended(open_form, javascript, end):
    page = open_form(javascript)
    end(page)

    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    sign_in(page)

    expect_words(page)


@SCRIPTS
def test_words_come_back_after_signing_in_anew_in_another_tab(open_form, javascript):
    page = open_form(javascript)
    sign_in_anew_in_another_tab(page)

    save(page)

    expect_words(page)


@SCRIPTS
def test_next_person_on_the_same_browser_reads_none_of_it(open_form, javascript):
    page = open_form(javascript, "A secret that the first person wrote here.")
    lose_the_cookie(page)
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()

    form = page.url
    sign_in(page, "chief@demo.example")
    page.wait_for_load_state()

    for address in (page.url, form, "/accounts/unsaved/", "/your-work/"):
        page.goto(address)
        assert "A secret" not in page.content()


@SCRIPTS
def test_back_to_a_refused_form_shows_the_form(open_form, javascript):
    page = open_form(javascript)
    page.locator("input[name=target_on_0]").fill("99")

    save(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.goto("/your-work/")
    page.go_back()

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(account(page)).to_have_value(LONG)
    page.reload()
    expect(account(page)).to_have_value(LONG)


def kept(page):
    expect(page.get_by_text("for you only")).to_be_visible()


def test_words_are_kept_while_they_are_written(open_form):
    page = open_form()
    kept(page)

    page.reload()

    expect_words(page)


def test_words_of_a_closed_tab_are_there_in_the_next(open_form):
    page = open_form()
    form = page.url
    kept(page)
    window = page.context
    page.close()

    again = window.new_page()
    again.goto(form)

    expect_words(again)


def test_tab_over_the_form_keeps_the_words(open_form):
    page = open_form()

    page.get_by_role("link", name="Evidence (0)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Evidence")
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_role("button", name="Write the answer").click()

    expect_words(page)


def test_browser_asks_before_words_are_left_that_are_not_kept(open_form):
    page = open_form()
    kept(page)
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    page.route("**/accounts/unsaved/keep/", lambda route: route.abort())

    account(page).press_sequentially("More.")
    page.close(run_before_unload=True)
    page.wait_for_event("close")

    assert questions == ["beforeunload"]


def test_two_windows_keep_both_texts(open_form):
    first = open_form(words="Written in the first window.")
    second = first.context.new_page()
    second.goto(first.url)
    account(second).fill("Written in the second window.")
    kept(first)
    kept(second)

    third = first.context.new_page()
    third.goto(first.url)

    texts = [account(third).input_value()]
    third.get_by_role("link", name="Show what you wrote at").click()
    texts.append(account(third).input_value())
    assert sorted(texts) == ["Written in the first window.", "Written in the second window."]


def test_form_that_was_signed_out_while_writing_says_so(open_form):
    page = open_form()
    kept(page)
    lose_the_cookie(page)

    account(page).press_sequentially("More.")

    expect(page.get_by_text("You have been signed out.")).to_be_visible()
    page.get_by_role("link", name="Sign in to go on").click()
    sign_in(page)
    expect_words(page, LONG + "More.")


def test_saved_form_leaves_nothing_unsaved(open_form):
    page = open_form()
    kept(page)

    page.get_by_role("group", name="What does the organisation say").get_by_label(
        "Accepted", exact=True
    ).check()
    page.get_by_role("group", name="How far is it?").get_by_label("In progress").check()
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("Draft saved")
    assert UnsavedForm.objects.count() == 0


def test_person_is_warned_and_stays_with_one_key(open_window, settings, check_with_axe):
    settings.SESSION_IDLE_SECONDS = 5 * 60 - 10
    page = open_window()
    page.goto("/accounts/login/")
    sign_in(page, "chief@demo.example")

    warning = page.get_by_role("alertdialog", name="You will soon be signed out")
    expect(warning).to_be_visible()
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert check_with_axe(page) == []
    settings.SESSION_IDLE_SECONDS = 60 * 60
    page.keyboard.press("Enter")

    expect(warning).to_be_hidden()
