"""The same few statements for each database. `engine_of` gives the one that a connection speaks."""

from .postgresql import PostgreSQL
from .sqlite import SQLite

ENGINES = {
    "postgresql": PostgreSQL(),
    "sqlite": SQLite(),
}


def engine_of(connection):
    return ENGINES[connection.vendor]
