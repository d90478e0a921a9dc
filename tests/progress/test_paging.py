"""Pages of long lists: the same as if all rows had been put in order; and what a stranger may ask for."""

import datetime
import random

import pytest
from django.urls import reverse

from progress import answers, limits
from progress.filters import LAST_OF_ORDER, ORDERS
from progress.paging import ByReport, Listed
from tests.factories import ForceResponseFactory, OrganisationFactory, RecommendationFactory, ReportFactory

pytestmark = pytest.mark.django_db
ROWS = answers.EVERYBODY


def in_order(rows):
    return rows.order_by(*ORDERS["report"][1], *LAST_OF_ORDER)


@pytest.fixture
def register():
    chance, organisations = random.Random(3), OrganisationFactory.create_batch(3)  # noqa: S311  rows, not secrets
    for day in (1, 2, 2, 3):
        report = ReportFactory(published_on=datetime.date(2020, 1, day), opened=True)
        for recommendation in RecommendationFactory.create_batch(chance.choice([1, 2, 4]), report=report):
            for organisation in organisations:
                ForceResponseFactory(recommendation=recommendation, organisation=organisation)


@pytest.mark.parametrize("per_page", [1, 2, 3, 5, 7, 50])
def test_pages_are_those_of_the_whole_list_in_order(register, per_page):
    rows = answers.standing(ROWS)
    whole = list(in_order(rows).values_list("pk", flat=True))

    for paginator in (ByReport(rows, in_order, per_page), Listed(rows, in_order, per_page)):
        pages = [list(page) for page in paginator]
        assert [key for page in pages for key in page] == whole
        assert {len(page) for page in pages[:-1]} <= {per_page}
        assert paginator.count == len(whole)


def test_list_of_nothing_has_one_empty_page():
    for paginator in (ByReport, Listed):
        page = paginator(answers.standing(ROWS), in_order, 50).get_page("7")
        assert (list(page), page.number, page.paginator.count) == ([], 1, 0)


LISTS = [("progress:answers", []), ("progress:export", ["csv"]), ("progress:export", ["json"])]


@pytest.mark.parametrize(("name", "args"), LISTS)
def test_stranger_chooses_a_report_or_an_organisation_where_the_register_is_too_long_to_list(
    client, register, monkeypatch, reviewer, name, args
):
    monkeypatch.setattr(limits, "MOST_LISTED", 3)
    address, report = reverse(name, args=args), answers.standing(ROWS)[0].recommendation.report

    refused = client.get(address, {"figure": "silent"})
    assert (refused.status_code, "holds more than 3 answers" in refused.content.decode()) == (422, True)
    assert 'action="/progress/answers/" class="app-filter"' in refused.content.decode()
    assert client.get(address, {"report": report.slug}).status_code == 200
    assert client.get(address, {"organisation": OrganisationFactory(group="chief_constables").slug}).status_code == 200

    client.force_login(reviewer)
    assert client.get(address, {"figure": "silent"}).status_code == 200


def test_strangers_filters_are_left_out_of_the_overview_of_a_long_register_and_that_is_said(
    client, register, monkeypatch, reviewer
):
    monkeypatch.setattr(limits, "MOST_SORTED", 3)
    report, address = answers.standing(ROWS)[0].recommendation.report, reverse("progress:overview")
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


@pytest.mark.parametrize(("name", "args"), LISTS)
def test_strangers_filter_by_assurance_needs_a_report_where_the_register_is_too_long(
    client, register, monkeypatch, reviewer, name, args
):
    monkeypatch.setattr(limits, "MOST_SORTED", 3)
    answer = answers.standing(ROWS)[0]
    address, report = reverse(name, args=args), answer.recommendation.report
    of_force = {"organisation": answer.organisation.slug, "assurance": "signed_off"}

    refused = client.get(address, of_force)
    assert refused.status_code == 422
    assert "more than 3 answers. Choose a report to see them" in refused.content.decode()
    assert client.get(address, of_force | {"report": report.slug}).status_code == 200

    client.force_login(reviewer)
    assert client.get(address, of_force).status_code == 200


def test_strangers_filter_by_assurance_is_left_out_of_a_forces_overview(client, register, monkeypatch, reviewer):
    monkeypatch.setattr(limits, "MOST_SORTED", 3)
    answer, address = answers.standing(ROWS)[0], reverse("progress:overview")
    of_force = {"organisation": answer.organisation.slug}
    whole = client.get(address, of_force).context["country"]

    wide = client.get(address, of_force | {"assurance": "confirmed", "timeliness": "late"})
    assert "the register is too long" not in wide.content.decode()  # a word that nobody but reviewers can choose
    wide = client.get(address, of_force | {"assurance": "assured"})
    assert wide.context["country"] == whole
    assert "the register is too long for it: Assurance. Choose a report as well." in wide.content.decode()
    narrow = client.get(address, of_force | {"assurance": "assured", "report": answer.recommendation.report.slug})
    assert "the register is too long" not in narrow.content.decode()

    client.force_login(reviewer)
    narrow = client.get(address, of_force | {"assurance": "assured"})
    assert narrow.context["country"].figures["asked"] == 0


def test_strangers_list_of_a_long_register_stays_in_its_own_order_and_that_is_said(
    client, register, monkeypatch, reviewer
):
    monkeypatch.setattr(limits, "MOST_SORTED", 3)
    address = reverse("progress:answers")
    keys = [[answer.pk for answer in client.get(address, query).context["page"]] for query in ({}, {"sort": "due"})]

    assert keys[0] == keys[1]
    assert "too long for it: Sort by. Choose" in client.get(address, {"sort": "due"}).content.decode()
    assert "too long" not in client.get(address).content.decode()
    client.force_login(reviewer)
    assert "too long" not in client.get(address, {"sort": "due"}).content.decode()


def test_nobodys_address_is_refused_in_a_short_register(client, register):
    for name, args in LISTS:
        assert client.get(reverse(name, args=args), {"figure": "silent"}).status_code == 200
