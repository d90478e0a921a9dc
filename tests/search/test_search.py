"""Search: everybody finds what they may read and nothing else, the same on both engines, whatever is typed."""

# ruff: noqa: S311  the chance need not be secret

import random
import string
import unicodedata

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.access import PUBLIC, access_of
from accounts.models import Membership
from recommendations.models import Recommendation
from responses.models import Evidence, Update
from search import finding, index, kinds, words
from search.engines import postgresql
from tests.factories import (
    CitationFactory,
    DependencyFactory,
    DraftFactory,
    EvidenceFactory,
    MembershipFactory,
    NoteFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    SubRecommendationFactory,
    UpdateFactory,
    UserFactory,
)
from tests.helpers.searching import cite, find, note, one_of_each, random_text, show

pytestmark = pytest.mark.django_db


# What is typed


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Safe to SHARE", [("safe",), ("to",), ("share",)]),
        ("share share", [("share",)]),
        ('"safe to share" now', [("safe", "to", "share"), ("now",)]),
        ("“safe to” share", [("safe", "to"), ("share",)]),
        ('safe "to share', [("safe",), ("to",), ("share",)]),
        (
            "sub-recommendation they’ll 17/12/2020",
            [("sub", "recommendation"), ("they", "ll"), ("17", "12", "2020")],
        ),
        ("Café NAÏVE cafe\u0301", [("cafe",), ("naive",)]),
        ("fire* NEAR(a:b) -c ^d (e) \\f 100% g_h", None),
        ("* % _ \" ' : ( ) - \\ ^ 😀 ½ ²", []),
        ("", []),
    ],
)
def test_signs_part_words_and_do_nothing_else(typed, terms):
    if terms is None:
        terms = [
            ("fire",),
            ("near", "a", "b"),
            ("c",),
            ("d",),
            ("e",),
            ("f",),
            ("100",),
            ("g", "h"),
        ]

    assert words.read(typed) == words.Asked(tuple(terms))


def test_first_words_alone_are_looked_for():
    assert words.read(" ".join(f"w{n}" for n in range(30))) == words.Asked(
        tuple((f"w{n}",) for n in range(words.MOST_WORDS)), is_cut=True
    )


HOSTILE = [
    *string.punctuation,
    "NEAR",
    "a NEAR b",
    "NEAR(a b, 2)",
    "text:a",
    "{text}:a",
    "a AND",
    "OR",
    "NOT a",
    "a*",
    '"',
    '""',
    '"a',
    'a"b"c',
    "'; DROP TABLE responses_update; --",
    "a & b | !c <-> d",
    "a:*",
    "\\",
    "%s %(a)s",
    "{}",
    "😀",
    "\u202eabc",
    "\u0301",
    "é" * 5000,
    "x" * 5000,
    "a " * 2500,
    '"' * 5000,
    "\x01\x1f\x7f",
    "ﷺ",
    "\U0010ffff",
]


@pytest.mark.parametrize("name", ["q", "kind", "report", "page"])
def test_nothing_that_is_typed_is_an_error(client, name):
    RecommendationFactory(text="a b c x")

    answers = {
        typed[:20]: client.get("/search/", {"q": "a", name: typed}).status_code for typed in HOSTILE
    }

    assert {typed: status for typed, status in answers.items() if status != 200} == {}
    assert client.get("/search/?q=a%00").status_code == 400


@pytest.mark.parametrize(
    "typed", ["a%", "100_", "de_inition", "def*", "defin", "NOT arrest", "nothing OR arrest"]
)
def test_signs_and_words_of_other_languages_are_taken_literally(typed):
    RecommendationFactory(text="The definition of arrest, 1000 times.")

    assert find(typed) == {}


# What is found


def test_all_words_must_occur_anywhere_in_one_thing():
    asked = RecommendationFactory(text="Share the data.")
    SubRecommendationFactory(recommendation=asked, text="with immigration;")
    NoteFactory(recommendation=asked, text="Firewall.")
    RecommendationFactory(text="Share nothing.")

    assert find("firewall share Immigration") == {"recommendation": [asked.pk]}


