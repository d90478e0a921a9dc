"""Who sees which rows. Every rule of sight is here once, against rows that could leak."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.access import PUBLIC, Access, access_of
from accounts.models import Membership
from responses.models import Citation, Event, Evidence, ForceResponse, Update
from tests.factories import (
    CitationFactory,
    DraftFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
Role = Membership.Role


def test_access_of_each_role(force, reviewer, django_assert_num_queries):
    person = UserFactory()
    body = OrganisationFactory(kind="local_policing_body", force=force, group="policing_bodies")
    for organisation, role in [
        (force, Role.CHIEF_OFFICER),
        (body, Role.SCRUTINY),
        (body, Role.LEAD),
    ]:
        MembershipFactory(user=person, organisation=organisation, role=role)

    with django_assert_num_queries(1):
        access = access_of(person)

    assert access == Access(
        user_id=person.pk,
        leads=frozenset({body.pk}),
        signs=frozenset({force.pk}),
        reads=frozenset({body.pk, force.pk}),
        scrutinises=frozenset({force.pk}),
    )
    assert access_of(reviewer).reviews


def test_reviewer_role_outside_an_inspectorate_opens_nothing(force):
    person = MembershipFactory(organisation=force, role=Role.REVIEWER).user

    assert access_of(person) == Access(user_id=person.pk)


def test_scrutiny_role_outside_a_policing_body_opens_nothing(force):
    person = MembershipFactory(organisation=force, role=Role.SCRUTINY).user

    assert access_of(person) == Access(user_id=person.pk)


@pytest.mark.parametrize("person", [AnonymousUser(), None], ids=["signed_out", "closed"])
def test_stranger_and_closed_account_have_the_publics_access(person):
    person = person or MembershipFactory(user__is_active=False).user

    assert access_of(person) == PUBLIC


@pytest.fixture
def rows(force, other_force):
    """For each force a silent, a sent and a published answer, each with its evidence."""
    made = {}
    for name, organisation in [("a", force), ("b", other_force)]:
        made[f"{name} draft"] = DraftFactory(
            response=ForceResponseFactory(organisation=organisation)
        ).response
        made[f"{name} sent"] = UpdateFactory(response__organisation=organisation).response
        made[f"{name} published"] = UpdateFactory(
            response__organisation=organisation, published=True
        ).response
        EvidenceFactory(organisation=organisation, title=f"{name} draft", is_public=True)
        for state in ("sent", "published"):
            for public in (True, False):
                title = f"{name} {state}{' public' if public else ''}"
                evidence = EvidenceFactory(organisation=organisation, title=title, is_public=public)
                CitationFactory(evidence=evidence, update=made[f"{name} {state}"].latest)
    return {response.pk: name for name, response in made.items()}


def people(force, reviewer):
    body = OrganisationFactory(kind="local_policing_body", force=force, group="")
    return {
        "public": PUBLIC,
        "lead": access_of(MembershipFactory(organisation=force).user),
        "chief_officer": access_of(
            MembershipFactory(organisation=force, role=Role.CHIEF_OFFICER).user
        ),
        "viewer": access_of(MembershipFactory(organisation=force, role=Role.VIEWER).user),
        "policing_body": access_of(MembershipFactory(organisation=body, role=Role.SCRUTINY).user),
        "reviewer": access_of(reviewer),
        "admin": access_of(UserFactory(is_superuser=True)),
    }


OWN = {"a draft", "a sent", "a published"}
SENT = {"a sent", "a published", "b sent", "b published"}
ALL = OWN | SENT | {"b draft"}


def test_whose_work_each_person_may_open(rows, force, reviewer):
    seen = {
        name: {rows[response.pk] for response in ForceResponse.objects.visible_to(access)}
        for name, access in people(force, reviewer).items()
    }

    assert seen == {
        "public": set(),
        "lead": OWN,
        "chief_officer": OWN,
        "viewer": OWN,
        "policing_body": {"a sent", "a published"},
        "reviewer": SENT,
        "admin": ALL,
    }


def test_whose_updates_each_person_may_read(rows, force, reviewer):
    seen = {
        name: {rows[update.response_id] for update in Update.objects.visible_to(access)}
        for name, access in people(force, reviewer).items()
    }

    own = {"a sent", "a published", "b published"}
    assert seen == {
        "public": {"a published", "b published"},
        "lead": own,
        "chief_officer": own,
        "viewer": own,
        "policing_body": own,
        "reviewer": SENT,
        "admin": SENT,
    }


def test_whose_evidence_each_person_may_see(rows, force, reviewer):
    seen = {
        name: set(Evidence.objects.visible_to(access).values_list("title", flat=True))
        for name, access in people(force, reviewer).items()
    }

    public = {"a published public", "b published public"}
    sent_by_a = {"a sent", "a sent public", "a published", "a published public"}
    sent_by_b = {"b sent", "b sent public", "b published", "b published public"}
    own = {"a draft"} | sent_by_a | public
    assert seen == {
        "public": public,
        "lead": own,
        "chief_officer": own,
        "viewer": own,
        "policing_body": sent_by_a | public,
        "reviewer": sent_by_a | sent_by_b,
        "admin": sent_by_a | sent_by_b,  # no words or files of a draft
    }


def test_withdrawn_evidence_leaves_the_public(force):
    update = UpdateFactory(response__organisation=force, published=True)
    evidence = EvidenceFactory(
        organisation=force,
        is_public=True,
        withdrawn_at=update.recorded_at,
        withdrawn_because="Wrong file.",
    )
    CitationFactory(evidence=evidence, update=update)

    assert (list(Evidence.objects.visible_to(PUBLIC)), list(Citation.objects.public())) == ([], [])


def test_events_are_seen_by_their_own_organisation_and_by_admins(force, other_force, reviewer):
    for organisation in (force, other_force):
        Event.objects.create(
            chain=organisation.pk,
            organisation=organisation,
            number=1,
            verb="saved",
            at="2021-01-01T00:00Z",
            hash="0",
        )

    seen = {
        name: set(Event.objects.visible_to(access).values_list("organisation__slug", flat=True))
        for name, access in people(force, reviewer).items()
    }

    assert seen == {
        "public": set(),
        "lead": {"force-a"},
        "chief_officer": {"force-a"},
        "viewer": {"force-a"},
        "policing_body": set(),
        "reviewer": set(),
        "admin": {"force-a", "force-b"},
    }
