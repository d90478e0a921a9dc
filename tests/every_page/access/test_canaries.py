"""What nobody can find out about another force: not by a query, a guess, a field added to a form, or a comparison."""

import logging
import re

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.core.management.color import no_style
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import Membership
from outbox.models import Message
from responses import verbs
from responses.history import immutable
from responses.models import Citation, ColleagueNote, Draft, Event, Evidence, ForceResponse
from responses.verbs import Audience
from responses.vocabulary import Stage
from tests.every_page.access.forms import filled
from tests.every_page.access.policy import POLICY
from tests.every_page.access.running import (
    TOKEN_ALONE,
    cells,
    expected,
    fingerprint,
    path_of,
    rows_of,
)
from tests.every_page.access.world import MISSING, canaries, canary, may_read, word

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT_ONE_MOMENT = time_machine.travel("2026-11-24T12:00Z", tick=False)
# One of each kind; those who open the admin site see all that others of their kind do, and more.
READERS = ["anonymous", "staff_lead_a", "policing_body", "staff_reviewer"]


@pytest.fixture(autouse=True)
def no_log():
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def ask(world, browser):
    """Ask as somebody, by their name in the world."""

    def ask(person, path, data=None):
        method = "POST" if data is not None else "GET"
        return browser.ask(method, path, data, world.cookies.get(person, ""))

    return ask


def readable(world, person):
    """The address of every page that `person` can open."""
    own = (
        cell
        for cell in cells(world)
        if (cell.person, cell.method) == (person, "GET") and expected(cell) == "OK"
    )
    return [
        path_of(world, cell.view, rows_of(world, POLICY[cell.view])[cell.owner, cell.state])
        for cell in own
    ]


def looks(ask, person, pages):
    return {page: ask(person, page).without() for page in pages if not page.endswith(".xlsx")}


def differing(before, after):
    return [page for page in before if before[page] != after[page]]


# Queries


LISTS = [
    "responses:home",
    "responses:library",
    "responses:queue",
    "responses:scrutiny",
    "progress:matrix",
    "progress:overview",
    "progress:answers",
    "progress:changes",
    "search:search",
]


def queries(world):
    """Addresses with a query: searches, filters, orders, pages, comparisons; and some that nobody offers."""
    words = [
        canary(whose, what)
        for whose, what in [("B", "DRAFT"), ("B", "SENT"), ("B", "NAME"), ("A", "NOTE")]
    ]
    for page in LISTS:
        yield from (f"{reverse(page)}?{query}" for query in _asked_of_lists(world, words))
    for response in world.answers.values():
        yield f"{reverse('responses:compare', args=[response.pk])}?from=1&to=2"
        yield f"{reverse('responses:history', args=[response.pk])}?page=2"
    for model in admin.site._registry:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        yield from (f"{page}?q={word}" for word in words)
        yield from (
            f"{page}?{query}"
            for query in ("o=1.2.3", "all=", "_popup=1", "_to_field=id", "e=1", "p=99")
        )
    for model, field in [
        ("accounts.membership", "organisation"),
        ("recommendations.recommendation", "report"),
    ]:
        app_label, model_name = model.split(".")
        query = f"app_label={app_label}&model_name={model_name}&field_name={field}&term="
        yield f"{reverse('admin:autocomplete')}?{query}"


def _asked_of_lists(world, words):
    shows = [
        "mine",
        "returned",
        "chief",
        "hmicfrs",
        "ended",
        "all",
        "new",
        "colleagues",
        "sent",
        "not-sent",
    ]
    yield from (f"show={show}" for show in shows)
    yield from (f"q={word}" for word in words)
    yield from (f"organisation={slug}" for slug in ("force-a", "force-b", "body-b"))
    yield f"report={world.unopened.slug}"
    yield "report=the-report&stage=drafting&state=silent&sort=held"


@pytest.mark.parametrize("person", [*READERS, "admin"])
def test_no_query_leads_to_what_somebody_may_not_read(world, ask, person):
    leaks, broken = {}, {}
    for path in queries(world):
        page = ask(person, path)
        if leaked := canaries(page.all) - canaries(path.encode()) - may_read(person):
            leaks[path] = leaked
        if page.status >= 500:
            broken[path] = page.status

    assert (leaks, broken) == ({}, {})


