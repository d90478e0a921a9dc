"""Addresses that no person types are answered with 400 or 404, never with 500, on both engines."""

import pytest
from django.urls import reverse

from tests.factories import ForceResponseFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGES = [
    "/",
    "/organisations/",
    "/organisations/busy/",
    "/npcc-dependencies/",
    "/accounts/login/",
    "/your-work/",
    "/accessibility/",
]
UNREADABLE = ["%00", "a%00b", "%ED%A0%80", "%FF", "%C3%28", "%80"]
ODD = [
    "",
    "-1",
    "0",
    "1e9",
    "9" * 30,
    "9" * 5000,
    "nan",
    "%E2%80%AE",
    "%F0%9F%98%80",
    "'%20or%201=1--",
    "%25",
    "_",
    "%22",
    "<script>",
    "../../etc/passwd",
    "%EF%BC%95",
    "x" * 60_000,
    "%0D%0ASet-Cookie:a=b",
    "None",
    "[]",
]


# Every name that each page reads from its address.
FILTERS = [
    "report",
    "organisation",
    "region",
    "group",
    "position",
    "progress",
    "state",
    "assurance",
    "timeliness",
]
FILTERS += ["waits_on", "without_waiting", "lead", "published"]
OF_LISTS = [
    "figure",
    "sort",
    "recommendation",
    "answered_from",
    "answered_to",
    "due_from",
    "due_to",
    "undated",
]
FILTERED = {
    "/progress/": [*FILTERS, "measure", "sort"],
    "/progress/overview/": [*FILTERS, "map", "page"],
    "/progress/answers/": [*FILTERS, *OF_LISTS, "page"],
    "/progress/answers.csv": [*FILTERS, *OF_LISTS],
    "/progress/answers.xlsx": ["figure", "sort"],
    "/progress/answers.json": ["figure", "sort"],
    "/progress/changes/": [
        "report",
        "organisation",
        "date_0",
        "date_1",
        "date_2",
        "unread",
        "page",
    ],
    "/progress/organisations/busy/": ["page"],
    "/search/": ["q", "kind", "report", "page"],
    "/review/": ["show", "report", "organisation", "page"],
}
MORE = [
    "%EF%BF%BD",
    "1e400",
    "-0",
    "0x10",
    "1_000",
    "2021-13-45",
    "00000000",
    "%2B",
    "*",
    "a:b",
    "(",
    "%5C",
    "%60",
    "{{7*7}}",
]


@pytest.fixture
def client(client, lead):
    ForceResponseFactory(organisation=OrganisationFactory(slug="busy"))
    client.force_login(lead)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["page", "q", "next", "a%00"])
def test_query_that_cannot_be_read_is_a_bad_request(client, page, name):
    answers = {value: client.get(f"{page}?{name}={value}").status_code for value in UNREADABLE}

    assert answers == dict.fromkeys(UNREADABLE, 400)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["page", "q", "next", "order_by"])
def test_odd_query_is_never_a_server_error(client, page, name):
    answers = {value[:20]: client.get(f"{page}?{name}={value}").status_code for value in ODD}

    assert {status for status in answers.values() if status not in (200, 302)} == set()


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, names in FILTERED.items() for name in names]
)
def test_filter_that_makes_no_sense_is_never_a_server_error(client, reviewer, page, name):
    client.force_login(reviewer)

    answers = {}
    for value in [*UNREADABLE, *ODD, *MORE]:
        answer = client.get(f"{page}?{name}={value}")
        list(answer.streaming_content if answer.streaming else [])
        answers[value] = answer.status_code

    assert len(answers) == 40
    assert {value: status for value, status in answers.items() if status != 200} == dict.fromkeys(
        UNREADABLE, 400
    )


@pytest.mark.parametrize("value", [*UNREADABLE, *ODD[1:]])
@pytest.mark.parametrize(
    "address",
    [
        "/reports/{}/",
        "/reports/x/{}/",
        "/organisations/{}/",
        "/npcc-dependencies/{}/",
        "/responses/{}/edit/",
        "/{}",
        "/admin/{}/",
    ],
)
def test_odd_address_is_not_there(client, address, value):
    answer = client.get(address.format(value))

    assert answer.status_code in (302, 400, 404)
    assert answer.status_code != 302 or answer.url.startswith("/")


def test_unreadable_text_in_a_form_is_an_error_beside_its_field(client, force, lead):
    response = ForceResponseFactory(organisation=force)

    answer = client.post(
        reverse("responses:edit", args=[response.pk]), {"account": "a\0", "version": str(2**70)}
    )

    assert answer.status_code == 422
