"""The pages of HMICFRS reviewers: the work queue, one case, and what is told of its events."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import access_of
from accounts.models import Membership
from responses import actions
from responses.history import standings
from responses.models import ColleagueNote, Decision, Event, ForceResponse
from responses.queries import reviews
from responses.verbs import sentence_for
from responses.vocabulary import Stage
from responses.workflow import STEPS
from tests.factories import (
    CitationFactory,
    DependencyFactory,
    DraftFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    RecommendationFactory,
    SubRecommendationFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
Role = Membership.Role
QUEUE = "/review/"


def ago(days):
    """At noon, so that no change of the clocks in between makes it another day."""
    noon = datetime.datetime.combine(
        timezone.localdate() - datetime.timedelta(days), datetime.time(12)
    )
    return timezone.make_aware(noon) if days else timezone.now()


def sent(**fields):
    """An answer that stands with HMICFRS; `days` ago it was sent."""
    days = fields.pop("days", 0)
    update = UpdateFactory(
        typed=True,
        recorded_at=ago(days),
        **{f"response__{name}": value for name, value in fields.items()},
    )
    update.response.stage = Stage.SENT
    update.response.save()
    standings.refresh([update.response_id])
    return update.response


def returned(by, **fields):
    """An answer that went back to its organisation; `days` ago it did."""
    at = ago(fields.pop("days", 0))
    response = sent(**fields)
    Decision.objects.create(
        update=response.latest, kind=Decision.Kind.RETURN, reason="Which ones?", by=by, at=at
    )
    response.stage = Stage.DRAFTING
    response.save()
    standings.refresh([response.pk])
    return response


def case_of(response):
    return reverse("responses:case", args=[response.pk])


@pytest.fixture
def colleague(reviewer):
    inspectorate = reviewer.memberships.get().organisation
    return MembershipFactory(
        organisation=inspectorate, role=Role.REVIEWER, user__name="A colleague"
    ).user


@pytest.fixture
def review_client(client, reviewer):
    client.force_login(reviewer)
    return client


def shelf(client, **query):
    page = client.get(QUEUE, query)
    assert page.status_code == 200
    return [row.pk for row in page.context["page"]]


def test_queue_has_a_shelf_for_each_kind_of_answer(review_client, reviewer, colleague):
    new, mine, theirs = sent(), sent(claimed_by=reviewer), sent(claimed_by=colleague)
    back, back_and_asked = returned(reviewer, days=2), returned(reviewer, days=1)
    ForceResponse.objects.filter(pk=back_and_asked.pk).update(stage=Stage.AWAITING_SIGN_OFF)
    ForceResponseFactory(), UpdateFactory()

    shelves = {
        name: shelf(review_client, show=name) for name in ("new", "mine", "colleagues", "returned")
    }

    assert shelves == {
        "new": [new.pk],
        "mine": [mine.pk],
        "colleagues": [theirs.pk],
        "returned": [back.pk, back_and_asked.pk],
    }
    assert [count for _, _, count in review_client.get(QUEUE).context["shelves"]] == [1, 1, 1, 2]


def test_returned_answer_that_was_sent_again_is_new(review_client, reviewer):
    response = returned(reviewer)
    UpdateFactory(response=response, number=2, typed=True)
    ForceResponse.objects.filter(pk=response.pk).update(stage=Stage.SENT)
    standings.refresh([response.pk])

    assert (shelf(review_client), shelf(review_client, show="returned")) == ([response.pk], [])


def test_queue_is_oldest_first_and_says_how_long_each_waits(review_client):
    younger, older = sent(days=3), sent(days=40)

    page = review_client.get(QUEUE)

    assert [(row.pk, row.days) for row in page.context["page"]] == [(older.pk, 40), (younger.pk, 3)]


def test_queue_is_narrowed_by_report_and_organisation(review_client):
    wanted = sent()
    sent(recommendation=RecommendationFactory(report=wanted.recommendation.report))
    sent(organisation=wanted.organisation)

    both = {"report": wanted.recommendation.report.slug, "organisation": wanted.organisation.slug}

    assert shelf(review_client, **both) == [wanted.pk]
    assert [count for _, _, count in review_client.get(QUEUE, both).context["shelves"]] == [
        1,
        0,
        0,
        0,
    ]


@pytest.mark.parametrize("name", ["report", "organisation", "show"])
def test_value_that_the_queue_does_not_know_is_left_out_and_said(review_client, name):
    response = sent()

    page = review_client.get(QUEUE, {name: "nonsense"})

    assert (page.status_code, [row.pk for row in page.context["page"]]) == (200, [response.pk])
    assert len(page.context["notices"]) == 1
    assert page.context["notices"][0] in page.content.decode()


def test_queue_offers_no_organisation_that_sent_nothing(review_client):
    ForceResponseFactory(organisation__name="Silent")
    sent(organisation__name="Spoken")

    field = review_client.get(QUEUE).context["filters"].fields["organisation"]

    assert [organisation.name for organisation in field.queryset] == ["Spoken"]


def test_queue_has_fifty_on_a_page_and_keeps_its_filter(review_client):
    report = RecommendationFactory().report
    for _ in range(51):
        sent(recommendation=RecommendationFactory(report=report))

    page = review_client.get(QUEUE, {"report": report.slug, "page": 2})

    assert len(page.context["page"]) == 1
    assert f"report={report.slug}&amp;page=1" in page.content.decode()


@pytest.mark.parametrize("show", ["new", "returned"])
def test_queue_asks_the_same_of_the_database_for_one_and_for_forty(review_client, reviewer, show):
    made = {"new": sent, "returned": lambda: returned(reviewer)}[show]
    made()
    one = queries_of(review_client, f"{QUEUE}?show={show}")
    for _ in range(39):
        made()

    assert queries_of(review_client, f"{QUEUE}?show={show}") == one


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_claiming_many_claims_each_of_them(review_client, reviewer):
    first, second, other = sent(), sent(), sent()

    page = review_client.post(QUEUE, {"answers": [first.pk, second.pk]}, follow=True)

    assert "2 answers claimed." in page.content.decode()
    assert set(ForceResponse.objects.filter(claimed_by=reviewer)) == {first, second}
    assert list(Event.objects.values_list("verb", "by")) == [("claim", reviewer.pk)] * 2
    assert other.claimed_by is None


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Select at least one answer"),
        (["x"], "no longer in this list"),
        (["9" * 30], "no longer in this list"),
    ],
)
def test_claiming_what_is_not_there_is_refused_beside_the_list(review_client, chosen, said):
    sent()

    page = review_client.post(QUEUE, {"answers": chosen})

    assert (page.status_code, said in page.content.decode()) == (422, True)
    assert 'href="#id_answers_0"' in page.content.decode()
    assert Event.objects.count() == 0


def test_claiming_many_takes_nothing_that_a_colleague_has_claimed_meanwhile(
    review_client, colleague
):
    free, taken = sent(), sent(claimed_by=colleague)

    page = review_client.post(QUEUE, {"answers": [free.pk, taken.pk]})

    assert page.status_code == 422
    assert f'value="{free.pk}" id="id_answers_0" checked' in page.content.decode()
    assert ForceResponse.objects.get(pk=taken.pk).claimed_by == colleague
    assert Event.objects.count() == 0


def test_reviewer_cannot_claim_an_answer_of_their_own_organisation_and_is_told(
    review_client, reviewer, force
):
    MembershipFactory(user=reviewer, organisation=force, role=Role.VIEWER)
    own, other = sent(organisation=force), sent()

    page = review_client.post(QUEUE, {"answers": [own.pk, other.pk]}, follow=True)

    assert "You belong to the organisation that answers" in page.content.decode()
    assert list(ForceResponse.objects.filter(claimed_by=reviewer)) == [other]


@pytest.mark.parametrize("method", ["get", "post"])
def test_queue_is_refused_with_a_reason_to_those_who_do_not_review(client, lead, method):
    client.force_login(lead)

    page = getattr(client, method)(QUEUE)

    assert (page.status_code, "Only an HMICFRS reviewer can do this." in page.content.decode()) == (
        403,
        True,
    )


@pytest.fixture
def full_case(force, reviewer, colleague):
    """A case with something in every place of its page."""
    recommendation = RecommendationFactory(text="Do this and that.")
    SubRecommendationFactory(recommendation=recommendation, label="a")
    SubRecommendationFactory(recommendation=recommendation, label="b")
    response = ForceResponseFactory(organisation=force, recommendation=recommendation)
    UpdateFactory(response=response, typed=True, account="What we said before.")
    latest = UpdateFactory(
        response=response,
        number=2,
        typed=True,
        account="What we say now.",
        position="accepted",
        progress="waiting",
        lead="Det Supt",
        target_on=datetime.date(2021, 9, 1),
        sub_answers={"a": "This is done."},
    )
    latest.waits_on_dependencies.add(DependencyFactory(title="A national position"))
    CitationFactory(
        update=latest,
        where="page 3",
        evidence=EvidenceFactory(
            organisation=force,
            title="A sheet",
            file="ab/cd",
            file_name="sheet.xlsx",
            size=2048,
            sha256="0" * 64,
            findings=["It has a hidden sheet."],
        ),
    )
    ForceResponse.objects.filter(pk=response.pk).update(stage=Stage.SENT)
    response.refresh_from_db()
    access = access_of(reviewer)
    actions.leave_note(response, by=reviewer, access=access, text="Ask the force about this.")
    actions.claim(response, by=reviewer, access=access, reviewer=colleague)
    return response


def test_case_shows_ask_answer_evidence_previous_update_and_what_happened(review_client, full_case):
    page = review_client.get(case_of(full_case))
    shown = page.content.decode()

    for words in [
        "Do this and that.",
        "What we say now.",
        "What we said before.",
        "1 of 2 answered",
        "This is done.",
        "A national position (NPCC)",
        "Det Supt",
        "1 September 2021",
        "A sheet",
        "page 3",
        "It has a hidden sheet.",
        "Ask the force about this.",
        "Claimed for A colleague",
        "Note left for colleagues",
    ]:
        assert words in shown
    assert (
        reverse("responses:evidence_file", args=[full_case.latest.citations.get().evidence.pk])
        in shown
    )
    assert f"{reverse('responses:compare', args=[full_case.pk])}?from=1&amp;to=2" in shown


def test_case_offers_the_steps_that_the_workflow_opens(review_client):
    response = sent()

    shown = review_client.get(case_of(response)).content.decode()

    offered = [
        name for name in STEPS if reverse("responses:step", args=[response.pk, name]) in shown
    ]
    assert offered == ["agree_plan", "confirm", "close", "return"]


def test_reopening_is_offered_for_what_is_ended(review_client, reviewer):
    response = sent()
    actions.take_step("confirm", response, by=reviewer, access=access_of(reviewer), version=0)

    page = review_client.get(case_of(response))

    assert [step.name for step in page.context["steps"]] == ["reopen"]
    assert "Implementation confirmed" in page.content.decode()


def test_file_that_waits_for_its_scan_is_offered_to_nobody(review_client, force):
    response = sent(organisation=force)
    file = {"file": "ab/cd", "file_name": "a.pdf", "size": 1, "sha256": "0" * 64}
    CitationFactory(
        update=response.latest, evidence=EvidenceFactory(organisation=force, scan="waiting", **file)
    )

    shown = review_client.get(case_of(response)).content.decode()

    assert "/file/" not in shown
    assert "This file waits for the malware scanner." in shown


def test_file_with_malware_and_withdrawn_evidence_have_no_link(review_client, force):
    response = sent(organisation=force)
    file = {"file": "ab/cd", "file_name": "a.pdf", "size": 1}
    gone = {"withdrawn_at": timezone.now(), "withdrawn_because": "Wrong file."}
    for number, fields in enumerate([{"scan": "infected"}, gone]):
        evidence = EvidenceFactory(organisation=force, sha256=str(number) * 64, **file, **fields)
        CitationFactory(update=response.latest, evidence=evidence)

    shown = review_client.get(case_of(response)).content.decode()

    assert "/file/" not in shown
    assert ("The scanner found malware" in shown, "Wrong file." in shown) == (True, True)


def canaries(force, lead):
    """A sent answer whose organisation writes on: its next draft, evidence, events and reasons hold canaries."""
    response = sent(organisation=force)
    ForceResponse.objects.filter(pk=response.pk).update(stage=Stage.DRAFTING)
    access = access_of(lead)
    words = {"account": "CANARY-WORDS", "lead": "CANARY-LEAD", "sub_answers": {"a": "CANARY-PART"}}
    dependency = DependencyFactory(title="CANARY-DEPENDENCY")
    actions.save_draft(
        response,
        by=lead,
        access=access,
        version=0,
        waits_on_dependencies=[dependency],
        waits_on_recommendations=[],
        **words,
    )
    cited = actions.cite(
        response,
        EvidenceFactory(organisation=force, title="CANARY-EVIDENCE"),
        by=lead,
        access=access,
    )
    actions.remove_citation(cited, by=lead, access=access)
    actions.cite(
        response, EvidenceFactory(organisation=force, title="CANARY-FILE"), by=lead, access=access
    )
    response.refresh_from_db()
    chief = MembershipFactory(organisation=force, role=Role.CHIEF_OFFICER).user
    actions.take_step("ask", response, by=lead, access=access, version=response.version)
    response.refresh_from_db()
    actions.take_step(
        "send_back",
        response,
        by=chief,
        access=access_of(chief),
        version=response.version,
        reason="CANARY-REASON",
    )
    ForceResponse.objects.filter(pk=response.pk).update(stage=Stage.SENT)
    return response


def test_nothing_that_an_organisation_has_not_sent_is_on_a_reviewers_page(
    review_client, force, lead
):
    response = canaries(force, lead)

    shown = "".join(
        review_client.get(url).content.decode()
        for url in [QUEUE, f"{QUEUE}?show=returned", case_of(response)]
    )

    assert (response.organisation.name in shown, "CANARY" in shown) == (True, False)


def test_no_event_tells_the_words_of_a_draft_to_anybody(force, lead):
    canaries(force, lead)

    told = [sentence_for(event) for event in Event.objects.all()]

    assert "Evidence cited in the draft" in told
    assert "CANARY" not in " ".join(told)


def test_case_asks_the_same_of_the_database_for_one_and_for_forty(
    review_client, full_case, reviewer
):
    one = queries_of(review_client, case_of(full_case))
    for number in range(39):
        full_case.recommendation.notes.create(order=number, text="A note.")
        SubRecommendationFactory(recommendation=full_case.recommendation, label=f"c{number}")
        CitationFactory(update=full_case.latest)
        full_case.latest.waits_on_dependencies.add(DependencyFactory())
        full_case.latest.waits_on_recommendations.add(RecommendationFactory())
        full_case.latest.comments.create(
            organisation=full_case.organisation,
            text="A comment.",
            said_on="2021-06-01",
            by=reviewer,
            at=timezone.now(),
        )
        actions.leave_note(full_case, by=UserFactory(), access=access_of(reviewer), text="A note.")
        Decision.objects.create(
            update=full_case.latest, kind="confirm", by=UserFactory(), at=timezone.now()
        )

    assert queries_of(review_client, case_of(full_case)) == one


def test_case_of_what_was_never_sent_is_not_there(review_client):
    assert review_client.get(case_of(DraftFactory().response)).status_code == 404


@pytest.mark.parametrize("name", ["case", "claim", "note"])
def test_case_is_not_there_for_another_force(client, other_lead, name):
    url = reverse(f"responses:{name}", args=[sent().pk])
    client.force_login(other_lead)

    page = client.get(url) if name == "case" else client.post(url)

    assert page.status_code == 404


@pytest.mark.parametrize("role", [Role.LEAD, Role.CHIEF_OFFICER, Role.VIEWER])
@pytest.mark.parametrize("name", ["case", "claim", "note"])
def test_case_is_refused_with_a_reason_to_those_who_may_only_read_the_answer(
    client, force, role, name
):
    url = reverse(f"responses:{name}", args=[sent(organisation=force).pk])
    client.force_login(MembershipFactory(organisation=force, role=role).user)

    page = client.get(url) if name == "case" else client.post(url, {"text": "A note."})

    assert (page.status_code, "Only an HMICFRS reviewer can do this." in page.content.decode()) == (
        403,
        True,
    )
    assert Event.objects.count() == 0


def test_reviewer_of_the_same_organisation_reads_the_case_and_may_not_act(
    review_client, reviewer, force
):
    MembershipFactory(user=reviewer, organisation=force, role=Role.VIEWER)
    response = sent(organisation=force)

    page = review_client.get(case_of(response))
    refused = review_client.post(reverse("responses:note", args=[response.pk]), {"text": "A note."})

    assert (page.status_code, page.context["steps"]) == (200, [])
    assert "another reviewer must judge it" in page.content.decode()
    assert (refused.status_code, ColleagueNote.objects.count()) == (403, 0)


def test_case_is_given_to_a_colleague_and_to_nobody_again(review_client, colleague):
    response = sent()
    url = reverse("responses:claim", args=[response.pk])

    for reviewer in (colleague.pk, ""):
        assert review_client.post(url, {"reviewer": reviewer}).url == case_of(response)

    assert list(Event.objects.order_by("number").values_list("verb", flat=True)) == [
        "claim",
        "release",
    ]
    assert ForceResponse.objects.get().claimed_by is None


def test_case_is_given_to_no_one_who_cannot_judge_it(
    review_client, reviewer, colleague, lead, force
):
    MembershipFactory(user=colleague, organisation=force)
    closed = MembershipFactory(
        organisation=reviewer.memberships.get().organisation,
        role=Role.REVIEWER,
        user__is_active=False,
    ).user
    response = sent(organisation=force)

    pages = [
        review_client.post(reverse("responses:claim", args=[response.pk]), {"reviewer": person})
        for person in (lead.pk, colleague.pk, closed.pk, "x", "9" * 30)
    ]

    assert [page.status_code for page in pages] == [422] * 5
    assert all("Select a reviewer from the list" in page.content.decode() for page in pages)
    assert list(reviews.reviewers(response.organisation_id)) == [reviewer]
    assert Event.objects.count() == 0


def test_note_is_kept_for_reviewers_and_shown_to_no_organisation(
    review_client, client, force, lead
):
    response = sent(organisation=force)

    review_client.post(reverse("responses:note", args=[response.pk]), {"text": "Ask about this."})

    assert "Ask about this." in review_client.get(case_of(response)).content.decode()
    client.force_login(lead)
    shown = "".join(
        client.get(reverse(f"responses:{name}", args=[response.pk])).content.decode()
        for name in ("response", "history")
    )
    assert (
        str(response.organisation) in shown,
        "Ask about this." in shown,
        "Note left" in shown,
    ) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001])
def test_note_that_says_nothing_or_too_much_is_refused_beside_its_field(review_client, text):
    response = sent()

    page = review_client.post(reverse("responses:note", args=[response.pk]), {"text": text})

    assert (page.status_code, ColleagueNote.objects.count()) == (422, 0)
    assert 'id="id_text_error"' in page.content.decode()
    assert 'href="#id_text"' in page.content.decode()


@pytest.mark.parametrize("name", ["claim", "note"])
def test_nothing_is_changed_by_following_a_link(review_client, name):
    assert review_client.get(reverse(f"responses:{name}", args=[sent().pk])).status_code == 405
