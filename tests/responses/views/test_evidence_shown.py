"""Whether everybody may see evidence is its organisation's to say, and to change."""

import pytest
from django.urls import reverse

from accounts.access import PUBLIC
from accounts.models import Membership
from responses.models import Event, Evidence
from tests.factories import CitationFactory, EvidenceFactory, MembershipFactory, UpdateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(force):
    update = UpdateFactory(response__organisation=force, published=True)
    return CitationFactory(update=update, evidence=EvidenceFactory(organisation=force)).evidence


def show(client, evidence, is_public):
    return client.post(reverse("responses:evidence_show", args=[evidence.pk]), {"is_public": is_public})


def test_lead_lets_everybody_see_evidence_and_takes_it_back(client, lead, evidence):
    client.force_login(lead)

    seen = []
    for is_public in ("yes", "yes", "no"):
        show(client, evidence, is_public)
        seen.append(Evidence.objects.visible_to(PUBLIC).exists())

    assert seen == [True, True, False]
    assert list(Event.objects.order_by("number").values_list("verb", "before__is_public", "after__is_public")) == [
        ("show_evidence", False, True),
        ("show_evidence", True, False),
    ]


def test_nobody_else_decides_who_sees_evidence(client, force, other_lead, evidence):
    viewer = MembershipFactory(organisation=force, role=Membership.Role.VIEWER).user

    refused = {}
    for person in (viewer, other_lead):
        client.force_login(person)
        refused[person] = show(client, evidence, "yes").status_code

    assert refused == {viewer: 403, other_lead: 404}
    assert not Evidence.objects.get().is_public


def test_evidence_of_a_report_that_is_not_open_is_nobodys(evidence):
    evidence.is_public = True
    evidence.save()
    assert Evidence.objects.visible_to(PUBLIC).exists()

    evidence.citations.get().update.response.recommendation.report.opening.delete()

    assert not Evidence.objects.visible_to(PUBLIC).exists()
