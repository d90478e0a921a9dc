"""Evidence as people meet it: cited on the tab of an answer, listed, opened, withdrawn."""

import hashlib

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from accounts.models import Membership
from responses.forms.evidence import BROKEN_OFF
from responses.models import Citation, Event, Evidence, PendingFile
from tests.factories import (
    CitationFactory,
    DraftFactory,
    EvidenceFactory,
    ForceResponseFactory,
    MembershipFactory,
    OrganisationFactory,
    SubRecommendationFactory,
    UpdateFactory,
    UserFactory,
)
from tests.helpers.evidence import described, describing, send_files, upload_files
from tests.helpers.evidence import evidence_tab as tab
from tests.helpers.files import CONTENTS, OOXML, PDF, TEXT, office, upload

pytestmark = pytest.mark.django_db
Role = Membership.Role
THING = {"kind": "bulletin", "title": "Force Bulletin 18/03/21", "dated": "18/03/21"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"
    return settings.MEDIA_ROOT


@pytest.fixture
def response(force):
    return ForceResponseFactory(organisation=force)


def page_of(evidence, name="evidence_item"):
    return reverse(f"responses:{name}", args=[evidence.pk])


def stored(folder):
    return [path for path in folder.rglob("*") if not path.is_dir()]


def status_of(client, url):
    """The status of what is sent, read to its end as a browser does."""
    page = client.get(url)
    page.getvalue()
    return page.status_code


def errors(page):
    return {name: list(found) for name, found in page.context["form"].errors.items()}


# Adding.


def test_lead_adds_several_files_at_once_and_each_is_cited(client, lead, response, folder):
    client.force_login(lead)

    page = send_files(
        client,
        response,
        upload("plan.pdf", PDF),
        upload("guide.txt", TEXT),
        where="page 4",
        audience="public",
    )

    assert (page.status_code, page.url) == (302, tab(response))
    facts = (
        "title",
        "file_name",
        "content_type",
        "size",
        "sha256",
        "is_public",
        "scan",
        "added_by",
        "organisation",
    )
    assert list(Evidence.objects.order_by("pk").values_list(*facts)) == [
        (
            name,
            name,
            kind,
            len(content),
            hashlib.sha256(content).hexdigest(),
            True,
            "not_needed",
            lead.pk,
            response.organisation_id,
        )
        for name, kind, content in [
            ("plan.pdf", "application/pdf", PDF),
            ("guide.txt", "text/plain", TEXT),
        ]
    ]
    assert (
        list(Citation.objects.values_list("draft__response", "where"))
        == [(response.pk, "page 4")] * 2
    )
    assert sorted(path.read_bytes() for path in stored(folder)) == sorted([PDF, TEXT])


def test_each_thing_added_leaves_one_event_with_its_hash_in_the_chain(client, lead, response):
    client.force_login(lead)

    send_files(client, response, upload("plan.pdf", PDF))

    added, cited = Event.objects.order_by("number")
    assert (added.verb, added.chain, added.by, added.digest()) == (
        "add_evidence",
        response.organisation_id,
        lead,
        added.hash,
    )
    assert added.after["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert cited.verb == "cite"


def test_lead_gives_one_file_a_title_a_date_and_a_place(client, lead, response):
    SubRecommendationFactory(recommendation=response.recommendation, label="b.ii")
    client.force_login(lead)

    send_files(
        client,
        response,
        upload("plan.pdf", PDF),
        title="The plan",
        dated="Spring 2021",
        dated_on_0="18",
        dated_on_1="March",
        dated_on_2="2021",
        sub_labels=["b.ii"],
    )

    evidence = Evidence.objects.get()
    assert (evidence.title, evidence.dated, str(evidence.dated_on)) == (
        "The plan",
        "Spring 2021",
        "2021-03-18",
    )
    assert Citation.objects.get().sub_label == "b.ii"


@pytest.mark.parametrize("way", ["reference", "link"])
def test_lead_adds_a_thing_that_is_not_a_file(client, lead, response, way):
    url = "https://www.force.example/policy" if way == "link" else ""
    client.force_login(lead)

    page = client.post(tab(response, way), THING | {"url": "www.force.example/policy"})

    assert page.status_code == 302
    evidence = Evidence.objects.get()
    address = url if way == "link" else ""
    assert (evidence.title, evidence.dated, evidence.url, evidence.sha256) == (
        THING["title"],
        "18/03/21",
        address,
        "",
    )
    assert [event.verb for event in Event.objects.order_by("number")] == ["add_evidence", "cite"]


def test_same_reference_named_in_two_answers_is_one_row(client, force, lead, response):
    client.force_login(lead)

    for answer in (response, ForceResponseFactory(organisation=force)):
        client.post(tab(answer, "reference"), THING)

    assert (Evidence.objects.count(), Citation.objects.count()) == (1, 2)


def test_lead_cites_again_what_is_there(client, force, lead, response):
    evidence = EvidenceFactory(organisation=force)
    client.force_login(lead)

    page = client.post(tab(response, "again"), {"evidence": evidence.pk, "where": "page 2"})

    assert page.status_code == 302
    assert Citation.objects.values_list("evidence", "draft__response", "where").get() == (
        evidence.pk,
        response.pk,
        "page 2",
    )


@pytest.mark.parametrize("which", ["other force", "missing", "withdrawn"])
def test_only_what_the_organisation_holds_can_be_cited_again(
    client, force, other_force, lead, response, which
):
    keys = {
        "other force": EvidenceFactory(organisation=other_force).pk,
        "missing": 10**6,
        "withdrawn": EvidenceFactory(
            organisation=force, withdrawn_at="2021-01-01T00:00Z", withdrawn_because="Old."
        ).pk,
    }
    client.force_login(lead)

    page = client.post(tab(response, "again"), {"evidence": keys[which]})

    assert (page.status_code, errors(page)) == (
        422,
        {"evidence": ["Select what to cite: that one is not in the list"]},
    )
    assert Citation.objects.count() == 0


# The same file again.


def test_same_file_again_is_recognised_and_cited_again(
    client, force, lead, response, folder, django_capture_on_commit_callbacks
):
    other = ForceResponseFactory(organisation=force)
    client.force_login(lead)

    with django_capture_on_commit_callbacks(execute=True):
        send_files(client, response, upload("plan.pdf", PDF))
        send_files(client, other, upload("copy of plan.pdf", PDF))

    assert Evidence.objects.get().file_name == "plan.pdf"
    assert set(Citation.objects.values_list("draft__response", flat=True)) == {
        response.pk,
        other.pk,
    }
    assert len(stored(folder)) == 1


def test_same_file_twice_in_one_form_is_one_row(client, lead, response, folder):
    client.force_login(lead)

    send_files(client, response, upload("a.pdf", PDF), upload("b.pdf", PDF))

    assert (Evidence.objects.count(), Citation.objects.count(), len(stored(folder))) == (1, 1, 1)


def test_two_files_of_one_name_are_two_rows(client, lead, response, folder):
    client.force_login(lead)

    send_files(client, response, upload("a.txt", b"one"), upload("a.txt", b"two"))

    assert (Evidence.objects.count(), len(stored(folder))) == (2, 2)


def test_another_force_learns_nothing_from_a_file_that_it_has_too(
    client, lead, other_force, other_lead, response, folder
):
    theirs = Client()
    theirs.force_login(lead)
    send_files(theirs, response, upload("CANARY.pdf", PDF))
    client.force_login(other_lead)
    own, alone = ForceResponseFactory.create_batch(2, organisation=other_force)

    same = send_files(client, own, upload("plan.pdf", PDF))
    new = send_files(client, alone, upload("plan2.pdf", PDF + b"%%EOF"))

    assert (same.status_code, new.status_code) == (302, 302)
    assert Evidence.objects.filter(organisation=other_force, file_name="plan.pdf").count() == 1
    assert len(stored(folder)) == 3
    assert "CANARY" not in client.get(tab(own)).content.decode()


def test_withdrawn_file_is_not_taken_again(client, lead, response):
    client.force_login(lead)
    send_files(client, response, upload("plan.pdf", PDF))
    client.post(
        page_of(Evidence.objects.get(), "evidence_withdraw"), {"reason": "It was never issued."}
    )
    Citation.objects.all().delete()

    page = send_files(client, response, upload("plan.pdf", PDF))

    told = (
        "“plan.pdf” was withdrawn, for this reason: It was never issued. "
        "Undo the withdrawal on its page, then cite it."
    )
    assert (page.status_code, page.context["refusal"]) == (422, told)
    assert Citation.objects.count() == 0


# What is wrong with what was sent is said beside its field, and changes nothing.


WRONG_FILES = [
    ([], {}, "Choose at least one file. If you chose one, it did not arrive: choose it again."),
    ([("a.pdf", b"")], {}, "“a.pdf” is empty. Look whether it was saved, and choose it again."),
    ([("a.txt", b"1")] * 11, {}, "Choose at most 10 files at once"),
    ([("a.txt", b"1")], {"end": ""}, BROKEN_OFF),
]


@pytest.mark.parametrize(("files", "more", "told"), WRONG_FILES)
def test_what_is_wrong_with_files_is_told_beside_the_field(
    client, lead, response, folder, files, more, told
):
    client.force_login(lead)

    page = upload_files(client, response, *[upload(*file) for file in files], **more)

    assert (page.status_code, errors(page)) == (422, {"files": [told]})
    assert (PendingFile.objects.count(), Event.objects.count(), stored(folder)) == (0, 0, [])


def test_file_with_a_fault_takes_no_other_with_it(client, lead, response):
    client.force_login(lead)

    page = upload_files(
        client, response, upload("a.pdf", b""), upload("b.pdf", TEXT), upload("c.txt", TEXT)
    )

    assert page.url == describing(response)
    shown = client.get(page.url).content.decode()
    assert "“a.pdf” is empty. Look whether it was saved, and choose it again." in shown
    assert "“b.pdf” is not a PDF: its content is plain text." in shown
    assert list(PendingFile.objects.values_list("file_name", flat=True)) == ["c.txt"]


WRONG_DESCRIPTIONS = [
    ({"title": ""}, {"title": ["Enter the title"]}),
    ({"kind": ""}, {"kind": ["Select the type of document"]}),
    (
        {"kind": "gossip"},
        {"kind": ["Select a valid choice. gossip is not one of the available choices."]},
    ),
    ({"audience": ""}, {"audience": ["Select who can see it"]}),
    (
        {"dated_on_0": "31", "dated_on_1": "2", "dated_on_2": "2021"},
        {"dated_on": ["Date must be a real date"]},
    ),
]


@pytest.mark.parametrize(("typed", "told"), WRONG_DESCRIPTIONS)
def test_form_that_fails_for_one_file_loses_none(client, lead, response, folder, typed, told):
    client.force_login(lead)
    upload_files(client, response, upload("a.txt", b"1"), upload("b.txt", b"2"))
    first, second = PendingFile.objects.order_by("pk")
    fields = described(response)
    fields |= {f"file{first.pk}-{name}": value for name, value in typed.items()}
    fields[f"file{second.pk}-title"] = "What was typed"

    page = client.post(describing(response), fields)

    assert page.status_code == 422
    assert [form.errors for form in page.context["forms"]] == [told, {}]
    assert "What was typed" in page.content.decode()
    assert (Evidence.objects.count(), PendingFile.objects.count()) == (0, 2)
    assert len(stored(folder)) == 2


def test_each_file_has_its_own_description_and_several_parts(client, lead, response):
    SubRecommendationFactory(recommendation=response.recommendation, label="a")
    SubRecommendationFactory(recommendation=response.recommendation, label="b")
    client.force_login(lead)
    upload_files(client, response, upload("a.txt", b"1"), upload("b.txt", b"2"))
    first, second = PendingFile.objects.order_by("pk")
    fields = described(response)
    fields[f"file{first.pk}-kind"] = "photograph"
    fields[f"file{first.pk}-sub_labels"] = ["a", "b"]
    fields[f"file{second.pk}-leave_out"] = "on"
    fields[f"file{second.pk}-title"] = ""

    page = client.post(describing(response), fields)

    assert page.url == tab(response)
    assert Evidence.objects.get().kind == "photograph"
    assert set(Citation.objects.values_list("sub_label", flat=True)) == {"a", "b"}
    assert PendingFile.objects.count() == 0


def test_pending_files_are_seen_by_nobody_else(client, force, lead, response):
    client.force_login(lead)
    upload_files(client, response, upload("CANARY.txt", TEXT))
    shown = client.get(tab(response)).content.decode()
    client.force_login(MembershipFactory(organisation=force).user)

    colleague = client.get(tab(response)).content.decode()

    assert ("CANARY" in shown, "CANARY" in colleague) == (True, False)
    assert client.get(describing(response)).url == tab(response)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "Enter the web address"),
        ("javascript:alert(1)", "Enter a web address, such as www.example.org"),
        ("ftp://force.example/a", "Enter a web address, such as www.example.org"),
        ("data:text/html,x", "Enter a web address, such as www.example.org"),
        ("file:///etc/passwd", "Enter a web address, such as www.example.org"),
    ],
)
def test_only_a_web_address_is_a_link(client, lead, response, url, told):
    client.force_login(lead)

    page = client.post(tab(response, "link"), THING | {"url": url})

    assert (page.status_code, set(errors(page)["url"])) == (422, {told})


