"""Earlier drafts are read and restored by the force that wrote them."""

import pytest
from django.urls import reverse

from accounts.access import access_of
from responses import actions
from responses.models import Draft, Event
from tests.factories import ForceResponseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(force, lead):
    answer = ForceResponseFactory(organisation=force)
    for version, account in enumerate(["We trained 40 officers.", "We trained 60 officers."]):
        actions.save_draft(
            answer, by=lead, access=access_of(lead), version=version, account=account
        )
    answer.refresh_from_db()
    return answer


def address(answer):
    return reverse("responses:versions", args=[answer.pk])


def test_list_says_who_saved_what_and_when(client, lead, answer):
    client.force_login(lead)

    page = client.get(address(answer))

    assert [version.number for version in page.context["versions"]] == [2, 1]
    assert page.content.decode().count(lead.name) >= 2


def test_version_is_shown_beside_what_the_draft_says_now(client, lead, answer):
    client.force_login(lead)

    html = client.get(address(answer), {"number": 1}).content.decode()

    assert '<span class="govuk-visually-hidden">removed: </span>60 ' in html
    assert '<span class="govuk-visually-hidden">added: </span>40 ' in html


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", ""])
def test_version_that_never_was_is_not_there(client, lead, answer, number):
    client.force_login(lead)

    assert client.get(address(answer), {"number": number}).status_code == 404


def test_version_is_restored(client, lead, answer):
    client.force_login(lead)

    page = client.post(address(answer), {"number": 1, "version": 2}, follow=True)

    assert "Earlier draft restored." in page.content.decode()
    assert Draft.objects.get().account == "We trained 40 officers."
    assert Event.objects.filter(verb="restore_draft", by=lead).count() == 1


def test_restoring_from_an_old_page_changes_nothing_and_says_so(client, lead, answer):
    actions.save_draft(
        answer, by=lead, access=access_of(lead), version=2, account="We trained all."
    )
    client.force_login(lead)

    page = client.post(address(answer), {"number": 1, "version": 2}, follow=True)

    assert "Nothing was restored" in page.content.decode()
    assert Draft.objects.get().account == "We trained all."


@pytest.mark.parametrize("typed", [{}, {"number": "x", "version": 2}, {"number": 1}])
def test_choice_that_makes_no_sense_is_refused(client, lead, answer, typed):
    client.force_login(lead)

    assert client.post(address(answer), typed).status_code == 400
    assert Draft.objects.get().account == "We trained 60 officers."


def test_chief_officer_reads_earlier_drafts_and_restores_none(client, chief, answer):
    client.force_login(chief)

    assert client.get(address(answer), {"number": 1}).status_code == 200
    assert client.post(address(answer), {"number": 1, "version": 2}).status_code == 403
