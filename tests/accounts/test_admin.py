"""What an admin does with people, and who else gets into the admin site: nobody."""

from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.forms import why_not_role
from accounts.models import Membership, User
from outbox.models import Message
from recommendations.models import AddresseeGroup, Organisation
from responses.actions.people import remove_second_factors
from responses.models import Event
from tests.factories import PASSWORD, MembershipFactory, UserFactory

PEOPLE = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")
Role, Kind = Membership.Role, Organisation.Kind
NEW = "a password that nobody has"


@pytest.fixture
def admin_user(db):
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def admin_client(client, admin_user):
    client.force_login(admin_user)
    return client


def change(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


def typed(person, *memberships, **changes):
    """What the change form sends for `person`, with `changes` and these memberships (organisation, role)."""
    powers = {
        name: "on" for name in ("is_active", "is_staff", "is_superuser") if getattr(person, name)
    }
    return {"email": person.email, "name": person.name} | powers | inline(*memberships) | changes


def inline(*memberships):
    rows = {"memberships-TOTAL_FORMS": len(memberships), "memberships-INITIAL_FORMS": 0}
    for number, (organisation, role) in enumerate(memberships):
        rows |= {
            f"memberships-{number}-organisation": organisation.pk,
            f"memberships-{number}-role": role,
        }
    return rows


def new_person(**changes):
    words = {"email": "new@police.example", "name": "New", "usable_password": "true"}
    return words | {"password1": PASSWORD, "password2": PASSWORD} | inline() | changes


@pytest.mark.parametrize("page", ["index", "accounts_user_changelist", "accounts_user_add"])
def test_page_of_the_admin_site_answers_an_admin(admin_client, page):
    assert admin_client.get(reverse(f"admin:{page}")).status_code == 200


@pytest.mark.parametrize("page", ["index", "accounts_user_changelist", "accounts_user_add"])
@pytest.mark.parametrize("who", ["lead", "reviewer"])
def test_admin_site_refuses_those_who_are_no_admins(client, request, who, page):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse(f"admin:{page}"), follow=True).status_code == 403


def test_staff_without_the_power_see_an_empty_admin_site(client, db):
    person = UserFactory(is_staff=True)
    client.force_login(person)

    index = client.get(reverse("admin:index"))
    pages = [client.get(page).status_code for page in (PEOPLE, ADD, change(person))]

    assert (index.status_code, index.context["app_list"], pages) == (200, [], [403, 403, 403])


@pytest.mark.parametrize(
    "page", [PEOPLE, reverse("admin:login", query={"next": PEOPLE})], ids=["list", "sign-in"]
)
def test_stranger_is_sent_to_the_sign_in_page_of_the_site(client, db, page):
    answer = client.get(page)

    assert unquote(answer.url) == f"{reverse('account_login')}?next={PEOPLE}"


def test_closed_account_of_an_admin_opens_nothing(admin_client, admin_user):
    User.objects.filter(pk=admin_user.pk).update(is_active=False)

    assert admin_client.get(PEOPLE).status_code == 302


def test_password_is_not_taken_past_the_sign_in_page(admin_client, lead):
    page = admin_client.post(reverse("admin:login"), {"username": lead.email, "password": PASSWORD})

    assert (page.url, admin_client.session["_auth_user_id"] == str(lead.pk)) == (
        reverse("admin:index"),
        False,
    )


def test_groups_and_second_addresses_are_not_on_the_admin_site():
    assert [model for model in (Group, EmailAddress) if admin.site.is_registered(model)] == []


def test_admin_site_says_what_it_is(admin_client):
    assert (
        "Police super-complaints: admin"
        in admin_client.get(reverse("admin:index")).content.decode()
    )


def test_people_list_says_what_each_acts_for(admin_client, lead):
    row = admin_client.get(PEOPLE, {"q": lead.email}).context["cl"].result_list[0]

    assert admin.site.get_model_admin(User).acts_for(row) == "Force lead, Force A"


