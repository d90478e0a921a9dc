"""The public's pages, byte for byte, are those of a database from which everything unpublished was deleted."""

import io
import logging
import re
import zipfile
from itertools import product

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F, Q
from django.test import override_settings

from accounts.access import access_of
from accounts.models import Membership, User
from recommendations.models import NPCCDependency, Organisation, Recommendation, Report, ReportFile
from responses import actions
from responses.history import immutable, standings
from responses.models import (
    Citation,
    ColleagueNote,
    Comment,
    Decision,
    Draft,
    Event,
    Evidence,
    ForceResponse,
    Standing,
    Update,
)
from responses.vocabulary import Stage
from tests.every_page.access.policy import POLICY
from tests.every_page.access.running import cells, fingerprint, path_of, rows_of
from tests.every_page.access.urls import PASSING, TOKEN
from tests.every_page.access.world import _Hands as Hands
from tests.every_page.access.world import word
from tests.factories import (
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    UpdateFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOTHING_KEPT = "django.core.cache.backends.dummy.DummyCache"
NOW = "2026-11-24T12:00Z"
UNOFFERED = [
    "state=closed",
    "assurance=confirmed",
    "figure=confirmed",
    "lead=Lead",
    "lead=CANARY",
    "without_waiting=on",
    "published=on",
    "undated=on",
    "answered_to=2026-09-01",
    "answered_from=2026-09-02",
    "due_to=2026-12-31",
]
PUBLIC_VERBS = [
    "open_report",
    "publish",
    "unpublish",
    "read_from_document",
    "settle",
    "withdraw_dependency",
    "reopen_dependency",
]

# What lies around the published words


@pytest.fixture(scope="module")
def lived_in(world):
    """The world, and answers whose published words lie between others: before, after, taken back, not on show."""
    logging.disable()
    _send_before_and_after(_hands(world, "B", world.report, "5"))
    _take_back(_hands(world, "A", world.report, "5"))
    _publish_where_nobody_reads(world, _hands(world, "A", world.unopened, "2"))
    _keep_words_of_somebody_unnamed(world.report.recommendations.get(number="5"))
    admin = world.users["admin"]
    said = {"settled_on": "2026-09-01", "outcome": "The position."}
    actions.settle(world.dependency, by=admin, access=access_of(admin), **said)
    _add_addresses(world)
    yield world
    logging.disable(logging.NOTSET)


def _hands(world, letter, report, number):
    recommendation = report.recommendations.filter(number=number).first() or RecommendationFactory(
        report=report, number=number, order=int(number), due_on="2026-08-15", due_in_words="Soon."
    )
    return Hands(
        world,
        letter,
        ForceResponseFactory(recommendation=recommendation, organisation=world.forces[letter]),
    )


def _lead(by):
    return {"by": by.user("lead"), "access": access_of(by.user("lead"))}


def _send(by, day, what, *, is_published):
    """And its policing body says that it is assured: published where the answer is not, and the other way round."""
    with time_machine.travel(f"{day}T12:00Z"):
        by.write(what, "SENT")
        by.cite(what, is_public=True)
        by.send()
        if is_published:
            actions.publish(by.response.updates.latest("number"), **_lead(by))
        body = by.world.users["policing_body" if by.letter == "A" else "body_b"]
        said = {
            "text": by.canary("COMMENT"),
            "assures": True,
            "said_on": day,
            "is_published": not is_published,
        }
        by.response.refresh_from_db()
        actions.comment(by.response, by=body, access=access_of(body), **said)


def _send_before_and_after(by):
    """In time and not published; too late, published and confirmed; and once more."""
    _send(by, "2026-08-01", "SENT", is_published=False)
    by.step("return", "reviewer", reason=by.canary("RETURN"))
    _send(by, "2026-09-20", "PUBLISHED", is_published=True)
    by.step("confirm", "reviewer")
    by.step("start", "lead")
    _send(by, "2026-10-01", "SENT", is_published=False)
    by.step("close", "reviewer", reason=by.canary("RETURN"), closed_because="superseded")


def _take_back(by):
    _send(by, "2026-08-01", "SENT", is_published=True)
    actions.unpublish(by.response.updates.get(), reason=by.canary("BACK"), **_lead(by))
    by.step("close", "reviewer", reason=by.canary("RETURN"), closed_because="superseded")


def _publish_where_nobody_reads(world, by):
    """In a report that is not open, citing what is public elsewhere."""
    by.write("SENT", "SENT")
    actions.cite(
        by.response,
        evidence=Evidence.objects.get(**world.rows["evidence"]["A", "public"]),
        **_lead(by),
    )
    by.send()
    actions.publish(by.response.updates.get(), **_lead(by))


def _keep_words_of_somebody_unnamed(recommendation):
    unnamed = OrganisationFactory(name="Not named", slug="not-named", kind="unnamed", group="")
    answer = ForceResponseFactory(recommendation=recommendation, organisation=unnamed)
    UpdateFactory(
        response=answer, published=True, account="Read from a document.", position="accepted"
    )
    UpdateFactory(response=answer, number=2, account="Kept from all.", position="deferred")


def _add_addresses(world):
    for kind, name, rows in [
        ("evidence", "pk", Evidence.objects.all()),
        ("dependency", "slug", NPCCDependency.objects.all()),
        ("organisation", "slug", Organisation.objects.all()),
    ]:
        world.rows[kind] |= {("", f"{row.pk}"): {name: getattr(row, name)} for row in rows}
    world.rows["recommendation"] |= {
        ("", f"{row.pk}"): {"slug": row.report.slug, "number": row.number}
        for row in Recommendation.objects.all()
    }


# What the public reads


@pytest.fixture(scope="module")
def ask(browser):
    def ask(path):
        with time_machine.travel(NOW, tick=False):
            page = browser.ask("GET", path)
        headers = {name: value for name, value in page.headers.items() if name not in PASSING}
        return page.status, headers, _unzipped(page.body) or TOKEN.sub(b"", page.body)

    return ask


def _unzipped(body):
    """The parts of a workbook, which says around them when they were packed."""
    if not body.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def before(lived_in, ask):
    with override_settings(CACHES=settings.CACHES | {"figures": {"BACKEND": NOTHING_KEPT}}):
        return {path: ask(path) for path in dict.fromkeys(addresses(lived_in, ask))}


def addresses(world, ask):
    """Every address of the URLconf; the lists once for each choice that they offer, and some that they do not."""
    for cell in cells(world):
        if (cell.person, cell.method) == ("anonymous", "GET"):
            yield path_of(
                world, cell.view, rows_of(world, POLICY[cell.view])[cell.owner, cell.state]
            )
    choices = [*_choices(ask("/progress/answers/")), *UNOFFERED]
    figures = [choice for choice in choices if choice.startswith("figure")]
    shown = [
        choice for choice in _choices(ask("/progress/")) if choice.startswith(("measure", "sort"))
    ]
    yield from (f"/progress/answers/?{choice}" for choice in choices)
    yield from (f"/progress/?{choice}" for choice in shown)
    yield from (f"/progress/overview/?{choice.replace('figure', 'map')}" for choice in figures)
    yield from (
        f"/progress/answers.{kind}?{figure}"
        for kind, figure in product(["csv", "json", "xlsx"], figures)
    )
    yield from (
        f"/progress/changes/?{choice}"
        for choice in [*_choices(ask("/progress/changes/")), "page=2"]
    )
    words = ["account", "thing", "document", "kept", "position", "canary"]
    words += [
        word(*of) for of in product("AB", ["DRAFT", "UNSENT", "SENT", "PUBLISHED", "COMMENT"])
    ]
    yield from (f"/search/?q={word}" for word in words)


def _choices(page):
    """Every name=value that the lists of its form offer."""
    for name, options in re.findall(
        r'<select name="(\w+)".*?>(.*?)</select>', page[-1].decode(), re.DOTALL
    ):
        yield from (f"{name}={value}" for value in re.findall(r'<option value="([^"]+)"', options))


# What is deleted


def delete_what_is_not_published():
    """And who did what, which nobody published."""
    for model in (Session, ReportFile, Membership, Decision, ColleagueNote, Draft):
        model.objects.all().delete()
    Event.objects.exclude(verb__in=PUBLIC_VERBS).delete()
    Event.objects.filter(response__isnull=False).update(before={}, after={}, reason="", by=None)
    Comment.objects.filter(Q(published_at=None) | Q(update__published_at=None)).delete()
    Citation.objects.filter(Q(update__published_at=None) | Q(evidence__is_public=False)).delete()
    Evidence.objects.filter(citations=None).delete()
    Evidence.objects.update(added_by=None, findings=[])
    ForceResponse.objects.update(
        stage=Stage.DRAFTING, version=0, returned_because="", claimed_by=None
    )
    ForceResponse.objects.update(latest=F("published"))
    Standing.objects.filter(sight=Standing.Sight.SENT).delete()
    Update.objects.filter(published_at=None).delete()
    Update.objects.update(sent_by=None)
    User.objects.update(name="Nobody")


def delete_reports_that_are_not_open():
    answers = ForceResponse.objects.filter(recommendation__report__opening=None)
    Event.objects.filter(response__in=answers).delete()
    Citation.objects.filter(update__response__in=answers).delete()
    Standing.objects.filter(response__in=answers).delete()
    answers.update(latest=None, published=None, stage=Stage.DRAFTING)
    Update.objects.filter(response__in=answers).delete()
    answers.delete()
    Recommendation.objects.filter(report__opening=None).delete()
    Report.objects.filter(opening=None).delete()


def number_the_published_updates_as_if_there_had_been_no_others():
    delete_what_is_not_published()
    for answer in ForceResponse.objects.all():
        for number, update in enumerate(answer.updates.order_by("number"), 1):
            Update.objects.filter(pk=update.pk).update(number=number)


@pytest.mark.parametrize(
    "strip",
    [
        delete_what_is_not_published,
        delete_reports_that_are_not_open,
        number_the_published_updates_as_if_there_had_been_no_others,
    ],
)
def test_public_reads_the_very_same_where_only_what_is_published_is_held(before, ask, strip):
    held = fingerprint()
    immutable.unguard()

    strip()

    assert [path for path, page in before.items() if ask(path) != page] == []
    assert fingerprint() != held


@pytest.mark.parametrize(
    "published",
    [
        lambda: ForceResponse.objects.exclude(published=None),
        lambda: Comment.objects.exclude(published_at=None).exclude(update__published_at=None),
        lambda: Citation.objects.public(),
        lambda: Event.objects.filter(verb="publish"),
        lambda: Event.objects.filter(verb="settle"),
    ],
    ids=["update", "comment", "citation", "publication", "settled position"],
)
def test_published_thing_that_is_taken_away_is_missed(before, ask, published):
    """Or the promise above is an empty one."""
    immutable.unguard()
    thing = published().order_by("pk").first()

    if isinstance(thing, ForceResponse):
        thing.published.published_at = None
        thing.published.save()
        standings.refresh([thing.pk])
    else:
        thing.delete()

    assert any(ask(path) != page for path, page in before.items())
