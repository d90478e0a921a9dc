"""The work on answers through the admin site: the same steps and refusals as on the pages, and nothing around them."""

import hashlib

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import access_of
from accounts.models import Membership
from responses import actions, workflow
from responses.flows import signing
from responses.models import Citation, Draft, Event, Evidence, ForceResponse, Update
from responses.queries.contents import would_be_sent
from responses.queries.facts import fingerprint, shown_facts
from tests.factories import (
    CitationFactory,
    DraftFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    SubRecommendationFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
Role = Membership.Role
MODELS = [ForceResponse, Update, Evidence, Event]
WORDS = {"position": "accepted", "progress": "in_progress", "account": "Trained on 3 March 2021."}
REFERENCE = {
    "title": "Force Bulletin 18/03/21",
    "kind": "bulletin",
    "dated": "18/03/21",
    "where": "page 2",
}
CANARY = "canary of force B"


def person(organisation, role, **powers):
    return MembershipFactory(
        organisation=organisation, role=role, user__is_staff=True, **powers
    ).user


@pytest.fixture
def lead(force):
    return person(force, Role.LEAD)


@pytest.fixture
def chief(force):
    return person(force, Role.CHIEF_OFFICER)


@pytest.fixture
def reviewer(db):
    inspectorate = OrganisationFactory(
        name="HMICFRS", slug="hmicfrs", kind="inspectorate", group=""
    )
    return person(inspectorate, Role.REVIEWER)


@pytest.fixture
def other_lead(other_force):
    return person(other_force, Role.LEAD)


@pytest.fixture
def admin_user(db):
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def answer(force):
    return ForceResponseFactory(organisation=force)


@pytest.fixture
def drafted(answer, lead):
    return draft(answer, lead)


@pytest.fixture
def asked(drafted, lead, chief):
    return take("ask", drafted, lead)


@pytest.fixture
def sent(asked, chief):
    return take("send", asked, chief)


@pytest.fixture
def secret(other_force, other_lead):
    """All that another force holds and has sent to nobody, with the canary in each of its words."""
    response = ForceResponseFactory(organisation=other_force, returned_because=CANARY)
    words = {"account": CANARY, "lead": CANARY, "sub_answers": {"a": CANARY}}
    actions.save_draft(response, by=other_lead, access=access_of(other_lead), version=0, **words)
    evidence = EvidenceFactory(
        organisation=other_force,
        title=CANARY,
        file="aa/bb/cc",
        file_name=f"{CANARY}.pdf",
        size=1,
        sha256=hashlib.sha256(b"x").hexdigest(),
    )
    CitationFactory(evidence=evidence, update=None, draft=response.draft, where=CANARY)
    return {
        ForceResponse: response,
        Evidence: evidence,
        Event: Event.objects.get(organisation=other_force),
    }


def draft(response, writer, **words):
    access, version = access_of(writer), fresh(response).version
    actions.save_draft(response, by=writer, access=access, version=version, **WORDS | words)
    return fresh(response)


def take(name, response, taker, **words):
    version = fresh(response).version
    actions.take_step(name, response, by=taker, access=access_of(taker), version=version, **words)
    return fresh(response)


def fresh(response):
    return ForceResponse.objects.get(pk=response.pk)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def admin_url(name, *args):
    return reverse(f"admin:responses_{name}", args=args)


def answer_url(name, response, *args):
    return admin_url(f"forceresponse_{name}", response.pk, *args)


def post(user, name, response, *args, **typed):
    """Send a form of one answer, with the version that is there unless another is given."""
    shown = (
        {"shown": signing.token_for(response, would_be_sent(response))} if "send" in args else {}
    )
    typed = {"version": fresh(response).version} | shown | typed
    return signed_in(user).post(answer_url(name, response, *args), typed)


def act(user, name, *responses, **typed):
    """Choose a list action for some answers; with `confirmed` press the button of the page that it shows."""
    typed = {"action": name, "_selected_action": [response.pk for response in responses]} | typed
    return signed_in(user).post(admin_url("forceresponse_changelist"), typed, follow=True)


def seen_of(response):
    """What the page of several gives back of an answer that it showed."""
    contents = would_be_sent(response)
    shown = f":{fingerprint(shown_facts(contents))}" if contents else ""
    return f"{response.pk}:{fresh(response).version}{shown}"


def confirm(user, name, *responses, **typed):
    seen = [seen_of(response) for response in responses]
    return act(user, name, *responses, **{"confirmed": "yes", "seen": seen} | typed)


def said(page):
    return [str(message) for message in page.context["messages"]]


def text(page):
    return page.content.decode()


def listed(user, model, **query):
    page = signed_in(user).get(admin_url(f"{model._meta.model_name}_changelist"), query)
    return list(page.context["cl"].result_list)


def everything():
    """All that is held of answers, to be compared."""
    models = [ForceResponse, Draft, Update, Evidence, Citation, Event]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_answer_goes_the_whole_way_through_the_admin_site(client, lead, chief, reviewer, answer):
    post(lead, "draft", answer, **WORDS)
    post(lead, "evidence", answer, "reference", **REFERENCE, is_public="on")
    post(lead, "step", answer, "ask")
    post(chief, "step", answer, "send", declared="on")
    post(reviewer, "claim", answer)
    post(reviewer, "step", answer, "return", reason="Who was consulted?")
    assert "Who was consulted?" in text(signed_in(lead).get(answer_url("change", answer)))
    post(lead, "draft", answer, **WORDS | {"account": "Southall Black Sisters were consulted."})
    post(lead, "step", answer, "ask")
    post(chief, "step", answer, "send", declared="on")
    post(reviewer, "step", answer, "confirm")
    update = fresh(answer).latest
    signed_in(lead).post(admin_url("update_publish", update.pk))

    public = text(client.get(answer.recommendation.get_absolute_url()))

    assert list(
        Event.objects.filter(response=answer).order_by("number").values_list("verb", flat=True)
    ) == [
        "save_draft",
        "cite",
        "ask",
        "send",
        "claim",
        "return",
        "save_draft",
        "ask",
        "send",
        "confirm",
        "publish",
    ]
    assert (fresh(answer).stage, update.number) == ("confirmed", 2)
    assert "Southall Black Sisters were consulted." in public
    assert "Force Bulletin 18/03/21" in public


@pytest.mark.parametrize("who", ["lead", "chief", "reviewer", "admin_user"])
@pytest.mark.parametrize("model", MODELS)
def test_those_at_work_read_the_list_and_each_row(request, sent, who, model):
    evidence = EvidenceFactory(organisation=sent.organisation)
    CitationFactory(evidence=evidence, update=sent.latest)
    row = model.objects.order_by("pk").last()
    client = signed_in(request.getfixturevalue(who))

    assert row in listed(request.getfixturevalue(who), model)
    assert client.get(admin_url(f"{model._meta.model_name}_change", row.pk)).status_code == 200


@pytest.mark.parametrize("role", [Role.LEAD, Role.CHIEF_OFFICER, Role.VIEWER])
def test_home_page_shows_the_people_of_a_force_their_work_alone(force, role):
    index = signed_in(person(force, role)).get(reverse("admin:index"))

    assert [
        model["object_name"] for app in index.context["app_list"] for model in app["models"]
    ] == [
        "ForceResponse",
        "Event",
        "Evidence",
        "Update",
    ]


def test_person_with_no_role_sees_an_empty_admin_site(force):
    index = signed_in(UserFactory(is_staff=True)).get(reverse("admin:index"))

    assert index.context["app_list"] == []


def test_policing_body_has_no_work_on_the_admin_site(force, sent):
    body = OrganisationFactory(kind="local_policing_body", group="policing_bodies", force=force)
    client = signed_in(person(body, Role.SCRUTINY))

    assert client.get(admin_url("forceresponse_changelist")).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_lists_of_a_force_hold_its_own_rows_alone(lead, force, sent, secret, other_force, model):
    UpdateFactory(response__organisation=other_force, published=True)
    actions.record_published_answer(
        RecommendationFactory(), other_force, account="Theirs.", source_title="Doc"
    )
    EvidenceFactory(organisation=force)

    owners = {getattr(row, "response", row).organisation_id for row in listed(lead, model)}

    assert owners == {force.pk}


def test_lists_of_a_reviewer_hold_what_was_sent(reviewer, sent, secret, drafted):
    cited = CitationFactory(update=sent.latest, evidence__organisation=sent.organisation).evidence

    assert listed(reviewer, ForceResponse) == [sent]
    assert listed(reviewer, Update) == [sent.latest]
    assert listed(reviewer, Evidence) == [cited]
    assert [event.verb for event in listed(reviewer, Event)] == ["send"]


@pytest.mark.parametrize("who", ["lead", "chief", "reviewer", "admin_user"])
def test_words_of_a_draft_of_force_b_are_on_no_page_of_somebody_else(request, sent, secret, who):
    user = request.getfixturevalue(who)
    if who == "admin_user":  # reads evidence as before, but no draft
        Citation.objects.all().delete()
        Evidence.objects.all().delete()
    client = signed_in(user)

    pages = [page for page in every_page() if CANARY in text(client.get(page, follow=True))]

    assert pages == []


def every_page():
    """Each list, with every way to search it, and each page of each row that is held."""
    yield reverse("admin:index")
    yield reverse("admin:app_list", args=["responses"])
    for model in MODELS:
        name = model._meta.model_name
        yield from (
            admin_url(f"{name}_changelist") + query
            for query in ("", "?_facets=True", "?all=1", "?_popup=1")
        )
        for page in ("change", "history", "delete"):
            yield from (
                admin_url(f"{name}_{page}", key)
                for key in model.objects.values_list("pk", flat=True)
            )
    for response in ForceResponse.objects.all():
        yield answer_url("draft", response)
        yield from (
            answer_url("evidence", response, way) for way in ("files", "link", "reference", "again")
        )
        yield from (answer_url("step", response, name) for name in workflow.STEPS)
    for model, field in [
        ("citation", "evidence"),
        ("citation", "update"),
        ("update", "response"),
        ("event", "response"),
    ]:
        query = {"app_label": "responses", "model_name": model, "field_name": field, "term": ""}
        yield reverse("admin:autocomplete", query=query)


@pytest.mark.parametrize("who", ["lead", "reviewer"])
@pytest.mark.parametrize("model", [ForceResponse, Evidence, Event])
@pytest.mark.parametrize("page", ["change", "history"])
def test_row_of_another_force_is_not_there(request, secret, who, model, page):
    client, name = signed_in(request.getfixturevalue(who)), f"{model._meta.model_name}_{page}"

    foreign = client.get(admin_url(name, secret[model].pk))
    missing = client.get(admin_url(name, secret[model].pk + 1000))

    assert (foreign.status_code, missing.status_code) == (404, 404)


def pages_of(response, name="ask"):
    yield answer_url("draft", response)
    yield answer_url("evidence", response, "reference")
    yield answer_url("step", response, name)
    yield answer_url("claim", response)


@pytest.mark.parametrize("who", ["lead", "reviewer"])
def test_work_of_another_force_is_not_there(request, secret, who):
    foreign, client, before = (
        secret[ForceResponse],
        signed_in(request.getfixturevalue(who)),
        everything(),
    )
    missing = ForceResponse(pk=foreign.pk + 1000)
    typed = WORDS | REFERENCE | {"version": foreign.version}

    answers = [
        client.post(page, typed).status_code for row in (foreign, missing) for page in pages_of(row)
    ]

    assert (answers, everything()) == ([404] * 8, before)


def test_citation_of_another_force_is_not_there(lead, drafted, secret):
    citation = Citation.objects.get()

    refused = post(lead, "remove_citation", drafted, citation.pk)

    assert (refused.status_code, list(Citation.objects.all())) == (404, [citation])


def test_evidence_of_another_force_cannot_be_cited_again(lead, drafted, secret):
    refused = post(lead, "evidence", drafted, "again", evidence=secret[Evidence].pk)

    assert (refused.status_code, drafted.draft.citations.count()) == (422, 0)


@pytest.mark.parametrize("model", MODELS)
def test_search_of_a_force_does_not_reach_another(lead, sent, secret, model):
    assert listed(lead, model, q="Force B") == []


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["lead", "reviewer"])
def test_filters_name_no_force_and_no_report_whose_rows_are_not_shown(
    request, sent, secret, who, model
):
    unopened = RecommendationFactory(report__title="Not yet published", report__opening=None).report
    client = signed_in(request.getfixturevalue(who))

    page = client.get(admin_url(f"{model._meta.model_name}_changelist"), {"_facets": "True"})

    assert [
        name
        for name in ("Force B", unopened.title, str(secret[ForceResponse].recommendation))
        if name in text(page)
    ] == []


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        (ForceResponse, {"returned_because__startswith": "c"}),
        (ForceResponse, {"claimed_by__id__exact": 1}),
        (ForceResponse, {"claimed_by__isnull": True}),
        (ForceResponse, {"draft__isnull": True}),
        (ForceResponse, {"draft__account__startswith": "c"}),
        (Update, {"account__startswith": "c"}),
        (Update, {"response__draft": 1}),
        (Evidence, {"title__startswith": "c"}),
        (Evidence, {"citations__draft__isnull": False}),
        (Event, {"by__email__startswith": "c"}),
        (Event, {"after__account__startswith": "c"}),
        (Event, {"reason__startswith": "c"}),
    ],
)
@pytest.mark.parametrize("who", ["lead", "reviewer", "admin_user"])
def test_address_asks_a_list_what_its_filters_ask_and_nothing_else(request, db, who, model, lookup):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(admin_url(f"{model._meta.model_name}_changelist"), lookup).status_code == 400


