"""Recording where organisations published responses: by an admin, and by a lead for their own force."""

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recommendations.models import Precision
from responses import actions
from responses.forms.elsewhere import PartialDayField
from responses.models import Elsewhere, Look
from tests.factories import (
    AddresseeFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("responses:elsewhere")
ADDRESS = "https://www.force-a.police.uk/answer/"


@pytest.fixture
def report(force, other_force):
    report = ReportFactory(opened=True, collected_here_from=None)
    AddresseeFactory(recommendation=RecommendationFactory(report=report, number="7"))
    actions.open_report(report)
    return report


@pytest.fixture
def admin(client):
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def texts(page):
    return page.content.decode()


def test_admin_records_an_address_and_everybody_sees_it(client, admin, report, force):
    typed = {
        "organisation": force.pk,
        "address": ADDRESS,
        "published": "November 2024",
        "recommendations": "7",
    }

    page = client.post(PAGE, typed)

    response = Elsewhere.objects.get()
    assert (page.status_code, response.when, response.recorded_by) == (302, "November 2024", admin)
    assert [asked.number for asked in response.recommendations.all()] == ["7"]
    client.logout()
    for address in (
        report.get_absolute_url(),
        force.get_absolute_url(),
        f"{report.get_absolute_url()}7/",
    ):
        assert ADDRESS in texts(client.get(address))


def test_lead_records_for_their_own_force_alone(client, lead, report, other_force):
    client.force_login(lead)

    page = client.post(PAGE, {"organisation": other_force.pk, "address": ADDRESS})

    assert (page.status_code, Elsewhere.objects.count()) == (422, 0)
    assert "Force B" not in texts(client.get(PAGE))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"address": "javascript:alert(1)"},
            "Enter an address that begins with http:// or https://",
        ),
        ({"address": ""}, "Enter the address of the page"),
        ({"recommendations": "7, 99"}, "The report has no recommendation 99"),
        ({"read_whole": "on"}, "Enter the recommendations that it answers"),
        (
            {"published": "yesterday"},
            "Enter a date such as 21 November 2024, November 2024 or 2024",
        ),
        ({"published": "31 February 2024"}, "Date must be a real date"),
        ({"published": "2 March 1021"}, "Date must be between 2018 and today"),
    ],
)
def test_bad_input_says_what_to_do_and_records_nothing(
    client, admin, report, force, typed, sentence
):
    page = client.post(PAGE, {"organisation": force.pk, "address": ADDRESS} | typed)

    assert (page.status_code, Elsewhere.objects.count()) == (422, 0)
    assert sentence in texts(page)


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("21 November 2024", datetime.date(2024, 11, 21), Precision.DAY),
        ("21/11/2024", datetime.date(2024, 11, 21), Precision.DAY),
        ("2024-11-21", datetime.date(2024, 11, 21), Precision.DAY),
        ("Nov 2024", datetime.date(2024, 11, 1), Precision.MONTH),
        ("11/2024", datetime.date(2024, 11, 1), Precision.MONTH),
        ("2024", datetime.date(2024, 1, 1), Precision.YEAR),
        ("", None, Precision.NONE),
    ],
)
def test_day_is_read_as_exactly_as_it_is_typed(typed, day, precision):
    assert PartialDayField(required=False).clean(typed) == (day, precision)


@time_machine.travel("2026-11-27 12:00", tick=False)
def test_none_found_today_is_recorded_and_shown(client, admin, report, force):
    page = client.post(
        reverse("responses:looked"), {"look-organisation": force.pk, "look-place": "its site"}
    )

    assert (page.status_code, Look.objects.get().looked_on) == (302, datetime.date(2026, 11, 27))
    assert "None found" in texts(client.get(force.get_absolute_url()))


def test_address_is_checked_and_removed(client, admin, report, force):
    response = actions.record_elsewhere(force, report, address=ADDRESS)

    client.post(reverse("responses:elsewhere_check", args=[response.pk]), {"is_there": "no"})
    response.refresh_from_db()
    client.post(reverse("responses:elsewhere_remove", args=[response.pk]), {"reason": "A slip."})

    assert response.gone_on is not None
    assert Elsewhere.objects.count() == 0


@pytest.mark.parametrize(("address", "count"), [(ADDRESS, 1), ("nowhere", 0)], ids=["good", "bad"])
def test_file_is_recorded_whole_or_not_at_all(client, admin, report, force, address, count):
    lines = f"organisation,report,address\n{force.slug},{report.slug},{address}\n"

    page = client.post(
        reverse("responses:elsewhere_file"), {"file": SimpleUploadedFile("a.csv", lines.encode())}
    )

    assert (page.status_code, Elsewhere.objects.count()) == (302 if count else 422, count)
    assert count or "Line 2" in texts(page)


@pytest.mark.parametrize("responses", [1, 5])
def test_page_asks_the_same_of_the_database_for_any_number_of_responses(
    client, admin, report, force, responses, django_assert_max_num_queries
):
    for number in range(responses):
        actions.record_elsewhere(force, report, address=f"{ADDRESS}{number}")

    with django_assert_max_num_queries(20):
        client.get(PAGE)


def test_response_of_a_body_that_was_not_asked_stands_apart(client, report, force):
    btp = OrganisationFactory(name="Rail police", group="")
    actions.record_elsewhere(btp, report, address=ADDRESS)

    page = client.get(report.get_absolute_url())

    assert [response.organisation for response in page.context["not_asked"]] == [btp]
    assert page.context["totals"]["asked"] == 2


def test_report_says_what_is_held_and_what_is_not(client, report):
    RecommendationFactory(report=report, number="8", text="", text_held="not_held")

    page = texts(client.get(report.get_absolute_url()))

    assert "1 word for word, 0 as a summary in our own words, 1 by number only" in " ".join(
        page.split()
    )
    assert "An admin adds what is missing by loading a report file." in page
