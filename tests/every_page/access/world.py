"""Two forces with the same of everything, and people of every kind. Whatever is private carries a canary.

A canary says whose it is and what: CANARY-B-DRAFT is in the drafts of force B. `MAY_READ` says who may meet which.
"""

import datetime
import re
from dataclasses import dataclass, field

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.access import access_of
from accounts.models import Membership
from accounts.sign_in import sessions
from files import intake
from outbox.models import Message
from recommendations.models import ReportFile
from responses import actions
from responses.models import Citation, Event, Evidence, Update
from tests.factories import AddresseeFactory as Addressed
from tests.factories import (
    DependencyFactory,
    ForceResponseFactory,
    MembershipFactory,
    NoteFactory,
    OrganisationFactory,
    PublishedDocumentFactory,
    RecommendationFactory,
    ReportFactory,
    SubRecommendationFactory,
    TieFactory,
    UserFactory,
)

Role = Membership.Role
STATES = ["draft", "asked", "sent", "published"]
MISSING = 987654321
CANARY = re.compile(rb"CANARY-([A-Z0-9]+)-([A-Z]+)", re.IGNORECASE)


def canary(whose, what):
    return f"CANARY-{whose}-{what}".upper()


def word(whose, what):
    """A word that stands beside the canary alone, for somebody to search for."""
    return f"{whose}{what}only".lower()


def canaries(content):
    """Those in `content`: pairs of whose it is and what."""
    return {
        (whose.decode().upper(), what.decode().upper()) for whose, what in CANARY.findall(content)
    }


# What of a force each kind of person may meet. PUBLISHED is everybody's; an email address is its person's own.
OWN = {"DRAFT", "UNSENT", "BACK", "SENT", "COMMENT", "RETURN", "NAME"}
SENT = {"SENT", "COMMENT", "RETURN", "NAME"}
MAY_READ = {
    "lead_a": {"A": OWN},
    "chief_a": {"A": OWN},
    "viewer_a": {"A": OWN},
    "staff_lead_a": {"A": OWN},
    "lead_b": {"B": OWN},
    "chief_b": {"B": OWN},
    "policing_body": {"A": SENT},
    "reviewer": {"A": SENT | {"NOTE"}, "B": SENT | {"NOTE"}},
    "staff_reviewer": {"A": SENT | {"NOTE"}, "B": SENT | {"NOTE"}},
    "admin": {
        "A": {"SENT", "NAME", "UNSENT"},
        "B": {"SENT", "NAME", "UNSENT"},
        "REGISTER": {"UNOPENED"},
    },
    "anonymous": {},
    "disabled": {},
    "nobody": {},
    "viewer_b": {"B": OWN},
    "body_b": {"B": SENT},
}
ONLY_MAILED = {"viewer_b", "body_b"}  # they are like somebody of force A
PEOPLE = [person for person in MAY_READ if person not in ONLY_MAILED]
OUT = {"anonymous", "disabled"}
STAFF = {"staff_lead_a", "staff_reviewer"}


def email_owner(person):
    return person.replace("_", "").upper()


def may_read(person):
    """The canaries that `person` may meet."""
    seen = {("A", "PUBLISHED"), ("B", "PUBLISHED"), (email_owner(person), "EMAIL")}
    if person == "admin":
        seen |= {(email_owner(other), "EMAIL") for other in MAY_READ}
    return seen | {(whose, what) for whose, whats in MAY_READ[person].items() for what in whats}


@dataclass
class World:
    """`rows` are the keys in addresses: by kind, then by force and state."""

    users: dict = field(default_factory=dict)
    cookies: dict = field(default_factory=dict)
    forces: dict = field(default_factory=dict)
    bodies: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    dependency: object = None
    settled: object = None
    last_message: int = 0
    elsewheres: dict = field(default_factory=dict)


def build():
    world = World()
    _make_organisations(world)
    _make_people(world)
    recommendations = _make_register(world)
    for letter in "AB":
        for state in STATES:
            _make_answer(world, letter, state, recommendations[state])
    _make_elsewheres(world)
    _make_rows(world)
    world.last_message = Message.objects.latest("pk").pk
    world.cookies = {name: _signed_in(user) for name, user in world.users.items()}
    return world