def test_upload_that_breaks_off_anywhere_is_an_error_and_keeps_nothing(
    client, lead, response, folder
):
    client.force_login(lead)
    whole = encode_multipart(
        BOUNDARY,
        {
            "kind": "policy",
            "files": [upload("a.txt", b"1" * 99), upload("b.txt", b"2" * 99)],
            "end": "end",
        },
    )

    answers = {
        cut: client.generic(
            "POST", tab(response, "files"), whole[:cut], MULTIPART_CONTENT
        ).status_code
        for cut in range(0, whole.index(b'name="end"'), 7)
    }

    assert set(answers.values()) == {422}
    assert (Evidence.objects.count(), stored(folder)) == (0, [])


def test_form_that_is_larger_than_full_of_files_is_refused_before_it_is_read(
    client, lead, response, settings
):
    settings.EVIDENCE_MAX_BYTES = 1000
    client.force_login(lead)

    page = upload_files(client, response, upload("a.txt", b"x" * 1_100_000))

    assert page.status_code == 400


@pytest.mark.parametrize("way", ["", "everything"])
def test_way_to_add_that_there_is_not_is_not_there(client, lead, response, way):
    client.force_login(lead)

    assert client.post(tab(response, way), THING).status_code == 404
    assert client.get(tab(response, way)).status_code == 200