def test_canaries_are_met_by_those_who_may_read_them(world, ask):
    """Or the rest of this proves nothing."""
    met = {person: set() for person in ("lead_a", "policing_body", "reviewer", "anonymous")}
    for person in met:
        for page in readable(world, person):
            met[person] |= canaries(ask(person, page).all)

    own = {"DRAFT", "UNSENT", "BACK", "SENT", "RETURN", "PUBLISHED"}
    wanted = {
        "lead_a": {("A", what) for what in own},
        "policing_body": {("A", what) for what in ("SENT", "COMMENT", "PUBLISHED")},
        "reviewer": {
            (whose, what)
            for whose in "AB"
            for what in ("SENT", "COMMENT", "RETURN", "NOTE", "PUBLISHED")
        },
        "anonymous": {("A", "PUBLISHED"), ("B", "PUBLISHED")},
    }
    assert {person: whats - met[person] for person, whats in wanted.items()} == {
        person: set() for person in wanted
    }


@pytest.mark.parametrize("person", [*READERS, "nobody"])
def test_search_for_a_word_that_one_may_not_read_finds_what_one_that_is_nowhere_does(ask, person):
    private = {
        (whose, what)
        for whose in "AB"
        for what in ("DRAFT", "UNSENT", "BACK", "SENT", "COMMENT", "NOTE")
    }
    page, told = reverse("search:search"), []
    nothing = ask(person, f"{page}?q=nowhere").without("nowhere")
    for whose, what in sorted(private - may_read(person)):
        if ask(person, f"{page}?q={word(whose, what)}").without(word(whose, what)) != nothing:
            told.append(f"{whose} {what}")

    assert told == []


@pytest.mark.parametrize("person", ["anonymous", "reviewer", "staff_lead_a"])
def test_search_finds_what_one_may_read(ask, person):
    """Or the promise above is an empty one."""
    page = reverse("search:search")

    assert ("B", "PUBLISHED") in canaries(ask(person, f"{page}?q={word('B', 'PUBLISHED')}").all)


# Guesses

SECRETS = {
    Draft: ["account", "lead", "sub_answers"],
    ForceResponse: ["returned_because"],
    Event: ["before", "after", "reason"],
    ColleagueNote: ["text"],
    Citation: ["where"],
    Membership: ["user__password"],
}


def paths_to_secrets(model, prefix="", seen=()):
    """Every lookup that leads from `model`, over up to two relations, to words that its readers may not see."""
    yield from (prefix + name for name in SECRETS.get(model, []))
    if len(seen) == 2:
        return
    for relation in model._meta.get_fields(include_hidden=False):
        if (
            relation.is_relation
            and relation.related_model
            and relation.related_model not in (model, *seen)
        ):
            name = relation.name if relation.concrete else relation.field.related_query_name()
            yield from paths_to_secrets(relation.related_model, f"{prefix}{name}__", (*seen, model))


@pytest.mark.parametrize("person", ["staff_lead_a", "staff_reviewer", "admin"])
def test_list_of_the_admin_site_answers_a_right_guess_as_a_wrong_one(ask, person):
    told = []
    for model in admin.site._registry:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if ask(person, page).outcome != "OK":
            continue
        for lookup in sorted(set(paths_to_secrets(model))):
            guesses = [f"{lookup}__icontains={guess}" for guess in ("CANARY", "NOTHING")]
            right, wrong = (ask(person, f"{page}?{guess}").without(guess) for guess in guesses)
            if right != wrong:
                told.append(f"{page}?{lookup}")

    assert told == []


def refusals(ask, person, path, data, name, theirs, missing):
    """What comes of sending either value, without the values."""
    return {
        ask(person, path, data | {name: value}).without(str(missing), str(theirs))
        for value in (theirs, missing)
    }