def _make_organisations(world):
    for letter in "AB":
        force = OrganisationFactory(name=f"Force {letter}", slug=f"force-{letter.lower()}")
        world.forces[letter] = force
        world.bodies[letter] = OrganisationFactory(
            name=f"Policing body of {letter}",
            slug=f"body-{letter.lower()}",
            kind="local_policing_body",
            force=force,
            group="policing_bodies",
        )
    world.inspectorate = OrganisationFactory(
        name="HMICFRS", slug="hmicfrs", kind="inspectorate", group=""
    )


def _make_people(world):
    for letter in "AB":
        force = world.forces[letter]
        for role in (Role.LEAD, Role.CHIEF_OFFICER, Role.VIEWER):
            person = {Role.LEAD: "lead", Role.CHIEF_OFFICER: "chief", Role.VIEWER: "viewer"}[role]
            _add(world, f"{person}_{letter.lower()}", letter, force, role)
    _add(world, "staff_lead_a", "A", world.forces["A"], Role.LEAD, is_staff=True)
    _add(world, "disabled", "A", world.forces["A"], Role.LEAD, is_active=False)
    _add(world, "policing_body", "A", world.bodies["A"], Role.SCRUTINY)
    _add(world, "body_b", "B", world.bodies["B"], Role.SCRUTINY)
    _add(world, "reviewer", "", world.inspectorate, Role.REVIEWER)
    _add(world, "staff_reviewer", "", world.inspectorate, Role.REVIEWER, is_staff=True)
    _add(world, "admin", "", is_staff=True, is_superuser=True)
    _add(world, "nobody", "")


def _add(world, name, letter, organisation=None, role=None, **powers):
    known_as = f"{canary(letter, 'NAME')} {name}" if letter else f"Person {name}"
    address = f"{canary(email_owner(name), 'EMAIL').lower()}@police.example"
    world.users[name] = UserFactory(email=address, name=known_as, **powers)
    if organisation:
        MembershipFactory(user=world.users[name], organisation=organisation, role=role)


def _make_register(world):
    """One report for all states, one that is not open, and what hangs on them."""
    world.report = ReportFactory(title="The report", slug="the-report", opened=True)
    asked = {
        state: RecommendationFactory(
            report=world.report,
            number=str(number),
            order=number,
            due_on=datetime.date(2021, 6, 17),
            due_in_words="Six months from publication.",
        )
        for number, state in enumerate(STATES, 1)
    }
    for recommendation in asked.values():
        SubRecommendationFactory(recommendation=recommendation, label="a", order=1)
        Addressed(recommendation=recommendation)
    world.note = NoteFactory(recommendation=asked["draft"], order=1)
    world.tie = TieFactory(from_recommendation=asked["draft"], to_recommendation=asked["sent"])
    world.unopened = ReportFactory(
        title=canary("REGISTER", "UNOPENED"), slug="canary-register-unopened"
    )
    RecommendationFactory(
        report=world.unopened, number="1", order=1, text=canary("REGISTER", "UNOPENED")
    )
    world.dependency = DependencyFactory(title="The position", slug="the-position")
    world.settled = DependencyFactory(
        title="The other position", slug="the-other-position", settled=True
    )
    for dependency in (world.dependency, world.settled):
        dependency.recommendations.set(asked.values())
    world.file = ReportFile.of("report.json", "[]")
    world.file.save()
    return asked


def _make_answer(world, letter, state, recommendation):
    """An answer in `state`, brought there by the actions that people take."""
    response = ForceResponseFactory(
        recommendation=recommendation, organisation=world.forces[letter]
    )
    world.answers[letter, state] = response
    by = _Hands(world, letter, response)
    {"draft": _drafted, "asked": _asked, "sent": _sent, "published": _published}[state](by)


def _drafted(by):
    by.write("DRAFT", "UNSENT")
    by.step("ask", "lead")
    by.step("send_back", "chief", reason=by.canary("BACK"))


def _asked(by):
    by.write("DRAFT", "UNSENT")
    by.step("ask", "lead")


