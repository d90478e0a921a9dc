"""Asks the site for every cell of the matrix, and keeps what came back."""

import contextlib
import re
from dataclasses import dataclass, field

from django.apps import apps
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import TestCase

from outbox.models import Message
from tests.every_page.access.forms import FORMS, filled
from tests.every_page.access.policy import (
    NAME_THEIR_METHODS,
    OPEN,
    POLICY,
    WHOLE_WHEN_EMPTY,
    WITHOUT_HEAD,
    is_asked_to_sign_in,
)
from tests.every_page.access.urls import address
from tests.every_page.access.world import MISSING, PEOPLE, canaries, may_read

WITHOUT_A_MISSING_ROW = {"-", "app", "any", "reset_key", "unsaved_key", "export"}
OTHER = ["OPTIONS", "PUT", "PATCH", "DELETE"]
TOKEN_ALONE = {"csrfmiddlewaretoken": "token"}
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)
# What a request may write whatever it is answered. The last is where allauth notes an address that it looked up.
NOT_OURS = {"django_session", "cache", "account_emailaddress"}


@dataclass(frozen=True)
class Cell:
    view: str
    owner: str
    state: str
    method: str
    person: str

    def __str__(self):
        return " ".join(filter(None, [self.view, self.owner, self.state, self.method, self.person]))


@dataclass
class Run:
    """What came of all cells: those answered otherwise than declared, what leaked, what was gone and how it looked."""

    cells: int = 0
    differences: dict = field(default_factory=dict)
    leaks: dict = field(default_factory=dict)
    met: set = field(default_factory=set)
    gone: dict = field(default_factory=dict)
    routes: set = field(default_factory=set)


def rows_of(world, policy):
    rows = dict(world.rows[policy.kind])
    if policy.kind not in WITHOUT_A_MISSING_ROW:
        rows["", "missing"] = {name: _missing(name) for name in next(iter(rows.values()))}
    return rows


def _missing(name):
    """What stands in an address where a key, a number or a name stands, and leads to nothing."""
    return {"slug": "never-there", "number": "9"}.get(name, MISSING)


def cells(world, views=POLICY):
    """Every cell that may be answered in its own way; those that are refused before it matters, once."""
    for view in views:
        rows = list(rows_of(world, POLICY[view]))
        foreign = next((row for row in rows if row[0] == "B"), None)
        for row in rows:
            for method, people in _asked(
                view, row, row == rows[0], row in (foreign, ("", "missing"))
            ):
                yield from (Cell(view, *row, method, person) for person in people)


def _asked(view, row, is_first, is_foreign_or_missing):
    """Which methods are tried on a row of `view`, and by whom."""
    people, some = _people(view, row, is_first)
    yield "GET", people
    states = {state for state, method in POLICY[view].lines if method == "POST"}
    if states and (is_first or is_foreign_or_missing or states != {"*"}):
        yield "POST", people
        if view in FORMS:
            yield "EMPTY", people if is_first else some
    elif is_first:
        yield "POST", some
    if is_first or is_foreign_or_missing:
        yield "HEAD", some
    if is_first:
        yield "PUT", some
        yield from ((method, some[:1]) for method in ("OPTIONS", "PATCH", "DELETE"))


def _people(view, row, is_first):
    """Who asks, and a few of them. Force B’s people are to force A’s rows what force A’s are to force B’s."""
    if view.startswith("admin"):
        some = ["staff_lead_a", "admin"]
        who_works = (
            ["staff_reviewer"] if "responses" in view else []
        )  # elsewhere every member of staff is one to it
        others = ["anonymous", "nobody"] if is_first else []
        return [*some, *who_works, *others], some
    some = ["lead_a", "anonymous"]
    if view in OPEN and row[0] == "":
        return [*some, "lead_b", "policing_body", "reviewer", "admin"], some
    if is_first or row == ("", "missing"):
        return PEOPLE, some
    own = {"A": ["chief_a", "viewer_a", "nobody", "admin"], "B": ["lead_b"]}.get(row[0], [])
    return [*some, "policing_body", "reviewer", *own], some


def path_of(world, view, kwargs):
    name, _, form = view.partition("#")
    if name.endswith("step"):
        return address(name, {**kwargs, "name": form})
    if name == "admin:responses_forceresponse_evidence":
        return address(name, {**kwargs, "way": form})
    return address(name, kwargs) + (f"?add={form}" if form else "")