# Names.

NAMES = [
    "../../../etc/passwd.txt",
    "..\\..\\windows\\system.txt",
    "/etc/cron.d/x.txt",
    "%2e%2e%2f%2e%2e%2fx.txt",
    "..%c0%af..%c0%afx.txt",
    "....//....//x.txt",
    "C:\\autoexec.txt",
    "a\0b.txt",
    "a%0D%0AX-Header: 1.txt",
    "a\nb.txt",
    "plan\u202etxt.txt",
    "\u200f\u05d0\u05d1.txt",
    "\u061cx.txt",
    "con.txt",
    "nul.txt",
    "com1.pdf.txt",
    ".htaccess.txt",
    "...txt.txt",
    "x" * 251 + ".txt",
    "x" * 252 + ".txt",
    "x" * 996 + ".txt",
    "\U0001f600\U0001f469\u200d\U0001f692.txt",
    "e\u0301\u0327\u0301\u0301.txt",
    "<script>alert(1)</script>.txt",
    "<img src=x onerror=alert(1)>.txt",
    "&lt;b&gt;.txt",
    "a;b=c.txt",
    "\"quoted\" 'name'.txt",
    "trailing.txt ",
    "trailing.txt.",
    "policy.pdf.exe.txt",
    "=cmd|' /C calc'!A0.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_name_is_never_a_path_and_is_shown_and_sent_as_text(
    client, lead, response, folder, name
):
    client.force_login(lead)

    page = send_files(client, response, upload(name, TEXT))

    evidence = Evidence.objects.get()
    (path,) = stored(folder)
    assert (page.status_code, str(path.relative_to(folder))) == (302, evidence.file.name)
    assert set(evidence.file.name) <= set("0123456789abcdef/")
    shown = (
        client.get(page_of(evidence)).content.decode() + client.get(tab(response)).content.decode()
    )
    assert ("<script>alert" in shown, "<img" in shown, "\u202e" in shown, "<b>" in shown) == (
        False,
    ) * 4
    sent = client.get(page_of(evidence, "evidence_file"))
    header = sent["Content-Disposition"]
    assert header.startswith(('attachment; filename="', "attachment; filename*=utf-8''"))
    assert b"".join(sent.streaming_content) == TEXT
    assert ("\r" in header, "\n" in header, "X-Header" in sent.headers) == (False,) * 3


