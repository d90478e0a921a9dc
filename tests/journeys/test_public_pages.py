"""Every public page, wide and narrow, with JavaScript and without: no fault that a browser can find."""

import pytest
from playwright.sync_api import expect

from tests.journeys import keyboard

PAGES = {
    "home": "/",
    "report": "/reports/safe-to-share/",
    "report without recommendations": "/reports/hidden-victims/",
    "recommendation with notes": "/reports/safe-to-share/1/",
    "recommendation with parts": "/reports/safe-to-share/4/",
    "recommendation without its text": "/reports/safe-to-share/6/",
    "recommendation that is overdue": "/reports/safe-to-share/8/",
    "organisations": "/organisations/",
    "force": "/organisations/warwickshire/",
    "force that is not named": "/organisations/constabulary-not-named/",
    "dependencies": "/npcc-dependencies/",
    "dependency": "/npcc-dependencies/consistent-national-position/",
    "matrix": "/progress/",
    "matrix of positions, filtered": "/progress/?measure=position&timeliness=overdue",
    "overview": "/progress/overview/",
    "overview of what is silent": "/progress/overview/?map=silent",
    "answers": "/progress/answers/",
    "what changed": "/progress/changes/",
    "force across reports": "/progress/organisations/warwickshire/",
    "search": "/search/?q=training",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "cookies": "/cookies/",
    "sign in": "/accounts/login/",
    "page not found": "/reports/never-published/",
}
WIDTHS = [1280, 375]
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no_javascript"])
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"


def on_every_page(page, look):
    """What `look` sees on each page, where it sees anything."""
    seen = {}
    for name, url in PAGES.items():
        page.goto(url)
        if found := look(page):
            seen[name] = found
    return seen


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_fault(open_window, check_with_axe, width):
    faults = on_every_page(open_window(width), check_with_axe)

    assert faults == {}


def test_axe_finds_a_planted_fault(open_window, check_with_axe):
    page = open_window()
    page.goto("/")
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<input id=planted>')"
    )

    faults = check_with_axe(page)

    assert faults == ["label: #planted"]


@SCRIPTS
@pytest.mark.parametrize("width", [*WIDTHS, 320])
def test_page_never_moves_sideways(open_window, width, javascript):
    page = open_window(width, javascript=javascript)

    too_wide = on_every_page(
        page, lambda page: page.evaluate("document.documentElement.scrollWidth > innerWidth")
    )

    assert too_wide == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_browser_complains_of_nothing_but_the_page_that_is_not_there(open_window, width):
    page = open_window(width)
    complaints = listen(page)

    on_every_page(page, settle)

    assert complaints == [NOT_FOUND]


def test_inline_script_does_not_run_and_the_browser_says_so(open_window):
    page = open_window()
    page.goto("/")
    complaints = listen(page)

    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = true'}))"
    )

    settle(page)
    assert page.evaluate("window.ran === undefined")
    assert "blocked by script-src-elem" in complaints


def listen(page, complaints=None):
    """The complaints of the browser on this page, from now on; they join those that are given."""
    complaints = [] if complaints is None else complaints
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def settle(page):
    """Let the browser say what it has to say of this page."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))")


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_say_the_same_without_javascript(open_window, width):
    def lines(page):
        return page.locator("main").inner_text().split("\n")

    with_script = on_every_page(open_window(width), lines)
    without = on_every_page(open_window(width, javascript=False), lines)

    # These buttons do nothing without JavaScript, and so are not there; a gap goes with the second.
    with_script["sign in"].remove("Show")
    passkey = with_script["sign in"].index("Use a passkey")
    del with_script["sign in"][passkey : passkey + 2]
    assert list(without) == list(PAGES)
    assert without == with_script


@SCRIPTS
def test_notes_to_a_recommendation_unfold(open_window, javascript):
    page = open_window(375, javascript=javascript)
    page.goto(PAGES["recommendation with notes"])
    notes = page.locator("details", has_text="Notes to recommendation 1").locator("li")

    expect(notes).to_have_count(4)
    expect(notes.first).to_be_hidden()
    page.get_by_text("Notes to recommendation 1").click()

    expect(notes.first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_tab_leads_through_the_page_and_shows_where_it_is(open_window, width):
    page = open_window(width)
    for url in [PAGES["home"], PAGES["recommendation with parts"], PAGES["sign in"]]:
        page.goto(url)

        unseen = [
            keyboard.name(stop) for stop in keyboard.stops(page) if not keyboard.shows_focus(stop)
        ]

        assert unseen == []


@SCRIPTS
def test_first_stop_skips_to_the_main_content(open_window, javascript):
    page = open_window(javascript=javascript)
    page.goto(PAGES["home"])

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("main a").first).to_be_focused()


@SCRIPTS
def test_wide_table_is_moved_with_the_keyboard(open_window, javascript):
    page = open_window(375, javascript=javascript)
    page.goto(PAGES["home"])
    table = page.get_by_role("region", name="Reports")
    keyboard.tab_to(page, table)

    page.keyboard.press("ArrowRight")

    page.wait_for_timeout(300)
    assert table.evaluate("box => box.scrollLeft") > 0
