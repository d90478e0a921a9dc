"""Who hears what, when. Mail goes out once the change is kept, and its failure undoes nothing."""

from django.conf import settings
from django.core.mail import send_mass_mail
from django.db import transaction
from django.urls import reverse

from accounts.models import Membership, User
from recommendations.models import NPCCDependency

from .models import ForceResponse

Role = Membership.Role
WHAT_HAPPENED = {
    "ask": "is waiting for your sign-off",
    "take_back": "",
    "send": "was sent to HMICFRS",
    "send_back": "was sent back by the chief officer",
    "agree_plan": "has its plan agreed by HMICFRS",
    "confirm": "was confirmed by HMICFRS",
    "close": "was closed by HMICFRS",
    "return": "was returned by HMICFRS",
    "reopen": "was reopened by HMICFRS",
    "start": "",
}


def tell(step, response, reason):
    """Mail those whose turn it is after `step`, or who wait to hear of it."""
    if what := WHAT_HAPPENED[step.name]:
        title = f"recommendation {response.recommendation.number} of {response.recommendation.report}"
        subject = f"{response.organisation}, {title} {what}"
        _mail(recipients(step.name, response), subject, reason, reverse("responses:response", args=[response.pk]))


def recipients(verb, response):
    """The addresses of the people who hear of `verb` on this answer."""
    if verb == "ask":
        people = _own(response, Role.CHIEF_OFFICER)
    elif verb == "send":
        people = _reviewers() | _scrutiny(response)
    else:
        people = _own(response, Role.LEAD)
    return sorted(set(people.filter(is_active=True).values_list("email", flat=True)))


def _own(response, role):
    return User.objects.filter(memberships__role=role, memberships__organisation=response.organisation_id)


def _reviewers():
    return User.objects.filter(memberships__role=Role.REVIEWER, memberships__organisation__kind="inspectorate")


def _scrutiny(response):
    return User.objects.filter(
        memberships__role=Role.SCRUTINY, memberships__organisation__force=response.organisation_id
    )


def tell_of_dependency(dependency):
    """Mail each lead whose answer waits for `dependency`, once however many of their answers do."""
    if dependency.state == NPCCDependency.State.AWAITED:
        what = "is awaited again"
    else:
        what = f"is {dependency.get_state_display().lower()}: your answers that wait for it need an update"
    _mail(leads_waiting_for(dependency), f"{dependency.title} {what}", "", dependency.get_absolute_url())


def leads_waiting_for(dependency):
    """The addresses of the leads of every organisation whose draft or last update waits for `dependency`."""
    waiting = ForceResponse.objects.waiting_for(dependency).values("organisation")
    people = User.objects.filter(is_active=True, memberships__role=Role.LEAD, memberships__organisation__in=waiting)
    return sorted(set(people.values_list("email", flat=True)))


def _mail(addresses, subject, reason, path):
    body = "\n\n".join(
        filter(None, [f"{subject}.", reason and f"Reason given: {reason}", f"{settings.SITE_URL}{path}"])
    )
    mails = [(" ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [address]) for address in addresses]
    if mails:
        transaction.on_commit(lambda: send_mass_mail(mails), robust=True)
