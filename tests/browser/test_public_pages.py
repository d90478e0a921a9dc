"""Every public page, wide and narrow, with JavaScript and without: no fault that a browser can find."""

import pytest

PAGES = {
    "home": "/",
    "report": "/reports/safe-to-share/",
    "report without recommendations": "/reports/hidden-victims/",
    "interim, with notes": "/reports/safe-to-share/1/",
    "with sub-recommendations": "/reports/safe-to-share/4/",
    "text not held": "/reports/safe-to-share/6/",
    "overdue": "/reports/safe-to-share/8/",
    "organisations": "/organisations/",
    "force": "/organisations/warwickshire/",
    "unnamed force": "/organisations/constabulary-not-named/",
    "dependencies": "/npcc-dependencies/",
    "dependency": "/npcc-dependencies/consistent-national-position/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "cookies": "/cookies/",
    "sign in": "/accounts/login/",
    "nothing there": "/reports/never-published/",
}
WIDTHS = [1280, 375]
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"


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

    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img id=planted src=/static/icon.svg>')")

    assert check_with_axe(page) == ["image-alt: #planted"]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
@pytest.mark.parametrize("width", [*WIDTHS, 320])
def test_page_never_moves_sideways(open_window, width, javascript):
    wider = on_every_page(open_window(width, javascript=javascript), lambda page: page.evaluate(OVERFLOW))

    assert wider == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_browser_has_nothing_to_complain_of(open_window, width):
    page = open_window(width)
    complaints = listen(page)

    on_every_page(page, lambda page: page.wait_for_load_state("networkidle"))

    assert complaints == [f"Failed to load resource: the server responded with a status of 404 (Not Found)"]


def test_inline_script_is_blocked_and_the_browser_says_so(open_window):
    page = open_window()
    page.goto("/")
    complaints = listen(page)

    page.evaluate(
        "const script = document.createElement('script'); script.text = 'window.ran = true'; document.body.append(script)"
    )
    page.wait_for_timeout(100)

    assert page.evaluate("window.ran === undefined")
    assert "blocked by script-src-elem" in complaints


def listen(page):
    """The complaints of the browser on this page, from now on."""
    complaints = []
    page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def test_pages_say_the_same_without_javascript(open_window):
    def lines(page):
        return page.locator("main").inner_text().split("\n")

    with_script = on_every_page(open_window(), lines)
    without = on_every_page(open_window(javascript=False), lines)

    with_script["sign in"].remove("Show")  # the button that shows the password is made by JavaScript
    assert without == with_script
