"""What admins look after in the admin site: reports and all that hangs on them, and report files."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import (
    Addressee,
    AddresseeGroup,
    Note,
    NPCCDependency,
    Organisation,
    Recommendation,
    Report,
    ReportFile,
    SubRecommendation,
    Tie,
)
from responses.models import ForceResponse
from tests.factories import (
    AddresseeFactory,
    AddresseeGroupFactory,
    DependencyFactory,
    ForceResponseFactory,
    MembershipFactory,
    NoteFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReportFactory,
    SubRecommendationFactory,
    TieFactory,
    UpdateFactory,
    UserFactory,
)
from tests.recommendations.test_loading import FILE, data, fingerprint, with_fields

pytestmark = pytest.mark.django_db

FACTORIES = {
    Addressee: AddresseeFactory,
    AddresseeGroup: AddresseeGroupFactory,
    NPCCDependency: DependencyFactory,
    Note: NoteFactory,
    Organisation: OrganisationFactory,
    Recommendation: RecommendationFactory,
    Report: ReportFactory,
    ReportFile: lambda: put_forward(FILE),
    SubRecommendation: SubRecommendationFactory,
    Tie: TieFactory,
}
MODELS = pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
POINTERS = {
    Organisation: ["force", "group", "successor"],
    Report: ["designated_bodies"],
    Recommendation: ["report", "carried_into"],
    Addressee: ["recommendation", "group", "organisation"],
    SubRecommendation: ["recommendation", "parent"],
    Note: ["recommendation"],
    Tie: ["from_recommendation", "to_recommendation"],
    NPCCDependency: ["recommendations"],
}
ADD = "admin:recommendations_reportfile_add"
LOAD = "admin:recommendations_reportfile_load"


def put_forward(entries):
    file = ReportFile.of("r.json", data(entries).decode())
    file.save()
    return file


def address(model, page, *args):
    return reverse(f"admin:recommendations_{model._meta.model_name}_{page}", args=args)


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url)
    assert page.status_code == 200
    return len(asked)


@pytest.fixture
def admin_client(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def staff_client(client):
    """Somebody who may open the admin site and administers nothing."""
    client.force_login(MembershipFactory(user__is_staff=True).user)
    return client


@MODELS
def test_change_list_asks_the_same_of_the_database_for_one_row_and_for_forty(admin_client, model):
    FACTORIES[model]()
    url = address(model, "changelist")
    queries_of(admin_client, url)  # fills what Django keeps between requests
    one = queries_of(admin_client, url)
    for _ in range(39):
        FACTORIES[model]()

    forty = queries_of(admin_client, url)

    assert (one, model.objects.count() >= 40) == (forty, True)


@MODELS
def test_change_list_finds_by_words(admin_client, model):
    FACTORIES[model]()

    page = admin_client.get(address(model, "changelist"), {"q": "nothing is called this"})

    assert (page.status_code, page.context["cl"].result_count) == (200, 0)


@MODELS
def test_page_of_a_row_opens_for_an_admin(admin_client, model):
    row = FACTORIES[model]()

    assert admin_client.get(address(model, "change", row.pk)).status_code == 200
    assert admin_client.get(address(model, "add")).status_code == 200


@MODELS
@pytest.mark.parametrize("page", ["changelist", "add", "change", "delete"])
def test_somebody_who_does_not_administer_is_refused(staff_client, model, page):
    row = FACTORIES[model]()
    args = [row.pk] if page in ("change", "delete") else []

    assert staff_client.get(address(model, page, *args)).status_code == 403


@pytest.mark.parametrize(
    ("model", "field"), [(model, name) for model, names in POINTERS.items() for name in names]
)
def test_a_field_that_points_at_rows_offers_them_by_their_first_letters(admin_client, model, field):
    related = FACTORIES[model._meta.get_field(field).related_model]
    related()
    asked = {
        "app_label": "recommendations",
        "model_name": model._meta.model_name,
        "field_name": field,
        "term": "",
    }
    one = queries_of(admin_client, reverse("admin:autocomplete", query=asked))
    for _ in range(5):
        related()

    assert queries_of(admin_client, reverse("admin:autocomplete", query=asked)) == one


def test_report_shows_its_recommendations(admin_client):
    recommendation = RecommendationFactory()

    page = admin_client.get(address(Report, "change", recommendation.report.pk))

    assert address(Recommendation, "change", recommendation.pk) in page.content.decode()


def test_recommendation_is_changed_with_all_that_hangs_on_it(admin_client):
    recommendation = RecommendationFactory(text="Do this.")
    empty = {
        f"{prefix}-{name}_FORMS": 0
        for prefix in ("addressees", "deadlines", "sub_recommendations", "ties")
        for name in ("TOTAL", "INITIAL")
    }
    notes = {
        "notes-TOTAL_FORMS": 1,
        "notes-INITIAL_FORMS": 0,
        "notes-0-order": 1,
        "notes-0-text": "Only here.",
    }
    fields = {
        "report": recommendation.report.pk,
        "number": "4",
        "order": 4,
        "text": "Do that.",
        "text_held": "verbatim",
    }

    admin_client.post(address(Recommendation, "change", recommendation.pk), fields | empty | notes)

    recommendation.refresh_from_db()
    assert (recommendation.number, recommendation.text) == ("4", "Do that.")
    assert list(recommendation.notes.values_list("order", "text")) == [(1, "Only here.")]


def test_what_became_of_a_dependency_is_not_edited_here(admin_client):
    dependency = DependencyFactory(slug="position")
    dependency.recommendations.add(RecommendationFactory())
    asked = [one.pk for one in dependency.recommendations.all()]
    fields = {"title": "Renamed", "slug": "position", "recommendations": asked, "state": "settled"}

    admin_client.post(
        address(NPCCDependency, "change", dependency.pk),
        fields | {"settled_on": "2022-01-01", "outcome": "Agreed."},
    )

    dependency.refresh_from_db()
    assert (dependency.title, dependency.state, dependency.outcome) == ("Renamed", "awaited", "")


def test_a_recommendation_with_answers_is_not_deleted(admin_client):
    response = ForceResponseFactory()

    page = admin_client.post(
        address(Recommendation, "delete", response.recommendation.pk), {"post": "yes"}
    )

    assert (page.status_code, Recommendation.objects.count()) == (200, 1)


def test_a_recommendation_that_a_sent_answer_waits_for_is_not_deleted(admin_client):
    waited_for, free = RecommendationFactory(), RecommendationFactory()
    UpdateFactory().waits_on_recommendations.add(waited_for)
    chosen = {"action": "delete_selected", "_selected_action": waited_for.pk, "post": "yes"}

    one = admin_client.post(address(Recommendation, "delete", waited_for.pk), {"post": "yes"})
    several = admin_client.post(address(Recommendation, "changelist"), chosen)
    other = admin_client.post(address(Recommendation, "delete", free.pk), {"post": "yes"})

    assert (one.status_code, several.status_code, other.status_code) == (403, 403, 302)
    assert Recommendation.objects.filter(pk__in=[waited_for.pk, free.pk]).get() == waited_for


def test_a_report_made_by_hand_is_opened_for_answers(admin_client, force):
    asked = AddresseeFactory(recommendation__report=ReportFactory())
    chosen = {"action": "open_for_answers", "_selected_action": asked.recommendation.report.pk}

    page = admin_client.post(address(Report, "changelist"), chosen, follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "Answers now expected: 1 more."
    ]
    assert ForceResponse.objects.get().organisation == force


def test_a_report_file_that_is_put_forward_is_kept_word_for_word_and_its_changes_shown_first(
    admin_client,
):
    upload = SimpleUploadedFile("r.json", b"\xef\xbb\xbf" + data(FILE))

    page = admin_client.post(reverse(ADD), {"upload": upload})

    file = ReportFile.objects.get()
    assert (page.status_code, page.url) == (302, reverse(LOAD, args=[file.pk]))
    assert (file.name, file.text, file.loaded_at) == ("r.json", data(FILE).decode(), None)
    assert not Report.objects.exists()


def test_a_report_file_can_be_pasted(admin_client):
    admin_client.post(reverse(ADD), {"pasted": data(FILE).decode()})

    assert ReportFile.objects.get().text == data(FILE).decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("upload", None, "Choose a file, or paste its text."),
        (
            "upload",
            b'["caf\xe9"]',
            "The file is not UTF-8 text: line 1 cannot be read. Save it as UTF-8.",
        ),
        ("upload", b"[" * 100_000, "The file is nested too deeply to be read."),
        (
            "upload",
            b"\0",
            "The file is not JSON, or it is cut short: line 1, column 1 cannot be read.",
        ),
        ("upload", b" " * (20 * 1024 * 1024 + 1), "The file is larger than 20 MB."),
        ("pasted", "{}", "The file must hold a list of entries, between [ and ]."),
    ],
    ids=["nothing", "not UTF-8", "nested", "NUL", "large", "pasted"],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    admin_client, field, value, sentence
):
    content = SimpleUploadedFile("r.json", value) if isinstance(value, bytes) else value or ""

    page = admin_client.post(reverse(ADD), {field: content})

    assert page.context["adminform"].form.errors == {field: [sentence]}
    assert not ReportFile.objects.exists()


def test_a_file_and_pasted_text_together_are_refused(admin_client):
    both = {"upload": SimpleUploadedFile("r.json", data(FILE)), "pasted": data(FILE).decode()}

    page = admin_client.post(reverse(ADD), both)

    assert page.context["adminform"].form.errors == {
        "pasted": ["Choose a file or paste text, not both."]
    }


def test_what_would_change_is_shown_and_nothing_changes(admin_client):
    file = put_forward(FILE)
    before = fingerprint()

    page = admin_client.get(reverse(LOAD, args=[file.pk]))

    shown = page.content.decode()
    assert "r.json, entry 6 (recommendation 1 of r)" in shown
    assert "<h2>Would be created: 14</h2>" in shown
    assert 'value="Load"' in shown
    assert fingerprint() == before


def test_load_loads_all_of_it_and_keeps_when_and_by_whom(admin_client):
    file = put_forward(FILE)

    page = admin_client.post(reverse(LOAD, args=[file.pk]), follow=True)

    said = "Loaded: 14 created, 0 changed, 0 removed, 0 left as they were. Answers now expected: 3 more."
    file.refresh_from_db()
    assert [str(message) for message in page.context["messages"]] == [said]
    assert (
        file.loaded_at is None,
        Recommendation.objects.count(),
        ForceResponse.objects.count(),
    ) == (False, 2, 3)
    assert LogEntry.objects.get().get_change_message() == said


def test_a_file_that_is_refused_shows_its_sentences_and_no_button(admin_client):
    file = put_forward(with_fields(6, due_on="17/06/2021"))

    page = admin_client.get(reverse(LOAD, args=[file.pk]))

    shown = page.content.decode()
    assert (
        "r.json, entry 7 (recommendation 2 of r): Enter the date as YYYY-MM-DD, not &quot;17/06/2021&quot;"
        in shown
    )
    assert 'value="Load"' not in shown


def test_a_file_that_is_refused_is_not_loaded_by_hand_either(admin_client):
    file = put_forward(with_fields(6, due_on="17/06/2021"))
    before = fingerprint()

    page = admin_client.post(reverse(LOAD, args=[file.pk]))

    assert (page.status_code, fingerprint()) == (422, before)


@pytest.mark.parametrize("verb", ["get", "post"])
def test_only_an_admin_loads(staff_client, verb):
    file = put_forward(FILE)
    before = fingerprint()

    page = getattr(staff_client, verb)(reverse(LOAD, args=[file.pk]))

    assert (page.status_code, fingerprint()) == (403, before)


def test_a_file_that_is_not_there_is_not_found(admin_client):
    assert admin_client.get(reverse(LOAD, args=[4])).status_code == 404


def test_a_file_that_was_put_forward_is_not_edited(admin_client):
    file = put_forward(FILE)

    page = admin_client.post(address(ReportFile, "change", file.pk), {"pasted": "[]"})

    assert (page.status_code, ReportFile.objects.get().text) == (403, file.text)


def test_page_of_a_report_file_leads_to_what_would_change(admin_client):
    file = put_forward(FILE)

    page = admin_client.get(address(ReportFile, "change", file.pk))

    assert reverse(LOAD, args=[file.pk]) in page.content.decode()


def test_every_model_of_what_was_asked_is_looked_after():
    assert {
        model for model in admin.site._registry if model._meta.app_label == "recommendations"
    } == set(FACTORIES)