@pytest.mark.parametrize("who", ["lead", "chief", "reviewer"])
def test_work_does_not_open_what_admins_look_after(request, db, who):
    client = signed_in(request.getfixturevalue(who))
    looked_after = [
        "recommendations_organisation",
        "recommendations_report",
        "accounts_user",
        "recommendations_reportfile",
    ]

    assert {
        client.get(reverse(f"admin:{name}_changelist")).status_code for name in looked_after
    } == {403}


@pytest.mark.parametrize(("who", "status"), [("lead", 404), ("reviewer", 404), ("admin_user", 302)])
def test_address_of_a_row_is_told_to_admins_alone(request, sent, who, status):
    report = sent.recommendation.report
    args = [ContentType.objects.get_for_model(report).pk, report.pk]

    page = signed_in(request.getfixturevalue(who)).get(reverse("admin:view_on_site", args=args))

    assert page.status_code == status


def test_claim_of_a_reviewer_is_hidden_from_the_force(lead, reviewer, sent):
    post(reviewer, "claim", sent)
    reviewer.name = "Pat the reviewer"
    reviewer.save()

    assert "Pat the reviewer" in text(signed_in(reviewer).get(answer_url("change", sent)))
    for page in (
        answer_url("change", sent),
        admin_url("forceresponse_changelist"),
        admin_url("event_changelist"),
    ):
        assert "Pat the reviewer" not in text(signed_in(lead).get(page))


