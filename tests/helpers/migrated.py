"""The empty database of the tests, kept from the last run.

Making its tables by the migrations takes 15 seconds, which is most of what one test file takes.
"""

import contextlib
import hashlib
import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.core import management
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".pytest_cache" / "migrated"
# What an empty database is made of: our migrations, and the versions of all others.
MADE_OF = ["*/migrations/*.py", "requirements/test.txt", "supercomplaint/settings.py"]


def instead_of_the_next_migrate():
    """Let the next `migrate`, which is that of the test database, copy the tables of the last run."""
    call_command = management.call_command

    def copy_or_migrate(command, *arguments, **options):
        if command != "migrate":
            return call_command(command, *arguments, **options)
        management.call_command = call_command
        has_other_tables = bool(settings.MIGRATION_MODULES)  # those of `pytest --no-migrations`
        if has_other_tables or connection.vendor != "sqlite" or not connection.is_in_memory_db():
            return call_command(command, *arguments, **options)
        if kept_file().exists():
            return copy()
        call_command(command, *arguments, **options)
        return keep()

    management.call_command = copy_or_migrate


def kept_file():
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def keep():
    """Another process may be keeping the same: each writes a file of its own and gives it the name."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = FOLDER / f"{os.getpid()}.part"
    with contextlib.closing(sqlite3.connect(written)) as file:
        connection.connection.backup(file)
    written.rename(kept_file())


def copy():
    """The tables as they were, and what every `migrate` makes anew: triggers, the index of searches, groups."""
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(kept_file())) as file:
        file.backup(connection.connection)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
