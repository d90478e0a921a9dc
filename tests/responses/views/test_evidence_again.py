"""Evidence keeps what was typed: the same thing again is said, and what was wrong can be mended."""

import pytest
from django.urls import reverse

from accounts.access import PUBLIC, access_of
from responses import actions
from responses.models import Citation, Event, Evidence, Update
from tests.factories import (
    CitationFactory,
    DraftFactory,
    EvidenceFactory,
    ForceResponseFactory,
    SubRecommendationFactory,
    UpdateFactory,
)
from tests.helpers.evidence import (
    described,
    describing,
    evidence_tab,
    send_files,
    upload_files,
)
from tests.helpers.files import PDF, TEXT, upload

pytestmark = pytest.mark.django_db

LINK = {"title": "Our plan", "kind": "plan", "url": "https://force.example/plan", "dated": "2021"}


@pytest.fixture
def response(force):
    return ForceResponseFactory(organisation=force)


@pytest.fixture
def other(force):
    return ForceResponseFactory(organisation=force)


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


def page_of(evidence, name="evidence_item"):
    return reverse(f"responses:{name}", args=[evidence.pk])


# The same file.


def test_same_file_is_said_to_be_held_with_where_it_is_cited(signed_in, response, other):
    send_files(signed_in, response, upload("4P-plan.pdf", PDF))

    page = upload_files(signed_in, other, upload("copy.pdf", PDF))
    shown = signed_in.get(page.url).content.decode()

    assert "You hold this already as “4P-plan.pdf”" in shown
    assert f"recommendation {response.recommendation.number}" in shown


def test_what_is_typed_of_a_file_that_is_held_is_kept(signed_in, response, other):
    send_files(signed_in, response, upload("4P-plan.pdf", PDF))
    upload_files(signed_in, other, upload("4P-plan.pdf", PDF))

    typed = {
        "title": "Domestic abuse plan",
        "kind": "plan",
        "dated": "18/03/21",
        "where": "pages 4 to 6",
    }
    signed_in.post(describing(other), described(other, **typed))

    evidence = Evidence.objects.get()
    assert (evidence.title, evidence.kind, evidence.dated) == (
        "Domestic abuse plan",
        "plan",
        "18/03/21",
    )
    assert Citation.objects.get(draft__response=other).where == "pages 4 to 6"
    event = Event.objects.get(verb="edit_evidence", response=None)
    assert (event.before["title"], event.after["title"]) == ("4P-plan.pdf", "Domestic abuse plan")


def test_private_wins_over_public_that_was_held(signed_in, force, response, other):
    send_files(signed_in, response, upload("minutes.txt", TEXT), audience="public")
    CitationFactory(
        evidence=Evidence.objects.get(),
        update=UpdateFactory(response__organisation=force, published=True),
    )
    assert Evidence.objects.visible_to(PUBLIC).exists()

    send_files(signed_in, other, upload("minutes.txt", TEXT), audience="private")

    assert not Evidence.objects.get().is_public
    assert not Evidence.objects.visible_to(PUBLIC).exists()


def test_nothing_is_preselected_for_a_file_that_is_public(signed_in, response, other):
    """A person has to say it again: S1 of the trial was a private copy that stayed public."""
    send_files(signed_in, response, upload("minutes.txt", TEXT), audience="public")
    page = upload_files(signed_in, other, upload("minutes.txt", TEXT))

    (form,) = signed_in.get(page.url).context["forms"]
    signed_in.post(page.url, described(other, audience="public"))

    assert form["audience"].initial == ""
    assert Evidence.objects.get().is_public


def test_private_file_is_not_made_public_by_adding_it_again(signed_in, response, other):
    send_files(signed_in, response, upload("minutes.txt", TEXT))

    page = send_files(signed_in, other, upload("minutes.txt", TEXT), audience="public")

    assert page.status_code == 422
    assert not Evidence.objects.get().is_public


# The same link or reference.


