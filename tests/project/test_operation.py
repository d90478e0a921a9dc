"""What whoever runs the site sees of it: health, logs, and the pages that the law and machines ask for."""

import json
import logging

import pytest
from django.db import OperationalError
from django.urls import reverse

from supercomplaint import health
from supercomplaint.health import who_runs_the_site
from supercomplaint.logs import JsonFormatter
from tests.factories import PASSWORD, ForceResponseFactory, UserFactory

READY = {"database": "ok", "migrations": "ok", "evidence": "ok", "static_files": "ok"}


@pytest.fixture
def lines():
    """What the access and the security log say, line by line."""
    written = []
    handler = logging.Handler()
    handler.emit = lambda record: written.append(json.loads(JsonFormatter().format(record)))
    logs = [
        logging.getLogger(name) for name in ("supercomplaint.access", "supercomplaint.security")
    ]
    for log in logs:
        log.addHandler(handler)
    yield written
    for log in logs:
        log.removeHandler(handler)


def test_health_asks_nothing_of_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/healthz")

    assert (page.status_code, page.content) == (200, b"ok")


def test_readiness_says_no_more_than_that_to_a_stranger(client, db):
    assert client.get("/readyz").json() == {"ready": True}


def test_readiness_names_its_checks_to_an_admin(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert client.get("/readyz").json() == {"ready": True, "checks": READY}


@pytest.mark.parametrize("check", READY)
def test_readiness_is_503_where_anything_is_missing(client, db, monkeypatch, check):
    monkeypatch.setitem(health.CHECKS, check, lambda: "Something is wrong")

    page = client.get("/readyz")

    assert (page.status_code, page.json()) == (503, {"ready": False})


def test_database_that_is_away_is_not_ready(monkeypatch):
    def cursor():
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(health, "connection", type("Away", (), {"cursor": staticmethod(cursor)}))

    assert health.CHECKS["database"]() == "OperationalError"


def test_request_is_one_line_with_who_and_which_page_and_nothing_typed(client, lead, force, lines):
    answer = ForceResponseFactory(organisation=force)
    client.force_login(lead)
    page = reverse("responses:edit", args=[answer.pk])

    client.post(f"{page}?secret=words", {"account": "A secret that was typed."})

    line = lines[-1]
    assert (line["page"], line["of"], line["person"]) == (
        "responses:edit",
        {"pk": str(answer.pk)},
        lead.pk,
    )
    assert (line["method"], line["status"]) == ("POST", 422)
    assert "secret" not in json.dumps(lines)


def test_security_log_tells_of_sign_in_failure_and_denial(client, lead, lines):
    typed = {"login": lead.email, "password": "a wrong password"}
    client.post(reverse("account_login"), typed)
    client.post(reverse("account_login"), typed | {"password": PASSWORD})
    client.get(reverse("responses:queue"))

    told = [line["message"] for line in lines if line["log"] == "supercomplaint.security"]
    assert told == ["sign-in failed", "signed in", "denied"]
    assert PASSWORD not in json.dumps(lines)
    assert "a wrong password" not in json.dumps(lines)


def test_line_of_the_log_stays_one_line():
    record = logging.LogRecord("a", logging.INFO, "", 1, "one\r\ntwo \x1b[31m \u202e", (), None)

    assert "\n" not in JsonFormatter().format(record)
    assert "\x1b" not in JsonFormatter().format(record)
    assert "\u202e" not in JsonFormatter().format(record)


def test_robots_are_kept_from_pages_of_work(client, db):
    page = client.get("/robots.txt").content.decode()

    assert "Disallow: /responses/" in page
    assert "Sitemap: " in page


def test_sitemap_names_reports_that_are_open(client, db):
    answer = ForceResponseFactory()

    page = client.get("/sitemap.xml").content.decode()

    assert answer.recommendation.get_absolute_url() in page
    assert answer.organisation.get_absolute_url() in page


@pytest.mark.parametrize(
    ("contact", "status"), [("", 404), ("mailto:security@police.example", 200)]
)
def test_security_txt_names_whom_to_tell(client, db, settings, contact, status):
    settings.SECURITY_CONTACT = contact

    page = client.get("/.well-known/security.txt")

    assert page.status_code == status
    assert (f"Contact: {contact}\n" in page.content.decode()) == bool(contact)


@pytest.mark.parametrize(
    ("page", "name"),
    [("privacy", "data_protection"), ("accessibility", "accessibility"), ("contact", "contact")],
)
def test_page_names_whom_to_ask(client, db, settings, page, name):
    settings.SITE = settings.SITE | {name: "ask@police.example"}
    settings.SITE_CONTACT = "ask@police.example" if name == "contact" else ""

    assert "mailto:ask@police.example" in client.get(f"/{page}/").content.decode()


def test_what_nobody_set_is_a_warning_at_start(settings):
    settings.DEBUG = False

    warnings = [warning.msg for warning in who_runs_the_site()]

    assert "DATA_PROTECTION_CONTACT is not set." in warnings
    assert len(warnings) == 6


def test_every_page_leads_to_the_contact_page(client, db):
    assert 'href="/contact/"' in client.get("/").content.decode()
