"""What an admin changed about a person: one Event for each change, and a message to those whom it concerns.

The change itself is made by the admin site's form. Before this an admin could make themself viewer of a force, read
its drafts, and leave nothing but a line in Django's own log.
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import Membership, User
from outbox.writing import write
from recommendations.models import Organisation

from ..history.chain import record

Role = Membership.Role


@dataclass(frozen=True)
class Powers:
    """What one person may do, as it stands in the database."""

    roles: frozenset
    account: dict

    @classmethod
    def of(cls, pk):
        memberships = Membership.objects.filter(user_id=pk).values_list("organisation_id", "role")
        names = ("email", "is_active", "is_staff", "is_superuser")
        return cls(frozenset(memberships), User.objects.filter(pk=pk).values(*names).first() or {})


@transaction.atomic
def record_powers(person, *, by, before):
    """Record how `person` differs from the Powers that they had `before`, and tell those whom it concerns."""
    after = Powers.of(person.pk)
    for organisation_pk, role in sorted(after.roles - before.roles):
        organisation = Organisation.objects.get(pk=organisation_pk)
        record("give_role", organisation=organisation, by=by, after=_role(person, role))
        _tell_of_role("gave {} the role", person, organisation, role, by)
    for organisation_pk, role in sorted(before.roles - after.roles):
        organisation = Organisation.objects.get(pk=organisation_pk)
        record("take_role", organisation=organisation, by=by, before=_role(person, role))
        _tell_of_role("took from {} the role", person, organisation, role, by)

    changed = {name for name, value in after.account.items() if before.account.get(name) != value}
    if before.account and changed:
        old = {name: before.account[name] for name in changed}
        new = {name: after.account[name] for name in changed}
        record(
            "change_account",
            by=by,
            before=old,
            after=new | {"person": person.name, "person_key": person.pk},
        )
        _tell([person], f"An admin changed your account: {_in_words(new)}", by)


@transaction.atomic
def record_password(person, *, by):
    """Record that an admin set somebody's password, and tell that person."""
    record("set_password", by=by, after={"person": person.name, "person_key": person.pk})


@transaction.atomic
def remove_second_factors(person, *, by):
    """Let somebody who lost their phone or key begin anew, and tell them; returns how many were removed."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if removed:
        record(
            "remove_second_factors", by=by, after={"person": person.name, "person_key": person.pk}
        )
        _tell([person], "An admin removed the second factors of your account", by)
    return removed


def _role(person, role):
    return {"person": person.name, "person_key": person.pk, "role": Role(role).label}


def _tell_of_role(what, person, organisation, role, by):
    chiefs = User.objects.filter(
        is_active=True,
        memberships__organisation=organisation,
        memberships__role=Role.CHIEF_OFFICER,
    )
    sentence = f"An admin {what.format(person.name)} “{Role(role).label}” in {organisation.name}"
    _tell({person, *chiefs}, sentence, by)


def _in_words(account):
    labels = {
        "email": "email address",
        "is_active": "may sign in",
        "is_staff": "may open the admin site",
    }
    return ", ".join(labels.get(name, "is an admin") for name in sorted(account))


def _tell(people, what, by):
    body = f"{by.name} did this. If you did not expect it, ask them, or another admin."
    write(people, why="change_account", subject=what, body=body)
