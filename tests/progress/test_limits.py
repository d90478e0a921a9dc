"""What somebody who is not signed in may ask for, where the register is long."""

import datetime
import random

import pytest
from django.urls import reverse

from progress import limits
from responses.models import ForceResponse, Standing
from tests.factories import (
    ForceResponseFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    chance, organisations = random.Random(3), OrganisationFactory.create_batch(3)  # noqa: S311  rows, not secrets
    for day in (1, 2, 2, 3):
        report = ReportFactory(published_on=datetime.date(2020, 1, day), opened=True)
        for recommendation in RecommendationFactory.create_batch(
            chance.choice([1, 2, 4]), report=report
        ):
            for organisation in organisations:
                ForceResponseFactory(recommendation=recommendation, organisation=organisation)


LISTS = [("progress:answers", []), ("progress:export", ["csv"]), ("progress:export", ["json"])]


@pytest.mark.parametrize(("name", "args"), LISTS)
def test_stranger_chooses_a_report_or_an_organisation_where_the_register_is_too_long_to_filter(
    client, register, monkeypatch, reviewer, name, args
):
    monkeypatch.setattr(limits, "MOST_FILTERED", 3)
    address, report = reverse(name, args=args), Standing.objects.first().report

    refused = client.get(address, {"figure": "silent"})
    assert (refused.status_code, "holds more than 3 answers" in refused.content.decode()) == (
        422,
        True,
    )
    assert 'action="/progress/answers/" class="app-filter"' in refused.content.decode()
    assert client.get(address, {"figure": "silent", "report": report.slug}).status_code == 200
    of_force = {
        "figure": "silent",
        "organisation": OrganisationFactory(group="chief_constables").slug,
    }
    assert client.get(address, of_force).status_code == 200

    client.force_login(reviewer)
    assert client.get(address, {"figure": "silent"}).status_code == 200


def test_stranger_lists_the_whole_of_a_long_register_in_any_order(client, register, monkeypatch):
    monkeypatch.setattr(limits, "MOST_FILTERED", 3)

    for sort in ("report", "organisation", "due", "answered"):
        page = client.get(reverse("progress:answers"), {"sort": sort})
        assert (page.status_code, page.context["page"].paginator.count) == (
            200,
            ForceResponse.objects.count(),
        )


def test_strangers_filters_are_left_out_of_the_overview_of_a_long_register_and_that_is_said(
    client, register, monkeypatch, reviewer
):
    monkeypatch.setattr(limits, "MOST_FILTERED", 3)
    report, address = Standing.objects.first().report, reverse("progress:overview")
    whole = client.get(address).context["country"]

    wide = client.get(address, {"state": "answered", "map": "silent"})
    assert wide.context["country"] == whole
    assert "the register is too long for it: Whose turn. Choose a report" in wide.content.decode()
    assert "state=answered" not in wide.content.decode()
    assert wide.context["shown"] == "silent"
    narrow = client.get(address, {"state": "answered", "report": report.slug})
    assert narrow.context["country"].figures["asked"] == 0

    client.force_login(reviewer)
    narrow = client.get(address, {"state": "confirmed"})
    assert narrow.context["country"].figures["asked"] == 0
    assert "the register is too long" not in narrow.content.decode()


def test_word_that_only_reviewers_can_choose_is_ignored_and_not_refused(
    client, register, monkeypatch
):
    monkeypatch.setattr(limits, "MOST_FILTERED", 3)

    page = client.get(reverse("progress:overview"), {"assurance": "confirmed"}).content.decode()

    assert "the register is too long" not in page
    assert "does not make sense there: Assurance." in page


def test_nobodys_address_is_refused_in_a_short_register(client, register):
    for name, args in LISTS:
        assert client.get(reverse(name, args=args), {"figure": "silent"}).status_code == 200