@pytest.mark.parametrize("rows", [1, 40])
def test_people_list_asks_the_same_of_the_database_for_any_number_of_rows(
    admin_client, django_assert_num_queries, force, rows
):
    people = User.objects.bulk_create(
        User(email=f"{row}@police.example", name="Person") for row in range(rows)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=force, role=Role.LEAD) for user in people
    )

    with django_assert_num_queries(7):  # session, user, access, count twice, page, memberships
        admin_client.get(PEOPLE)


@pytest.mark.parametrize(
    "words", ["of the FORCE", "JO@a", '"force a"'], ids=["name", "address", "body"]
)
def test_people_are_found_by_name_address_and_organisation(admin_client, force, other_lead, words):
    lead = MembershipFactory(
        organisation=force, user__name="Jo of the force", user__email="jo@a.example"
    ).user

    assert list(admin_client.get(PEOPLE, {"q": words}).context["cl"].result_list) == [lead]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"memberships__role__exact": "reviewer"}, ["reviewer"]),
        ({"is_active__exact": 0}, ["closed"]),
        ({"is_staff__exact": 1}, ["admin_user"]),
    ],
    ids=["role", "active", "staff"],
)
def test_people_are_filtered(admin_client, admin_user, lead, reviewer, query, found):
    people = {
        "admin_user": admin_user,
        "reviewer": reviewer,
        "closed": UserFactory(is_active=False),
    }

    assert list(admin_client.get(PEOPLE, query).context["cl"].result_list) == [
        people[name] for name in found
    ]


def test_added_person_signs_in_with_the_password(admin_client, client):
    admin_client.post(ADD, new_person())

    person = User.objects.get(email="new@police.example")
    assert (person.name, person.check_password(PASSWORD), person.is_staff) == ("New", True, False)


def test_person_may_be_added_with_a_role(admin_client, force):
    admin_client.post(ADD, new_person(**inline((force, Role.LEAD))))

    assert list(Membership.objects.values_list("user__email", "organisation", "role")) == [
        ("new@police.example", force.pk, "lead")
    ]


def test_person_may_be_added_without_a_password(admin_client):
    admin_client.post(ADD, new_person(usable_password="false", password1="", password2=""))

    assert not User.objects.get(email="new@police.example").has_usable_password()


def test_person_without_a_password_asks_for_one_by_mail(admin_client, client, mailoutbox):
    admin_client.post(ADD, new_person(usable_password="false", password1="", password2=""))
    client.logout()

    client.post(reverse("account_reset_password"), {"email": "new@police.example"})

    assert [mail.to for mail in mailoutbox] == [["new@police.example"]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"email": "LEAD@police.example"},
            "email",
            "Another person already has this email address.",
        ),
        ({"email": "no address"}, "email", "Enter a valid email address."),
        ({"name": ""}, "name", "This field is required."),
        ({"password2": ""}, "password2", "This field is required."),
        ({"password2": "another long one"}, "password2", "The two password fields didn’t match."),
    ],
)
def test_mistake_in_a_new_person_is_shown_at_its_field(admin_client, changes, field, sentence):
    UserFactory(email="lead@police.example")
    people = User.objects.count()

    page = admin_client.post(ADD, new_person(**changes))

    assert (page.context["errors"], User.objects.count()) == ([[sentence]], people)
    assert page.context["adminform"].form.errors[field] == [sentence]


def test_admin_closes_an_account(admin_client, lead):
    admin_client.post(change(lead), typed(lead) | {"is_active": ""})

    lead.refresh_from_db()
    assert lead.is_active is False


@pytest.mark.parametrize("name", ["is_active", "is_staff", "is_superuser"])
def test_admin_keeps_their_own_powers(admin_client, admin_user, name):
    admin_client.post(change(admin_user), typed(admin_user) | {name: "", "name": "Renamed"})

    admin_user.refresh_from_db()
    assert (admin_user.name, getattr(admin_user, name)) == ("Renamed", True)


def test_new_admin_may_open_the_admin_site(admin_client, lead):
    page = admin_client.post(change(lead), typed(lead, is_superuser="on"))

    assert page.context["errors"] == [["An admin needs to be able to open the admin site."]]