@pytest.mark.parametrize("name", [".", "..", "", "/", "...."])
def test_name_of_only_dots_is_no_file(client, lead, response, name):
    client.force_login(lead)
    file = upload("a.txt", TEXT)
    file._name = name

    page = send_files(client, response, file)

    assert (page.status_code, list(errors(page))) == (422, ["files"])


# What was found in it.


def test_findings_are_shown_after_adding_on_the_tab_and_on_the_page(client, lead, response):
    client.force_login(lead)
    hidden = "<workbook><sheet name='Staff &lt;b&gt;' state='hidden'/></workbook>"

    page = send_files(client, response, upload("a.xlsx", office("xlsx", hidden)))
    after = client.get(page.url).content.decode()

    told = "Sheet “Staff &lt;b&gt;” is hidden. Whoever opens the file can show it."
    assert ("Look at what was found in it below." in after, told in after) == (True, True)
    assert told in client.get(page_of(Evidence.objects.get())).content.decode()
    assert told in client.get(reverse("responses:library")).content.decode()


def test_findings_are_not_shown_to_everybody(client, force):
    evidence = public_evidence(force, findings=["It has 1 comment."])

    assert "It has 1 comment." not in client.get(page_of(evidence)).content.decode()


# Downloading.


def public_evidence(force, **facts):
    evidence = EvidenceFactory(organisation=force, is_public=True, **facts)
    CitationFactory(
        evidence=evidence, update=UpdateFactory(response__organisation=force, published=True)
    )
    return evidence


