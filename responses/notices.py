"""Who hears of an event, in which words. `verbs` says whether anybody does; here are the people.

A message is a row of the outbox, written in the transaction of its event: what is undone was never
said. It holds what is public of an answer, who did what, and the way to the page.
"""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from govuk.wording import count
from govuk.wording import day as day_in_words
from outbox.models import Message
from outbox.writing import write
from recommendations.models import Organisation, Report

from . import workflow
from .models import Draft, ForceResponse
from .models.authors import writers
from .verbs import VERBS, Recipients, banner_for
from .vocabulary import Stage

Role = Membership.Role
TOLD = ("update", "person", "role")  # of what an event holds; the rest may be words of a draft
NAMED = 5  # people that a page names; it counts the others
WRITING = (Stage.DRAFTING, Stage.AWAITING_SIGN_OFF)


def tell(event):
    """Write to those whom the line of its verb names. Called with every Event, so none is forgotten.

    Nobody is told what they did themselves, or one event twice.
    """
    told = {event.by_id}
    for notice in VERBS[event.verb].notices:
        told_now = set()
        for people, facts in PEOPLE[notice.to](event):
            others = [person for person in people if person.pk not in told]
            told_now.update(person.pk for person in others)
            _write(event, notice, others, facts)
        told |= told_now


def _write(event, notice, people, facts):
    if not people:
        return
    facts = _facts(event) | facts
    body = notice.body.format_map(facts)
    if due := facts.get("due") or _due(event, notice):
        body = f"{body}\n\n{due}"
    write(
        people,
        why=event.verb,
        about=about(event),
        subject=notice.subject.format_map(facts),
        body=body,
        path=_path(event, notice),
    )


def about(event):
    """How the outbox names what a message is about."""
    return f"event {event.pk}"


def _facts(event):
    facts = {"by": event.by or "Somebody", "dependency": event.dependency}
    facts |= {name: event.after[name] for name in TOLD if name in event.after}
    facts["organisation"] = event.organisation
    if event.response:
        asked = event.response.recommendation
        facts["asked"] = f"recommendation {asked.number}, {asked.report}"
        facts["policing_body"] = _policing_body_of(event.response.organisation)
    return facts


def _policing_body_of(organisation):
    """A mayor may hold several forces; a force has one policing body, or none."""
    return getattr(organisation, "policing_body", None) or "The policing body"


def _due(event, notice):
    """When the answer is due, for those who write or sign it while it is with them."""
    to_writers = notice.to in (Recipients.LEADS, Recipients.CHIEF_OFFICERS)
    if not to_writers or event.response is None or event.response.stage not in WRITING:
        return ""
    return _due_on(event.response.recommendation.due_on)


def _due_on(day):
    if day is None:
        return ""
    is_over = day < timezone.localdate()
    return f"It {'was' if is_over else 'is'} due on {day_in_words(day)}."


def _path(event, notice):
    if notice.page:
        return reverse(notice.page)
    if event.dependency:
        return event.dependency.get_absolute_url()
    if event.response is None:
        return reverse("responses:home")
    if notice.to == Recipients.WAITING:
        return event.response.recommendation.get_absolute_url()
    return reverse("responses:response", args=[event.response.pk])


# Who is meant: each gives groups of people with the facts that are theirs.


def _active(**rule):
    return User.objects.filter(is_active=True, **rule).distinct().order_by("name", "pk")


def _of_organisation(organisation, role):
    return _active(memberships__role=role, memberships__organisation=organisation)


def why_nobody_signs(response, signers):
    """Why nobody could sign this answer if they were asked, or nothing. `signers` can."""
    chief_officers = (
        [] if signers else _of_organisation(response.organisation_id, Role.CHIEF_OFFICER)
    )
    return workflow.why_nobody_signs(signers, list(chief_officers))


def _leads(event):
    yield _of_organisation(event.organisation_id, Role.LEAD), {}


def _person(event):
    yield _active(pk=event.after["person_key"]), {}


def _chief_officers(event):
    yield who_can_sign(event.response), {}


def who_can_sign(response):
    """The chief officers who can sign this answer off: none who wrote any of it."""
    saved_last = Draft.objects.filter(response=response).values("saved_by")
    others = _of_organisation(response.organisation_id, Role.CHIEF_OFFICER).exclude(
        pk__in=saved_last
    )
    return others.exclude(pk__in=writers(response))


