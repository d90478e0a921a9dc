"""One text for several answers: nothing is overwritten that somebody did not choose to overwrite."""

import pytest
from django.urls import reverse

from accounts.access import access_of
from responses import actions
from responses.models import Draft, Event
from tests.factories import DependencyFactory, DraftFactory, ForceResponseFactory, UpdateFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("responses:several")
UNDO = reverse("responses:several_undo")


@pytest.fixture
def answers(force):
    """Three answers: one with a draft that waits, one with another draft, one not started."""
    waiting, written, not_started = ForceResponseFactory.create_batch(3, organisation=force)
    DraftFactory(response=waiting, account="Nothing yet.").waits_on_dependencies.add(
        DependencyFactory()
    )
    DraftFactory(response=written, account="We wrote to 12 organisations.", position="accepted")
    return [waiting, written, not_started]


@pytest.fixture
def lead_client(client, lead):
    client.force_login(lead)
    return client


def chosen(*answers):
    return {"chosen_answers": [f"{answer.pk}:{answer.version}" for answer in answers]}


def save(client, *answers, **typed):
    return client.post(ADDRESS, chosen(*answers) | typed | {"confirmed": "yes"}, follow=True)


def accounts():
    return {draft.response_id: draft.account for draft in Draft.objects.all()}


def test_empty_text_overwrites_nothing(lead_client, answers):
    """An account that was left empty once wiped the accounts and waits of every chosen answer."""
    waiting, written, _ = answers

    save(lead_client, waiting, written, position="accepted", progress="in_progress", account="")

    assert accounts() == {waiting.pk: "Nothing yet.", written.pk: "We wrote to 12 organisations."}
    assert waiting.draft.waits_on_dependencies.count() == 1
    assert set(Draft.objects.values_list("position", "progress")) == {("accepted", "in_progress")}


@pytest.mark.parametrize(
    ("how", "expected"),
    [("add", "We wrote to 12 organisations.\n\nAll are trained."), ("replace", "All are trained.")],
)
def test_text_is_added_or_replaces_as_chosen(lead_client, answers, how, expected):
    _, written, not_started = answers

    save(lead_client, written, not_started, account_how=how, account="All are trained.")

    assert accounts()[written.pk] == expected
    assert accounts()[not_started.pk] == "All are trained."


@pytest.mark.parametrize(("how", "count"), [("add", 2), ("replace", 1)])
def test_dependencies_are_added_or_replace_as_chosen(lead_client, answers, how, count):
    waiting, *_ = answers
    another = DependencyFactory()

    save(lead_client, waiting, waits_how=how, waits_on_dependencies=[another.pk])

    assert another in waiting.draft.waits_on_dependencies.all()
    assert waiting.draft.waits_on_dependencies.count() == count


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"account": "Words that would be lost."}, "account_how"),
        ({"account_how": "replace", "account": "  "}, "account"),
        ({"waits_how": "replace"}, "waits_on_dependencies"),
        ({}, "__all__"),
        (
            {"account_how": "add", "account": "x" * 20_000},
            "__all__",
        ),  # with what is there it is too long
        ({"progress": "waiting"}, "__all__"),  # on nothing
        ({"account_how": "replace", "account": "x" * 20_001}, "account"),
    ],
)
def test_half_a_choice_is_refused_and_changes_nothing(lead_client, answers, typed, field):
    _, written, _ = answers
    before = accounts()

    page = save(lead_client, written, **typed)

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert accounts() == before


def test_preview_shows_old_and_new_and_saves_nothing(lead_client, answers):
    waiting, written, _ = answers
    typed = {"account_how": "replace", "account": "All are trained."}

    page = lead_client.post(ADDRESS, chosen(waiting, written) | typed)

    html = page.content.decode()
    assert page.status_code == 200
    assert "Save 2 drafts" in html
    assert "Nothing yet." in html
    assert Event.objects.count() == 0


