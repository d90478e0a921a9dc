"""What holds for the whole site: headers, refusals to start, models that match their migrations."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import reverse

from accounts import demo
from accounts.models import Membership, User
from tests.factories import OrganisationFactory

KEY = "k" * 50
POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; script-src 'self'; style-src 'self'"
)


# What this suite sets for itself, the browser tests included: a fresh process has none of it.
OF_THE_TESTS = {
    "DEBUG",
    "DEMO",
    "DATABASE_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
}


def start(tmp_path, **environment):
    """Run Django's checks as a fresh process would; returns what it says."""
    plain = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=plain | {"DATA_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
    )


WHO_RUNS_IT = {
    "SITE_CONTACT": "help@example.org",
    "SITE_CONTROLLER": "The Example Authority",
    "ACCESSIBILITY_CONTACT": "access@example.org",
    "DATA_PROTECTION_CONTACT": "data@example.org",
    "RETENTION": "Seven years.",
    "SECURITY_CONTACT": "mailto:security@example.org",
}


def test_production_settings_start_without_a_warning(tmp_path):
    started = start(
        tmp_path,
        SECRET_KEY="".join(map(chr, range(40, 100))),
        ALLOWED_HOSTS="example.org",
        **WHO_RUNS_IT,
    )

    said = (started.returncode, started.stdout, started.stderr)
    assert said == (0, "System check identified no issues (0 silenced).\n", "")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "Set SECRET_KEY"),
        ({"SECRET_KEY": KEY[1:]}, "Set SECRET_KEY"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "*"}, "Name each host"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": "example.org,.example.com"}, "Name each host"),
        ({"SECRET_KEY": KEY, "DEMO": "true"}, "DEMO needs DEBUG"),
        ({"SECRET_KEY": KEY, "BEHIND_TLS_PROXY": "true"}, "Set TRUSTED_PROXIES"),
    ],
)
def test_unsafe_settings_do_not_start(tmp_path, environment, said):
    refused = start(tmp_path, **environment)

    assert refused.returncode == 1
    assert said in refused.stderr


@pytest.fixture
def demo_organisations(db):
    for _, _, slug, _ in demo.ACCOUNTS:
        if slug and not OrganisationFactory._meta.model.objects.filter(slug=slug).exists():
            OrganisationFactory(slug=slug)


def test_demo_accounts_are_made_once_and_can_sign_in(client, settings, demo_organisations):
    settings.DEMO = True

    assert (demo.make_demo_accounts(), demo.make_demo_accounts()) == (len(demo.ACCOUNTS), 0)

    assert Membership.objects.count() == len(demo.ACCOUNTS) - 1
    assert client.login(email="lead@demo.example", password=demo.PASSWORD)
    assert [user.email for user in User.objects.filter(is_superuser=True)] == ["admin@demo.example"]


def test_demo_accounts_are_not_made_outside_demo_mode(demo_organisations):
    with pytest.raises(ImproperlyConfigured):
        demo.make_demo_accounts()


@pytest.mark.parametrize(("is_demo", "said"), [(True, 3), (False, 0)])
def test_welcome_names_the_address_and_the_sign_ins_of_the_demo(capsys, settings, is_demo, said):
    settings.DEMO = is_demo

    call_command("welcome", port="8123")

    printed = capsys.readouterr().out
    assert "http://127.0.0.1:8123/" in printed
    assert sum(name in printed for name in ("lead@demo", "reviewer@demo", demo.PASSWORD)) == said


@pytest.mark.parametrize("page", ["accessibility", "privacy"])
def test_contact_of_the_site_is_said_where_people_look_for_it(client, db, settings, page):
    settings.SITE_CONTACT = "help@police.example"
    with_contact = client.get(f"/{page}/").content.decode()
    settings.SITE_CONTACT = ""
    without = client.get(f"/{page}/").content.decode()

    assert '<a href="mailto:help@police.example">help@police.example</a>' in with_contact
    assert "It has not added its contact details yet." in without


def test_every_page_has_the_same_headers(client, db):
    for address in ["/", "/nowhere/", "/accounts/login/", "/%00", "/accessibility/"]:
        headers = client.get(address).headers

        assert "; ".join(sorted(headers["Content-Security-Policy"].split("; "))) == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"


def test_page_of_a_signed_in_person_is_kept_by_no_cache(client, lead):
    client.force_login(lead)

    assert client.get("/").headers["Cache-Control"] == "no-store, private"


def test_page_of_a_stranger_sets_no_cookie(client, db):
    assert client.get("/").cookies == {}


def test_models_match_their_migrations(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_nobody_signs_up(client, db):
    answer = client.post(
        reverse("account_signup"), {"email": "new@police.example", "password1": "a long password"}
    )

    assert User.objects.count() == 0
    assert answer.status_code == 200


def test_demo_shows_the_sites_own_page_for_what_is_not_there(rf):
    from django.http import HttpResponse, HttpResponseNotFound

    from supercomplaint.middleware import own_not_found_page

    html = own_not_found_page(lambda request: HttpResponseNotFound("Using the URLconf…"))(
        rf.get("/nowhere/")
    )
    found = own_not_found_page(lambda request: HttpResponse("found"))(rf.get("/"))

    assert (html.status_code, b"URLconf" in html.content) == (404, False)
    assert found.content == b"found"


@pytest.mark.parametrize("page", ["email", "confirm-email", "confirm-email/key"])
def test_nobody_changes_their_own_address(client, lead, page):
    address = lead.email
    client.force_login(lead)

    answer = client.post(f"/accounts/{page}/", {"action_add": "", "email": "new@police.example"})

    assert (answer.status_code, User.objects.get().email) == (404, address)
