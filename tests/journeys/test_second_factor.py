"""A lead adds a passkey, and signs in with it alone the next time. The browser's own virtual device holds it."""

import pytest
from playwright.sync_api import expect

from accounts.demo import PASSWORD


@pytest.fixture
def page(open_window, settings):
    settings.SECOND_FACTOR_ROLES = settings.ROLES_WITHOUT_VIEWERS
    page = open_window()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return page


def test_passkey_is_added_and_signs_in_alone(page, check_with_axe):
    faults = []
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("lead@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ways to show that it is you")
    assert check_with_axe(page) == []

    page.get_by_role("button", name="Add an authenticator app").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    assert page.evaluate("document.querySelector('.app-qr').naturalWidth") > 0
    assert check_with_axe(page) == []
    page.go_back()

    page.get_by_role("button", name="Add a passkey or security key").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Sign in with it alone").check()
    assert check_with_axe(page) == []
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="Go to your work").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your work")

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your work")
    assert faults == []