@pytest.fixture
def file_evidence(client, lead, response):
    """A file that the lead has added, cited in a draft alone."""
    client.force_login(lead)
    send_files(client, response, upload("plan.pdf", PDF))
    return Evidence.objects.get()


def test_file_is_sent_as_an_attachment_that_can_do_nothing(client, file_evidence):
    sent = client.get(page_of(file_evidence, "evidence_file"))

    assert b"".join(sent.streaming_content) == PDF
    assert {name: sent[name] for name in EXPECTED_HEADERS} == EXPECTED_HEADERS


EXPECTED_HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Length": str(len(PDF)),
    "Content-Disposition": 'attachment; filename="plan.pdf"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}


def test_swapped_file_is_refused_and_logged(client, file_evidence, folder, caplog):
    (folder / file_evidence.file.name).write_bytes(PDF.replace(b"Catalog", b"catalog"))

    page = client.get(page_of(file_evidence, "evidence_file"))

    assert page.status_code == 500
    assert "is not the file that was added, so it is not sent." in page.content.decode()
    assert f"evidence {file_evidence.pk} is not what was stored" in caplog.text


def test_reference_has_no_file_to_send(client, force, lead):
    client.force_login(lead)

    assert (
        client.get(page_of(EvidenceFactory(organisation=force), "evidence_file")).status_code == 404
    )


def test_no_address_but_the_page_leads_to_a_file(client, file_evidence):
    tried = [
        f"/{file_evidence.file.name}",
        f"/media/{file_evidence.file.name}",
        f"/static/{file_evidence.file.name}",
    ]

    assert {client.get(url).status_code for url in tried} == {404}


# Withdrawing and taking out.


def test_withdrawn_evidence_stays_for_those_who_were_sent_it_and_goes_for_everybody_else(
    client, force, lead, reviewer, file_evidence
):
    CitationFactory(
        evidence=file_evidence, update=UpdateFactory(response__organisation=force, published=True)
    )
    Evidence.objects.update(is_public=True)
    client.logout()
    public_before = status_of(client, page_of(file_evidence, "evidence_file"))
    client.force_login(lead)

    page = client.post(
        page_of(file_evidence, "evidence_withdraw"), {"reason": "It was never issued."}
    )

    assert (public_before, page.status_code, page.url) == (200, 302, page_of(file_evidence))
    assert status_of(client, page_of(file_evidence, "evidence_file")) == 200
    client.force_login(reviewer)
    assert "It was never issued." in client.get(page_of(file_evidence)).content.decode()
    assert status_of(client, page_of(file_evidence, "evidence_file")) == 200
    client.force_login(UserFactory())
    assert status_of(client, page_of(file_evidence, "evidence_file")) == 404
    client.logout()
    assert status_of(client, page_of(file_evidence, "evidence_file")) == 302
    event = Event.objects.get(verb="withdraw_evidence", response=None)
    assert (event.reason, event.before["sha256"]) == ("It was never issued.", file_evidence.sha256)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("", {"reason": ["Enter why it is withdrawn"]}),
        ("  ", {"reason": ["Enter why it is withdrawn"]}),
        ("x" * 301, {"reason": ["Ensure this value has at most 300 characters (it has 301)."]}),
    ],
)
def test_withdrawing_needs_a_reason(client, lead, file_evidence, reason, told):
    page = client.post(page_of(file_evidence, "evidence_withdraw"), {"reason": reason})

    assert (page.status_code, errors(page)) == (422, told)
    assert Evidence.objects.filter(withdrawn_at=None).count() == 1


