"""What people choose for themselves."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
PAGE = "/accounts/settings/"


def test_page_is_linked_from_ones_own_name_and_leads_to_a_new_password(client, lead):
    client.force_login(lead)

    home = client.get(reverse("responses:home")).content.decode()
    page = client.get(PAGE).content.decode()

    assert f'<a class="app-account__link" href="{PAGE}">{lead}</a>' in home
    assert reverse("account_change_password") in page
    assert lead.email in page


def test_somebody_chooses_one_email_a_day(client, lead):
    client.force_login(lead)

    page = client.post(PAGE, {"emails": "digest"}, follow=True)

    lead.refresh_from_db()
    assert lead.wants_digest
    assert "Settings saved." in page.content.decode()


@pytest.mark.parametrize("emails", ["", "never"])
def test_what_is_not_offered_is_refused_beside_its_field(client, lead, emails):
    client.force_login(lead)

    page = client.post(PAGE, {"emails": emails})

    lead.refresh_from_db()
    assert (page.status_code, lead.emails) == (422, "at_once")
    assert 'id="id_emails_error"' in page.content.decode()