@pytest.mark.parametrize("way", ["link", "reference"])
def test_same_thing_with_other_words_is_asked_about_first(signed_in, response, other, way):
    signed_in.post(evidence_tab(response, way), LINK)

    page = signed_in.post(evidence_tab(other, way), LINK | {"kind": "policy"})

    assert page.status_code == 409
    shown = page.content.decode()
    assert "You hold this already as “Our plan”" in shown
    assert "What you typed now" in shown
    assert Evidence.objects.get().kind == "plan"
    assert not Citation.objects.filter(draft__response=other).exists()


def test_second_answer_to_the_question_is_kept(signed_in, response, other):
    signed_in.post(evidence_tab(response, "link"), LINK)
    evidence = Evidence.objects.get()

    typed = LINK | {"title": "Our newer plan", "where": "page 2", "held": evidence.pk}
    page = signed_in.post(evidence_tab(other, "link"), typed)

    assert page.url == evidence_tab(other)
    evidence.refresh_from_db()
    assert evidence.title == "Our newer plan"
    assert Citation.objects.get(draft__response=other).where == "page 2"


def test_same_thing_in_the_same_words_is_cited_without_a_question(signed_in, response, other):
    for answer in (response, other):
        assert signed_in.post(evidence_tab(answer, "link"), LINK).status_code == 302

    assert (Evidence.objects.count(), Citation.objects.count()) == (1, 2)


def test_link_of_another_force_cannot_be_changed(signed_in, response, other_force):
    theirs = EvidenceFactory(organisation=other_force, url=LINK["url"])

    page = signed_in.post(evidence_tab(response, "link"), LINK | {"held": theirs.pk})

    theirs.refresh_from_db()
    assert (page.status_code, theirs.title == LINK["title"]) == (404, False)


def test_new_page_number_updates_the_citation(signed_in, force, response):
    evidence = EvidenceFactory(organisation=force)
    again = evidence_tab(response, "again")
    signed_in.post(again, {"evidence": evidence.pk, "where": "page 4"})

    signed_in.post(again, {"evidence": evidence.pk, "where": "page 9"})
    signed_in.post(again, {"evidence": evidence.pk, "where": ""})

    assert Citation.objects.get().where == "page 9"
    event = Event.objects.get(verb="edit_citation")
    assert (event.before["where"], event.after["where"]) == ("page 4", "page 9")


# Mending.


def test_edited_details_leave_what_was_sent_as_it_was(signed_in, force, lead):
    evidence = EvidenceFactory(organisation=force, title="scan001.pdf")
    Evidence.objects.update(is_public=True)
    update = UpdateFactory(response__organisation=force, published=True)
    CitationFactory(evidence=evidence, update=update, as_sent=evidence.as_stated())
    draft = DraftFactory(response=ForceResponseFactory(organisation=force))
    CitationFactory(evidence=evidence, draft=draft, update=None)

    page = signed_in.post(
        page_of(evidence, "evidence_edit"),
        {"title": "Training record", "kind": "data", "dated": ""},
    )

    assert page.url == page_of(evidence)
    assert "sent as “scan001.pdf”" in signed_in.get(page_of(evidence)).content.decode()
    sent, drafted = Citation.objects.order_by("pk")
    assert (sent.as_cited.title, drafted.as_cited.title) == ("scan001.pdf", "Training record")
    shown = signed_in.get(update.response.recommendation.get_absolute_url()).content.decode()
    assert "scan001.pdf" in shown
    assert "Training record" not in shown


def test_sending_keeps_the_title_with_the_citation(force, lead, chief, response):
    draft = DraftFactory(response=response, account="It is done.", saved_by=lead)
    CitationFactory(
        evidence=EvidenceFactory(organisation=force, title="Plan A"), draft=draft, update=None
    )
    response.stage = "awaiting_sign_off"
    response.save()

    actions.take_step("send", response, version=0, by=chief, access=access_of(chief))

    assert Update.objects.get().citations.get().as_sent["title"] == "Plan A"


def test_page_and_part_of_a_citation_are_edited(signed_in, force, response):
    SubRecommendationFactory(recommendation=response.recommendation, label="b")
    draft = DraftFactory(response=response)
    citation = CitationFactory(
        evidence=EvidenceFactory(organisation=force), draft=draft, update=None
    )

    page = signed_in.post(page_of(citation, "citation_edit"), {"sub_label": "b", "where": "page 7"})

    citation.refresh_from_db()
    assert page.url == evidence_tab(response)
    assert (citation.sub_label, citation.where) == ("b", "page 7")