def test_withdrawing_twice_changes_nothing(client, lead, file_evidence):
    client.post(page_of(file_evidence, "evidence_withdraw"), {"reason": "First."})

    page = client.post(page_of(file_evidence, "evidence_withdraw"), {"reason": "Second."})

    assert (page.status_code, errors(page)) == (
        422,
        {"__all__": ["This evidence was withdrawn already."]},
    )
    assert Evidence.objects.get().withdrawn_because == "First."
    assert "Withdraw this evidence" not in client.get(page_of(file_evidence)).content.decode()


def test_lead_takes_a_citation_out_and_the_evidence_stays(client, lead, response, file_evidence):
    page = client.post(reverse("responses:citation_remove", args=[Citation.objects.get().pk]))

    assert (page.status_code, page.url) == (302, tab(response))
    assert (Citation.objects.count(), Evidence.objects.count()) == (0, 1)


# Who may see and do what.


@pytest.fixture
def people(force, other_force, lead, other_lead, reviewer):
    body = OrganisationFactory(kind="local_policing_body", force=force, group="")
    return {
        "lead": lead,
        "chief officer": MembershipFactory(organisation=force, role=Role.CHIEF_OFFICER).user,
        "viewer": MembershipFactory(organisation=force, role=Role.VIEWER).user,
        "other lead": other_lead,
        "policing body": MembershipFactory(organisation=body, role=Role.SCRUTINY).user,
        "reviewer": reviewer,
        "admin": UserFactory(is_superuser=True, is_staff=True),
        "nobody": UserFactory(),
        "anonymous": None,
    }


@pytest.fixture
def things(client, force, lead):
    """Evidence of one force by how it is cited."""
    client.force_login(lead)
    made = {}
    for name, facts in {
        "draft": {},
        "sent": {},
        "published": {},
        "public": {"audience": "public"},
    }.items():
        response = ForceResponseFactory(organisation=force)
        send_files(client, response, upload(f"CANARY-{name}.txt", name.encode()), **facts)
        made[name] = evidence = Evidence.objects.get(file_name=f"CANARY-{name}.txt")
        if name != "draft":
            update = UpdateFactory(response=response, published=name != "sent")
            CitationFactory(evidence=evidence, update=update)
    client.logout()
    return made


SEEN = {
    "lead": {"draft", "sent", "published", "public"},
    "chief officer": {"draft", "sent", "published", "public"},
    "viewer": {"draft", "sent", "published", "public"},
    "other lead": {"public"},
    "policing body": {"sent", "published", "public"},
    "reviewer": {"sent", "published", "public"},
    "admin": {"sent", "published", "public"},
    "nobody": {"public"},
    "anonymous": {"public"},
}


@pytest.mark.parametrize("who", SEEN)
@pytest.mark.parametrize("name", ["evidence_item", "evidence_file"])
def test_evidence_is_opened_by_those_who_may_see_it_alone(client, people, things, who, name):
    if people[who]:
        client.force_login(people[who])
    not_there = 404 if people[who] else 302

    answers = {
        thing: status_of(client, page_of(evidence, name)) for thing, evidence in things.items()
    }
    missing = status_of(client, reverse(f"responses:{name}", args=[10**6]))

    assert answers == {thing: 200 if thing in SEEN[who] else not_there for thing in things}
    assert missing == not_there


WRITES = {"lead": 302, "chief officer": 403, "viewer": 403}


