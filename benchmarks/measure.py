"""Time a request, its statements by a bare cursor and the empty page in turn: a busy machine slows all three alike."""

import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.test import Client

EMPTY_PAGE = "/accessibility/"  # session, person and header alone
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")


@dataclass(frozen=True)
class Measured:
    name: str
    empty: float  # ms, tenth percentile
    rows: float
    page: float
    median_ratio: float
    queries: int
    size: int  # bytes of what is answered

    @property
    def ratio(self):
        return self.page / (self.empty + self.rows)


def measure(case, seconds):
    client = Client()
    if case.person:
        client.force_login(case.person)
    of_empty = {sql for sql, _ in _statements(lambda: _get(client, EMPTY_PAGE))}
    size = _request(client, case, _form(case))
    case.before()
    statements = _statements(lambda: _request(client, case, _form(case)))
    own = [(sql, values) for sql, values in statements if sql not in of_empty]
    times = _interleaved(client, case, own, seconds)
    floors = [empty + rows for empty, rows, _ in times]
    return Measured(
        case.name,
        *(_tenth(column) for column in zip(*times, strict=True)),
        median_ratio=statistics.median(page for _, _, page in times) / statistics.median(floors),
        queries=len(statements),
        size=size,
    )


def _statements(work):
    """What `work` asks of the database, with its values."""
    asked = []

    def record(execute, sql, values, many, context):
        if not sql.startswith(OF_TRANSACTIONS):
            asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(record):
        work()
    return asked


@contextmanager
def _undone(case):
    """So that what a form writes can be written again; the commit itself is in neither time."""
    if not case.post:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _interleaved(client, case, statements, seconds):
    end, times = time.perf_counter() + seconds, []
    while time.perf_counter() < end or len(times) < 5:
        case.before()
        form = _form(case)
        times.append(
            (
                _timed(lambda: _get(client, EMPTY_PAGE)),
                _timed(lambda: _rows(case, statements)),
                _timed(lambda form=form: _request(client, case, form)),
            )
        )
    return times[1:]


def _form(case):
    return case.post() if case.post else None


def _request(client, case, form):
    """The bytes that are answered, after all of them are there."""
    if not case.post:
        return _get(client, case.path)
    with _undone(case):
        return _length(client.post(case.path, form, headers={"host": "localhost"}), case.path, 302)


def _get(client, path):
    return _length(client.get(path, headers={"host": "localhost"}), path, 200)


def _length(page, path, expected):
    if page.status_code != expected:
        raise RuntimeError(f"{path} answers {page.status_code}")
    return sum(map(len, page.streaming_content)) if page.streaming else len(page.content)


def _rows(case, statements):
    with _undone(case), connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
            if cursor.description:
                cursor.fetchall()


def _timed(work):
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def _tenth(times):
    return sorted(times)[len(times) // 10]