def test_phrase_is_found_as_it_stands():
    asked = RecommendationFactory(text="Officers must not share\nthe victim’s data.")
    RecommendationFactory(text="The data of a victim: must it not be shared? Share not.")

    assert find('"not share the" data') == {"recommendation": [asked.pk]}
    assert find("victim's") == {"recommendation": [asked.pk]}


def test_every_kind_is_found_newest_first(reviewer):
    texts = {"text": "A canary."}
    recommendations = [RecommendationFactory(**texts) for _ in range(2)]
    update = UpdateFactory(account="canary", published=True)
    titles = [DependencyFactory(title="Canary"), DependencyFactory(background="a canary")]
    titles.append(DependencyFactory(outcome="CANARY!"))
    cited = CitationFactory(
        evidence__title="Canary", evidence__is_public=True, update=update
    ).evidence
    left = note("canary", update.response)

    assert find("canary", access_of(reviewer)) == {
        "recommendation": [asked.pk for asked in reversed(recommendations)],
        "dependency": [title.pk for title in reversed(titles)],
        "answer": [update.pk],
        "evidence": [cited.pk],
        "note": [left.pk],
    }


def test_no_more_than_the_cap_and_one_is_looked_for(monkeypatch, client):
    monkeypatch.setattr(finding, "CAP", 3)
    newest = [RecommendationFactory(text="common").pk for _ in range(6)][:1:-1]
    DependencyFactory(title="Common")

    assert find("common")["recommendation"] == newest
    page = show(client, q="common")
    assert page.context["counts"] == [
        ("", "All", 4, True),
        ("recommendation", "Recommendations", 3, True),
        ("dependency", "NPCC dependencies", 1, False),
        ("answer", "Answers", 0, False),
        ("evidence", "Evidence", 0, False),
    ]
    assert (
        "More than 3 of a kind have these words. The newest 3 are listed" in page.content.decode()
    )
    assert "add a word to find fewer, or choose a report." in page.content.decode()


def test_more_of_one_report_is_listed(monkeypatch, client):
    monkeypatch.setattr(finding, "CAP", 3)
    monkeypatch.setattr(finding, "CAP_OF_REPORT", 5)
    report = ReportFactory(slug="safe", opened=True)
    for _ in range(5):
        RecommendationFactory(text="common", report=report)

    page = show(client, q="common", report="safe")
    assert (page.context["counts"][0], len(page.context["results"])) == (("", "All", 5, False), 5)
    RecommendationFactory(text="common", report=report)
    page = show(client, q="common", report="safe")
    assert (page.context["counts"][0], len(page.context["results"])) == (("", "All", 5, True), 5)
    assert (
        "More than 5 of a kind have these words. The newest 5 are listed: add a word to find fewer."
        in (page.content.decode())
    )


# Who finds what

ROLES = ["public", "lead", "chief", "viewer", "scrutineer", "other_lead", "reviewer"]


@pytest.fixture
def people(lead, chief, force, scrutineer, other_lead, reviewer):
    """The Access of one of each role; Force A is the lead’s."""
    viewer = MembershipFactory(organisation=force, role=Membership.Role.VIEWER).user
    users = {"lead": lead, "chief": chief, "viewer": viewer, "scrutineer": scrutineer}
    users |= {"other_lead": other_lead, "reviewer": reviewer}
    return {"public": PUBLIC, **{role: access_of(user) for role, user in users.items()}}


@pytest.fixture
def canaries(force):
    """One thing of each standing, of Force A; each has the word “canary”. The value is its kind and key."""
    closed = ReportFactory()
    of_force = {"response__organisation": force}
    published = UpdateFactory(account="canary one", published=True, **of_force)
    sent = UpdateFactory(account="canary two", **of_force)
    DraftFactory(account="canary three", response=sent.response, sub_answers={"a": "canary"})
    return {
        "open recommendation": ("recommendation", RecommendationFactory(text="canary").pk),
        "closed recommendation": (
            "recommendation",
            RecommendationFactory(report=closed, text="canary").pk,
        ),
        "published": ("answer", published.pk),
        "sent": ("answer", sent.pk),
        "published on a closed report": (
            "answer",
            UpdateFactory(
                account="canary",
                published=True,
                response__recommendation__report=closed,
                **of_force,
            ).pk,
        ),
        "public evidence": ("evidence", cite(published, is_public=True).pk),
        "hidden evidence": ("evidence", cite(published).pk),
        "sent evidence": ("evidence", cite(sent, is_public=True).pk),
        "held evidence": ("evidence", EvidenceFactory(organisation=force, title="canary").pk),
        "dependency": ("dependency", DependencyFactory(title="canary").pk),
        "note": ("note", note("canary", sent.response).pk),
    }


