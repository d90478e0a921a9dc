import socket
import sqlite3
from contextlib import closing

import hypothesis
import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

from accounts.models import Membership
from responses.history import immutable
from tests.factories import MembershipFactory, OrganisationFactory
from tests.helpers import migrated

REAL_CONNECT = socket.socket.connect

# A busy machine is slow at making rows as at everything else: no test is about that.
hypothesis.settings.register_profile(
    "supercomplaint", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("supercomplaint")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The tables of an empty SQLite database are made once, and copied until a migration changes."""
    migrated.instead_of_the_next_migrate()


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_triggers():
    """Tests that commit are followed by a flush, which no trigger lets pass. It ends by making them again."""
    flush = TransactionTestCase._fixture_teardown

    def unguard_and_flush(self):
        immutable.unguard()
        flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguard_and_flush)
        yield


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    """Rows that factories make leave no Event, so that what was counted before them would be taken for true."""
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = settings.CACHES | {"figures": dummy}


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "evidence"


@pytest.fixture(autouse=True)
def mail_at_once(settings):
    """A thread might put its mail into the outbox of the next test."""
    settings.MAIL_IN_BACKGROUND = False


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """The app asks nothing of other machines; a test that does has found a fault."""

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "localhost",
            "::1",
        ):
            self.close()
            pytest.fail(f"tried to reach {address}")
        return REAL_CONNECT(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def force(db):
    return OrganisationFactory(name="Force A", slug="force-a")


@pytest.fixture
def other_force(db):
    return OrganisationFactory(name="Force B", slug="force-b")


@pytest.fixture
def lead(force):
    return MembershipFactory(organisation=force).user


@pytest.fixture
def chief(force):
    return MembershipFactory(organisation=force, role=Membership.Role.CHIEF_OFFICER).user


@pytest.fixture
def scrutineer(force):
    """One of the policing body of Force A."""
    body = OrganisationFactory(
        name="Body A", slug="body-a", kind="local_policing_body", group="", force=force
    )
    return MembershipFactory(organisation=body, role=Membership.Role.SCRUTINY).user


@pytest.fixture
def other_lead(other_force):
    return MembershipFactory(organisation=other_force).user


@pytest.fixture
def reviewer(db):
    inspectorate = OrganisationFactory(
        name="HMICFRS", slug="hmicfrs", kind="inspectorate", group=""
    )
    return MembershipFactory(organisation=inspectorate, role=Membership.Role.REVIEWER).user


@pytest.fixture
def database_of_many(transactional_db, tmp_path):
    """On SQLite, a file with the settings of the real one: the tests' own is in memory, where nothing is at once."""
    if connection.vendor != "sqlite":
        yield
        return
    memory = connections["default"]
    with closing(sqlite3.connect(tmp_path / "race.sqlite3")) as file:
        memory.connection.backup(file)
    name, memory.settings_dict["NAME"] = (
        memory.settings_dict["NAME"],
        str(tmp_path / "race.sqlite3"),
    )
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    memory.settings_dict["NAME"] = name
    connections["default"] = memory