def test_newer_version_goes_to_drafts_and_the_old_stays_where_it_was_sent(
    signed_in, force, response
):
    send_files(signed_in, response, upload("plan.txt", TEXT), audience="public")
    old = Evidence.objects.get()
    sent = CitationFactory(evidence=old, update=UpdateFactory(response__organisation=force))

    signed_in.post(page_of(old, "evidence_replace"), {"files": upload("plan2.txt", b"Newer.")})

    newer = Evidence.objects.get(replaces=old)
    assert (newer.title, newer.file_name, newer.is_public) == ("plan.txt", "plan2.txt", False)
    assert Citation.objects.get(draft__response=response).evidence == newer
    sent.refresh_from_db()
    assert sent.evidence == old
    assert page_of(newer) in signed_in.get(page_of(old)).content.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [(TEXT, "You hold this very file already as “plan.txt”."), (b"", "“a.txt” is empty.")],
)
def test_newer_version_must_be_another_file(signed_in, response, content, told):
    send_files(signed_in, response, upload("plan.txt", TEXT))

    page = signed_in.post(
        page_of(Evidence.objects.get(), "evidence_replace"), {"files": upload("a.txt", content)}
    )

    assert page.status_code == 422
    assert told in page.content.decode()


def test_withdrawal_is_undone_and_the_evidence_is_private_then(signed_in, force):
    evidence = EvidenceFactory(
        organisation=force,
        is_public=True,
        withdrawn_at="2021-01-01T00:00Z",
        withdrawn_because="The wrong file.",
    )

    page = signed_in.post(
        page_of(evidence, "evidence_restore"), {"reason": "It was the right one."}
    )

    evidence.refresh_from_db()
    assert page.url == page_of(evidence)
    assert (evidence.withdrawn_at, evidence.withdrawn_because, evidence.is_public) == (
        None,
        "",
        False,
    )
    assert Event.objects.get(verb="restore_evidence").reason == "It was the right one."


def test_withdrawal_stays_where_the_link_was_added_again(signed_in, force):
    facts = {"organisation": force, "url": LINK["url"]}
    withdrawn = EvidenceFactory(withdrawn_at="2021-01-01T00:00Z", withdrawn_because="Old.", **facts)
    EvidenceFactory(title="Added again", **facts)

    page = signed_in.post(page_of(withdrawn, "evidence_restore"), {"reason": "Why not."})

    assert page.status_code == 422
    assert "You have added it again since, as “Added again”." in page.content.decode()


def test_one_thing_is_cited_in_several_answers_and_parts_from_one_page(
    signed_in, force, response, other
):
    SubRecommendationFactory(recommendation=other.recommendation, label="c")
    evidence = EvidenceFactory(organisation=force)

    places = [f"{response.pk}:", f"{other.pk}:", f"{other.pk}:c"]
    signed_in.post(page_of(evidence, "evidence_cite"), {"places": places, "where": "page 1"})

    cited = Citation.objects.values_list("draft__response", "sub_label", "where")
    assert set(cited) == {
        (response.pk, "", "page 1"),
        (other.pk, "", "page 1"),
        (other.pk, "c", "page 1"),
    }


def test_answer_of_another_force_is_not_offered(signed_in, force, other_force):
    theirs = ForceResponseFactory(organisation=other_force)

    page = signed_in.post(
        page_of(EvidenceFactory(organisation=force), "evidence_cite"), {"places": [f"{theirs.pk}:"]}
    )

    assert (page.status_code, Citation.objects.count()) == (422, 0)


def test_evidence_over_the_quota_is_refused_with_what_to_do(signed_in, settings, response, force):
    settings.EVIDENCE_QUOTA_BYTES = 2 * len(TEXT)
    send_files(signed_in, response, upload("a.txt", TEXT))

    page = upload_files(signed_in, response, upload("b.txt", TEXT + b"more"))

    assert page.status_code == 422
    assert "Add a link instead" in page.content.decode()