EVERYBODY = {"open recommendation", "published", "public evidence", "dependency"}
OF_FORCE = EVERYBODY | {"sent", "hidden evidence", "sent evidence"}
MAY_FIND = {
    "public": EVERYBODY,
    "other_lead": EVERYBODY,
    "lead": OF_FORCE | {"held evidence"},
    "chief": OF_FORCE | {"held evidence"},
    "viewer": OF_FORCE | {"held evidence"},
    "scrutineer": OF_FORCE,
    "reviewer": OF_FORCE | {"note"},
}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_what_they_may_read_alone(people, canaries, role):
    names = {thing: name for name, thing in canaries.items()}

    found = finding.find(words.read("canary"), people[role])

    assert {names[kind, key] for kind, keys in found.items() for key in keys} == MAY_FIND[role]


@pytest.mark.parametrize("role", ["public", "lead", "scrutineer", "other_lead", "reviewer"])
def test_page_shows_what_is_found_and_every_link_of_it_opens(
    client, people, canaries, role, django_user_model
):
    access = people[role]
    if access.user_id:
        client.force_login(django_user_model.objects.get(pk=access.user_id))

    page = show(client, q="canary")

    assert (
        page.context["page"].paginator.count == len(page.context["results"]) == len(MAY_FIND[role])
    )
    opened = {
        result.url: client.get(result.url, follow=True).status_code
        for result in page.context["results"]
    }
    assert set(opened.values()) == {200}
    assert "canary three" not in page.content.decode()


def test_answer_leads_each_person_to_their_page_of_it(client, lead, reviewer, scrutineer, force):
    sent = UpdateFactory(account="canary", response__organisation=force)
    case, work = (
        reverse(f"responses:{name}", args=[sent.response_id]) for name in ("case", "response")
    )
    urls = {}

    for person in (lead, reviewer, scrutineer):
        client.force_login(person)
        urls[person] = [result.url for result in show(client, q="canary").context["results"]]

    assert urls == {lead: [work], reviewer: [case], scrutineer: [work]}
    Update.objects.update(published_at=timezone.now())
    client.logout()
    (result,) = show(client, q="canary").context["results"]
    assert result.url == f"{sent.response.recommendation.get_absolute_url()}#force-a"


def test_what_was_taken_back_is_found_no_more():
    update = UpdateFactory(account="canary", published=True)
    evidence = cite(update, is_public=True)
    assert find("canary") == {"answer": [update.pk], "evidence": [evidence.pk]}

    Evidence.objects.update(withdrawn_at=timezone.now(), withdrawn_because="Wrong file.")
    Update.objects.update(published_at=None)

    assert find("canary") == {}


@pytest.mark.parametrize("role", [*ROLES, "administrator"])
def test_evidence_that_is_found_is_the_evidence_that_is_visible(people, canaries, role):
    access = people.get(role) or access_of(UserFactory(is_superuser=True))
    visible = Evidence.objects.visible_to(access).order_by("-pk").values_list("pk", flat=True)

    assert find("canary", access)["evidence"] == list(visible)


def test_report_narrows_every_kind(reviewer):
    report = ReportFactory(slug="safe", opened=True)
    things, others = (
        one_of_each(RecommendationFactory(report=one))
        for one in (report, ReportFactory(opened=True))
    )

    assert find("canary", access_of(reviewer), report) == things
    assert find("canary", access_of(reviewer)) == {
        kind: others[kind] + things[kind] for kind in things
    }


