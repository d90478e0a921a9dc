"""What an admin records of an NPCC dependency, whom it reaches, and what everybody reads then."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import Access
from outbox.models import Message
from recommendations.models import NPCCDependency
from responses import actions
from responses.models import Event, ForceResponse
from tests.factories import (
    DependencyFactory,
    DraftFactory,
    ForceResponseFactory,
    MembershipFactory,
    RecommendationFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ADMIN = Access(administers=True)
SETTLED = {"settled_on": "2022-03-01", "outcome": "Forces may share.", "outcome_url": ""}
MOVES = ["settle", "withdraw", "await-again"]


def address(name, dependency):
    return reverse(f"admin:recommendations_npccdependency_{name}", args=[dependency.pk])


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def settle(dependency):
    day = datetime.date(2022, 3, 1)
    return actions.settle(
        dependency, by=UserFactory(), access=ADMIN, settled_on=day, outcome="Forces may share."
    )


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


@pytest.fixture
def admin_client(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def dependency(db):
    return DependencyFactory(title="A national position", slug="position")


@pytest.fixture
def waiting(dependency, force, other_force):
    """Four answers of Force A, which has three leads, and one of Force B, which has none, wait."""
    MembershipFactory.create_batch(3, organisation=force)
    MembershipFactory(organisation=force, user__is_active=False)
    for _ in range(3):
        UpdateFactory(response__organisation=force).waits_on_dependencies.add(dependency)
    DraftFactory(response__organisation=force).waits_on_dependencies.add(dependency)
    UpdateFactory(response__organisation=other_force).waits_on_dependencies.add(dependency)
    UpdateFactory()


@pytest.mark.parametrize("state", NPCCDependency.State)
def test_page_of_a_dependency_offers_what_its_state_allows(admin_client, state):
    dependency = DependencyFactory(
        state=state, settled_on="2022-01-01" if state == "settled" else None
    )

    shown = admin_client.get(address("change", dependency)).content.decode()

    assert [name for name in MOVES if address(name, dependency) in shown] == {
        "awaited": ["settle", "withdraw"],
        "in_development": ["settle", "withdraw"],
        "settled": ["await-again"],
        "withdrawn": ["settle", "await-again"],
    }[state]


@pytest.mark.parametrize("name", MOVES)
def test_page_first_says_whom_it_reaches(admin_client, dependency, waiting, name):
    page = admin_client.get(address(name, dependency))
    shown = page.content.decode()

    assert "We will email 3 leads: 5 answers of 2 organisations wait for it." in shown
    assert [
        (row["organisation__name"], row["answers"], row["leads"]) for row in page.context["reached"]
    ] == [
        ("Force A", 4, 3),
        ("Force B", 1, 0),
    ]
    assert shown.index("We will email") < shown.index("<form method")


def test_page_says_when_nobody_waits(admin_client, dependency):
    assert (
        "We will email nobody" in admin_client.get(address("settle", dependency)).content.decode()
    )


def test_answer_that_waits_in_its_draft_and_in_its_update_is_counted_once(
    admin_client, dependency, force
):
    update = UpdateFactory(response__organisation=force)
    for words in (update, DraftFactory(response=update.response)):
        words.waits_on_dependencies.add(dependency)

    shown = admin_client.get(address("settle", dependency)).content.decode()

    assert "We will email 0 leads: 1 answer of 1 organisation waits for it." in shown


@pytest.mark.parametrize("name", MOVES)
def test_page_asks_the_same_of_the_database_for_one_and_for_forty(admin_client, dependency, name):
    UpdateFactory().waits_on_dependencies.add(dependency)
    url = address(name, dependency)
    queries_of(admin_client, url)  # fills what Django keeps between requests
    one = queries_of(admin_client, url)
    for _ in range(39):
        update = UpdateFactory()
        update.waits_on_dependencies.add(dependency)
        MembershipFactory(organisation=update.response.organisation)

    assert queries_of(admin_client, url) == one


def test_settling_records_the_position_and_tells_the_leads(
    admin_client, dependency, waiting, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = admin_client.post(address("settle", dependency), SETTLED)

    dependency.refresh_from_db()
    assert page.url == address("change", dependency)
    assert (dependency.state, dependency.settled_on, dependency.outcome) == (
        "settled",
        datetime.date(2022, 3, 1),
        "Forces may share.",
    )
    assert Message.objects.count() == 3
    assert Event.objects.get().verb == "settle"


def test_withdrawing_and_awaiting_again_keep_their_reasons(admin_client, dependency):
    for name in ("withdraw", "await-again"):
        admin_client.post(address(name, dependency), {"reason": f"Because of {name}."})

    dependency.refresh_from_db()
    assert dependency.state == "awaited"
    assert list(Event.objects.order_by("number").values_list("verb", "reason")) == [
        ("withdraw_dependency", "Because of withdraw."),
        ("reopen_dependency", "Because of await-again."),
    ]


@pytest.mark.parametrize(
    ("name", "typed", "field", "said"),
    [
        ("settle", SETTLED | {"settled_on": ""}, "settled_on", "Enter the day it was settled"),
        (
            "settle",
            SETTLED | {"settled_on": "2999-01-01"},
            "settled_on",
            "The date must be today or in the past",
        ),
        (
            "settle",
            SETTLED | {"settled_on": "2020-12-31"},
            "settled_on",
            "It is awaited since 1 January 2021",
        ),
        (
            "settle",
            SETTLED | {"outcome": " "},
            "outcome",
            "Say what the position is, or where it is published",
        ),
        ("settle", SETTLED | {"outcome_url": "javascript:x"}, "outcome_url", "Enter a valid URL."),
        ("withdraw", {"reason": " "}, "reason", "Enter the reason"),
        ("await-again", {}, "reason", "Enter the reason"),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_its_field(
    admin_client, name, typed, field, said
):
    dependency = DependencyFactory(awaited_since=datetime.date(2021, 1, 1))

    page = admin_client.post(address(name, dependency), typed)

    assert page.status_code == 422
    assert any(said in error for error in page.context["form"].errors[field])
    assert said in page.content.decode()
    dependency.refresh_from_db()
    assert (dependency.state, Event.objects.count()) == ("awaited", 0)


@pytest.mark.parametrize(
    ("name", "state", "typed"),
    [
        ("settle", "settled", SETTLED),
        ("withdraw", "withdrawn", {"reason": "x"}),
        ("await-again", "awaited", {"reason": "x"}),
    ],
)
def test_second_click_is_refused_and_changes_nothing(admin_client, name, state, typed):
    dependency = DependencyFactory(
        state=state, settled_on="2022-01-01" if state == "settled" else None
    )

    page = admin_client.post(address(name, dependency), typed)

    assert (page.status_code, "already" in page.content.decode(), Event.objects.count()) == (
        422,
        True,
        0,
    )


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", MOVES)
def test_somebody_who_does_not_administer_is_refused(client, dependency, name, method):
    client.force_login(MembershipFactory(user__is_staff=True).user)

    page = getattr(client, method)(address(name, dependency), SETTLED)

    assert (page.status_code, Event.objects.count()) == (403, 0)


@pytest.mark.parametrize("name", MOVES)
def test_dependency_that_does_not_exist_is_not_there(admin_client, dependency, name):
    url = address(name, dependency)
    dependency.delete()

    assert admin_client.get(url).status_code == 404


def test_form_of_a_dependency_does_not_change_what_became_of_it(admin_client, dependency):
    recommendation = RecommendationFactory()
    fields = {
        "title": "Renamed",
        "slug": "position",
        "recommendations": [recommendation.pk],
        "state": "withdrawn",
    }

    admin_client.post(
        address("change", dependency), fields | {"outcome": "Typed.", "settled_on": "2022-01-01"}
    )

    dependency.refresh_from_db()
    assert (dependency.title, dependency.state, dependency.outcome, dependency.settled_on) == (
        "Renamed",
        "awaited",
        "",
        None,
    )


def in_need():
    return set(ForceResponse.objects.needing_update())


def test_answer_that_waits_for_what_is_settled_needs_an_update_until_one_is_sent(dependency):
    update = UpdateFactory(recorded_at=ago(9))
    update.waits_on_dependencies.add(dependency)
    assert in_need() == set()

    settle(dependency)
    assert in_need() == {update.response}

    UpdateFactory(response=update.response, number=2).waits_on_dependencies.add(dependency)
    assert in_need() == set()


def test_answer_whose_draft_alone_waits_needs_an_update_too(dependency):
    never_sent, sent_before = DraftFactory().response, UpdateFactory(recorded_at=ago(9)).response
    DraftFactory(response=sent_before)
    for response in (never_sent, sent_before):
        response.draft.waits_on_dependencies.add(dependency)
    settle(dependency)

    assert in_need() == {never_sent, sent_before}


def test_answer_needs_an_update_when_what_it_waits_for_is_withdrawn_and_not_when_it_is_awaited_again(
    dependency,
):
    update = UpdateFactory(recorded_at=ago(9))
    update.waits_on_dependencies.add(dependency)

    actions.withdraw_dependency(
        dependency, by=UserFactory(), access=ADMIN, reason="It will not come."
    )
    assert in_need() == {update.response}

    actions.reopen_dependency(dependency, by=UserFactory(), access=ADMIN, reason="It will come.")
    assert in_need() == set()


def test_answer_that_waited_once_and_waits_no_more_needs_no_update(dependency):
    first = UpdateFactory(recorded_at=ago(9))
    first.waits_on_dependencies.add(dependency)
    UpdateFactory(response=first.response, number=2, recorded_at=ago(8))
    ForceResponseFactory()
    settle(dependency)

    assert in_need() == set()


def rows(client, dependency):
    """What the public page says, by organisation."""
    page = client.get(dependency.get_absolute_url())
    assert page.status_code == 200
    return {
        row.organisation.name: (row.waits_still, row.waited_since, row.acted, row.acted_on)
        for row in [*page.context["waiting"], *page.context["waited"]]
    }


def test_public_page_says_who_waits_since_when_and_who_waits_no_more(
    client, dependency, force, other_force
):
    day = datetime.date(2021, 5, 1)
    for organisation, reported_on in [(force, day), (other_force, None)]:
        first = UpdateFactory(
            response__organisation=organisation, published=True, reported_on=reported_on
        )
        first.waits_on_dependencies.add(dependency)
    UpdateFactory(response=first.response, number=2, published=True)

    assert rows(client, dependency) == {
        "Force A": (True, day, False, None),
        "Force B": (False, None, False, None),
    }
    shown = client.get(dependency.get_absolute_url()).content.decode()
    for words in ["1 May 2021", "Day not stated", "Its last update waits no more"]:
        assert words in shown


def test_wait_began_with_the_first_update_that_said_so(client, dependency, force):
    first = UpdateFactory(
        response__organisation=force, published=True, reported_on=datetime.date(2021, 1, 1)
    )
    for number, month in [(2, 2), (3, 3)]:
        update = UpdateFactory(
            response=first.response,
            number=number,
            published=True,
            reported_on=datetime.date(2021, month, 1),
        )
        update.waits_on_dependencies.add(dependency)

    assert rows(client, dependency)["Force A"][1] == datetime.date(2021, 2, 1)


def test_public_page_says_who_has_published_an_update_since_it_settled(
    client, dependency, force, other_force
):
    for organisation in (force, other_force):
        update = UpdateFactory(
            response__organisation=organisation, published=True, recorded_at=ago(9)
        )
        update.waits_on_dependencies.add(dependency)
    settle(dependency)
    UpdateFactory(
        response=update.response, number=2, published=True, reported_on=datetime.date(2022, 4, 1)
    )

    assert rows(client, dependency) == {
        "Force A": (True, None, False, None),
        "Force B": (False, None, True, datetime.date(2022, 4, 1)),
    }
    shown = client.get(dependency.get_absolute_url()).content.decode()
    for words in [
        "Since it was settled",
        "No update published",
        "Update published, reported on 1 April 2022",
    ]:
        assert words in shown


def test_public_page_says_nothing_of_what_is_not_published(client, dependency, force, other_force):
    DraftFactory(response__organisation=force).waits_on_dependencies.add(dependency)
    UpdateFactory(response__organisation=force).waits_on_dependencies.add(dependency)
    published = UpdateFactory(
        response__organisation=other_force, published=True, recorded_at=ago(9)
    )
    published.waits_on_dependencies.add(dependency)
    settle(dependency)
    UpdateFactory(response=published.response, number=2)

    assert rows(client, dependency) == {"Force B": (True, None, False, None)}


def test_dependency_is_withdrawn_and_never_deleted(client):
    dependency = DependencyFactory()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    refused = client.post(
        reverse("admin:recommendations_npccdependency_delete", args=[dependency.pk]),
        {"post": "yes"},
    )

    assert refused.status_code == 403
    assert NPCCDependency.objects.filter(pk=dependency.pk).exists()