def expected(cell):
    """What POLICY says of a cell."""
    name, policy = cell.view.partition("#")[0], POLICY[cell.view]

    def says(*methods):
        told = (policy.says(cell.state, method, cell.person, cell.owner) for method in methods)
        return next(filter(None, told), None) or _not_allowed(cell)

    if cell.method == "EMPTY":
        said = says("EMPTY", "POST")
        is_bad = (
            said == "DONE"
            and name not in WHOLE_WHEN_EMPTY
            and ("there", "EMPTY") not in policy.lines
        )
        return "BAD" if is_bad else said
    if cell.method == "HEAD":
        return (
            _not_allowed(cell) if name in WITHOUT_HEAD | NAME_THEIR_METHODS else says("HEAD", "GET")
        )
    if cell.method in OTHER:
        takes_any = name.startswith("admin") and name not in NAME_THEIR_METHODS
        return says(cell.method, "OTHER", *(["GET"] if takes_any else []))
    return says(cell.method)


def _not_allowed(cell):
    return "SIGN_IN" if is_asked_to_sign_in(cell.view, cell.person) else "NOT_ALLOWED"


def run(world, browser, which):
    """Ask every cell. What is done is undone; what is refused is left, so that `fingerprint` can tell."""
    done = Run()
    for cell in which:
        kwargs = rows_of(world, POLICY[cell.view])[cell.owner, cell.state]
        path = path_of(world, cell.view, kwargs)
        page, outcome = _ask(world, browser, cell, path, done)
        done.cells += 1
        done.routes.add(page.route)
        if outcome not in expected(cell).split("|"):
            done.differences[str(cell)] = f"{outcome}, not {expected(cell)}"
        if page.status == 404:
            looks = done.gone.setdefault(f"{cell.view} {cell.method} {cell.person}", set())
            looks.add(page.without(path.split("?")[0]))
    return done


def fingerprint():
    """All that the database holds, but what every request may write."""
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in NOT_OURS
    ]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in kept
    }


def _ask(world, browser, cell, path, done):
    method = "POST" if cell.method == "EMPTY" else cell.method
    data = filled(world, cell) if cell.method == "POST" else None
    cookie = world.cookies.get(cell.person, "")
    with _undone_if_written() as written, TestCase.captureOnCommitCallbacks(execute=True):
        page = browser.ask(method, path, data or TOKEN_ALONE, cookie)
        _look(cell, page, (path, data), done)
        if Message._meta.db_table in written:
            _look_at_messages(world, cell, done)
    for letter in mail.outbox:
        _look_at_mail(world, cell, letter, done)
    mail.outbox.clear()
    return page, _outcome(page, written)


def _outcome(page, written):
    if page.outcome == "DONE":
        return "DONE" if written else "MOVED"
    return f"{page.outcome}, and wrote {sorted(written)}" if written else page.outcome


@contextlib.contextmanager
def _undone_if_written():
    """The tables that are written to inside; if anything is written, it is undone."""
    written, passing = set(), set()

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        # SQLite counts no row of an INSERT whose key nobody has fetched yet.
        if (match := WRITES.match(sql)) and (context["cursor"].rowcount or "RETURNING" in sql):
            (passing if match[1] in NOT_OURS else written).add(match[1])
        return result

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield written
        if written or passing:
            transaction.set_rollback(True)


def _look(cell, page, typed, done):
    """What somebody typed themselves comes back to them."""
    seen = canaries(page.all) - canaries(repr(typed).encode())
    done.met |= {(cell.person, *each) for each in seen}
    if leaked := seen - may_read(cell.person):
        done.leaks[str(cell)] = leaked


def _look_at_messages(world, cell, done):
    """A message that this request wrote is held against the same as a letter that was sent."""
    for message in Message.objects.filter(pk__gt=world.last_message).select_related("to"):
        letter = EmailMessage(
            message.subject, f"{message.body}\n{message.path}", to=[message.to.email]
        )
        _look_at_mail(world, cell, letter, done)


def _look_at_mail(world, cell, letter, done):
    """A letter goes to people of the force whose answer it is about, or who judge it, and holds what they may read."""
    people = {user.email: name for name, user in world.users.items()}
    for to in letter.to:
        readable = may_read(people[to])
        leaked = canaries(f"{letter.subject}\n{letter.body}".encode()) - readable
        is_theirs = not cell.owner or (cell.owner, "SENT") in readable
        if leaked or not is_theirs:
            done.leaks[f"{cell}: mail to {people[to]}"] = leaked or letter.subject