def test_preview_can_be_gone_back_from_with_all_that_was_typed(lead_client, answers):
    _, written, _ = answers
    typed = {"account_how": "replace", "account": "All are trained."}

    page = lead_client.post(ADDRESS, chosen(written) | typed | {"edit": "yes"})

    assert page.context["form"]["account"].value() == "All are trained."
    assert Event.objects.count() == 0


def test_answer_that_a_colleague_changed_meanwhile_is_refused_and_nothing_is_saved(
    lead_client, lead, answers
):
    _, written, not_started = answers
    seen = chosen(written, not_started)
    actions.save_draft(written, by=lead, access=access_of(lead), version=0, account="Changed.")

    page = lead_client.post(ADDRESS, seen | {"position": "accepted", "confirmed": "yes"})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["chosen_answers"])
    assert accounts()[written.pk] == "Changed."
    assert not Draft.objects.filter(response=not_started).exists()


def test_changes_are_undone_for_all(lead_client, answers):
    waiting, written, not_started = answers
    typed = {"account_how": "replace", "account": "All are trained.", "progress": "complete"}
    page = save(lead_client, waiting, written, not_started, **typed)
    assert "Undo changes to 3 drafts" in page.content.decode()

    page = lead_client.post(UNDO, follow=True)

    assert "Undone for 3 recommendations." in page.content.decode()
    assert accounts() == {
        waiting.pk: "Nothing yet.",
        written.pk: "We wrote to 12 organisations.",
        not_started.pk: "",
    }
    assert "Undo changes" not in page.content.decode()


def test_undo_leaves_what_somebody_changed_since_and_says_so(lead_client, lead, answers):
    waiting, written, _ = answers
    save(lead_client, waiting, written, account_how="replace", account="All are trained.")
    written.refresh_from_db()
    actions.save_draft(
        written, by=lead, access=access_of(lead), version=written.version, account="Later."
    )

    page = lead_client.post(UNDO, follow=True)

    number = written.recommendation.number
    assert (
        f"Recommendation {number} was changed since, so it stays as it is." in page.content.decode()
    )
    assert accounts() == {waiting.pk: "Nothing yet.", written.pk: "Later."}


def test_undo_ends_after_an_hour(lead_client, answers, time_machine):
    time_machine.move_to("2022-03-01T09:00:00Z", tick=False)
    _, written, _ = answers
    save(lead_client, written, account_how="replace", account="All are trained.")

    time_machine.move_to("2022-03-01T10:00:01Z", tick=False)
    lead_client.post(UNDO)

    assert accounts()[written.pk] == "All are trained."


def test_undo_reaches_no_answer_of_an_organisation_that_one_leads_no_longer(
    lead_client, lead, answers
):
    _, written, _ = answers
    save(lead_client, written, account_how="replace", account="All are trained.")
    lead.memberships.all().delete()

    assert lead_client.post(UNDO).status_code == 403
    assert accounts()[written.pk] == "All are trained."


def test_draft_that_several_begin_keeps_the_rest_of_what_was_published(lead_client, force):
    update = UpdateFactory(
        response__organisation=force, published=True, account="Published.", lead="ACC"
    )

    save(lead_client, update.response, position="accepted")

    draft = Draft.objects.get()
    assert (draft.account, draft.lead, draft.position) == ("Published.", "ACC", "accepted")


def test_answers_of_another_force_cannot_be_chosen(lead_client, other_force):
    foreign = ForceResponseFactory(organisation=other_force)

    refused = save(lead_client, foreign, position="accepted")
    missing = lead_client.post(
        ADDRESS, {"chosen_answers": ["987654:0"], "position": "accepted", "confirmed": "yes"}
    )

    assert (refused.status_code, missing.status_code, Draft.objects.count()) == (422, 422, 0)
    assert refused.context["form"].errors == missing.context["form"].errors


@pytest.mark.parametrize(
    ("address", "method"), [(ADDRESS, "get"), (ADDRESS, "post"), (UNDO, "post")]
)
def test_several_at_once_is_a_leads(client, chief, address, method):
    client.force_login(chief)

    assert getattr(client, method)(address).status_code == 403
