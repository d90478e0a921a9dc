"""Strangers lock nobody out, and learn from no answer who has an account."""

import re
import socket
import time

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

SIGN_IN = reverse("account_login")
RESET = reverse("account_reset_password")
LOCKED = "Too many wrong passwords"
TOKEN = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture(autouse=True)
def one_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def sign_in(client, email, password=PASSWORD, address="203.0.113.1"):
    typed = {"login": email, "password": password}
    return client.post(SIGN_IN, typed, headers={"X-Forwarded-For": address})


def is_let_in(page):
    return page.status_code == 302


def fail(client, email, times, address):
    for _ in range(times):
        sign_in(client, email, "a wrong password", address)


def test_empty_forms_of_a_stranger_lock_nobody_out(client, lead):
    for _ in range(40):
        sign_in(client, "", "")

    assert is_let_in(sign_in(client, lead.email))


def test_failures_of_one_address_lock_out_no_other(client, lead):
    fail(client, "nobody@police.example", 5, "203.0.113.1")
    for number in range(30):
        fail(client, f"nobody{number}@police.example", 1, "203.0.113.1")

    assert LOCKED in sign_in(client, "x@police.example", address="203.0.113.1").content.decode()
    assert is_let_in(sign_in(client, lead.email, address="198.51.100.7"))


def test_address_that_a_stranger_writes_himself_is_not_believed(client, lead):
    for number in range(6):
        fail(client, lead.email, 1, f"198.51.100.{number}, 203.0.113.1")

    assert LOCKED in sign_in(client, lead.email).content.decode()


@pytest.mark.parametrize("is_known", [True, False])
def test_guesses_at_an_account_are_limited_and_known_and_unknown_answer_alike(
    client, lead, is_known
):
    email = lead.email if is_known else "unknown@police.example"
    for number in range(5):
        page = sign_in(client, email, "a wrong password", f"203.0.113.{number}")
        assert "Email address or password is wrong" in page.content.decode()

    assert LOCKED in sign_in(client, email, PASSWORD, "203.0.113.9").content.decode()


def test_person_signs_in_where_they_did_before_whatever_a_stranger_guesses(client, lead):
    sign_in(client, lead.email)
    client.post(reverse("account_logout"))
    fail(Client(), lead.email, 6, "198.51.100.7")

    assert LOCKED in sign_in(Client(), lead.email, address="198.51.100.8").content.decode()
    assert is_let_in(sign_in(client, lead.email))


def test_browser_that_knows_one_person_is_no_way_around_the_limit_of_another(
    client, lead, other_lead
):
    sign_in(client, lead.email)
    client.post(reverse("account_logout"))
    fail(Client(), other_lead.email, 6, "198.51.100.7")

    assert LOCKED in sign_in(client, other_lead.email).content.decode()


def test_counters_outlast_those_of_many_others(client, lead):
    """Django keeps 300 by default: some hundred others pushed them out."""
    fail(client, lead.email, 5, "203.0.113.1")
    for number in range(400):
        fail(client, f"x{number}@police.example", 1, f"198.51.{number // 200}.{number % 200}")

    assert LOCKED in sign_in(client, lead.email, address="203.0.113.2").content.decode()


def test_sign_in_hashes_as_often_for_an_unknown_address(client, lead, monkeypatch):
    hashed = []
    hasher = type(get_hasher())
    encode = hasher.encode

    def counted(*args, **more):
        hashed.append(1)
        return encode(*args, **more)

    monkeypatch.setattr(hasher, "encode", counted)

    counts = []
    for email in (lead.email, "unknown@police.example"):
        hashed.clear()
        sign_in(client, email, "a wrong password")
        counts.append(len(hashed))

    assert counts[0] == counts[1] > 0


def reset(email):
    client = Client()
    page = client.post(RESET, {"email": email}, headers={"X-Forwarded-For": "203.0.113.1"})
    return page.status_code, page.headers.get("Location"), TOKEN.sub(b"", page.content)


@pytest.fixture
def server():
    """A mail server that takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def dead_server():
    """A port that nobody listens on any more."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.mark.parametrize("which", ["server", "dead_server"])
def test_reset_answers_all_alike_and_at_once_whatever_the_mail_server_does(
    settings, request, lead, which
):
    closed = UserFactory(is_active=False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = request.getfixturevalue(which)
    settings.EMAIL_TIMEOUT = 2
    settings.MAIL_IN_BACKGROUND = True
    start_of_all = time.perf_counter()

    answers = [reset(email) for email in (lead.email, "unknown@police.example", closed.email)]

    assert time.perf_counter() - start_of_all < 2
    assert answers == [(302, reverse("account_reset_password_done"), b"")] * 3


def test_reset_does_the_same_work_for_an_unknown_address(client, lead):
    """Statements are counted, since times of a few milliseconds say more about the machine than about the page."""
    reset(lead.email)  # allauth notes an address the first time
    counts = []
    for email in (lead.email, "unknown@police.example"):
        with CaptureQueriesContext(connection) as asked:
            reset(email)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert [letter.to for letter in mail.outbox] == [[lead.email]] * 2


def test_reset_link_works_once_and_for_an_hour(client, lead, settings):
    reset(lead.email)

    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    assert len(mail.outbox) == 1
