"""No word that somebody typed is lost when it is not saved, and nobody else reads it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import UnsavedForm
from accounts.unsaved import store
from responses.models import Draft
from tests.factories import PASSWORD, ForceResponseFactory

CLAIM = re.compile(r'name="unsaved" value="([^"]+)"')
LONG = "Officers were told on 1 May. ’Ŵ\n" * 625  # 20,000 characters
SIGNED_OUT = "You were signed out. What you wrote is kept. Sign in to go on."


@pytest.fixture
def answer(force):
    return ForceResponseFactory(organisation=force)


@pytest.fixture
def edit(answer):
    return reverse("responses:edit", args=[answer.pk])


def claim_on(client, page):
    return CLAIM.search(client.get(page).content.decode())[1]


def typed(claim, **words):
    answer = {"version": "0", "position": "accepted", "progress": "in_progress", "account": LONG}
    return {"unsaved": claim} | answer | words


def end_session(client):
    """The browser loses its session, and keeps its other cookies."""
    client.cookies.pop("sessionid", None)


def sign_in(client, user, page):
    return client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": page}
    )


def test_words_of_a_session_that_ended_come_back_after_signing_in(client, lead, edit):
    client.force_login(lead)
    claim = claim_on(client, edit)
    end_session(client)

    refused = client.post(edit, typed(claim), follow=True)
    signed_in = sign_in(client, lead, edit)
    page = client.get(signed_in.url)

    assert SIGNED_OUT in refused.content.decode()
    assert signed_in.url == edit
    assert page.context["form"]["account"].value() == LONG
    assert "Not saved yet." in page.content.decode()
    assert Draft.objects.count() == 0


def test_who_signs_in_instead_reads_nothing_of_it(client, lead, chief, other_lead, edit):
    client.force_login(lead)
    claim = claim_on(client, edit)
    end_session(client)
    client.post(edit, typed(claim, account="A secret of the first person, who went home."))

    for person in (chief, other_lead):
        end_session(client)
        sign_in(client, person, edit)
        assert b"A secret" not in client.get(edit).content
        assert b"A secret" not in client.get(reverse("unsaved")).content

    end_session(client)
    sign_in(client, lead, edit)
    assert b"A secret" in client.get(edit).content


def test_another_browser_of_the_same_person_has_no_key(client, lead, edit):
    client.force_login(lead)
    client.post(reverse("unsaved_keep"), typed(claim_on(client, edit)))
    held = bytes(UnsavedForm.objects.get().held)

    client.cookies["unsaved"] = "another"
    page = client.get(edit)

    assert (
        "account" not in page.context["form"].initial
        or page.context["form"].initial["account"] == ""
    )
    assert LONG.encode()[:20] not in held


def test_second_window_of_somebody_else_saves_nothing_and_keeps_it_for_its_writer(
    client, lead, other_lead, edit
):
    client.force_login(lead)
    claim = claim_on(client, edit)
    client.force_login(other_lead)

    refused = client.post(edit, typed(claim))

    assert refused.status_code == 403
    assert "Somebody else was signed in" in refused.content.decode()
    assert UnsavedForm.objects.get().user == lead
    assert Draft.objects.count() == 0


def test_refused_token_brings_the_form_back_with_its_words(lead, edit, client):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(lead)
    claim = claim_on(browser, edit)

    refused = browser.post(edit, typed(claim) | {"csrfmiddlewaretoken": "x" * 64})

    assert (refused.status_code, refused.url) == (302, edit)
    assert browser.get(edit).context["form"]["account"].value() == LONG


def test_refused_form_has_an_address_of_its_own_in_a_browser(client, lead, edit):
    client.force_login(lead)
    claim = claim_on(client, edit)

    moved = client.post(
        edit, typed(claim, position="nothing"), headers={"Sec-Fetch-Mode": "navigate"}
    )
    page = client.get(moved.url)

    assert moved.status_code == 303
    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert "Officers were told on 1 May." in page.content.decode()


def test_refused_page_is_not_shown_to_who_may_not_open_the_page_any_more(client, lead, edit):
    client.force_login(lead)
    claim = claim_on(client, edit)
    moved = client.post(
        edit, typed(claim, position="nothing"), headers={"Sec-Fetch-Mode": "navigate"}
    )

    lead.memberships.all().delete()

    assert client.get(moved.url).status_code == 404


def test_form_that_is_saved_leaves_nothing_unsaved(client, lead, edit):
    client.force_login(lead)
    claim = claim_on(client, edit)
    client.post(reverse("unsaved_keep"), typed(claim))
    again = claim_on(client, edit)

    client.post(edit, typed(again))

    assert UnsavedForm.objects.count() == 0
    assert Draft.objects.get().account == LONG


def test_two_windows_are_two_forms(client, lead, edit):
    client.force_login(lead)
    first, second = claim_on(client, edit), claim_on(client, edit)

    client.post(
        reverse("unsaved_keep"), typed(first, account="Written in the first window of two.")
    )
    client.post(
        reverse("unsaved_keep"), typed(second, account="Written in the second window of two.")
    )
    page = client.get(edit).content.decode()
    older = re.search(r"\?unsaved=\d+", page)[0]

    assert "Written in the second window" in page
    assert "Written in the first window" in client.get(edit + older).content.decode()


def test_stranger_fills_no_table(client, db, edit):
    for number in range(30):
        client.post(edit, typed(f"forged {number}"))
        client.post(reverse("unsaved_keep"), typed(f"forged {number}"))

    assert UnsavedForm.objects.count() == 0
    assert "unsaved" not in client.cookies


def test_person_keeps_a_bounded_number_of_forms_of_a_bounded_size(client, lead, edit):
    client.force_login(lead)
    too_long = "x" * (store.MOST_CHARACTERS + 1)

    claims = [claim_on(client, edit) for _ in range(store.MOST_FORMS + 3)]
    for claim in claims:
        client.post(reverse("unsaved_keep"), typed(claim))
    answer = client.post(reverse("unsaved_keep"), typed(claim_on(client, edit), account=too_long))

    assert UnsavedForm.objects.count() == store.MOST_FORMS
    assert answer.status_code == 422


def test_words_are_kept_for_a_day(client, lead, edit):
    client.force_login(lead)
    client.post(reverse("unsaved_keep"), typed(claim_on(client, edit)))
    UnsavedForm.objects.update(kept_at=timezone.now() - timedelta(hours=25))

    page = client.get(edit)
    call_command("tidy_sessions")

    assert "Not saved yet." not in page.content.decode()
    assert UnsavedForm.objects.count() == 0


def test_words_that_a_page_refuses_altogether_can_be_read(client, lead, edit):
    client.force_login(lead)
    claim = claim_on(client, edit)
    lead.memberships.update(role="viewer")

    refused = client.post(edit, typed(claim))

    assert refused.status_code == 403
    assert "read what you have not saved" in refused.content.decode()
    assert "Officers were told on 1 May." in client.get(reverse("unsaved")).content.decode()


def test_discarded_words_are_gone(client, lead, edit):
    client.force_login(lead)
    client.post(reverse("unsaved_keep"), typed(claim_on(client, edit)))

    client.post(reverse("unsaved_discard", args=[UnsavedForm.objects.get().pk]))

    assert UnsavedForm.objects.count() == 0
    assert "Not saved yet." not in client.get(edit).content.decode()


def test_nobody_discards_the_words_of_somebody_else(client, lead, chief, edit):
    client.force_login(lead)
    client.post(reverse("unsaved_keep"), typed(claim_on(client, edit)))
    client.force_login(chief)

    refused = client.post(reverse("unsaved_discard", args=[UnsavedForm.objects.get().pk]))

    assert (refused.status_code, UnsavedForm.objects.count()) == (404, 1)


# Passwords and codes are not kept. The others have boxes to tick, or a list to choose from.
WITHOUT_WORDS = (
    "templates/account/",
    "templates/mfa/",
    "templates/progress/",
    "templates/reviews/queue",
    "templates/answers/sign_off",
)


def test_every_form_with_words_keeps_them():
    forgetful = set()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        name = str(path.relative_to(settings.BASE_DIR))
        text = path.read_text()
        is_form = 'method="post"' in text and ("|crispy }}" in text or "govuk/field.html" in text)
        if is_form and "unsaved_words" not in text and not name.startswith(WITHOUT_WORDS):
            forgetful.add(name)

    assert forgetful == set()