def test_key_of_another_force_in_a_form_is_refused_as_one_that_is_missing(world, ask):
    evidence, answers = world.rows["evidence"], world.rows["answer"]
    draft, foreign = answers["A", "draft"]["pk"], answers["B", "draft"]["pk"]
    version = ForceResponse.objects.get(pk=foreign).version
    answer = {"position": "accepted", "progress": "complete", "account": "It is done."}
    own = filled(
        world, next(cell for cell in cells(world, ["responses:edit"]) if cell.state == "draft")
    )
    again = reverse("responses:evidence", args=[draft]) + "?add=again"
    again_in_admin = reverse("admin:responses_forceresponse_evidence", args=[draft, "again"])
    listed = reverse("admin:responses_forceresponse_changelist")
    asked_elsewhere = world.unopened.recommendations.get().pk
    cases = [
        (
            "lead_a",
            reverse("responses:edit", args=[draft]),
            own,
            "waits_on_recommendations",
            asked_elsewhere,
            MISSING,
        ),
        *[
            ("lead_a", again, {}, "evidence", key["pk"], MISSING)
            for (who, _), key in evidence.items()
            if who == "B"
        ],
        ("staff_lead_a", again_in_admin, {}, "evidence", evidence["B", "unsent"]["pk"], MISSING),
        (
            "lead_a",
            reverse("responses:several"),
            answer,
            "chosen_answers",
            f"{foreign}:{version}",
            f"{MISSING}:{version}",
        ),
        ("reviewer", reverse("responses:queue"), {}, "answers", foreign, MISSING),
        (
            "reviewer",
            reverse("responses:claim", args=[answers["B", "sent"]["pk"]]),
            {},
            "reviewer",
            world.users["lead_b"].pk,
            MISSING,
        ),
        ("staff_lead_a", listed, {"action": "ask"}, "_selected_action", foreign, MISSING),
        ("staff_reviewer", listed, {"action": "claim"}, "_selected_action", foreign, MISSING),
    ]
    before = fingerprint()

    told = [
        (person, path, name)
        for person, path, data, name, theirs, missing in cases
        if len(refusals(ask, person, path, data, name, theirs, missing)) > 1
    ]

    assert told == []
    assert fingerprint() == before


@pytest.mark.parametrize(
    "page", ["responses:queue", "progress:matrix", "progress:overview", "progress:answers"]
)
@pytest.mark.parametrize("name", ["report", "organisation"])
def test_filter_by_what_is_not_shown_answers_as_by_what_is_missing(world, ask, page, name):
    hidden = {"report": world.unopened.slug, "organisation": "canary-hidden"}[name]
    path = reverse(page)

    told = [
        person
        for person in ("anonymous", "lead_a", "reviewer")
        if ask(person, f"{path}?{name}={hidden}").without(hidden)
        != ask(person, f"{path}?{name}=never-there").without("never-there")
    ]

    assert told == []


# Fields that no form has


def done_forms(world):
    """One cell for each view where a filled form is taken."""
    taken = {}
    for cell in cells(world):
        if cell.method == "POST" and expected(cell) == "DONE" and filled(world, cell) is not None:
            taken.setdefault(cell.view, cell)
    return taken.values()


PLACE_OF_A_FILE = re.compile("[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}")


def left_behind(world, ask, cell, more):
    """All that the database holds after the form of `cell` was sent with `more` fields; then it is undone."""
    path = path_of(world, cell.view, rows_of(world, POLICY[cell.view])[cell.owner, cell.state])
    with transaction.atomic():
        _count_from_the_last_key()
        outcome = ask(cell.person, path, more | TOKEN_ALONE | filled(world, cell)).outcome
        after = fingerprint()
        transaction.set_rollback(True)
    return outcome, _without_chance(after)


def _without_chance(rows):
    """The same rows without what is drawn by lot: the stamp of a standing, the place of a file."""
    stamps = [stamp[:-1] for stamp in rows["responses.StandingStamp"]]
    kept = dict(rows, **{"responses.StandingStamp": stamps})
    for name in ("responses.Evidence", "responses.PendingFile"):
        kept[name] = [
            tuple(value for value in row if not PLACE_OF_A_FILE.fullmatch(str(value)))
            for row in rows[name]
        ]
    return kept


