"""Whoever signs, judges or administers needs a second factor, and confirms who they are before they decide."""

import datetime
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from responses.models import Update
from tests.factories import PASSWORD, DraftFactory, ForceResponseFactory, UpdateFactory, UserFactory

HOME = reverse("responses:home")
SECRET = "JBSWY3DPEHPK3PXP"
NINE = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.SECOND_FACTOR_ROLES = settings.ROLES_WITHOUT_VIEWERS
    settings.STEP_UP_SECONDS = 30 * 60


@pytest.fixture
def clock(db):
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def wait(clock, minutes):
    clock.shift(datetime.timedelta(minutes=minutes))


def code(secret=SECRET):
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def sign_in_with_code(client, user):
    sign_in(client, user)
    return client.post(reverse("mfa_authenticate"), {"code": code()})


@pytest.fixture
def admin_user(db):
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.mark.parametrize("who", ["lead", "chief", "scrutineer", "reviewer", "admin_user"])
def test_person_whose_role_needs_it_adds_a_second_factor_first(client, request, who, clock):
    person = request.getfixturevalue(who)
    sign_in(client, person)

    page = client.get(HOME)
    allowed = [
        client.get(reverse(name)).status_code
        for name in ("mfa_index", "mfa_activate_totp", "privacy")
    ]

    assert (page.status_code, page.url) == (302, reverse("mfa_index"))
    assert allowed == [200, 200, 200]


def test_viewer_needs_none(client, lead, clock):
    lead.memberships.update(role="viewer")
    sign_in(client, lead)

    assert client.get(HOME).status_code == 200


def test_app_is_added_and_asked_for_next_time(client, lead, clock):
    sign_in(client, lead)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'app-key-text">(\w+)<', page.content.decode())[1]

    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    home = client.get(HOME).status_code
    client.post(reverse("account_logout"))
    asked = sign_in(client, lead)

    assert home == 200
    assert asked.url.startswith(reverse("mfa_authenticate"))
    assert client.get(HOME).status_code == 302
    wait(clock, 1)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get(HOME).status_code == 200


def test_code_works_once(client, lead, clock):
    TOTP.activate(lead, SECRET)
    sign_in_with_code(client, lead)
    client.post(reverse("account_logout"))

    again = sign_in_with_code(client, lead)

    assert again.status_code == 200
    assert client.get(HOME).status_code == 302


def test_wrong_codes_are_limited(client, lead, clock):
    TOTP.activate(lead, SECRET)
    sign_in(client, lead)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert client.get(HOME).status_code == 302


def test_recovery_code_stands_in_once(client, lead, clock):
    TOTP.activate(lead, SECRET)
    spare = RecoveryCodes.activate(lead).get_unused_codes()[0]

    outcomes = []
    for _ in range(2):
        sign_in(client, lead)
        client.post(reverse("mfa_authenticate"), {"code": spare})
        outcomes.append(client.get(HOME).status_code)
        client.post(reverse("account_logout"))

    assert outcomes == [200, 302]


def test_secret_of_an_app_is_not_in_the_database_as_it_is(lead):
    TOTP.activate(lead, SECRET)

    assert SECRET not in str(Authenticator.objects.get().data)


def test_last_second_factor_of_who_needs_one_stays(client, lead, clock):
    TOTP.activate(lead, SECRET)
    sign_in_with_code(client, lead)

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(type="totp").exists()


@pytest.fixture
def asked_to_sign(force, lead):
    answer = ForceResponseFactory(organisation=force, stage="awaiting_sign_off")
    DraftFactory(response=answer, saved_by=lead, position="accepted", progress="complete")
    return answer


def pages_that_decide(answer, update):
    return [
        reverse("responses:step", args=[answer.pk, "send"]),
        reverse("responses:publish", args=[update.pk]),
        reverse("responses:unpublish", args=[update.pk]),
    ]


def asks_who_it_is(page):
    return page.status_code == 302 and page.url.startswith(reverse("account_reauthenticate"))


def test_chief_officer_confirms_who_they_are_before_signing_and_publishing(
    client, chief, force, asked_to_sign, clock
):
    TOTP.activate(chief, SECRET)
    sign_in_with_code(client, chief)
    pages = pages_that_decide(asked_to_sign, UpdateFactory(response__organisation=force))
    at_once = [asks_who_it_is(client.get(page)) for page in pages]

    wait(clock, 31)
    later = [asks_who_it_is(client.get(page)) for page in pages]
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    confirmed = [asks_who_it_is(client.get(page)) for page in pages]

    assert (at_once, later, confirmed) == ([False] * 3, [True] * 3, [False] * 3)


def test_nothing_is_signed_by_whoever_sits_down_at_an_open_session(
    client, chief, asked_to_sign, clock
):
    TOTP.activate(chief, SECRET)
    sign_in_with_code(client, chief)
    send = reverse("responses:step", args=[asked_to_sign.pk, "send"])
    for _ in range(3):
        wait(clock, 25)
        client.get(HOME)

    refused = client.post(send, {"version": asked_to_sign.version, "declared": "on"})
    client.post(refused.url, {"password": PASSWORD})

    assert asks_who_it_is(refused)
    assert Update.objects.count() == 0


def test_lead_asks_for_sign_off_without_confirming(client, lead, force, clock):
    TOTP.activate(lead, SECRET)
    sign_in_with_code(client, lead)
    answer = ForceResponseFactory(organisation=force)
    wait(clock, 60)

    assert not asks_who_it_is(client.get(reverse("responses:step", args=[answer.pk, "ask"])))


def test_reviewer_confirms_before_judging(client, reviewer, clock):
    TOTP.activate(reviewer, SECRET)
    sign_in_with_code(client, reviewer)
    answer = UpdateFactory(typed=True).response
    wait(clock, 31)

    assert asks_who_it_is(client.get(reverse("responses:step", args=[answer.pk, "confirm"])))


def test_admin_confirms_before_the_admin_site(client, admin_user, clock):
    TOTP.activate(admin_user, SECRET)
    sign_in_with_code(client, admin_user)
    page = reverse("admin:accounts_user_changelist")
    at_once = client.get(page).status_code
    wait(clock, 31)

    assert at_once == 200
    assert asks_who_it_is(client.get(page))