@pytest.mark.parametrize("who", SEEN)
def test_evidence_is_changed_by_a_lead_of_its_organisation_alone(
    client, people, things, force, who
):
    response = ForceResponseFactory(organisation=force)
    draft = things["draft"]
    if people[who]:
        client.force_login(people[who])
    elsewhere = 302 if who == "anonymous" else 404
    sees_it = "draft" in SEEN[who]
    before = (Evidence.objects.count(), Citation.objects.count(), Event.objects.count())

    answers = {
        "tab": client.get(tab(response)).status_code,
        "add": client.post(tab(response, "reference"), THING).status_code,
        "again": client.post(tab(response, "again"), {"evidence": draft.pk}).status_code,
        "files": upload_files(client, response, upload("x.txt", b"x")).status_code,
        "remove": client.post(
            reverse("responses:citation_remove", args=[draft.citations.first().pk])
        ).status_code,
        "withdraw": client.post(
            page_of(draft, "evidence_withdraw"), {"reason": "Old."}
        ).status_code,
        "withdraw page": client.get(page_of(draft, "evidence_withdraw")).status_code,
        "missing": client.post(reverse("responses:evidence_withdraw", args=[10**6])).status_code,
        "no citation": client.post(reverse("responses:citation_remove", args=[10**6])).status_code,
        "no answer": client.post(
            reverse("responses:evidence", args=[10**6]) + "?add=reference", THING
        ).status_code,
    }

    done = WRITES.get(who, elsewhere)
    assert answers == {
        "tab": 200 if who in WRITES else elsewhere,
        **dict.fromkeys(["add", "again", "files", "remove"], done),
        "withdraw": done,
        "withdraw page": 200 if who == "lead" else done,
        **dict.fromkeys(["missing", "no citation", "no answer"], elsewhere),
    }
    assert sees_it or done == elsewhere
    after = (Evidence.objects.count(), Citation.objects.count(), Event.objects.count())
    assert (after == before) == (who != "lead")


def test_colleague_is_told_why_and_is_offered_nothing(client, people, response):
    client.force_login(people["viewer"])

    shown = client.get(tab(response, "files")).content.decode()

    assert "Only a lead of the organisation that was asked can write its answer." in shown
    assert ("Add evidence" in shown, 'type="file"' in shown) == (False, False)


@pytest.mark.parametrize("who", [who for who in SEEN if SEEN[who] == {"public"}])
def test_names_of_another_force_are_on_no_page(client, people, things, response, who):
    if people[who]:
        client.force_login(people[who])
    urls = [
        reverse("responses:library"),
        *(
            page_of(evidence, name)
            for evidence in things.values()
            for name in ("evidence_item", "evidence_withdraw")
        ),
        *(
            evidence.citations.last().update.response.recommendation.get_absolute_url()
            for evidence in things.values()
            if evidence.citations.last().update
        ),
        reverse("progress:organisation", args=[response.organisation.slug]),
    ]

    shown = "".join(client.get(url, follow=True).content.decode() for url in urls)

    hidden = {thing for thing in things if f"CANARY-{thing}" in shown}
    assert hidden == {"public"}


def test_answer_that_is_with_others_takes_no_evidence(client, lead, response):
    DraftFactory(response=response)
    response.stage = "awaiting_sign_off"
    response.save()
    client.force_login(lead)

    refused = client.post(tab(response, "reference"), THING)

    assert refused.status_code == 403
    assert "so it cannot be changed." in client.get(tab(response)).content.decode()


def test_answer_that_moves_on_while_somebody_adds_is_told_on_the_page(
    client, lead, response, monkeypatch
):
    client.force_login(lead)
    real = response.__class__.objects.__class__.select_for_update

    def moved(self, *args, **kwargs):
        self.model.objects.filter(pk=response.pk).update(stage="awaiting_sign_off")
        return real(self, *args, **kwargs)

    DraftFactory(response=response)
    monkeypatch.setattr(response.__class__.objects.__class__, "select_for_update", moved)
    page = client.post(tab(response, "reference"), THING)

    assert page.status_code == 422
    assert errors(page) == {
        "__all__": ["This answer is “With the chief officer”, so it cannot be changed."]
    }


# What everybody reads.


def test_public_page_leads_to_public_evidence(client, force, things):
    CitationFactory(
        evidence=EvidenceFactory(
            organisation=force, title="On the web", url="https://force.example/a", is_public=True
        ),
        update=things["public"].citations.get(draft=None).update,
    )
    shown = client.get(
        things["public"].citations.get(draft=None).update.response.recommendation.get_absolute_url()
    )

    page = shown.content.decode()
    assert [
        url in page
        for url in (
            page_of(things["public"]),
            page_of(things["public"], "evidence_file"),
            'href="https://force.example/a"',
        )
    ] == [True] * 3


