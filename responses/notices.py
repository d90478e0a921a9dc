"""Who hears of an event, in which words. `verbs` says whether anybody does; here are the people.

Mail goes out once the change is kept, and its failure undoes nothing.
"""

from django.conf import settings
from django.core.mail import send_mass_mail
from django.db import transaction
from django.urls import reverse

from accounts.models import Membership, User
from recommendations.models import Organisation

from .models import ForceResponse
from .verbs import VERBS, Recipients

Role = Membership.Role


def tell(event):
    """Mail those whom the line of its verb names. Called with every Event, so no action can forget it."""
    for notice in VERBS[event.verb].notices:
        subject = notice.subject.format_map(_facts(event))
        addresses = recipients(notice.to, event)
        _mail(addresses, subject, event.reason if event.response else "", _path(event))


def _facts(event):
    facts = {"dependency": event.dependency}
    if event.response:
        asked = event.response.recommendation
        facts["answer"] = f"{event.response.organisation}, recommendation {asked.number} of {asked.report}"
    return facts


def _path(event):
    if event.dependency:
        return event.dependency.get_absolute_url()
    return reverse("responses:response", args=[event.response.pk])


def recipients(to, event):
    """The addresses of the people whom `to`, one of the Recipients, means for this event."""
    people = PEOPLE[to](event).filter(is_active=True)
    return sorted(set(people.values_list("email", flat=True)))


def _leads(event):
    return _of_organisation(event, Role.LEAD)


def _chief_officers(event):
    return _of_organisation(event, Role.CHIEF_OFFICER)


def _of_organisation(event, role):
    return User.objects.filter(memberships__role=role, memberships__organisation=event.response.organisation_id)


def _reviewers(event):
    return User.objects.filter(
        memberships__role=Role.REVIEWER,
        memberships__organisation__kind=Organisation.Kind.INSPECTORATE,
    )


def _policing_body(event):
    return User.objects.filter(
        memberships__role=Role.SCRUTINY,
        memberships__organisation__force=event.response.organisation_id,
    )


def _waiting(event):
    waiting = ForceResponse.objects.waiting_for(event.dependency).values("organisation")
    return User.objects.filter(memberships__role=Role.LEAD, memberships__organisation__in=waiting)


PEOPLE = {
    Recipients.LEADS: _leads,
    Recipients.CHIEF_OFFICERS: _chief_officers,
    Recipients.REVIEWERS: _reviewers,
    Recipients.POLICING_BODY: _policing_body,
    Recipients.WAITING: _waiting,
}


def leads_waiting_for(dependency):
    """The addresses of the leads of every organisation whose draft or last update waits for `dependency`."""
    waiting = ForceResponse.objects.waiting_for(dependency).values("organisation")
    people = User.objects.filter(is_active=True, memberships__role=Role.LEAD, memberships__organisation__in=waiting)
    return sorted(set(people.values_list("email", flat=True)))


def _mail(addresses, subject, reason, path):
    body = "\n\n".join(
        filter(
            None,
            [f"{subject}.", reason and f"Reason given: {reason}", f"{settings.SITE_URL}{path}"],
        )
    )
    mails = [(" ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [address]) for address in addresses]
    if mails:
        transaction.on_commit(lambda: send_mass_mail(mails), robust=True)
