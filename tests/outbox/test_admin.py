"""What an admin sees of messages: what waits, what failed and why, and how to send it again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.models import Message
from outbox.writing import write
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "admin:outbox_message_changelist"


@pytest.fixture
def lost():
    """A message that was given up."""
    (message,) = write([UserFactory()], why="send", subject="New answer", body="Read it.")
    Message.objects.filter(pk=message.pk).update(
        state="given_up", error="The mail server answered 550: No such person here"
    )
    return message


@pytest.fixture
def admin_client(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_first_page_counts_what_waits_and_what_failed_and_leads_there(admin_client, lost):
    write(UserFactory.create_batch(2), why="send", subject="New answer", body="Read it.")

    shown = admin_client.get(reverse("admin:index")).content.decode()

    assert f'<a href="{reverse(LIST)}?state__exact=given_up">Could not be sent: 1</a>' in shown
    assert f'<a href="{reverse(LIST)}?state__exact=failed">Failed, will try again: 0</a>' in shown
    assert f'<a href="{reverse(LIST)}?state__exact=waiting">Waiting to be sent: 2</a>' in shown


def test_first_page_of_others_says_nothing_of_messages(client, force):
    lead = UserFactory(is_staff=True)
    MembershipFactory(user=lead, organisation=force)
    client.force_login(lead)

    shown = client.get(reverse("admin:index")).content.decode()

    assert "Waiting to be sent" not in shown


def test_list_says_why_and_the_page_says_all(admin_client, lost):
    listed = admin_client.get(reverse(LIST), {"state__exact": "given_up"}).content.decode()
    page = admin_client.get(reverse("admin:outbox_message_change", args=[lost.pk]))

    assert "550: No such person here" in listed
    assert "Read it." in page.content.decode()


def test_admin_sends_again_what_could_not_be_sent(admin_client, lost):
    chosen = {"action": "send_again", "_selected_action": [lost.pk]}

    page = admin_client.post(reverse(LIST), chosen, follow=True)

    lost.refresh_from_db()
    assert lost.state == "waiting"
    assert "Messages that will be sent again within a minute: 1" in page.content.decode()


def test_nothing_else_is_offered_to_do_with_messages(admin_client, lost):
    shown = admin_client.get(reverse(LIST)).content.decode()

    assert '<option value="send_again">Send again</option>' in shown
    assert "delete_selected" not in shown


def test_list_asks_the_same_of_the_database_for_any_number_of_messages(admin_client):
    counts = set()
    for _ in range(2):
        write(UserFactory.create_batch(10), why="send", subject="New answer", body="Read it.")
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(reverse(LIST))
        counts.add(len(queries))

    assert len(counts) == 1
