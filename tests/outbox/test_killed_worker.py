"""A worker that is killed at any line loses no message, and sends none twice that it knows of."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from outbox.writing import write
from tests.factories import UserFactory
from tests.helpers.soak import length

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
POINTS = length(40, soak=5_000)


@pytest.fixture
def database(tmp_path):
    """The address of a database with all that is in this test's, for another process."""
    if connection.vendor == "postgresql":
        facts = connection.settings_dict
        return "postgres://{USER}@{HOST}:{PORT}/{NAME}".format_map(facts)
    file = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    return f"sqlite:///{file}"


@pytest.mark.soak
def test_worker_that_is_killed_loses_nothing_and_repeats_nothing_it_knows_of(request):
    for person in UserFactory.create_batch(3):
        write([person], why="send", subject="New answer", body="It is in the work queue.")
    environment = os.environ | {
        "DATABASE_URL": request.getfixturevalue("database"),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }

    worker = subprocess.run(
        [sys.executable, "-m", "tests.helpers.killed_worker", str(POINTS)],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert worker.returncode == 0, worker.stderr
    result = json.loads(worker.stdout)
    assert result["killed"] >= POINTS / 2
    assert (result["lost"], result["twice"]) == ([], [])
