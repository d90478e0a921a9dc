"""What an admin reads of answers, and that the admin site changes not a word of them."""

import datetime

import factory
import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.access import access_of
from responses import actions
from responses.models import Citation, Draft, Event, Evidence, ForceResponse, Update
from tests.factories import (
    CitationFactory,
    EvidenceFactory,
    ForceResponseFactory,
    OrganisationFactory,
    UpdateFactory,
    UserFactory,
)

READ_ONLY = [ForceResponse, Update, Evidence, Event]
QUERIES = {  # session, user, access, count, page, and one for each filter that lists rows or verbs
    ForceResponse: 6,
    Update: 6,
    Evidence: 6,
    Event: 7,
}
CANARY = "canary in a draft"
CRAFTED = [
    {"stage": "sent", "account": "Changed.", "verb": "changed", "title": "Changed", "version": 9},
    {"post": "yes"},
    {"action": "delete_selected", "index": 0},
    {"action": "delete_selected", "post": "yes"},
    {"_saveasnew": "1"},
    {"_save": "Save", "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-version": 9},
]


class EventFactory(DjangoModelFactory):
    """The first event of an organisation that has none."""

    class Meta:
        model = Event

    organisation = factory.SubFactory(OrganisationFactory)
    chain = factory.SelfAttribute("organisation.pk")
    number = 1
    verb = "save_draft"
    at = factory.LazyFunction(timezone.now)


