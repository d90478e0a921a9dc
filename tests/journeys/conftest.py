"""A real browser before the real register: what these tests see is what a person gets."""

import shutil

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import sync_playwright

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REPORT_BLOCKED = """
addEventListener("securitypolicyviolation", event => console.error(`blocked by ${event.effectiveDirective}`));
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(settings.BASE_DIR / "tests/journeys"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    if not path:
        pytest.skip("NO CHROMIUM on this machine: the browser tests DID NOT RUN")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread until the session ends; Django would refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def register(live_server, settings):
    """The site with what `make run` shows: the reports, the published answers and the demo accounts."""
    settings.DEMO = True
    call_command("prepare", verbosity=0)
    return live_server


@pytest.fixture
def open_window(chromium, register):
    """Opens a window of somebody new: no cookies, `width` pixels wide, with JavaScript or without."""
    windows = []

    def open_window(width=1280, *, javascript=True):
        window = chromium.new_context(
            base_url=register.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
        )
        windows.append(window)
        window.set_default_timeout(10_000)
        window.add_init_script(REPORT_BLOCKED)
        return window.new_page()

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture(scope="session")
def check_with_axe():
    """Names each fault that axe-core finds on a page, with the elements that have it."""
    script = AXE.read_text()

    def check_with_axe(page):
        if page.evaluate("!window.axe"):
            page.evaluate(
                script
            )  # as the browser’s tools do: the page itself may run no script from elsewhere
        found = page.evaluate(
            "rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES
        )
        return [
            f"{fault['id']}: {', '.join(' '.join(map(str, node['target'])) for node in fault['nodes'])}"
            for fault in found["violations"]
        ]

    return check_with_axe