def test_report_filter_does_not_tell_of_answers_that_are_not_published():
    """Evidence that is public is also cited in an answer to another report, which nobody may read yet."""
    evidence = cite(UpdateFactory(published=True), is_public=True)
    sent = UpdateFactory()
    CitationFactory(update=sent, evidence=evidence)

    assert find("canary", report=sent.response.recommendation.report) == {}


@pytest.mark.parametrize("role", ["public", "lead", "scrutineer"])
@pytest.mark.parametrize("seed", range(5))
def test_what_another_force_has_not_published_changes_nothing(
    client, people, other_force, role, seed, django_user_model
):
    dice, words_used = random.Random(seed), ["alpha", "beta", "gamma", "delta"]

    def text():
        return " ".join(dice.choices(words_used, k=6))

    def fill(organisation, count, **update):
        for _ in range(count):
            sent = UpdateFactory(account=text(), response__organisation=organisation, **update)
            CitationFactory(
                update=sent, evidence__organisation=organisation, evidence__title=text()
            )
            DraftFactory(response=sent.response, account=text())
            note(text(), sent.response)

    fill(OrganisationFactory(slug="c"), 3, published=True)
    fill(other_force, 3, published=True)
    fill(next(iter(Membership.objects.filter(user_id=people["lead"].user_id))).organisation, 2)
    if people[role].user_id:
        client.force_login(django_user_model.objects.get(pk=people[role].user_id))
    queries = [
        {"q": "alpha"},
        {"q": "beta gamma"},
        {"q": '"delta alpha"'},
        {"q": "gamma", "kind": "answer"},
    ]
    before = [_seen(show(client, **query)) for query in queries]

    fill(other_force, 25)

    assert [_seen(show(client, **query)) for query in queries] == before
    assert any(results for results, _, _ in before)


def _seen(page):
    return page.context["results"], page.context["counts"], page.context["page"].paginator.num_pages


# The index keeps up by itself


def test_index_follows_every_change():
    asked = RecommendationFactory(text="old")
    part = SubRecommendationFactory(recommendation=asked, text="part")
    evidence, dependency = EvidenceFactory(title="old title"), DependencyFactory(title="old title")
    other = RecommendationFactory(text="other")

    Recommendation.objects.filter(pk=asked.pk).update(text="new")
    part.recommendation = other
    part.save()
    Evidence.objects.bulk_create(
        [Evidence(organisation=evidence.organisation, kind="policy", title="in bulk")]
    )
    dependency.title = "new title"
    dependency.save()
    evidence.delete()
    RecommendationFactory(text="gone").delete()

    assert find("old") == find("gone") == {}
    assert find("new") == {"recommendation": [asked.pk], "dependency": [dependency.pk]}
    assert find("part") == {"recommendation": [other.pk]}
    assert index.stale() == []


def test_index_that_is_behind_is_noticed_and_made_afresh():
    asked = RecommendationFactory(text="old")
    index.stand_aside(plan=[(_Migration, False)])
    Recommendation.objects.update(text="new")
    assert index.stale() == [("recommendation", asked.pk)]

    index.keep(plan=[(_Migration, False)])

    assert index.stale() == []
    assert find("new") == {"recommendation": [asked.pk]}
    Recommendation.objects.update(text="newer")
    assert index.stale() == []


class _Migration:
    app_label = "recommendations"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_migration_can_be_undone_and_made_again():
    asked = RecommendationFactory(text="kept")
    try:
        call_command("migrate", "responses", "0003", verbosity=0)
        RecommendationFactory(text="kept too")
    finally:
        call_command("migrate", verbosity=0)

    assert find("kept")["recommendation"][-1] == asked.pk
    assert index.stale() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_index_is_made_again_after_all_migrations_of_answers_are_undone():
    RecommendationFactory(text="older")
    try:
        call_command("migrate", "responses", "zero", verbosity=0)
        tables_without_answers = set(connection.introspection.table_names())
        Recommendation.objects.update(text="newer")
    finally:
        call_command("migrate", verbosity=0)

    assert "responses_search_recommendation" in tables_without_answers
    assert "responses_search_answer" not in tables_without_answers
    assert index.stale() == []
    assert list(find("newer")) == ["recommendation"]