def test_event_shows_the_words_of_a_draft_to_its_own_force_alone(
    lead, reviewer, admin_user, drafted
):
    event = Event.objects.get(verb="save_draft")
    page = admin_url("event_change", event.pk)

    assert "Trained on 3 March 2021." in text(signed_in(lead).get(page))
    assert "Trained on 3 March 2021." not in text(signed_in(admin_user).get(page))
    assert signed_in(reviewer).get(page).status_code == 404


def test_history_of_an_answer_is_its_part_of_the_event_log(lead, sent):
    log = signed_in(lead).get(answer_url("history", sent), follow=True)

    assert [event.verb for event in log.context["cl"].result_list] == ["send", "ask", "save_draft"]


def test_draft_page_keeps_the_words_and_those_of_the_parts_in_one_event(lead, answer):
    part = SubRecommendationFactory(recommendation=answer.recommendation, label="a")

    saved = post(lead, "draft", answer, **WORDS, **{f"part_{part.pk}": "Done."})

    assert saved.url == answer_url("change", answer)
    assert (fresh(answer).draft.account, fresh(answer).draft.sub_answers) == (
        WORDS["account"],
        {"a": "Done."},
    )
    assert list(Event.objects.values_list("verb", flat=True)) == ["save_draft"]


def test_draft_page_leaves_what_it_does_not_show(lead, drafted):
    draft(drafted, lead, sub_answers={"a": "Said before."})

    post(lead, "draft", drafted, **WORDS | {"account": "Anew."})

    assert (fresh(drafted).draft.account, fresh(drafted).draft.sub_answers) == (
        "Anew.",
        {"a": "Said before."},
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"position": "splendid"}, "position"),
        ({"account": "a\0"}, "account"),
        ({"version": "x"}, "version"),
    ],
)
def test_mistake_in_a_draft_is_shown_and_changes_nothing(lead, drafted, typed, field):
    before = everything()

    page = post(lead, "draft", drafted, **WORDS | typed)

    assert (page.status_code, list(page.context["forms"][0].errors), everything()) == (
        422,
        [field],
        before,
    )


