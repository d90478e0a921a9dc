"""What a draft said at each version, and how the changes of two people merge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.access import access_of
from responses import actions, workflow
from responses.history import drafts
from responses.models import Draft, Event
from tests.factories import (
    DependencyFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    SubRecommendationFactory,
    UpdateFactory,
)


@pytest.fixture
def answer(db, force):
    answer = ForceResponseFactory(organisation=force)
    for label in "abc":
        SubRecommendationFactory(recommendation=answer.recommendation, label=label)
    return answer


@pytest.fixture
def colleague(force):
    return MembershipFactory(organisation=force).user


def save(answer, person, version=None, **words):
    answer.refresh_from_db()
    version = answer.version if version is None else version
    return actions.save_draft(answer, by=person, access=access_of(person), version=version, **words)


def draft():
    return Draft.objects.get()


def test_field_that_only_one_side_changed_is_taken_without_a_question(answer, lead, colleague):
    save(answer, lead, account="First.", position="accepted", lead="ACC")

    save(answer, colleague, version=1, account="First.", position="accepted", lead="Head of crime")
    save(answer, lead, version=1, account="Mine.", position="accepted", lead="ACC")

    assert (draft().account, draft().lead, draft().position) == (
        "Mine.",
        "Head of crime",
        "accepted",
    )


def test_each_part_is_a_field_of_its_own(answer, lead, colleague):
    save(answer, lead, sub_answers={"a": "We did a.", "b": "", "c": ""})

    save(answer, colleague, version=1, sub_answers={"a": "We did a.", "b": "We did b.", "c": ""})
    save(answer, lead, version=1, sub_answers={"a": "We did a.", "b": "", "c": "We did c."})

    assert draft().sub_answers == {"a": "We did a.", "b": "We did b.", "c": "We did c."}


def test_field_that_both_changed_is_a_clash_and_nothing_is_saved(answer, lead, colleague):
    save(answer, lead, account="First.", lead="ACC")
    save(answer, colleague, version=1, account="Theirs.", lead="ACC")

    with pytest.raises(workflow.Clash) as clash:
        save(answer, lead, version=1, account="Mine.", lead="Head of crime")

    assert clash.value.fields == [("account", "")]
    assert (draft().account, draft().lead) == ("Theirs.", "ACC")


def test_same_change_on_both_sides_is_no_clash(answer, lead, colleague):
    save(answer, lead, account="First.")
    save(answer, colleague, version=1, account="Second.")

    save(answer, lead, version=1, account="Second.")

    assert (draft().account, Event.objects.count()) == ("Second.", 2)


def test_part_that_a_form_does_not_hold_stays(answer, lead):
    save(answer, lead, sub_answers={"a": "We did a.", "b": "We did b."})

    save(answer, lead, sub_answers={"b": "We did more."})

    assert draft().sub_answers == {"a": "We did a.", "b": "We did more."}


def test_evidence_added_in_another_window_is_no_conflict(answer, lead):
    save(answer, lead, account="First.")
    evidence = EvidenceFactory(organisation=answer.organisation)
    actions.cite(answer, evidence, by=lead, access=access_of(lead))

    save(answer, lead, version=1, account="Second.")

    assert draft().account == "Second."


@pytest.mark.parametrize("version", [7, -1])
def test_version_that_never_was_is_refused(answer, lead, version):
    save(answer, lead, account="First.")

    with pytest.raises(workflow.Stale):
        save(answer, lead, version=version, account="Second.")


def test_first_draft_begins_with_all_that_was_published(force, lead):
    """Typing the account again once lost the parts, the target and the waits of the published answer."""
    update = UpdateFactory(
        response__organisation=force,
        published=True,
        account="Published.",
        lead="ACC",
        sub_answers={"a": "We did a."},
    )
    dependency = DependencyFactory()
    update.waits_on_dependencies.add(dependency)

    save(update.response, lead, account="Typed again.")

    assert (draft().account, draft().lead, draft().sub_answers) == (
        "Typed again.",
        "ACC",
        {"a": "We did a."},
    )
    assert list(draft().waits_on_dependencies.all()) == [dependency]


def test_draft_that_began_with_a_citation_says_what_was_published(force, lead):
    update = UpdateFactory(response__organisation=force, published=True, account="Published.")
    evidence = EvidenceFactory(organisation=force)

    actions.cite(update.response, evidence, by=lead, access=access_of(lead))

    assert draft().account == "Published."


def test_every_version_can_be_read(answer, lead, colleague):
    dependency = DependencyFactory(title="National position")
    save(answer, lead, account="First.", sub_answers={"a": "We did a."})
    actions.cite(
        answer, EvidenceFactory(organisation=answer.organisation), by=lead, access=access_of(lead)
    )
    save(answer, colleague, account="Second.", waits_on_dependencies=[dependency])
    answer.refresh_from_db()

    second, first = drafts.versions(answer)

    assert [(version.number, version.event.by) for version in (first, second)] == [
        (1, lead),
        (3, colleague),
    ]
    assert first.facts["account"] == "First."
    assert first.facts["waits_on_dependencies"] == []
    assert second.facts["waits_on_dependencies"] == ["National position"]
    assert second.facts["sub_answers"] == {"a": "We did a."}
    assert drafts.at_version(answer, 1) == drafts.at_version(answer, 2) == first.facts


def test_earlier_version_is_restored_and_the_later_one_stays_in_the_history(answer, lead):
    dependency = DependencyFactory(title="National position")
    save(answer, lead, account="First.", target_on=None, waits_on_dependencies=[dependency])
    save(answer, lead, account="Second.", waits_on_dependencies=[], sub_answers={"a": "We did a."})
    answer.refresh_from_db()

    actions.restore_draft(answer, by=lead, access=access_of(lead), version=2, number=1)

    answer.refresh_from_db()
    assert (draft().account, draft().sub_answers) == ("First.", {})
    assert list(draft().waits_on_dependencies.all()) == [dependency]
    assert [version.facts["account"] for version in drafts.versions(answer)] == [
        "First.",
        "Second.",
        "First.",
    ]


def test_restoring_from_a_page_that_is_out_of_date_changes_nothing(answer, lead, colleague):
    save(answer, lead, account="First.")
    save(answer, lead, account="Second.")
    save(answer, colleague, account="Third.")

    with pytest.raises(workflow.Stale):
        actions.restore_draft(answer, by=lead, access=access_of(lead), version=2, number=1)

    assert draft().account == "Third."


def test_version_that_never_was_is_not_restored(answer, lead):
    save(answer, lead, account="First.")

    with pytest.raises(workflow.Refused, match="no such version"):
        actions.restore_draft(answer, by=lead, access=access_of(lead), version=1, number=9)


values = st.sampled_from(["", "x", "y", "z"])
facts = st.fixed_dictionaries(
    {
        "account": values,
        "lead": values,
        "sub_answers": st.dictionaries(st.sampled_from("ab"), values),
    }
)


@given(base=facts, mine=facts, theirs=facts)
def test_merge_loses_nothing_that_one_side_alone_changed(base, mine, theirs):
    to_save, clashes = drafts.merge(base, mine, theirs)

    began, typed, current = (drafts.by_field(side) for side in (base, mine, theirs))
    for field, value in typed.items():
        now = value if field in to_save else current.get(field, "")
        if field in clashes:
            assert len({value, began.get(field, ""), current.get(field, "")}) == 3 or (
                value != current.get(field, "")
                and began.get(field, "") not in (value, current.get(field, ""))
            )
        elif value != began.get(field, ""):
            assert now == value  # what I changed is saved
        else:
            assert now == current.get(field, "")  # what I did not change is theirs
