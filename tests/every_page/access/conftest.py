"""The world is built once for each module: its tests change it inside a savepoint, or not at all."""

from unittest import mock

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from accounts.sign_in import sessions
from tests.every_page.access import world as worlds
from tests.every_page.access.urls import Browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture(autouse=True)
def files_of_this_test(settings, folder):
    """Those of the world, which outlasts a test."""
    settings.MEDIA_ROOT = folder


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, folder):
    """Without limits on guessing: here everybody comes from one address, a hundred times a second."""
    overridden = override_settings(MEDIA_ROOT=folder, ACCOUNT_RATE_LIMITS=False)
    with django_db_blocker.unblock(), overridden, _sessions_as_begun(), transaction.atomic():
        built = worlds.build()
        _count_rows()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browser():
    return Browser()


def _sessions_as_begun():
    """A module takes longer than a minute, after which a page renews the session and the next one does not.

    Two pages that look the same would then differ by a cookie, for reviewers and chief officers only.
    """
    return mock.patch.object(sessions, "NOTED_EVERY", settings.SESSION_IDLE_SECONDS)


def _count_rows():
    """PostgreSQL plans its queries by what it knows of the tables, and nobody tells it within a transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