@pytest.mark.parametrize("is_demo", [True, False])
def test_nobody_types_who_is_a_demo_account(admin_client, is_demo):
    person = UserFactory(is_demo=is_demo)

    admin_client.post(
        change(person), typed(person, name="Renamed", is_demo="" if is_demo else "on")
    )

    person.refresh_from_db()
    assert (person.name, person.is_demo) == ("Renamed", is_demo)


def test_changed_address_shuts_the_old_one(admin_client, lead):
    EmailAddress.objects.create(user=lead, email=lead.email, primary=True, verified=True)

    admin_client.post(change(lead), typed(lead, email="moved@police.example"))

    lead.refresh_from_db()
    assert (lead.email, list(EmailAddress.objects.all())) == ("moved@police.example", [])


def test_other_change_leaves_the_address_alone(admin_client, lead):
    address = EmailAddress.objects.create(user=lead, email=lead.email, primary=True, verified=True)

    admin_client.post(change(lead), typed(lead, name="Renamed"))

    assert list(EmailAddress.objects.all()) == [address]


def test_nobody_deletes_a_person(admin_client, lead):
    pages = [
        admin_client.get(reverse("admin:accounts_user_delete", args=[lead.pk])),
        admin_client.post(reverse("admin:accounts_user_delete", args=[lead.pk]), {"post": "yes"}),
    ]
    admin_client.post(
        PEOPLE, {"action": "delete_selected", "_selected_action": lead.pk, "post": "yes"}
    )

    assert [page.status_code for page in pages] == [403, 403]
    assert User.objects.filter(pk=lead.pk).exists()


def test_people_list_offers_no_bulk_step(admin_client, lead):
    assert admin_client.get(PEOPLE).context["action_form"] is None


def test_role_is_taken_away(admin_client, lead, force):
    membership = lead.memberships.get()
    row = {
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": membership.pk,
        "memberships-0-DELETE": "on",
    }

    admin_client.post(change(lead), typed(lead, (force, Role.LEAD)) | row)

    assert list(lead.memberships.all()) == []


def test_organisation_of_a_role_is_found_as_it_is_typed(admin_client, force, other_force):
    field = {"app_label": "accounts", "model_name": "membership", "field_name": "organisation"}

    found = admin_client.get(
        reverse("admin:autocomplete"), field | {"term": "force-b Force B"}
    ).json()["results"]

    assert found == [{"id": str(other_force.pk), "text": "Force B"}]


def test_role_in_the_wrong_organisation_is_refused_at_its_row(admin_client, lead, force):
    page = admin_client.post(change(lead), typed(lead, (force, Role.REVIEWER)))

    assert page.context["errors"] == [["A reviewer belongs to an inspectorate."]]
    assert list(lead.memberships.values_list("role", flat=True)) == ["lead"]


REVIEWER = "A reviewer belongs to an inspectorate."
SCRUTINY = "Scrutiny belongs to a local policing body."
LEAD, CHIEF, VIEWER = (
    f"A {role} belongs to a body that a report can ask, such as a police force."
    for role in ("force lead", "chief officer", "viewer")
)
REFUSALS = {
    (Kind.POLICE_FORCE, ""): {"reviewer": REVIEWER, "scrutiny": SCRUTINY},
    (Kind.UNNAMED, ""): {"reviewer": REVIEWER, "scrutiny": SCRUTINY},
    (Kind.NATIONAL_BODY, AddresseeGroup.NPCC): {"reviewer": REVIEWER, "scrutiny": SCRUTINY},
    (Kind.LOCAL_POLICING_BODY, AddresseeGroup.POLICING_BODIES): {"reviewer": REVIEWER},
    (Kind.LOCAL_POLICING_BODY, ""): {
        "reviewer": REVIEWER,
        "lead": LEAD,
        "chief_officer": CHIEF,
        "viewer": VIEWER,
    },
    (Kind.INSPECTORATE, ""): {
        "scrutiny": SCRUTINY,
        "lead": LEAD,
        "chief_officer": CHIEF,
        "viewer": VIEWER,
    },
    (Kind.DESIGNATED_BODY, ""): {
        "reviewer": REVIEWER,
        "scrutiny": SCRUTINY,
        "lead": LEAD,
        "chief_officer": CHIEF,
        "viewer": VIEWER,
    },
}


