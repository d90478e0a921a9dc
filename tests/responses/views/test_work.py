"""A lead writes the answer of the own force, and nobody else sees it."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from responses.models import Draft, Event
from tests.factories import (
    DraftFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TYPED = {
    "version": 0,
    "position": "accepted",
    "progress": "in_progress",
    "account": "We are training them.",
}


@pytest.fixture
def response(force):
    return UpdateFactory(
        response__organisation=force, published=True, account="As published."
    ).response


def edit_url(response):
    return reverse("responses:edit", args=[response.pk])


def test_lead_saves_a_draft_and_the_public_page_does_not_change(client, lead, response):
    public = client.get(response.recommendation.get_absolute_url()).content
    client.force_login(lead)

    saved = client.post(edit_url(response), TYPED)

    client.logout()
    assert (saved.status_code, saved.url) == (302, response.get_absolute_url())
    assert Draft.objects.get().account == "We are training them."
    assert client.get(response.recommendation.get_absolute_url()).content == public


def test_form_begins_with_the_draft_or_else_with_what_was_published(client, lead, response):
    client.force_login(lead)

    assert client.get(edit_url(response)).context["form"]["account"].value() == "As published."
    DraftFactory(response=response, account="As drafted.")
    assert client.get(edit_url(response)).context["form"]["account"].value() == "As drafted."


def test_words_are_kept_to_the_character(client, lead, response):
    client.force_login(lead)

    client.post(edit_url(response), TYPED | {"account": "  Two spaces,\r\n\r\na blank line. "})

    assert Draft.objects.get().account == "  Two spaces,\n\na blank line. "


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_force_is_told_that_the_answer_is_not_there(client, other_lead, response, method):
    client.force_login(other_lead)

    foreign = getattr(client, method)(edit_url(response), TYPED)
    missing = getattr(client, method)(reverse("responses:edit", args=[response.pk + 1000]), TYPED)

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("role", [Membership.Role.CHIEF_OFFICER, Membership.Role.VIEWER])
def test_colleague_who_does_not_write_is_told_why(client, force, response, role):
    client.force_login(MembershipFactory(organisation=force, role=role).user)

    refused = client.post(edit_url(response), TYPED)

    assert refused.status_code == 403
    assert (
        "Only a lead of the organisation that was asked can write its answer."
        in refused.content.decode()
    )
    assert Draft.objects.count() == 0


def test_answer_that_is_with_the_chief_officer_cannot_be_changed(client, lead, response):
    response.stage = "awaiting_sign_off"
    response.save()
    client.force_login(lead)

    assert client.post(edit_url(response), TYPED).status_code == 403
    assert Draft.objects.count() == 0


def test_stranger_is_asked_to_sign_in(client, response):
    asked = client.get(edit_url(response))

    assert (asked.status_code, asked.url) == (
        302,
        f"{reverse('account_login')}?next={edit_url(response)}",
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"position": "splendid"}, "position"),
        ({"position": ""}, "position"),
        ({"progress": "2"}, "progress"),
        ({"account": "a\0b"}, "account"),
        ({"account": "a" * 20_001}, "account"),
        ({"version": "9" * 30}, "version"),
        ({"version": "latest"}, "version"),
    ],
)
def test_bad_input_gets_its_error_beside_the_field_and_changes_nothing(
    client, lead, response, typed, field
):
    client.force_login(lead)

    refused = client.post(edit_url(response), TYPED | typed)

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert (Draft.objects.count(), Event.objects.count()) == (0, 0)


def test_stale_edit_is_refused_with_both_texts_and_can_then_be_saved(client, force, lead, response):
    colleague = MembershipFactory(organisation=force).user
    client.force_login(colleague)
    client.post(edit_url(response), TYPED | {"account": "Theirs."})
    client.force_login(lead)

    refused = client.post(edit_url(response), TYPED | {"account": "Mine."})

    assert refused.status_code == 409
    assert ("Theirs." in refused.content.decode(), "Mine." in refused.content.decode()) == (
        True,
        True,
    )
    assert Draft.objects.get().account == "Theirs."
    client.post(
        edit_url(response),
        TYPED | {"account": "Both.", "version": refused.context["form"]["version"].value()},
    )
    assert Draft.objects.get().account == "Both."


@pytest.mark.parametrize(
    "extra", [{"stage": "confirmed"}, {"organisation": 1}, {"published": 1}, {"id": 1}]
)
def test_fields_that_the_form_does_not_have_change_nothing(client, lead, response, extra):
    client.force_login(lead)

    client.post(edit_url(response), TYPED | extra)

    before = (response.stage, response.organisation_id, response.published_id)
    response.refresh_from_db()
    assert (response.stage, response.organisation_id, response.published_id) == before


def test_moved_person_loses_the_answer_at_the_next_request(client, lead, response):
    client.force_login(lead)
    assert client.get(edit_url(response)).status_code == 200

    lead.memberships.update(organisation=OrganisationFactory())

    assert client.get(edit_url(response)).status_code == 404


def test_closed_account_loses_the_answer_at_the_next_request(client, lead, response):
    client.force_login(lead)

    lead.is_active = False
    lead.save()

    assert client.get(edit_url(response)).status_code == 302


def test_home_says_who_you_are_and_what_your_force_was_asked(client, lead, response):
    ForceResponseFactory(organisation__name="Somebody else")
    client.force_login(lead)

    shown = client.get(reverse("responses:home")).content.decode()

    assert lead.name in shown
    assert "Force lead, Force A: write its answers." in shown
    assert response.get_absolute_url() in shown
    assert "Somebody else" not in shown


def test_home_of_a_person_without_a_role_says_so(client):
    client.force_login(UserFactory())

    assert "Read what is published." in client.get(reverse("responses:home")).content.decode()


@pytest.mark.parametrize("answers", [1, 40])
def test_home_asks_the_same_of_the_database_for_any_number_of_answers(
    client, force, lead, answers, django_assert_num_queries
):
    ForceResponseFactory.create_batch(answers, organisation=force)
    client.force_login(lead)

    # session, user, access, counts, page count, keys, answers, updates needed, memberships, header
    with django_assert_num_queries(10):
        client.get(reverse("responses:home"))
