"""Whether everybody may see evidence is its organisation's to say, on a page of its own."""

import pytest
from django.urls import reverse

from accounts.access import PUBLIC
from accounts.models import Membership
from responses.history.verify import verify
from responses.models import Event, Evidence
from tests.factories import (
    CitationFactory,
    DraftFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db

FINDINGS = ["Sheet “Names” is hidden.", "It has 2 comments."]


@pytest.fixture
def evidence(force):
    update = UpdateFactory(response__organisation=force, published=True)
    return CitationFactory(update=update, evidence=EvidenceFactory(organisation=force)).evidence


def page_of(evidence):
    return reverse("responses:evidence_show", args=[evidence.pk])


def show(client, evidence, is_public, **more):
    return client.post(page_of(evidence), {"is_public": is_public, **more})


def test_lead_lets_everybody_see_evidence_and_takes_it_back(client, lead, evidence):
    client.force_login(lead)

    seen = []
    for is_public in ("yes", "yes", "no"):
        show(client, evidence, is_public)
        seen.append(Evidence.objects.visible_to(PUBLIC).exists())

    assert seen == [True, True, False]
    events = Event.objects.filter(response=None).order_by("number")
    assert list(events.values_list("verb", "before__is_public", "after__is_public")) == [
        ("show_evidence", False, True),
        ("show_evidence", True, False),
    ]


def test_link_on_the_page_of_evidence_changes_nothing_and_asks_first(client, lead, evidence):
    client.force_login(lead)

    page = client.get(reverse("responses:evidence_item", args=[evidence.pk])).content.decode()
    client.get(page_of(evidence))

    assert f'href="{page_of(evidence)}"' in page
    assert not Evidence.objects.get().is_public


def test_page_says_where_it_is_readable_at_once_and_where_later(client, force, lead, evidence):
    published = evidence.citations.get().update.response.recommendation
    draft = DraftFactory(response=ForceResponseFactory(organisation=force))
    CitationFactory(evidence=evidence, draft=draft, update=None)
    client.force_login(lead)

    page = client.get(page_of(evidence)).content.decode()

    at_once, later = page.split("Where it appears when the answer is published")
    assert "Where everybody can read it at once" in at_once
    assert f'href="{published.get_absolute_url()}"' in at_once
    assert reverse("responses:evidence", args=[draft.response_id]) not in at_once
    assert reverse("responses:evidence", args=[draft.response_id]) in later


def test_page_of_public_evidence_says_where_it_disappears(client, lead, evidence):
    Evidence.objects.update(is_public=True)
    client.force_login(lead)

    page = client.get(page_of(evidence)).content.decode()

    assert "Where it disappears at once" in page
    assert "People may already have read or copied it." in page


def test_evidence_that_nothing_cites_is_readable_nowhere_yet(client, force, lead):
    client.force_login(lead)

    page = client.get(page_of(EvidenceFactory(organisation=force))).content.decode()

    assert "Nowhere yet: no published answer cites it." in page


@pytest.mark.parametrize("ticked", [[], FINDINGS[:1]])
def test_each_finding_must_be_ticked(client, lead, evidence, ticked):
    Evidence.objects.update(findings=FINDINGS)
    client.force_login(lead)

    page = show(client, evidence, "yes", looked_at=ticked)

    assert page.status_code == 422
    assert page.context["form"].errors == {
        "looked_at": ["Look at each thing that we found, and tick it"]
    }
    assert not Evidence.objects.get().is_public


def test_what_was_looked_at_is_recorded(client, lead, evidence):
    Evidence.objects.update(findings=FINDINGS)
    client.force_login(lead)

    page = show(client, evidence, "yes", looked_at=FINDINGS)

    assert page.status_code == 302
    assert Evidence.objects.get().is_public
    assert Event.objects.filter(response=None).get().after["looked_at"] == sorted(FINDINGS)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            {"withdrawn_at": "2021-01-01T00:00Z", "withdrawn_because": "Old."},
            "This evidence was withdrawn, so it cannot be made public.",
        ),
        (
            {"scan": "infected"},
            "The scanner found malware in this file, so it cannot be made public.",
        ),
    ],
)
def test_evidence_that_nobody_should_open_is_not_made_public(client, lead, evidence, facts, told):
    Evidence.objects.update(**facts)
    client.force_login(lead)

    page = show(client, evidence, "yes")

    assert (page.status_code, page.context["form"].errors) == (422, {"__all__": [told]})
    assert not Evidence.objects.get().is_public


def test_every_answer_that_cites_it_keeps_an_event(client, force, lead, evidence):
    published = evidence.citations.get().update.response
    drafted = ForceResponseFactory(organisation=force)
    CitationFactory(evidence=evidence, draft=DraftFactory(response=drafted), update=None)
    ForceResponseFactory(organisation=force)
    faults = verify().faults
    client.force_login(lead)

    show(client, evidence, "yes")

    events = Event.objects.filter(verb="show_evidence").order_by("number")
    assert list(events.values_list("response", flat=True)) == [None, published.pk, drafted.pk]
    assert verify().faults == faults
    history = client.get(reverse("responses:history", args=[drafted.pk])).content.decode()
    assert "Evidence made public" in history


def test_page_asks_the_same_of_the_database_for_any_number(
    client, force, lead, django_assert_max_num_queries
):
    evidence = EvidenceFactory(organisation=force)
    for _ in range(20):
        CitationFactory(evidence=evidence, update=UpdateFactory(response__organisation=force))
    client.force_login(lead)

    with django_assert_max_num_queries(7):
        client.get(page_of(evidence))


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