def _signer(event):
    latest = event.response.latest
    if latest is not None and latest.signed_off_by_id:
        chief_officers = _of_organisation(event.response.organisation_id, Role.CHIEF_OFFICER)
        yield chief_officers.filter(pk=latest.signed_off_by_id), {}


def _reviewers(event):
    yield (
        _active(
            memberships__role=Role.REVIEWER,
            memberships__organisation__kind=Organisation.Kind.INSPECTORATE,
        ),
        {},
    )


def _policing_body(event):
    yield (
        _active(
            memberships__role=Role.SCRUTINY,
            memberships__organisation__force=event.response.organisation_id,
        ),
        {},
    )


def _waiting(event):
    if event.dependency:
        yield leads_waiting_for(event.dependency), {}
        return
    waiting = _waiting_on_recommendation(event.response.recommendation)
    others = waiting.exclude(organisation=event.response.organisation_id).values("organisation")
    yield _active(memberships__role=Role.LEAD, memberships__organisation__in=others), {}


def leads_waiting_for(dependency):
    """The leads of every organisation whose draft or last update waits for `dependency`."""
    waiting = ForceResponse.objects.waiting_for(dependency).values("organisation")
    return _active(memberships__role=Role.LEAD, memberships__organisation__in=waiting)


def _waiting_on_recommendation(recommendation):
    return ForceResponse.objects.filter(
        Q(draft__waits_on_recommendations=recommendation)
        | Q(latest__waits_on_recommendations=recommendation)
    )


def _asked(event):
    """Each organisation's leads hear how many answers the report asks of it, and by when."""
    report = Report.objects.get(slug=event.after["report"])
    asked = ForceResponse.objects.filter(recommendation__report=report, latest=None)
    by_organisation = asked.order_by().values("organisation", "organisation__name")
    counted = by_organisation.annotate(
        answers=Count("pk"), first_due_on=Min("recommendation__due_on")
    )
    leads = _leads_by_organisation(row["organisation"] for row in counted)
    for row in counted:
        facts = {
            "report": report,
            "organisation": row["organisation__name"],
            "answers": count(row["answers"], "recommendation"),
            "due": _due_on(row["first_due_on"]).replace("It ", "The first ", 1),
        }
        yield leads.get(row["organisation"], []), facts


def _leads_by_organisation(organisations):
    memberships = Membership.objects.filter(
        role=Role.LEAD, user__is_active=True, organisation__in=list(organisations)
    )
    leads = {}
    for membership in memberships.select_related("user").order_by("user__name", "user"):
        leads.setdefault(membership.organisation_id, []).append(membership.user)
    return leads


PEOPLE = {
    Recipients.LEADS: _leads,
    Recipients.CHIEF_OFFICERS: _chief_officers,
    Recipients.SIGNER: _signer,
    Recipients.REVIEWERS: _reviewers,
    Recipients.POLICING_BODY: _policing_body,
    Recipients.WAITING: _waiting,
    Recipients.ASKED: _asked,
    Recipients.PERSON: _person,
}


# What pages say of it.


def banner(verb, row, **facts):
    """What the person reads next who did `verb` to `row`, an answer or a dependency, and whom we
    will email. That nobody waits for an answer is no news.
    """
    text = banner_for(verb, **facts)
    event = row.events.filter(verb=verb).order_by("pk").last()
    people = _recipients(event) if event else []
    addressed = {notice.to for notice in VERBS[verb].notices}
    if people or addressed - {Recipients.WAITING}:
        return f"{text} {sentence_of(people)}"
    return text


def emailed(event):
    """Whom we will email about `event`, in a sentence. It counts rows that are written."""
    return sentence_of(_recipients(event))


def _recipients(event):
    rows = Message.objects.filter(about=about(event)).select_related("to")
    return [message.to for message in rows.order_by("to__name", "pk")]


def sentence_of(people):
    """Whom we will email: names, or how many more there are."""
    names = [str(person) for person in people]
    if not names:
        return "We will email nobody."
    count = "1 person" if len(names) == 1 else f"{len(names)} people"
    if len(names) > NAMED:
        names = [*names[:NAMED], f"and {len(names) - NAMED} more"]
    return f"We will email {count}: {', '.join(names)}."