def test_stale_draft_is_refused_with_both_texts_and_can_then_be_saved(lead, force, drafted):
    colleague, version = person(force, Role.LEAD), drafted.version
    post(colleague, "draft", drafted, **WORDS | {"account": "Theirs."})

    refused = post(lead, "draft", drafted, **WORDS | {"account": "Mine.", "version": version})

    assert (refused.status_code, fresh(drafted).draft.account) == (409, "Theirs.")
    assert "Theirs." in text(refused)
    assert "Mine." in text(refused)
    again = refused.context["forms"][0].form
    post(
        lead, "draft", drafted, **WORDS | {"account": "Mine.", "version": again["version"].value()}
    )
    assert fresh(drafted).draft.account == "Mine."


@pytest.mark.parametrize("who", ["chief", "reviewer", "admin_user", "viewer"])
@pytest.mark.parametrize("page", ["draft", "evidence"])
def test_somebody_who_does_not_write_is_told_why(request, force, sent, who, page):
    answer = take("return", sent, request.getfixturevalue("reviewer"), reason="More.")
    user = person(force, Role.VIEWER) if who == "viewer" else request.getfixturevalue(who)
    before = everything()

    refused = post(
        user, page, answer, *(["reference"] if page == "evidence" else []), **WORDS, **REFERENCE
    )

    assert (refused.status_code, everything()) == (403, before)
    assert "Only a lead of the organisation that was asked can write its answer." in text(refused)


