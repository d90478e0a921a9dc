"""A session ends twelve hours after signing in, and for those who sign or judge after an idle hour."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.models import UnsavedForm
from tests.factories import ForceResponseFactory, UserFactory

NINE = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
SIGN_IN = reverse("account_login")


@pytest.fixture
def clock():
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def is_signed_in(client):
    return client.get(reverse("responses:home")).status_code == 200


def wait(clock, minutes):
    clock.shift(datetime.timedelta(minutes=minutes))


@pytest.fixture(params=["chief", "reviewer", "admin"])
def who_decides(request):
    if request.param == "admin":
        return UserFactory(is_staff=True, is_superuser=True)
    return request.getfixturevalue(request.param)


def test_session_ends_twelve_hours_after_signing_in_whatever_is_done(client, db, clock, lead):
    client.force_login(lead)

    for _ in range(23):
        wait(clock, 30)
        assert is_signed_in(client)
        client.post(reverse("account_stay"))
    wait(clock, 30)

    assert not is_signed_in(client)


def test_idle_hour_ends_the_session_of_those_who_decide(client, db, clock, who_decides):
    client.force_login(who_decides)

    wait(clock, 59)
    assert is_signed_in(client)
    wait(clock, 59)
    assert is_signed_in(client)
    wait(clock, 60)
    assert not is_signed_in(client)


def test_lead_is_not_signed_out_for_thinking(client, db, clock, lead):
    client.force_login(lead)

    wait(clock, 11 * 60)

    assert is_signed_in(client)


def test_to_ask_how_long_a_session_lasts_does_not_make_it_longer(client, db, clock, chief):
    client.force_login(chief)

    for left in (30 * 60, 0):
        wait(clock, 30)
        assert client.get(reverse("account_session")).json()["seconds_left"] == left


def test_to_stay_makes_it_longer(client, db, clock, chief):
    client.force_login(chief)
    wait(clock, 58)

    answer = client.post(reverse("account_stay")).json()

    assert answer == {"seconds_left": 60 * 60, "longest_left": 11 * 3600 + 2 * 60}


def test_writing_makes_it_longer(client, db, clock, chief, force):
    from accounts.unsaved.store import Claim

    chief.memberships.create(organisation=force, role="lead")
    client.force_login(chief)
    page = reverse("responses:edit", args=[ForceResponseFactory(organisation=force).pk])
    claim = Claim.new(chief, page, page).signed()

    for _ in range(4):
        wait(clock, 50)
        answer = client.post(
            reverse("unsaved_keep"), {"unsaved": claim, "account": "We are still writing."}
        ).json()

    assert (answer["signed_in"], is_signed_in(client)) == (True, True)
    assert UnsavedForm.objects.count() == 1


def test_session_that_nobody_stamped_has_ended(client, db, clock, lead):
    client.force_login(lead)
    session = client.session
    del session["signed_in_at"]
    session.save()

    assert not is_signed_in(client)