def _sent(by):
    by.write("SENT", "SENT")
    by.send()
    if by.letter == "A":  # the other waits for a reviewer
        actions.claim(
            by.response, by=by.reviewer, access=access_of(by.reviewer), reviewer=by.reviewer
        )
    actions.leave_note(
        by.response, by=by.reviewer, access=access_of(by.reviewer), text=by.canary("NOTE")
    )
    by.comment("COMMENT", is_published=False)


def _published(by):
    """Published, sent again, returned, and being written: what is private lies beside what is published."""
    by.write("PUBLISHED", "SENT")
    by.cite("PUBLISHED", is_public=True)
    by.send()
    lead = by.user("lead")
    actions.publish(Update.objects.get(response=by.response), by=lead, access=access_of(lead))
    by.comment("PUBLISHED", is_published=True)
    by.step("agree_plan", "reviewer")
    by.write("SENT", "SENT")
    by.send()
    by.step("return", "reviewer", reason=by.canary("RETURN"))
    by.write("DRAFT", "UNSENT")


class _Hands:
    """The people of one force, at work on one answer."""

    def __init__(self, world, letter, response):
        self.world, self.letter, self.response = world, letter, response
        self.reviewer = world.users["reviewer"]

    def canary(self, what):
        return f"{canary(self.letter, what)} {word(self.letter, what)}"

    def user(self, name):
        return self.world.users[name if name == "reviewer" else f"{name}_{self.letter.lower()}"]

    def write(self, what, cited):
        lead, said = self.user("lead"), self.canary(what)
        self.response.refresh_from_db()
        actions.save_draft(
            self.response,
            by=lead,
            access=access_of(lead),
            version=self.response.version,
            account=f"Account {said}",
            lead=f"Lead {said}",
            position="accepted",
            progress="waiting",
            sub_answers={"a": f"Part {said}"},
            waits_on_dependencies=[self.world.dependency],
        )
        self.cite(cited, is_public=False)

    def cite(self, what, *, is_public):
        lead, said = self.user("lead"), self.canary(what)
        content = f"{said} for recommendation {self.response.recommendation.number}, public: {is_public}\n"
        file = intake.receive(SimpleUploadedFile(f"{said}.txt", content.encode()))
        actions.add_files(
            self.response,
            [file],
            by=lead,
            access=access_of(lead),
            title=f"Thing {said}",
            kind="plan",
            where=f"Page {said}",
            is_public=is_public,
        )

    def step(self, name, who, **words):
        user = self.user(who)
        self.response.refresh_from_db()
        actions.take_step(
            name,
            self.response,
            by=user,
            access=access_of(user),
            version=self.response.version,
            **words,
        )

    def send(self):
        self.step("ask", "lead")
        self.step("send", "chief")

    def comment(self, what, *, is_published):
        body = self.world.users["policing_body" if self.letter == "A" else "body_b"]
        self.response.refresh_from_db()
        actions.comment(
            self.response,
            by=body,
            access=access_of(body),
            text=self.canary(what),
            assures=False,
            said_on=datetime.date(2021, 7, 1),
            is_published=is_published,
        )


def _make_elsewheres(world):
    """Of the force and report: what everybody may know, so that it holds no canary."""
    for letter, force in world.forces.items():
        address = f"https://www.force-{letter.lower()}.police.uk/earlier/"
        world.elsewheres[letter] = actions.record_elsewhere(force, world.report, address=address)