def test_answer_that_is_with_the_chief_officer_cannot_be_changed(lead, asked):
    before = everything()

    refused = [
        post(lead, "draft", asked, **WORDS),
        post(lead, "evidence", asked, "reference", **REFERENCE),
    ]

    assert ([page.status_code for page in refused], everything()) == ([403, 403], before)


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("reference", REFERENCE),
        ("link", REFERENCE | {"url": "https://www.example.org/policy"}),
        ("files", {"kind": "policy", "end": "end", "where": "page 2"}),
        ("again", {"where": "page 2"}),
    ],
)
def test_evidence_is_added_in_each_way(lead, force, drafted, way, typed, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    if way == "files":
        typed = typed | {"files": SimpleUploadedFile("policy.txt", b"Do this.\n")}
    if way == "again":
        typed = typed | {"evidence": EvidenceFactory(organisation=force).pk}

    added = post(lead, "evidence", drafted, way, **typed)

    citation = drafted.draft.citations.get()
    page = signed_in(lead).get(answer_url("change", drafted))
    assert (added.status_code, citation.where) == (302, "page 2")
    assert f">{citation.evidence}</a>" in text(page)
    assert "), page 2" in text(page)


def test_mistake_in_evidence_is_shown_and_changes_nothing(lead, drafted):
    before = everything()

    page = post(lead, "evidence", drafted, "reference", **REFERENCE | {"title": ""})

    assert (page.status_code, list(page.context["forms"][0].errors), everything()) == (
        422,
        ["title"],
        before,
    )


def test_unknown_way_to_add_evidence_is_not_there(lead, drafted):
    assert post(lead, "evidence", drafted, "spell", **REFERENCE).status_code == 404


def test_citation_is_taken_out_of_a_draft(lead, drafted):
    post(lead, "evidence", drafted, "reference", **REFERENCE)

    post(lead, "remove_citation", drafted, Citation.objects.get().pk)

    assert (Citation.objects.count(), Evidence.objects.get().title) == (
        0,
        "Force Bulletin 18/03/21",
    )


def test_citation_of_an_answer_that_is_being_signed_off_stays(lead, drafted, chief):
    post(lead, "evidence", drafted, "reference", **REFERENCE)
    take("ask", drafted, lead)

    refused = post(lead, "remove_citation", drafted, Citation.objects.get().pk)

    assert (refused.status_code, Citation.objects.count()) == (403, 1)


def test_file_is_opened_through_the_page_that_asks_who_asks(lead, force, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    evidence = EvidenceFactory(
        organisation=force,
        file="aa/one",
        file_name="a policy.pdf",
        size=3,
        sha256=hashlib.sha256(b"abc").hexdigest(),
    )
    Evidence._meta.get_field("file").storage.save("aa/one", ContentFile(b"abc"))

    page = signed_in(lead).get(admin_url("evidence_change", evidence.pk))

    assert (
        f'<a href="{reverse("responses:evidence_file", args=[evidence.pk])}">a policy.pdf</a>'
        in text(page)
    )


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("lead", ["recall"]),
        ("chief", ["recall"]),
        ("reviewer", ["agree_plan", "confirm", "close", "return"]),
        ("admin_user", []),
    ],
)
def test_page_offers_the_steps_that_are_open_to_whom_it_is_shown(request, sent, who, steps):
    page = signed_in(request.getfixturevalue(who)).get(answer_url("change", sent))

    offered = [name for name in workflow.STEPS if answer_url("step", sent, name) in text(page)]
    assert offered == steps


def test_step_needs_what_it_asks_for(chief, asked):
    before = everything()

    unsigned, without_reason = (
        post(chief, "step", asked, "send"),
        post(chief, "step", asked, "send_back"),
    )

    assert (unsigned.status_code, list(unsigned.context["forms"][0].errors)) == (422, ["declared"])
    assert (without_reason.status_code, list(without_reason.context["forms"][0].errors)) == (
        422,
        ["reason"],
    )
    assert everything() == before


def test_chief_officer_reads_on_the_page_all_that_will_be_sent(chief, asked):
    assert "Trained on 3 March 2021." in text(
        signed_in(chief).get(answer_url("step", asked, "send"))
    )


def test_stale_step_is_refused_and_changes_nothing(chief, asked):
    before = everything()

    refused = post(chief, "step", asked, "send", declared="on", version=asked.version - 1)

    assert (refused.status_code, everything()) == (409, before)
    assert "Somebody worked on this answer, and it says the same." in text(refused)


