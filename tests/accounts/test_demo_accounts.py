"""A demo account's password is public, so outside demo mode it opens nothing."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError
from django.urls import reverse

from accounts.demo import DEMO_ACCOUNTS, no_demo_accounts
from accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
DATABASES = ["default"]


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


@pytest.mark.parametrize(("demo", "status"), [(True, 302), (False, 200)])
def test_demo_account_signs_in_only_in_demo_mode(client, settings, demo, status):
    settings.DEMO = demo

    assert sign_in(client, UserFactory(is_demo=True)).status_code == status


def test_real_account_signs_in_outside_demo_mode(client):
    assert sign_in(client, UserFactory()).status_code == 302


def test_session_of_a_demo_account_ends_with_demo_mode(client, settings):
    settings.DEMO = True
    sign_in(client, UserFactory(is_demo=True))
    assert client.get(reverse("responses:home")).status_code == 200

    settings.DEMO = False

    assert client.get(reverse("responses:home")).status_code == 302


@pytest.mark.parametrize(
    ("is_demo", "debug", "databases", "errors"),
    [
        (True, False, DATABASES, [DEMO_ACCOUNTS]),
        (True, True, DATABASES, []),
        (False, False, DATABASES, []),
        (True, False, None, []),  # a check that was not given a database to look into
    ],
)
def test_check_finds_demo_accounts_of_a_real_site(settings, is_demo, debug, databases, errors):
    settings.DEBUG = debug
    UserFactory(is_demo=is_demo)

    assert no_demo_accounts(databases) == errors


def test_check_says_nothing_before_the_first_migration(monkeypatch):
    def no_table(**filters):
        raise DatabaseError

    monkeypatch.setattr(User.objects, "filter", no_table)

    assert no_demo_accounts(DATABASES) == []


def test_migrate_refuses_a_database_that_holds_a_demo_account():
    UserFactory(is_demo=True)

    with pytest.raises(SystemCheckError, match="holds demo accounts"):
        call_command("migrate", verbosity=0, skip_checks=False)
