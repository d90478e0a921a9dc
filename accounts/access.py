"""What one person may see and do, read once per request. Rules take an Access, never a user."""

from dataclasses import dataclass

from recommendations.models import Organisation

from .models import Membership

Role = Membership.Role


@dataclass(frozen=True)
class Access:
    """Sets hold keys of organisations. The empty Access is the public's."""

    user_id: int | None = None
    administers: bool = False
    reviews: bool = False
    leads: frozenset[int] = frozenset()  # writes their answers
    signs: frozenset[int] = frozenset()  # signs their answers off
    reads: frozenset[int] = frozenset()  # sees their drafts
    scrutinises: frozenset[int] = frozenset()  # sees what they sent, for their policing body

    @property
    def organisations(self):
        """Those this person belongs to as one who answers."""
        return self.leads | self.signs | self.reads

    @property
    def itself(self):
        """The same, to be kept: `request.access` holds on to its request."""
        return self


PUBLIC = Access()


def access_of(user):
    """The Access of `user`, in one query; the public's for somebody who is signed out or closed."""
    if not user.is_authenticated or not user.is_active:
        return PUBLIC
    memberships = list(
        user.memberships.values_list("role", "organisation_id", "organisation__force_id", "organisation__kind")
    )
    return Access(
        user_id=user.pk,
        administers=user.is_superuser,
        reviews=any(
            role == Role.REVIEWER and kind == Organisation.Kind.INSPECTORATE for role, _, _, kind in memberships
        ),
        leads=_organisations(memberships, Role.LEAD),
        signs=_organisations(memberships, Role.CHIEF_OFFICER),
        reads=_organisations(memberships, Role.LEAD, Role.CHIEF_OFFICER, Role.VIEWER),
        scrutinises=frozenset(force for role, _, force, _ in memberships if role == Role.SCRUTINY and force),
    )


def _organisations(memberships, *roles):
    return frozenset(organisation for role, organisation, _, _ in memberships if role in roles)