def test_answer_without_an_account_cannot_be_asked_for(lead, answer):
    refused = post(lead, "step", answer, "ask")

    assert (refused.status_code, fresh(answer).stage) == (409, "drafting")
    assert "Write the account first" in text(refused)


def test_step_that_somebody_took_already_is_a_message(lead, asked):
    page = signed_in(lead).post(
        answer_url("step", asked, "ask"), {"version": asked.version}, follow=True
    )

    assert said(page) == [
        "This answer is “With the chief officer”, so “Ask for sign-off” is not open now."
    ]


@pytest.mark.parametrize(
    ("who", "name", "reason"),
    [
        ("lead", "send", "Only a chief officer can do this."),
        ("chief", "take_back", "Only a force lead can do this."),
        ("admin_user", "send", "Only a chief officer can do this."),
    ],
)
def test_step_of_somebody_else_is_refused_with_its_reason(request, asked, who, name, reason):
    before = everything()

    refused = post(request.getfixturevalue(who), "step", asked, name, declared="on")

    assert (refused.status_code, everything()) == (403, before)
    assert reason in text(refused)


def test_step_that_does_not_exist_is_not_there(lead, drafted):
    assert post(lead, "step", drafted, "publish_all").status_code == 404


def test_chief_officer_who_wrote_an_answer_does_not_sign_it_off(force, answer, chief):
    both = person(force, Role.LEAD)
    MembershipFactory(user=both, organisation=force, role=Role.CHIEF_OFFICER)
    take("ask", draft(answer, both), both)

    refused = post(both, "step", answer, "send", declared="on")

    assert (refused.status_code, fresh(answer).stage) == (403, "awaiting_sign_off")
    assert "another chief officer must sign it off" in text(refused)


def test_claim_is_given_up(reviewer, sent):
    post(reviewer, "claim", sent)
    assert fresh(sent).claimed_by == reviewer

    post(reviewer, "claim", sent, release="yes")

    assert fresh(sent).claimed_by is None


def test_lead_claims_nothing(lead, sent):
    before = everything()

    assert (post(lead, "claim", sent).status_code, everything()) == (403, before)


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("lead", ["ask", "take_back", "recall", "start"]),
        ("chief", ["send", "send_back", "recall"]),
        ("reviewer", ["agree_plan", "confirm", "close", "return", "reopen", "claim", "release"]),
        ("viewer", []),
        ("admin_user", []),
    ],
)
def test_list_offers_the_steps_of_whom_it_is_shown(request, force, who, offered):
    user = person(force, Role.VIEWER) if who == "viewer" else request.getfixturevalue(who)

    form = signed_in(user).get(admin_url("forceresponse_changelist")).context["action_form"]

    assert (
        [name for name, _ in form.fields["action"].choices if name] == offered
        if form
        else offered == []
    )


def test_step_is_taken_for_several_and_each_refusal_has_its_reason(lead, force, drafted, chief):
    empty = ForceResponseFactory(organisation=force)
    other = draft(ForceResponseFactory(organisation=force), lead)

    shown = act(lead, "ask", drafted, other, empty)
    assert ([fresh(each).stage for each in (drafted, other, empty)], shown.status_code) == (
        ["drafting"] * 3,
        200,
    )
    page = confirm(lead, "ask", drafted, other, empty)

    assert [fresh(each).stage for each in (drafted, other, empty)] == ["awaiting_sign_off"] * 2 + [
        "drafting"
    ]
    assert said(page) == [
        f"Ask for sign-off, 2: {drafted.recommendation} (Force A); {other.recommendation} (Force A).",
        f"Not done, 1: {empty.recommendation} (Force A). Write the account first: there is nothing to sign off yet.",
    ]


def test_several_are_signed_off_with_one_declaration_after_their_words_were_shown(
    chief, lead, force, asked
):
    other = take(
        "ask",
        draft(ForceResponseFactory(organisation=force), lead, account="Bulletin issued."),
        lead,
    )

    shown = act(chief, "send", asked, other)
    undeclared = confirm(chief, "send", asked, other)
    assert [
        words
        for words in ("Trained on 3 March 2021.", "Bulletin issued.")
        if words not in text(shown)
    ] == []
    assert (undeclared.status_code, Update.objects.count()) == (422, 0)
    confirm(chief, "send", asked, other, declared="on")

    assert [fresh(each).stage for each in (asked, other)] == ["sent", "sent"]


def test_answer_that_changed_after_the_page_was_shown_is_left(chief, asked):
    seen = f"{asked.pk}:{asked.version - 1}"

    page = confirm(chief, "send", asked, declared="on", seen=[seen, "x", f"{asked.pk + 1}:1"])

    assert fresh(asked).stage == "awaiting_sign_off"
    assert said(page) == [
        f"Not done, 1: {asked.recommendation} (Force A). Somebody changed this answer in the meantime."
    ]


