"""Every address, every kind of person, every method: each is answered as POLICY declares, and by no more than that."""

import logging

import pytest
from django.test import override_settings

from tests.every_page.access.policy import POLICY, Policy
from tests.every_page.access.running import Cell, cells, fingerprint, path_of, rows_of, run
from tests.every_page.access.urls import walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ACCOUNTS = ("account", "mfa", "unsaved")
PARTS = {
    "answers": lambda view: view.startswith("responses:") and POLICY[view].kind == "answer",
    "other pages": lambda view: (
        not view.startswith(("admin", *ACCOUNTS)) and POLICY[view].kind != "answer"
    ),
    "accounts": lambda view: view.startswith(ACCOUNTS),
    "work on the admin site": lambda view: view.startswith(("admin:responses", "admin/responses")),
    "rest of the admin site": lambda view: view.startswith("admin") and "responses" not in view,
}


@pytest.fixture(autouse=True)
def no_log():
    """Thousands of refusals, each with where it happened."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def name_of(view):
    return view.partition("#")[0]


def declared():
    return {name_of(view) for view in POLICY}


def test_every_address_has_a_policy_and_every_policy_an_address():
    assert {view.name for view in walk()} == declared()


@pytest.mark.parametrize("part", PARTS)
def test_pages_answer_as_declared_and_nothing_leaks(world, browser, part):
    views = [view for view in POLICY if PARTS[part](view)]
    routes = {view.route for view in walk() if view.name in set(map(name_of, views))}
    before = fingerprint()

    done = run(world, browser, cells(world, views))

    assert done.differences == {}
    assert done.leaks == {}
    assert {where: looks for where, looks in done.gone.items() if len(looks) > 1} == {}
    assert fingerprint() == before
    assert done.routes == routes


def test_every_view_is_in_one_part():
    assert {view: [part for part, holds in PARTS.items() if holds(view)] for view in POLICY} == {
        view: [next(part for part, holds in PARTS.items() if holds(view))] for view in POLICY
    }


@pytest.mark.parametrize("person", ["anonymous", "lead_a", "reviewer", "admin"])
def test_nothing_is_taken_without_a_token(world, browser, person):
    statuses = {}
    for view in POLICY:
        kwargs = next(iter(rows_of(world, POLICY[view]).values()))
        page = browser.ask(
            "POST",
            path_of(world, view, kwargs),
            cookie=world.cookies.get(person, ""),
            check_csrf=True,
        )
        statuses[view] = page.status

    assert statuses == dict.fromkeys(POLICY, 403)


def test_undeclared_view_is_found():
    with override_settings(ROOT_URLCONF="tests.every_page.access.planted"):
        assert {view.name for view in walk()} - declared() == {"undeclared", "unscoped"}


def test_query_that_asks_for_a_row_of_anybody_is_found(world, browser, monkeypatch):
    """As a policy for it would be written, the page fails: B’s draft is there for A’s lead."""
    history = POLICY["responses:history"]
    monkeypatch.setitem(
        POLICY, "unscoped", Policy("unscoped", "answer", history.columns, dict(history.lines))
    )
    cell = Cell("unscoped", "B", "draft", "GET", "lead_a")

    with override_settings(ROOT_URLCONF="tests.every_page.access.planted"):
        done = run(world, browser, [cell])

    assert (done.differences, done.leaks) == (
        {str(cell): "OK, not GONE"},
        {str(cell): {("B", "DRAFT")}},
    )
