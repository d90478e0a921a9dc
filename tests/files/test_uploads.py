"""A body that is too large is refused before it is read, at any address."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory
from django.urls import reverse

from files.middleware import MOST_OF_A_STRANGER, bounded_body
from tests.factories import ForceResponseFactory

MULTIPART = "multipart/form-data; boundary=b"


class Unread:
    """A body that nobody may read."""

    def read(self, *args):
        pytest.fail("the body was read")

    readline = read


def post(client, path, length):
    """A form that declares `length`, and that fails the test when any of it is read."""
    return client.generic(
        "POST",
        path,
        CONTENT_LENGTH=str(length),
        CONTENT_TYPE=MULTIPART,
        **{"wsgi.input": Unread()},
    )


@pytest.fixture
def evidence_page(force):
    return reverse("responses:evidence", args=[ForceResponseFactory(organisation=force).pk])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nowhere/", "/accounts/login/"])
def test_stranger_sends_nothing_large_to_any_address(client, path):
    assert post(client, path, 200 * 1024**2).status_code == 400


@pytest.mark.parametrize(("length", "status"), [(11 * 10**6, 400), (10**9, 400)])
def test_who_is_signed_in_sends_one_file_s_worth_to_other_addresses(
    client, lead, settings, length, status
):
    settings.EVIDENCE_MAX_BYTES = 10**7
    client.force_login(lead)

    assert post(client, reverse("responses:home"), length + 10**6).status_code == status


def test_several_files_go_to_the_page_of_evidence(client, lead, settings, evidence_page):
    settings.EVIDENCE_MAX_BYTES = 10**6
    client.force_login(lead)

    assert post(client, evidence_page, 12 * 10**6).status_code == 400
    with pytest.raises(pytest.fail.Exception, match="the body was read"):
        post(client, evidence_page, 9 * 10**6)


def test_small_body_is_no_reason_to_ask_who_it_is():
    request = RequestFactory().post("/", data={"a": "b"})
    assert len(request.body) < MOST_OF_A_STRANGER

    assert bounded_body(lambda request: "passed")(request) == "passed"


@pytest.mark.parametrize(
    ("length", "path"), [("many", "/"), (str(MOST_OF_A_STRANGER + 1), "/nowhere/")]
)
def test_length_that_is_no_number_and_address_that_is_nowhere_are_bounded_too(lead, length, path):
    request = RequestFactory().post(path)
    request.META["CONTENT_LENGTH"] = length
    request.user = lead

    if length.isdecimal():
        with pytest.raises(RequestDataTooBig):
            bounded_body(lambda request: "read")(request)
    else:
        assert bounded_body(lambda request: "read")(request) == "read"
