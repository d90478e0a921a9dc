"""Time a request, its statements by a bare cursor and the empty page in turn.

In turn, because a busy machine slows all three alike, and the ratio stays true.
"""

import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client

EMPTY_PAGE = "/accessibility/"  # nothing but session, person and header
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
    client = browser_of(case.person)
    of_empty_page = {sql for sql, _ in _statements(lambda: _get(client, EMPTY_PAGE))}
    size = _request(client, case, _form(case))

    case.before()
    statements = _statements(lambda: _request(client, case, _form(case)))
    of_case = [(sql, values) for sql, values in statements if sql not in of_empty_page]

    times = _interleaved(client, case, of_case, seconds)
    empty, rows, page = zip(*times, strict=True)
    floors = [sum(pair) for pair in zip(empty, rows, strict=True)]
    return Measured(
        case.name,
        empty=_tenth(empty),
        rows=_tenth(rows),
        page=_tenth(page),
        median_ratio=statistics.median(page) / statistics.median(floors),
        queries=len(statements),
        size=size,
    )


def browser_of(person):
    """A browser of a visitor, or of somebody who signed in with a second factor."""
    client = Client()
    if person is None:
        return client

    client.force_login(person)
    # Without it, a page of somebody who judges is a redirect to where they add one.
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "mfa", type="totp")
    request.session.save()
    return client


def _statements(work):
    """What `work` asks of the database, with its values."""
    statements = []

    def record(execute, sql, values, many, context):
        if not sql.startswith(OF_TRANSACTIONS):
            statements.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(record):
        work()
    return statements


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
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        case.before()
        form = _form(case)
        empty = _timed(lambda: _get(client, EMPTY_PAGE))
        rows = _timed(lambda: _rows(case, statements))
        page = _timed(lambda form=form: _request(client, case, form))
        times.append((empty, rows, page))
    return times[1:]  # the first fills caches


def _form(case):
    return case.post() if case.post else None


def _request(client, case, form):
    """The bytes that are answered, after all of them are there."""
    if not case.post:
        return _get(client, case.path)
    with _undone(case):
        page = client.post(case.path, form, headers={"host": "localhost"})
        return _length(page, case.path, 302)


def _get(client, path):
    return _length(client.get(path, headers={"host": "localhost"}), path, 200)


def _length(page, path, expected):
    if page.status_code != expected:
        raise RuntimeError(f"{path} answers {page.status_code}")
    if page.streaming:
        return sum(len(part) for part in page.streaming_content)
    return len(page.content)


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