def _make_rows(world):
    answers = world.answers
    asked = {state: answers["A", state].recommendation.number for state in STATES}
    for response in answers.values():
        response.refresh_from_db()
    world.rows = {
        "-": {("", ""): {}},
        "answer": {place: {"pk": response.pk} for place, response in answers.items()},
        "update": {place: {"pk": key} for place, key in _updates(world).items()},
        "evidence": {place: {"pk": thing.pk} for place, thing in _evidence(world).items()},
        "citation": {place: {"pk": citation.pk} for place, citation in _citations(world).items()},
        "elsewhere": {
            (letter, "there"): {"pk": response.pk} for letter, response in world.elsewheres.items()
        },
        "document": {
            (letter, "proposed"): {
                "pk": PublishedDocumentFactory(report=world.report, organisation=force).pk
            }
            for letter, force in world.forces.items()
        },
        "report": {
            ("", "there"): {"slug": "the-report"},
            ("", "unopened"): {"slug": world.unopened.slug},
        },
        "recommendation": {
            ("", "there"): {"slug": "the-report", "number": asked["published"]},
            ("", "silent"): {"slug": "the-report", "number": asked["draft"]},
            ("", "unopened"): {"slug": world.unopened.slug, "number": "1"},
        },
        "organisation": {("", "there"): {"slug": "force-a"}, ("", "other"): {"slug": "force-b"}},
        "dependency": {("", "there"): {"slug": "the-position"}},
        "export": {("", kind): {"kind": kind} for kind in ("csv", "json", "xlsx")},
        "app": {("", "there"): {"app_label": "responses"}},
        "any": {("", "there"): {"url": "never-there/"}},
        "unsaved_key": {("", "there"): {"pk": MISSING}},
        "reset_key": {("", "there"): {"uidb36": "1", "key": "never-sent"}},
        "dependency_key": {("", "there"): {"pk": world.dependency.pk}},
        "file_key": {("", "there"): {"pk": world.file.pk}},
        "citation_of": {
            place: {"pk": (each.draft or each.update).response_id, "citation": each.pk}
            for place, each in _citations(world).items()
        },
        "user_id": {("", "there"): {"id": world.users["lead_b"].pk}},
        "onsite": {("", "there"): _on_site(world.answers["B", "draft"])},
        **_admin_rows(world),
    }


def _on_site(row):
    return {"content_type_id": ContentType.objects.get_for_model(row).pk, "object_id": row.pk}


def _admin_rows(world):
    """For each page of the admin site of a row, the row: of those that have several, the most private."""
    asked = world.answers["A", "draft"].recommendation
    rows = [
        world.users["lead_b"],
        world.forces["B"],
        asked,
        asked.addressees.get(),
        world.forces["B"].group,
        asked.sub_recommendations.get(),
        world.note,
        world.tie,
        world.dependency,
        world.file,
        world.unopened,
        Message.objects.filter(to=world.users["lead_b"]).first(),
    ]
    return {
        row._meta.label_lower.replace(".", "_"): {("", "there"): {"object_id": row.pk}}
        for row in rows
    } | {
        f"responses_{kind}": {place: {"object_id": key} for place, key in keys.items()}
        for kind, keys in {
            "forceresponse": {place: response.pk for place, response in world.answers.items()},
            "update": _updates(world),
            "evidence": {place: thing.pk for place, thing in _evidence(world).items()},
            "event": {place: event.pk for place, event in _events().items()},
        }.items()
    }


def _events():
    """By force: what a draft was changed to, what was sent, and what a reviewer noted."""
    verbs = {"draft": "save_draft", "sent": "send", "note": "note"}
    return {
        (letter, state): Event.objects.filter(
            organisation__name=f"Force {letter}", verb=verb
        ).first()
        for letter in "AB"
        for state, verb in verbs.items()
    }


def _updates(world):
    """By force: one that was sent, and one that is published."""
    keys = {place: each.published_id or each.latest_id for place, each in world.answers.items()}
    return {place: key for place, key in keys.items() if key}


def _evidence(world):
    """By force: cited in a draft alone, in what was sent, and public in what is published."""
    things = Evidence.objects.order_by("-pk")
    wanted = {"unsent": "UNSENT", "sent": "SENT", "public": "PUBLISHED"}
    return {
        (letter, state): things.filter(title__contains=canary(letter, what)).last()
        for letter in "AB"
        for state, what in wanted.items()
    }


def _citations(world):
    """By force: in a draft that is being written, in one that waits for its sign-off, and in an update."""
    rows = {}
    for letter in "AB":
        for state in ("draft", "asked"):
            rows[letter, state] = Citation.objects.get(draft__response=world.answers[letter, state])
        rows[letter, "sent"] = Citation.objects.get(update__response=world.answers[letter, "sent"])
    return rows


def _signed_in(user):
    """The key of a session that began before the account was closed, if it is."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "accounts.sign_in.backends.SignInBackend"
    sessions.begin(session)
    session.save()
    return session.session_key
