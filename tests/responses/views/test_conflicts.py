"""Two people write one draft: only what both changed is asked about, and nobody's words are lost."""

import pytest
from django.urls import reverse

from accounts.access import access_of
from responses import actions
from responses.models import Draft
from tests.factories import (
    DependencyFactory,
    ForceResponseFactory,
    MembershipFactory,
    SubRecommendationFactory,
)

pytestmark = pytest.mark.django_db
FORM = {
    "position": "accepted",
    "progress": "in_progress",
    "account": "First.",
    "lead": "ACC",
    "target_on_0": "1",
    "target_on_1": "3",
    "target_on_2": "2027",
}


@pytest.fixture
def colleague(force):
    return MembershipFactory(organisation=force, user__name="Aisha").user


@pytest.fixture
def answer(client, force, lead):
    answer = ForceResponseFactory(organisation=force)
    client.force_login(lead)
    client.post(edit(answer), FORM | {"version": 0})
    return answer


def edit(answer):
    return reverse("responses:edit", args=[answer.pk])


def by_colleague(answer, colleague, **words):
    answer.refresh_from_db()
    actions.save_draft(
        answer, by=colleague, access=access_of(colleague), version=answer.version, **words
    )


def draft():
    return Draft.objects.get()


def test_change_of_a_colleague_elsewhere_is_kept_and_said(client, answer, colleague):
    by_colleague(answer, colleague, lead="Head of crime")

    saved = client.post(edit(answer), FORM | {"version": 1, "account": "Mine."}, follow=True)

    assert (
        "Aisha saved changes while you were writing. We kept those too." in saved.content.decode()
    )
    assert (draft().account, draft().lead) == ("Mine.", "Head of crime")


def test_only_the_field_that_both_changed_is_asked_about(client, answer, colleague):
    by_colleague(answer, colleague, account="Theirs.", lead="Head of crime")

    page = client.post(edit(answer), FORM | {"version": 1, "account": "Mine."})

    html = page.content.decode()
    assert page.status_code == 409
    assert [clash.label for clash in page.context["clashes"]] == [
        page.context["form"]["account"].label
    ]
    assert "You and Aisha both changed this" in html
    assert "Theirs." in html
    # What only the colleague changed is in the form already, so that the next save does not undo it.
    assert page.context["form"]["lead"].value() == "Head of crime"
    assert page.context["form"]["account"].value() == "Mine."
    assert draft().account == "Theirs."


@pytest.mark.parametrize(
    ("choice", "box", "expected"),
    [("mine", "Mine.", "Mine."), ("theirs", "Mine.", "Theirs."), ("mine", "A third.", "A third.")],
)
def test_choice_is_saved(client, answer, colleague, choice, box, expected):
    by_colleague(answer, colleague, account="Theirs.")
    again = {"version": 2, "account": box, "clashing": ["account"], "choice_account": choice}

    saved = client.post(edit(answer), FORM | again)

    assert saved.status_code == 302
    assert (draft().account, draft().lead) == (expected, "ACC")


def test_page_does_not_save_over_a_colleague_until_a_choice_is_made(client, answer, colleague):
    """The second press of the only button once deleted a colleague's words."""
    by_colleague(answer, colleague, account="Theirs.")

    page = client.post(
        edit(answer), FORM | {"version": 2, "account": "Mine.", "clashing": ["account"]}
    )

    assert page.status_code == 422
    assert "Select which to keep" in page.content.decode()
    assert "Theirs." in page.content.decode()
    assert draft().account == "Theirs."


def test_dates_and_dependencies_of_a_colleague_stay_in_the_form(client, answer, colleague):
    dependency = DependencyFactory()
    by_colleague(
        answer, colleague, account="Theirs.", target_on=None, waits_on_dependencies=[dependency]
    )

    page = client.post(edit(answer), FORM | {"version": 1, "account": "Mine."})

    form = page.context["form"]
    assert form["waits_on_dependencies"].value() == [dependency.pk]
    assert [form.data.get(f"target_on_{part}") for part in range(3)] == ["", "", ""]


def test_parts_merge_one_by_one(client, force, lead, colleague):
    answer = ForceResponseFactory(organisation=force)
    first, second = [
        SubRecommendationFactory(recommendation=answer.recommendation, label=label)
        for label in "ab"
    ]
    address = reverse("responses:sub_answers", args=[answer.pk])
    client.force_login(lead)
    by_colleague(answer, colleague, sub_answers={"a": "Theirs on a.", "b": "Theirs on b."})

    page = client.post(
        address, {"version": 0, f"part_{first.pk}": "Mine on a.", f"part_{second.pk}": ""}
    )
    assert [clash.theirs for clash in page.context["clashes"]] == ["Theirs on a."]
    choice = {"clashing": [f"part_{first.pk}"], f"choice_part_{first.pk}": "mine"}
    typed = {
        f"part_{part.pk}": page.context["form"][f"part_{part.pk}"].value()
        for part in (first, second)
    }
    client.post(address, {"version": 1} | typed | choice)

    assert draft().sub_answers == {"a": "Mine on a.", "b": "Theirs on b."}


def test_fields_that_are_not_of_the_form_are_never_asked_about(client, answer):
    saved = client.post(
        edit(answer), FORM | {"version": 1, "account": "Mine.", "clashing": ["nonsense", "version"]}
    )

    assert saved.status_code in (302, 422)
    assert "nonsense" not in saved.content.decode()