def test_page_of_public_evidence_names_published_answers_alone(client, force, things):
    evidence = things["public"]
    CitationFactory(
        evidence=evidence,
        update=UpdateFactory(
            response__organisation=force, response__recommendation__report__title="Not published"
        ),
    )
    DraftFactory(
        response=ForceResponseFactory(
            organisation=force, recommendation__report__title="Only drafted"
        )
    )

    shown = client.get(page_of(evidence)).content.decode()

    assert ("Not published" in shown, "Only drafted" in shown, "draft" in shown) == (
        False,
        False,
        False,
    )
    assert "answer of a day that is not stated" in shown
    assert "update 1" not in shown  # its number would say how many were sent and not published


# The library.


def test_library_lists_what_is_held_with_what_cites_it(client, lead, things, force):
    EvidenceFactory(
        organisation=force,
        title="Old plan",
        withdrawn_at="2021-01-01T00:00Z",
        withdrawn_because="Superseded.",
    )
    EvidenceFactory(title="Somebody else’s")
    client.force_login(lead)

    shown = client.get(reverse("responses:library")).content.decode()

    assert [f"CANARY-{name}.txt" in shown for name in things] == [True] * 4
    assert ("Superseded." in shown, "Withdrawn" in shown, "Somebody else’s" in shown) == (
        True,
        True,
        False,
    )


def test_empty_library_says_what_would_fill_it(client):
    client.force_login(UserFactory())

    assert "Nothing yet." in client.get(reverse("responses:library")).content.decode()


def fill(force, number):
    response = ForceResponseFactory(organisation=force)
    draft = DraftFactory(response=response)
    for _ in range(number):
        evidence = EvidenceFactory(organisation=force, findings=["It has 1 comment."])
        Citation.objects.create(evidence=evidence, draft=draft)
        CitationFactory(evidence=evidence, update=UpdateFactory(response__organisation=force))
    return response


@pytest.mark.parametrize("number", [1, 40])
def test_library_asks_the_same_of_the_database_for_any_number(
    client, force, lead, number, django_assert_num_queries
):
    fill(force, number)
    client.force_login(lead)

    with django_assert_num_queries(
        7
    ):  # session, user, access, count, evidence, citations, what waits
        client.get(reverse("responses:library"))


@pytest.mark.parametrize("number", [1, 40])
def test_tab_asks_the_same_of_the_database_for_any_number(
    client, force, lead, number, django_assert_num_queries
):
    response = fill(force, number)
    client.force_login(lead)

    # session, user, access, answer, sub-recommendations, notes, number of citations, citations,
    # files that wait, what waits, who sent it back
    with django_assert_num_queries(11):
        client.get(tab(response))


@pytest.mark.parametrize("number", [1, 40])
def test_item_asks_the_same_of_the_database_for_any_number(
    client, force, lead, number, django_assert_num_queries
):
    evidence = EvidenceFactory(organisation=force)
    for _ in range(number):
        CitationFactory(evidence=evidence, update=UpdateFactory(response__organisation=force))
    client.force_login(lead)

    with django_assert_num_queries(6):  # session, user, access, evidence, citations, what waits
        client.get(page_of(evidence))


def test_library_has_fifty_a_page(client, force, lead):
    EvidenceFactory.create_batch(51, organisation=force)
    client.force_login(lead)

    pages = [
        client.get(reverse("responses:library"), {"page": page}).context["page"] for page in (1, 2)
    ]

    assert [len(page.object_list) for page in pages] == [50, 1]


def test_word_document_with_comments_is_kept_with_its_findings(client, lead, response):
    client.force_login(lead)
    parts = {"word/comments.xml": "<c><comment/></c>"}
    document = office(
        "docx", parts=parts, types={"word/comments.xml": OOXML + "wordprocessingml.comments+xml"}
    )

    send_files(client, response, upload("a.docx", document), upload("b.png", CONTENTS["png"]))

    told = ["It has 1 comment. Whoever opens it can read what was said."]
    assert list(Evidence.objects.order_by("file_name").values_list("findings", flat=True)) == [
        told,
        [],
    ]
