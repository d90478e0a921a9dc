"""The page of the search: what it says, shows and leads to."""

# ruff: noqa: S311  the chance need not be secret

import html
import random
import re

import pytest
from django.db import connection

from accounts.access import PUBLIC
from search import results, words
from search.kinds import KINDS
from tests.factories import ForceResponseFactory, RecommendationFactory, ReportFactory
from tests.helpers.searching import one_of_each, random_text, show

pytestmark = pytest.mark.django_db


def test_page_says_what_can_be_searched_before_anything_is_asked(client):
    page = show(client)

    assert "What can be searched" in page.content.decode()
    assert page.context["results"] == []


def test_page_without_any_word_says_so(client):
    assert "a word has letters or digits" in show(client, q="%_*").content.decode()


def test_page_says_that_nothing_was_found(client):
    assert (
        "Nothing that you may read has all of these words."
        in show(client, q="kestrel").content.decode()
    )


def test_snippet_is_escaped_and_marks_what_was_asked(client):
    RecommendationFactory(
        text="<script>alert(1)</script> Café & crème: share <b>data</b> with nobody."
    )

    (result,) = show(client, q='CAFE "share b data"').context["results"]

    assert result.snippet == (
        "&lt;script&gt;alert(1)&lt;/script&gt; <mark>Café</mark> &amp; crème: "
        "<mark>share &lt;b&gt;data</mark>&lt;/b&gt; with nobody."
    )


def test_snippet_of_a_long_text_shows_each_word_once():
    text = "lorem " * 100 + "first " + "ipsum " * 100 + "second " + "dolor " * 100

    shown = (
        results.results([], words.read(""), PUBLIC),
        words.snippet(text, words.read("second first")),
    )

    assert shown[0] == []
    assert (
        re.sub(r"(lorem|ipsum|dolor) ?", "", shown[1])
        == "… <mark>first</mark> … <mark>second</mark> …"
    )
    assert len(shown[1]) < 600


@pytest.mark.parametrize("seed", range(20))
def test_snippet_without_its_marks_is_the_text_itself(seed):
    dice = random.Random(seed)
    text = random_text(dice, 40)
    asked = words.read(random_text(dice, 2))

    shown = str(words.snippet(text, asked))

    assert re.sub("</?mark>", "", shown) == html.escape(text).strip()


@pytest.mark.parametrize("seed", range(50))
def test_words_are_marked_in_plain_letters_where_they_are_in_any_letters(seed):
    dice = random.Random(seed)
    signs = ["a", "B", "ab", "7", "_", "-", " ", ". ", "\n", "a b", "A_b", "'"]
    text = "".join(dice.choices(signs, k=60))
    terms = words.read(f'"{"".join(dice.choices(signs, k=3))}" {dice.choice("ab7")}').terms

    in_plain, in_any = (
        words._marked(text, 0, len(text), sorted(place[:2] for place in places(text, terms)))
        for places in (words._places, words._places_of_any_letters)
    )

    assert in_plain == in_any


def test_filters_stay_on_the_next_page(client):
    report = ReportFactory(slug="safe", opened=True)
    for _ in range(21):
        RecommendationFactory(report=report, text="share")

    page = show(client, q="share", kind="recommendation", report="safe")
    second = show(client, q="share", kind="recommendation", report="safe", page="2")

    assert "?q=share&amp;kind=recommendation&amp;report=safe&amp;page=2" in page.content.decode()
    assert (len(page.context["results"]), len(second.context["results"])) == (20, 1)


def test_kind_that_is_not_for_this_person_is_left_out_and_that_is_said(client, reviewer):
    RecommendationFactory(text="share")
    page = show(client, q="share", kind="note", report="nowhere")
    assert page.context["form"].ignored == ["Kind", "Report"]
    assert len(page.context["results"]) == 1

    client.force_login(reviewer)

    assert show(client, q="share", kind="note").context["form"].ignored == []


# The choice of reports, the keys, and texts with their rows; PostgreSQL is asked how common the words are, too.
OF_A_SEARCH = 3 + (connection.vendor == "postgresql")


@pytest.mark.parametrize("rows", [1, 25])
def test_search_asks_the_same_of_the_database_for_any_number_of_rows(
    client, reviewer, rows, django_assert_num_queries
):
    for _ in range(rows):
        one_of_each(RecommendationFactory())
    client.force_login(reviewer)
    names = [kind.name for kind in KINDS.values()]
    counts = {}

    for kind in names:
        with django_assert_num_queries(
            4 + OF_A_SEARCH
        ):  # session, user, access, what waits for them
            counts[kind] = len(show(client, q="canary", kind=kind).context["results"])

    assert counts == dict.fromkeys(names, min(rows, 20))


def test_many_kinds_take_as_many_questions_as_one(client, django_assert_num_queries):
    one_of_each(RecommendationFactory())

    with django_assert_num_queries(OF_A_SEARCH + 2):  # reports and organisations by their names
        assert len(show(client, q="canary").context["results"]) > 1


@pytest.mark.parametrize(
    ("who", "typed", "narrowed", "status"),
    [
        ("public", "share data", {}, 422),
        ("public", '"share data"', {}, 422),
        ("public", "share", {}, 200),
        ("public", "share data", {"report": "safe"}, 200),
        ("public", "share data", {"report": "nowhere"}, 422),
        ("lead", "share data", {}, 200),
    ],
)
def test_stranger_looks_for_one_word_in_a_large_register(
    client, lead, monkeypatch, who, typed, narrowed, status
):
    monkeypatch.setattr("search.views.MOST_SEARCHED", 1)
    asked = RecommendationFactory(
        text="share b data; share data", report=ReportFactory(slug="safe", opened=True)
    )
    ForceResponseFactory.create_batch(2, recommendation=asked)
    if who == "lead":
        client.force_login(lead)

    page = client.get("/search/", {"q": typed, **narrowed})

    assert (page.status_code, bool(page.context["results"])) == (status, status == 200)
    assert ("more than 1 answers. Look for one word" in page.content.decode()) == (status == 422)


def test_stranger_looks_for_several_words_in_a_register_that_is_not_large(client, monkeypatch):
    monkeypatch.setattr("search.views.MOST_SEARCHED", 2)
    asked = RecommendationFactory(text="share data")
    ForceResponseFactory.create_batch(2, recommendation=asked)

    assert len(show(client, q="share data").context["results"]) == 1
