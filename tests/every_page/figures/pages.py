"""Asks for pages as somebody, and reads what stands on them."""

import contextlib
import csv
import datetime
import io
import json
import re
from html import unescape

import hypothesis
import openpyxl
import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from hypothesis import strategies

from tests.every_page.access.urls import Browser
from tests.every_page.figures.rows import NOON, TODAY, World
from tests.helpers.soak import SOAK, length

DAYS = ["2021-03-01", "2021-06-17", "2021-09-01", "2022-01-01"]
for_each_reader = pytest.mark.parametrize("reader", ["public", "lead", "admin", "reviewer"])


def in_random_worlds(test):
    """Runs `test` with a `chance` to make its World from: the same few each time, others in a soak."""
    few = hypothesis.settings(
        max_examples=length(6, soak=100),
        derandomize=not SOAK,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    return pytest.mark.soak(
        few(hypothesis.given(chance=strategies.randoms(use_true_random=False))(test))
    )


@contextlib.contextmanager
def a_world(chance, reader):
    """A World at noon, and a function that asks it for a page as `reader`."""
    noon = time_machine.travel(datetime.datetime.combine(TODAY, NOON), tick=False)
    with noon, transaction.atomic():
        world, browser, client = World(chance), Browser(), Client()
        if reader in world.people:
            client.force_login(world.people[reader])
        cookie = (
            client.cookies[settings.SESSION_COOKIE_NAME].value if reader in world.people else ""
        )

        def ask(path):
            page = browser.ask("GET", path, cookie=cookie)
            assert page.status == 200, path
            return page.body if ".xlsx" in path else page.body.decode()

        yield world, ask
        transaction.set_rollback(True)


def text(html):
    shown = re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def tables(page):
    """The rows of each table by its caption, as text."""
    return {
        unescape(re.sub(r"<[^>]+>", "", caption)): [
            [text(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr[ >].*?</tr>", rows, re.DOTALL)
        ]
        for caption, rows in re.findall(
            r"<caption[^>]*>(.*?)</caption>(.*?)</table>", page, re.DOTALL
        )
    }


def body_of(page, caption):
    """The rows of a table without its head; none where the page has no such table."""
    return tables(page).get(caption, [[]])[1:]


def shown_figures(page):
    found = re.findall(
        r'app-figure__number">(.*?)</span>\s*<span class="app-figure__label">(.*?)<', page
    )
    return {label: float(number) for number, label in found}


def filters_of(page):
    """What can be chosen of each filter on a progress page; and something for those where anything can be typed."""
    lists = re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL)
    offered = {
        name: list(map(unescape, re.findall(r'<option value="([^"]+)"', options)))
        for name, options in lists
    }
    days = dict.fromkeys(["answered_from", "answered_to", "due_from", "due_to"], DAYS)
    typed = {"lead": ["CRIME", "%", "dcc"], "without_waiting": ["on"], "undated": ["on"], **days}
    offered |= {name: values for name, values in typed.items() if f'name="{name}"' in page}
    return {
        name: values for name, values in offered.items() if values and name not in ("map", "sort")
    }


def tabs(page, name):
    """How many each tab of a page says it holds."""
    shown = re.search(rf'aria-label="{name}">(.*?)</nav>', page, re.DOTALL)[1]
    return {label: int(count) for label, count in re.findall(r">([^<>]+) \((\d+)\)</a>", shown)}


def links_to_answers(page):
    """Pairs of the address of some rows, and what the link says: the first of its words."""
    link = r'class="govuk-link[^"]*" href="(/progress/answers/(?:\?[^"]*)?)"[^>]*>(.*?)</a>'
    found = re.findall(link, page, re.DOTALL)
    return sorted({(unescape(address), text(shown).split(" ")[0]) for address, shown in found})


def counts_without_link(page):
    """The cells of its tables that hold a count and no link."""
    cells = re.findall(r"<td[ >].*?</td>", page, re.DOTALL)
    return [
        cell for cell in cells if re.fullmatch(r"\d+( of \d+)?", text(cell)) and "<a " not in cell
    ]


def listed(ask, address):
    """The rows of a list over both its pages, as many as its heading says."""
    page, second = ask(address), f"{address}{'&' if '?' in address else '?'}page=2"
    rows, count = (
        body_of(page, "Answers, newest report first"),
        int(re.search(r"<h1[^>]*>(\d+) answer", page)[1]),
    )
    if len(rows) < count:
        rows += body_of(ask(second), "Answers, newest report first")
    assert len(rows) == count
    return rows


def rows_of_csv(file):
    return list(csv.reader(io.StringIO(file, newline="")))[1:]


def rows_of_json(file):
    return [[value or "" for value in row.values()] for row in json.loads(file)]


def rows_of_xlsx(file):
    def plain(value):
        return str(value.date()) if isinstance(value, datetime.datetime) else value or ""

    return [
        [plain(value) for value in row]
        for row in openpyxl.load_workbook(io.BytesIO(file)).active.values
    ][1:]