@pytest.mark.django_db(transaction=True)
def test_database_without_an_index_gets_one_from_the_next_migrate():
    asked = RecommendationFactory(text="older than its index")
    with connection.cursor() as cursor:
        for kind in kinds.KINDS.values():
            for statement in index.engine_of(connection).drop_triggers(kind):
                cursor.execute(statement)
            for statement in index.engine_of(connection).drop(kind):
                cursor.execute(statement)

    call_command("migrate", verbosity=0)

    assert find("older")["recommendation"] == [asked.pk]
    assert index.stale() == []


def test_every_text_of_the_fixtures_is_indexed(settings):
    settings.DEMO = True
    call_command("prepare", verbosity=0)

    assert index.stale() == []
    assert find("immigration")["recommendation"] != []


# Both engines answer as a plain reading of the texts answers


def _has(text, asked):
    there = words.words(text)
    return bool(asked.terms) and all(
        any(tuple(there[place : place + len(term)]) == term for place in range(len(there)))
        for term in asked.terms
    )


@pytest.mark.parametrize("seed", range(6))
def test_engine_finds_what_a_plain_reading_finds(monkeypatch, seed):
    if seed % 2:
        monkeypatch.setattr(postgresql, "FEW", -1)  # as where every word is common
    dice = random.Random(seed)
    texts = {}
    for _ in range(40):
        text = random_text(dice, dice.randint(1, 40))
        texts[RecommendationFactory(text=text).pk] = text
    found = 0

    for _ in range(40):
        typed = random_text(dice, dice.randint(1, 2))
        if dice.random() < 0.5:
            typed = f'"{typed}"'
        expected = [
            key for key in sorted(texts, reverse=True) if _has(texts[key], words.read(typed))
        ]
        found += len(expected)
        assert find(typed).get("recommendation", []) == expected, typed

    assert found > 20


def test_planner_tells_which_kinds_have_the_words_often(monkeypatch):
    monkeypatch.setattr(postgresql, "FEW", 20)
    for number in range(40):
        RecommendationFactory(text="share data" if number % 4 else "share nothing")
        DependencyFactory(title="share")
    engine, searched = index.engine_of(connection), kinds.KINDS.values()

    with connection.cursor() as cursor:
        for kind in searched:
            cursor.execute(
                f"ANALYZE {kind.index}"
            )  # of nothing else: the next tests would be planned by it
        common = {
            typed: engine.common(cursor, searched, words.read(typed))
            for typed in ("share", "data", "nothing")
        }

    often = {
        "share": {"recommendation", "dependency"},
        "data": {"recommendation"},
        "nothing": set(),
    }
    assert common == (
        often if connection.vendor == "postgresql" else {typed: set() for typed in often}
    )


# How a final sigma and a dotless i are folded is left to the engine; the rest are younger than SQLite’s tables.
NOT_ALIKE = "ΣσςİıǠǡ\u0374ͿԨԪԬԮ"


def test_engine_parts_and_folds_european_letters_as_python_does():
    letters = [
        chr(code) for code in [*range(0x20, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1EFF)]
    ]
    letters = [
        one
        for one in letters
        if unicodedata.category(one) not in ("Cc", "Cn") and one not in f'"{NOT_ALIKE}'
    ]
    lines = [f"q{number}{letter}q" for number, letter in enumerate(letters)]
    asked = RecommendationFactory(text="\n".join(lines))
    texts = [f'"{" ".join(lines[place : place + 8])}"' for place in range(0, len(lines), 8)]

    folded = [f'"{" ".join(words.words(text))}"' for text in texts]

    assert [text for text in texts + folded if find(text) != {"recommendation": [asked.pk]}] == []


def test_very_long_words_and_texts_are_kept_and_too_long_a_word_is_not_found():
    long, longest = "x" * 50_000, "y" * words.LONGEST
    text = f"{long} {longest} " + " ".join(f"w{n}" for n in range(30_000)) + " the very end"
    asked = RecommendationFactory(text=text)

    assert find('"the very end"') == find(f"w29999 {longest}") == {"recommendation": [asked.pk]}
    assert find(long) == find(longest + "y") == find(longest[1:]) == {}
