"""What narrows a list: a recommendation, days, and for reviewers what is published alone."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from govuk.forms import DayField
from tests.factories import (
    ForceResponseFactory,
    RecommendationFactory,
    ReportFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db
DAY, ONE_DAY = datetime.date(2021, 6, 17), datetime.timedelta(1)


@pytest.fixture
def answers():
    """To the first recommendation those of forces that are called by their day; to the second five that were sent."""
    report = ReportFactory(slug="safe", title="Safe", opened=True)
    first = RecommendationFactory(report=report, number="1", order=1, due=True, due_on=DAY)
    second = RecommendationFactory(report=report, number="2", order=2)
    for name, day in {
        "Before": DAY - ONE_DAY,
        "On": DAY,
        "After": DAY + ONE_DAY,
        "Undated": None,
    }.items():
        of = {"response__recommendation": first, "response__organisation__name": name}
        UpdateFactory(**of, published=True, reported_on=day)
    ForceResponseFactory(recommendation=first, organisation__name="Silent")
    UpdateFactory.create_batch(5, response__recommendation=second)


def listed(client, **query):
    page = client.get(reverse("progress:answers"), query)
    assert page.status_code == 200
    return page, [answer.organisation.name for answer in page.context["page"]]


FIRST = ["After", "Before", "On", "Silent", "Undated"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"answered_from": "2021-06-17"}, ["After", "On"]),
        ({"answered_to": "17/6/2021"}, ["Before", "On"]),
        ({"answered_from": "17 June 2021", "answered_to": "17 06 2021"}, ["On"]),
        ({"answered_from": "2021-06-18", "answered_to": "2021-06-16"}, []),
        ({"undated": "on"}, ["Undated"]),
        ({"due_from": "2021-06-17"}, FIRST),
        ({"due_from": "2021-06-18"}, []),
        ({"due_to": "2021-06-17", "figure": "silent"}, ["Silent"]),
        ({"due_to": "2021-06-16"}, []),
        ({"report": "safe", "recommendation": "1"}, FIRST),
    ],
)
def test_days_and_a_recommendation_narrow_the_list(client, answers, query, names):
    page, shown = listed(client, **query)

    assert shown == names
    assert "Left out" not in page.content.decode()


def test_filters_in_use_are_told_in_words_and_stay_in_the_form(client, answers):
    page, _ = listed(
        client, report="safe", recommendation="2", answered_to="2021-06-17", undated="on"
    )

    words = [f"{label}: {value}" for _, label, value in page.context["form"].in_use()]
    assert words == [
        "Report: Safe",
        "Recommendation: 2",
        "First answer on or before: 17 June 2021",
        "Only answers without a stated day: yes",
    ]
    html = page.content.decode()
    assert re.search('name="undated"[^>]* checked', html)
    assert not re.search('name="without_waiting"[^>]* checked', html)
    assert re.search('name="answered_to"[^>]* value="17/06/2021"', html)


def test_day_that_is_none_is_left_out_and_how_to_write_one_is_said(client, answers):
    page, shown = listed(client, report="safe", recommendation="1", due_to="17 June 2021x")

    assert shown == FIRST
    assert (
        "does not make sense there: Due on or before (write a day that there is, such as 17/12/2020)."
        in page.content.decode()
    )


def test_number_of_a_recommendation_says_nothing_without_its_report(client, answers):
    page, shown = listed(client, recommendation="2")
    assert (len(shown), "does not make sense there: Recommendation." in page.content.decode()) == (
        10,
        True,
    )
    assert "Choose a report first." in page.content.decode()

    page, shown = listed(client, report="safe", recommendation="3")
    assert (len(shown), "does not make sense there: Recommendation." in page.content.decode()) == (
        10,
        True,
    )
    assert "Choose a report first." not in page.content.decode()


def test_recommendations_of_a_report_that_is_not_open_are_not_offered(client):
    RecommendationFactory(report=ReportFactory(slug="closed"), number="77")

    page, _ = listed(client, report="closed", recommendation="77")

    assert "77" not in [value for value, _ in page.context["form"].fields["recommendation"].choices]
    assert "does not make sense there: Report, Recommendation." in page.content.decode()


def test_organisation_that_is_not_offered_is_understood_where_its_answers_are_counted(
    client, answers
):
    ForceResponseFactory(
        organisation__slug="designated",
        organisation__kind="designated_body",
        organisation__group="",
    )
    ForceResponseFactory(
        organisation__slug="unnamed", organisation__kind="unnamed", organisation__group=""
    )

    page, shown = listed(client, organisation="designated")
    assert (len(shown), "Left out" in page.content.decode()) == (1, False)
    page, _ = listed(client, organisation="unnamed")
    assert "does not make sense there: Organisation." in page.content.decode()


def test_report_is_taken_away_with_its_recommendation(client, answers):
    page, _ = listed(client, report="safe", recommendation="2", figure="silent")

    assert 'class="moj-filter__tag" href="?figure=silent"' in page.content.decode()


def test_strangers_addresses_say_nothing_that_is_for_reviewers_alone(client, answers):
    for name in ("matrix", "overview"):
        page = client.get(
            reverse(f"progress:{name}"), {"lead": "x", "published": "on"}
        ).content.decode()
        assert re.findall('href="/progress/answers/[^"]*(?:lead|published)=', page) == []


def test_report_of_what_is_published_is_shown_as_it_is_published(client, answers, reviewer):
    client.force_login(reviewer)

    for query, address in [
        ({}, "?report=safe"),
        ({"published": "on"}, "?published=on&amp;report=safe"),
    ]:
        page = client.get(reverse("progress:overview"), query).content.decode()
        assert f'href="{reverse("progress:matrix")}{address}"' in page


def test_reviewers_may_choose_to_see_what_everybody_sees(client, answers, reviewer):
    public, _ = listed(client, figure="answered", published="on")
    assert (
        public.context["page"].paginator.count,
        "as everybody sees it" in public.content.decode(),
    ) == (4, False)

    client.force_login(reviewer)
    sent, _ = listed(client, figure="answered")
    assert sent.context["page"].paginator.count == 9
    page, _ = listed(client, figure="answered", published="on")
    assert page.context["page"].paginator.count == 4
    assert "Only what is published, as everybody sees it: yes" in page.content.decode()
    assert (
        reverse("responses:case", args=[page.context["page"][0].response_id])
        not in page.content.decode()
    )


def test_figures_of_what_is_published_lead_to_what_is_published(client, answers, reviewer):
    client.force_login(reviewer)

    for name in ("matrix", "overview"):
        page = client.get(reverse(f"progress:{name}"), {"published": "on"})
        links = [
            link
            for link in page.content.decode().split('href="')
            if link.startswith("/progress/answers/?")
        ]
        assert len(links) > 8
        assert [link for link in links if "published=on" not in link] == []


@pytest.mark.parametrize("name", ["matrix", "overview"])
def test_what_a_page_does_not_narrow_by_is_in_none_of_its_addresses(client, answers, name):
    plain, odd = (
        {"region": ""},
        {"answered_to": "2021-06-17", "undated": "on", "recommendation": "2", "figure": "late"},
    )

    pages = [
        client.get(reverse(f"progress:{name}"), query).content.decode()
        for query in (plain, plain | odd)
    ]

    links = [re.findall('href="(/progress/answers/[^"]*)"', page) for page in pages]
    assert links[0] == links[1]


@pytest.mark.parametrize("text", ["2021-02-30", "17.06.2021", "6/17/2021", "today", "0", "-1"])
def test_text_that_is_no_day_is_refused(text):
    with pytest.raises(ValidationError, match="valid date"):
        DayField().clean(text)


@pytest.mark.parametrize("text", ["0987-03-04", "04/03/0987"])
def test_day_stands_in_its_box_as_people_type_it(text):
    field = DayField()

    assert (field.prepare_value(text), field.prepare_value("")) == ("04/03/0987", "")
