"""Time each page, its rows and the empty page in turn, so that a busy machine slows all three alike."""

import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

EMPTY_PAGE = "/accessibility/"  # signed in: session, person, header


@dataclass(frozen=True)
class Measured:
    name: str
    empty: float  # ms, tenth percentile
    raw: float
    page: float
    median_ratio: float
    queries: int
    size: int  # bytes of HTML

    @property
    def ratio(self):
        return self.page / (self.empty + self.raw)


def measure(case, reader, seconds):
    client = Client()
    client.force_login(reader)
    with CaptureQueriesContext(connection) as queries:
        size = len(_get(client, case.path).content)
        asked = len(queries)
    times = _interleaved(client, case, seconds)
    floors = [empty + raw for empty, raw, _ in times]
    return Measured(
        case.name,
        *(_tenth(column) for column in zip(*times, strict=True)),
        median_ratio=statistics.median(page for _, _, page in times) / statistics.median(floors),
        queries=asked,
        size=size,
    )


def _interleaved(client, case, seconds):
    for _ in range(3):
        _get(client, case.path)
    end, times = time.perf_counter() + seconds, []
    while time.perf_counter() < end or len(times) < 5:
        times.append(
            (
                _timed(lambda: _get(client, EMPTY_PAGE)),
                _timed(lambda: _rows(case)),
                _timed(lambda: _get(client, case.path)),
            )
        )
    return times


def _get(client, path):
    page = client.get(path, headers={"host": "localhost"})
    if page.status_code != 200:
        raise RuntimeError(f"{path} answers {page.status_code}")
    return page


def _rows(case):
    with connection.cursor() as cursor:
        for sql, parameters in case.raw:
            cursor.execute(sql, parameters)
            cursor.fetchall()


def _timed(work):
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def _tenth(times):
    return sorted(times)[len(times) // 10]