def _count_from_the_last_key():
    """PostgreSQL gives no key twice, not even when its row is rolled back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)


@AT_ONE_MOMENT
def test_fields_that_a_form_does_not_have_change_nothing(world, ask):
    theirs, stranger = world.answers["B", "draft"], world.users["lead_b"].pk
    more = dict.fromkeys(
        ["by", "user", "saved_by", "sent_by", "signed_off_by", "claimed_by", "added_by"], stranger
    )
    more |= dict.fromkeys(["id", "pk", "response", "response_id", "draft"], theirs.pk)
    more |= dict.fromkeys(["organisation", "organisation_id", "force"], theirs.organisation_id)
    more |= {
        "stage": "confirmed",
        "published": 1,
        "latest": 1,
        "number": 9,
        "sub_answers": '{"a": "Theirs"}',
    }
    more |= {
        "published_at": "2020-01-01",
        "recorded_at": "2020-01-01",
        "at": "2020-01-01",
        "source": "document",
    }
    more |= {
        "is_superuser": "on",
        "is_staff": "on",
        "role": "reviewer",
        "returned_because": "",
        "assurance": "confirmed",
    }

    changed = [
        cell.view
        for cell in done_forms(world)
        if left_behind(world, ask, cell, {}) != left_behind(world, ask, cell, _foreign(more, cell))
    ]

    assert changed == []


def _foreign(more, cell):
    """The fields that the form of `cell` does not have."""
    own = {"responses:elsewhere": {"published"}}.get(cell.view, set())
    return {name: value for name, value in more.items() if name not in own}


# Comparisons

PUBLIC_VERBS = ["open_report", "publish", "unpublish", "read_from_document"]


@AT_ONE_MOMENT
def test_pages_are_the_same_with_and_without_the_drafts_of_another_force(world, ask):
    pages = {person: readable(world, person) for person in READERS}
    before = {person: looks(ask, person, pages[person]) for person in READERS}

    _forget_drafts_of(world.forces["B"])

    after = {person: looks(ask, person, pages[person]) for person in READERS}
    assert {person: differing(before[person], after[person]) for person in READERS} == {
        person: [] for person in READERS
    }


def _forget_drafts_of(force):
    immutable.unguard()
    Draft.objects.filter(response__organisation=force).delete()
    Evidence.objects.filter(organisation=force, citations=None).delete()
    Event.objects.filter(organisation=force).filter(
        verb__in=verbs.read_by(Audience.ORGANISATION)
    ).delete()
    ForceResponse.objects.filter(organisation=force, latest=None).update(
        stage=Stage.DRAFTING, version=0, returned_because=""
    )


# Emails


def test_no_email_holds_what_somebody_wrote(world):
    """Of all that happened in the world: drafts asked for, sent back, returned, commented on. A name of
    somebody who acted is what each recipient reads on the page, too.
    """
    people = {user.pk: name for name, user in world.users.items()}
    wrong = {}
    for message in Message.objects.all():
        met = canaries(f"{message.subject}\n{message.body}\n{message.path}".encode())
        private = {each for each in met if each[1] != "NAME"}
        if private or met - may_read(people[message.to_id]):
            wrong[message.subject] = met

    assert Message.objects.count() >= 20
    assert wrong == {}


# The next request

MOVED = {
    "lead_a": ("responses:edit", "draft", "GONE"),
    "chief_a": ("responses:history", "draft", "GONE"),
    "viewer_a": ("responses:history", "draft", "GONE"),
    "policing_body": ("responses:comment", "sent", "GONE"),
    "reviewer": ("responses:case", "sent", "GONE"),
    "staff_lead_a": ("admin:responses_forceresponse_draft", "draft", "SIGN_IN"),
    "staff_reviewer": ("admin:responses_forceresponse_step#return", "sent", "SIGN_IN"),
}


@pytest.mark.parametrize("person", MOVED)
def test_who_is_moved_or_closed_is_refused_at_the_next_request(world, ask, person):
    view, state, then = MOVED[person]
    user, path = world.users[person], path_of(world, view, world.rows["answer"]["A", state])
    memberships = Membership.objects.filter(user=user)
    outcomes = [ask(person, path).outcome]

    memberships.update(
        organisation=world.bodies["B"] if person == "policing_body" else world.forces["B"]
    )
    type(user).objects.filter(pk=user.pk).update(is_staff=False)
    outcomes.append(ask(person, path).outcome)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    outcomes.append(ask(person, path).outcome)

    assert outcomes == ["OK", then, "SIGN_IN"]


def test_who_is_no_admin_any_more_is_refused_at_the_next_request(world, ask):
    user, path = world.users["admin"], reverse("admin:accounts_user_changelist")
    outcomes = [ask("admin", path).outcome]

    for powers in ({"is_superuser": False}, {"is_active": False}):
        type(user).objects.filter(pk=user.pk).update(**powers)
        outcomes.append(ask("admin", path).outcome)

    assert outcomes == ["OK", "NO", "SIGN_IN"]