def test_answer_that_was_not_shown_is_left(chief, asked):
    confirm(chief, "send", asked, declared="on", seen=[])

    assert fresh(asked).stage == "awaiting_sign_off"


def test_reviewer_claims_and_confirms_several(reviewer, sent):
    other = UpdateFactory().response
    ForceResponse.objects.filter(pk=other.pk).update(stage="sent")

    act(reviewer, "claim", sent, other)
    assert {fresh(each).claimed_by for each in (sent, other)} == {reviewer}
    confirm(reviewer, "confirm", sent, other)

    assert [fresh(each).stage for each in (sent, other)] == ["confirmed", "confirmed"]


def test_reviewer_returns_several_with_one_reason(reviewer, sent):
    without = confirm(reviewer, "return", sent)
    confirm(reviewer, "return", sent, reason="Who was consulted?")

    assert without.status_code == 422
    assert fresh(sent).returned_because == "Who was consulted?"


def test_more_answers_than_anybody_reads_are_refused(reviewer):
    recommendation = RecommendationFactory()
    for _ in range(101):
        UpdateFactory(response__recommendation=recommendation)

    page = act(reviewer, "claim", ForceResponse.objects.first(), select_across="1")

    assert said(page) == ["Choose up to 100 answers at once. Nothing was changed."]
    assert not ForceResponse.objects.exclude(claimed_by=None).exists()


CRAFTED = [
    {"action": "delete_selected", "post": "yes"},
    {"action": "send", "confirmed": "yes", "declared": "on"},
    {"action": "claim"},
    {"action": ["ask", "send"], "index": "1"},
    {"action": "ask", "_selected_action": "1 OR 1=1"},
    {"action": "ask", "_selected_action": "9" * 30},
    {"_save": "Save", "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-stage": "confirmed"},
    {"stage": "confirmed"},
]


@pytest.mark.parametrize("sent", CRAFTED)
def test_crafted_request_to_a_list_is_refused_and_changes_nothing(lead, drafted, sent):
    before = everything()
    typed = {"_selected_action": drafted.pk} | sent

    refused = signed_in(lead).post(admin_url("forceresponse_changelist"), typed)

    assert (refused.status_code, everything()) == (403, before)


def test_rows_that_are_edited_in_a_list_beside_an_action_change_nothing(lead, drafted):
    before = everything()
    rows = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": drafted.pk,
        "form-0-stage": "confirmed",
    }

    act(lead, "ask", drafted, _save="Save", **rows)

    assert everything() == before


def test_answers_of_another_force_are_not_among_those_chosen(lead, secret):
    before = everything()

    page = confirm(lead, "ask", secret[ForceResponse])

    assert (said(page), everything()) == ([], before)


@pytest.mark.parametrize("who", ["lead", "chief", "reviewer", "admin_user"])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_form_that_the_admin_site_would_save_is_refused(request, sent, who, model, page):
    CitationFactory(update=sent.latest, evidence__organisation=sent.organisation)
    row, before = model.objects.order_by("pk").last(), everything()
    address = admin_url(f"{model._meta.model_name}_{page}", *([] if page == "add" else [row.pk]))
    inline = {"updates-TOTAL_FORMS": 1, "updates-INITIAL_FORMS": 0, "updates-0-account": "Changed."}
    typed = {
        "stage": "confirmed",
        "account": "Changed.",
        "title": "Changed.",
        "version": 9,
        "post": "yes",
        **inline,
    }

    client = signed_in(request.getfixturevalue(who))
    refused = [
        client.post(address, typed | extra).status_code for extra in ({}, {"_saveasnew": "1"})
    ]

    assert (refused, everything()) == ([403, 403], before)


def test_admin_changes_no_word_and_takes_no_step(admin_user, sent):
    before = everything()

    refused = [
        post(admin_user, "draft", sent, **WORDS).status_code,
        post(admin_user, "claim", sent).status_code,
    ]
    refused += [
        post(
            admin_user, "step", sent, name, reason="R", closed_because="superseded", declared="on"
        ).status_code
        for name, step in workflow.STEPS.items()
        if "sent" in step.sources
    ]

    assert (set(refused), everything()) == ({403}, before)


def test_admin_who_is_a_lead_too_writes_for_that_force_alone(force, drafted, secret):
    both = person(force, Role.LEAD, user__is_superuser=True)

    saved = post(both, "draft", drafted, **WORDS | {"account": "Anew."})
    refused = post(both, "draft", secret[ForceResponse], **WORDS)
    foreign = signed_in(both).get(answer_url("change", secret[ForceResponse]))

    assert (saved.status_code, fresh(drafted).draft.account, refused.status_code) == (
        302,
        "Anew.",
        403,
    )
    assert CANARY not in text(foreign)


