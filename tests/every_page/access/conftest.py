"""The world is built once for each module: its tests change it inside a savepoint, or not at all."""

import pytest
from django.db import connection, transaction
from django.test import override_settings

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
    settings = override_settings(MEDIA_ROOT=folder, ACCOUNT_RATE_LIMITS=False)
    with django_db_blocker.unblock(), settings, transaction.atomic():
        built = worlds.build()
        _count_rows()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browser():
    return Browser()


def _count_rows():
    """PostgreSQL plans its queries by what it knows of the tables, and nobody tells it within a transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
