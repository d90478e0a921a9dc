"""Whom a recommendation asks: groups and single organisations, as rows."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from recommendations.models import Addressee, AddresseeGroup
from responses.actions import asked_by
from tests.factories import (
    AddresseeFactory,
    AddresseeGroupFactory,
    OrganisationFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db


def test_groups_hold_all_that_reports_address():
    assert {*AddresseeGroup.objects.values_list("slug", flat=True)} >= {
        "chief_constables", "policing_bodies", "home_office", "npcc", "apcc", "college", "cps", "all_recipients",
        "ministry_of_justice", "iopc", "hmicfrs",
    }  # fmt: skip


def test_a_group_of_an_admin_asks_those_who_are_in_it():
    group = AddresseeGroupFactory(slug="probation")
    body = OrganisationFactory(group="probation")
    addressee = AddresseeFactory(group=group)

    assert asked_by(addressee.recommendation.report) == {(addressee.recommendation_id, body.pk)}


def test_one_organisation_is_asked_by_name_without_its_group():
    OrganisationFactory()
    btp = OrganisationFactory(group="")
    addressee = AddresseeFactory(group="", organisation=btp)

    assert asked_by(addressee.recommendation.report) == {(addressee.recommendation_id, btp.pk)}


def test_an_organisation_that_had_ended_is_not_asked_by_name():
    ended = OrganisationFactory(last_on=datetime.date(2020, 1, 1))
    addressee = AddresseeFactory(group="", organisation=ended)

    assert asked_by(addressee.recommendation.report) == set()


def test_all_recipients_are_also_those_asked_by_name():
    btp = OrganisationFactory(group="")
    addressee = AddresseeFactory(group="", organisation=btp)
    last = RecommendationFactory(report=addressee.recommendation.report)
    AddresseeFactory(recommendation=last, group=AddresseeGroup.ALL_RECIPIENTS)

    assert (last.pk, btp.pk) in asked_by(last.report)


@pytest.mark.parametrize("whom", ["nobody", "both"])
def test_addressee_is_a_group_or_an_organisation(whom):
    recommendation = RecommendationFactory()
    given = {"group_id": "npcc", "organisation": OrganisationFactory()} if whom == "both" else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.create(recommendation=recommendation, **given)


def test_addressees_are_found_by_their_natural_keys():
    group = AddresseeFactory()
    one = AddresseeFactory(group="", organisation=OrganisationFactory(group=""))

    rows = [Addressee.objects.get_by_natural_key(*row.natural_key()) for row in (group, one)]

    assert rows == [group, one]