@pytest.mark.parametrize(("kind", "group"), REFUSALS)
def test_roles_for_every_kind_of_organisation(kind, group):
    organisation = Organisation(kind=kind, group_id=group)

    refused = {role.value: reason for role in Role if (reason := why_not_role(role, organisation))}

    assert refused == REFUSALS[kind, group]


@pytest.mark.parametrize("typed", ["Jane.Smith@Force.example", "jane.smith@force.example"])
def test_person_added_with_capitals_signs_in_in_either_spelling(admin_client, typed):
    person = {"email": "Jane.Smith@Force.example", "name": "Jane", "usable_password": "true"}
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    memberships = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    assert admin_client.post(ADD, person | passwords | memberships).status_code == 302

    signed_in = Client().post(reverse("account_login"), {"login": typed, "password": PASSWORD})

    assert (signed_in.status_code, signed_in.url) == (302, reverse("responses:home"))


def test_person_made_by_a_command_signs_in_in_either_spelling(client, db):
    User.objects.create_user("Jane.Smith@Force.example", PASSWORD, name="Jane")

    assert client.login(email="jane.smith@force.example", password=PASSWORD)


def events():
    return list(Event.objects.order_by("pk").values_list("verb", "organisation__name", "by__name"))


def letters():
    return sorted(Message.objects.values_list("to__email", "subject"))


def test_role_that_an_admin_gives_themself_leaves_an_event_and_a_message(
    admin_client, admin_user, force, chief
):
    admin_client.post(change(admin_user), typed(admin_user, (force, Role.VIEWER)))

    assert events() == [("give_role", "Force A", admin_user.name)]
    what = f"An admin gave {admin_user.name} the role “Viewer” in Force A"
    assert letters() == sorted([(admin_user.email, what), (chief.email, what)])


def test_role_that_is_taken_leaves_an_event(admin_client, force, lead):
    membership = lead.memberships.get()
    rows = {
        "memberships-0-id": membership.pk,
        "memberships-0-user": lead.pk,
        "memberships-0-DELETE": "on",
    }
    rows |= {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1}

    admin_client.post(change(lead), typed(lead, (force, Role.LEAD)) | rows)

    assert [verb for verb, *_ in events()] == ["take_role"]


def test_power_that_is_given_leaves_an_event(admin_client, lead):
    kept = {"memberships-TOTAL_FORMS": 0}
    admin_client.post(change(lead), typed(lead, is_staff="on", is_superuser="on") | kept)

    event = Event.objects.get()
    assert (event.verb, event.before) == (
        "change_account",
        {"is_staff": False, "is_superuser": False},
    )
    assert event.after["person"] == lead.name
    assert [address for address, _ in letters()] == [lead.email]


def test_password_that_an_admin_sets_leaves_an_event_and_a_message(admin_client, chief):
    page = reverse("admin:auth_user_password_change", args=[chief.pk])
    admin_client.post(page, {"usable_password": "true", "password1": NEW, "password2": NEW})

    assert [verb for verb, *_ in events()] == ["set_password"]
    assert letters() == [(chief.email, "Your password was changed")]


def test_change_that_gives_no_power_leaves_no_event(admin_client, lead):
    admin_client.post(
        change(lead), typed(lead) | {"name": "Another name", "memberships-TOTAL_FORMS": 0}
    )

    assert events() == []


def test_second_factors_of_who_lost_their_phone_are_removed_with_an_event(admin_user, chief):
    Authenticator.objects.create(user=chief, type="totp", data={})

    call_command("remove_second_factors", chief.email, by=admin_user.email)

    assert Authenticator.objects.count() == 0
    assert [verb for verb, *_ in events()] == ["remove_second_factors"]


def test_who_has_no_second_factor_keeps_none_without_an_event(admin_user, chief):
    assert remove_second_factors(chief, by=admin_user) == 0
    assert events() == []