def test_reviewer_who_belongs_to_the_force_does_not_judge_it(reviewer, force, sent):
    MembershipFactory(user=reviewer, organisation=force, role=Role.VIEWER)

    refused = post(reviewer, "step", sent, "confirm")

    assert (refused.status_code, fresh(sent).stage) == (403, "sent")


def test_update_is_published_and_taken_back_with_a_reason(lead, sent):
    update, client = sent.latest, signed_in(lead)

    client.post(admin_url("update_publish", update.pk))
    assert Update.objects.get().published_at is not None
    without = client.post(admin_url("update_unpublish", update.pk), {"reason": ""})
    client.post(admin_url("update_unpublish", update.pk), {"reason": "A name is in it."})

    assert (without.status_code, Update.objects.get().published_at) == (422, None)
    assert Event.objects.last().reason == "A name is in it."


@pytest.mark.parametrize(
    ("who", "status"), [("reviewer", 403), ("admin_user", 403), ("other_lead", 404)]
)
@pytest.mark.parametrize("name", ["update_publish", "update_unpublish"])
def test_nobody_else_publishes(request, sent, who, status, name):
    before = everything()

    refused = signed_in(request.getfixturevalue(who)).post(
        admin_url(name, sent.latest_id), {"reason": "R"}
    )

    assert (refused.status_code, everything()) == (status, before)


def test_person_who_moves_to_another_force_finds_its_answers_at_the_next_request(
    admin_user, lead, drafted, secret, other_force
):
    client, membership = signed_in(lead), lead.memberships.get()
    assert client.get(answer_url("change", drafted)).status_code == 200
    typed = {
        "email": lead.email,
        "name": lead.name,
        "is_active": "on",
        "is_staff": "on",
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": membership.pk,
        "memberships-0-user": lead.pk,
        "memberships-0-organisation": other_force.pk,
        "memberships-0-role": "lead",
    }

    signed_in(admin_user).post(reverse("admin:accounts_user_change", args=[lead.pk]), typed)

    pages = [
        client.get(answer_url("change", each)).status_code
        for each in (drafted, secret[ForceResponse])
    ]
    assert pages == [404, 200]


def test_closed_account_opens_nothing_at_the_next_request(admin_user, lead, drafted):
    client, membership = signed_in(lead), lead.memberships.get()
    typed = {
        "email": lead.email,
        "name": lead.name,
        "is_staff": "on",
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": membership.pk,
        "memberships-0-user": lead.pk,
        "memberships-0-organisation": membership.organisation_id,
        "memberships-0-role": "lead",
    }

    signed_in(admin_user).post(reverse("admin:accounts_user_change", args=[lead.pk]), typed)

    answers = [
        client.get(answer_url("change", drafted)),
        client.post(answer_url("draft", drafted), WORDS),
    ]
    assert [(page.status_code, page.url.split("?")[0]) for page in answers] == [
        (302, reverse("account_login"))
    ] * 2


@pytest.mark.parametrize("who", ["lead", "reviewer"])
@pytest.mark.parametrize("model", MODELS)
def test_list_asks_the_same_of_the_database_for_any_number_of_rows(request, force, who, model):
    user = request.getfixturevalue(who)
    counts = []
    for number in (2, 20):
        for _ in range(number):
            response = UpdateFactory(response__organisation=force).response
            actions.claim(
                response,
                by=user,
                access=access_of(request.getfixturevalue("reviewer")),
                reviewer=user,
            )
            DraftFactory(response=response)
            CitationFactory(
                update=response.latest, evidence=EvidenceFactory(organisation=force, added_by=user)
            )
        client = signed_in(user)
        with CaptureQueriesContext(connection) as queries:
            client.get(admin_url(f"{model._meta.model_name}_changelist"))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 9


@pytest.mark.parametrize(
    ("who", "name"), [("chief", "send"), ("reviewer", "confirm"), ("lead", "ask")]
)
def test_page_of_several_asks_the_same_of_the_database_for_any_number(request, force, who, name):
    user, counts = request.getfixturevalue(who), []
    for number in (1, 8):
        responses = [UpdateFactory(response__organisation=force).response for _ in range(number)]
        for response in responses:
            DraftFactory(response=response)
            CitationFactory(update=response.latest)
        client, chosen = (
            signed_in(user),
            {"_selected_action": [each.pk for each in responses], "action": name},
        )
        with CaptureQueriesContext(connection) as queries:
            client.post(admin_url("forceresponse_changelist"), chosen)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20