@pytest.fixture
def admin_user(db):
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def admin_client(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def rows(lead, force):
    """One row of each model, from an answer that was read from a document and is being written anew."""
    response = ForceResponseFactory(organisation=force)
    evidence = EvidenceFactory(organisation=force)
    update = actions.record_published_answer(
        response.recommendation,
        force,
        account="We trained them.",
        source_title="An answer",
        citations=[(evidence, "2")],
    )
    response.refresh_from_db()
    words = {"account": CANARY, "lead": CANARY, "sub_answers": {"a": CANARY}}
    actions.save_draft(response, by=lead, access=access_of(lead), version=response.version, **words)
    CitationFactory(evidence=evidence, update=None, draft=response.draft, where=CANARY)
    return {
        ForceResponse: response,
        Update: update,
        Evidence: evidence,
        Event: Event.objects.last(),
    }


def page_of(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def found(client, model, query):
    return list(client.get(page_of(model, "changelist"), query).context["cl"].result_list)


def everything():
    """All that is held of answers, to be compared."""
    models = [ForceResponse, Update, Evidence, Event, Citation, Draft]
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("model", READ_ONLY)
def test_admin_reads_the_list_and_each_row(admin_client, rows, model):
    pages = [page_of(model, "changelist"), page_of(model, "change", rows[model].pk)]

    assert [admin_client.get(page).status_code for page in pages] == [200, 200]


@pytest.mark.parametrize("model", READ_ONLY)
@pytest.mark.parametrize("who", ["lead", "reviewer"])
def test_those_who_are_no_admins_are_refused(client, request, rows, who, model):
    client.force_login(request.getfixturevalue(who))
    pages = [page_of(model, "changelist"), page_of(model, "change", rows[model].pk)]

    assert [client.get(page, follow=True).status_code for page in pages] == [403, 403]


@pytest.mark.parametrize("model", READ_ONLY)
def test_stranger_is_sent_to_sign_in(client, rows, model):
    page = client.get(page_of(model, "change", rows[model].pk))

    assert (page.status_code, page.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("model", READ_ONLY)
@pytest.mark.parametrize("name", ["add", "change", "delete", "changelist"])
def test_crafted_request_is_refused_and_changes_nothing(admin_client, rows, model, name):
    key, before = rows[model].pk, everything()
    page = page_of(model, name, *([key] if name in ("change", "delete") else []))

    answers = [
        admin_client.post(page, {"_selected_action": key} | sent).status_code for sent in CRAFTED
    ]

    assert (answers, everything()) == ([403] * len(CRAFTED), before)


@pytest.mark.parametrize("model", READ_ONLY)
@pytest.mark.parametrize("name", ["add", "delete"])
def test_page_to_add_or_delete_is_refused(admin_client, rows, model, name):
    args = [rows[model].pk] if name == "delete" else []

    assert admin_client.get(page_of(model, name, *args)).status_code == 403


@pytest.mark.parametrize("model", READ_ONLY)
def test_page_of_a_row_has_nothing_to_type_or_press(admin_client, rows, model):
    content = admin_client.get(page_of(model, "change", rows[model].pk)).content.decode()
    page = content[content.index('id="content-main"') : content.index("</main>")]

    assert [
        tag
        for tag in ("<textarea", "<select", 'type="text"', "_save", "deletelink", "<button")
        if tag in page
    ] == []


def test_drafts_are_not_on_the_admin_site():
    assert not admin.site.is_registered(Draft)


def test_words_of_a_draft_are_on_no_page_of_the_admin_site(admin_client, rows):
    pages = [page for page in every_page() if CANARY in admin_client.get(page).content.decode()]

    assert pages == []


def every_page():
    """Each page of the admin site that can be asked for with GET, for each row that is held."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        yield reverse("admin:app_list", args=[model._meta.app_label])
        yield page_of(model, "changelist")
        for name in ("change", "history", "delete"):
            yield from (
                page_of(model, name, key)
                for key in model._default_manager.values_list("pk", flat=True)
            )


@pytest.mark.parametrize(
    "query",
    [
        "after__account__startswith",
        "before__account__startswith",
        "after__has_key",
        "reason__startswith",
        "response__draft__account__startswith",
    ],
)
def test_address_cannot_ask_the_event_log_what_a_draft_says(admin_client, rows, query):
    assert admin_client.get(page_of(Event, "changelist"), {query: "canary"}).status_code == 400


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (ForceResponse, "draft__account__startswith"),
        (Update, "response__draft__account__startswith"),
        (Evidence, "citations__where__startswith"),
        (Evidence, "citations__draft__account__startswith"),
    ],
)
def test_address_cannot_ask_a_list_what_a_draft_says(admin_client, rows, model, query):
    assert admin_client.get(page_of(model, "changelist"), {query: "canary"}).status_code == 400


@pytest.mark.parametrize("model", READ_ONLY)
def test_search_does_not_reach_a_draft(admin_client, rows, model):
    assert found(admin_client, model, {"q": CANARY}) == []


def test_event_of_a_draft_names_what_was_changed_without_its_words(rows):
    assert (
        admin.site.get_model_admin(Event).what_came_after(rows[Event])
        == "account; lead; sub_answers"
    )


def test_event_of_a_published_answer_says_where_it_was_read(rows):
    event = Event.objects.get(verb="read_from_document")

    assert (
        admin.site.get_model_admin(Event).what_came_after(event)
        == "seal; source: An answer; update: 1"
    )


@pytest.mark.parametrize("by", ["report", "stage", "kind"])
def test_answers_are_filtered(admin_client, rows, by):
    other = UpdateFactory(response__organisation__kind="national_body").response
    ForceResponse.objects.filter(pk=other.pk).update(stage="sent")
    query = {
        "report": {"recommendation__report__id__exact": other.recommendation.report_id},
        "stage": {"stage__exact": "sent"},
        "kind": {"organisation__kind__exact": "national_body"},
    }[by]

    assert found(admin_client, ForceResponse, query) == [other]


@pytest.mark.parametrize("by", ["verb", "organisation", "day"])
def test_events_are_filtered(admin_client, rows, by):
    other = EventFactory(verb="long_ago", at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    query = {
        "verb": {"verb": "long_ago"},
        "organisation": {"organisation__id__exact": other.organisation_id},
        "day": {"at__lt": "2021-01-01 00:00:00+00:00"},
    }[by]

    assert found(admin_client, Event, query) == [other]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (ForceResponse, "Force A"),
        (Event, "Force A"),
        (Event, "save_draft"),
        (Update, "An answer"),
        (Evidence, "Bulletin"),
    ],
)
def test_row_is_found_by_words(admin_client, rows, model, words):
    assert rows[model] in found(admin_client, model, {"q": words})


@pytest.mark.parametrize("number", [1, 40])
@pytest.mark.parametrize("model", READ_ONLY)
def test_list_asks_the_same_of_the_database_for_any_number_of_rows(
    admin_client, django_assert_num_queries, rows, lead, model, number
):
    for response in ForceResponseFactory.create_batch(number - 1):
        UpdateFactory(response=response)
        EvidenceFactory(organisation=response.organisation, added_by=lead)
        EventFactory(organisation=response.organisation, response=response, by=lead)

    with django_assert_num_queries(QUERIES[model]):
        admin_client.get(page_of(model, "changelist"))


@pytest.mark.parametrize("number", [1, 40])
@pytest.mark.parametrize("model", [ForceResponse, Update, Evidence])
def test_page_of_a_row_reads_what_hangs_on_it_at_once(
    admin_client, django_assert_max_num_queries, rows, model, number
):
    for row in range(1, number):
        update = UpdateFactory(response=rows[ForceResponse], number=row + 1)
        CitationFactory(update=update, evidence=rows[Evidence])
        CitationFactory(update=rows[Update])

    with django_assert_max_num_queries(20):
        admin_client.get(page_of(model, "change", rows[model].pk))
