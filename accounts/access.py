"""What one person may see and do, read once per request. Rules take an Access, never a user."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from recommendations.models import Organisation

from .models import Membership, User

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
    def organisations(self) -> frozenset[int]:
        """Those this person belongs to as one who answers."""
        return self.leads | self.signs | self.reads


PUBLIC = Access()


def access_of(user: User | AnonymousUser) -> Access:
    """The Access of `user`, in one query; the public's for somebody signed out or closed."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return PUBLIC

    reviews = False
    scrutinises = set()
    organisations_by_role: dict[str, set[int]] = {role: set() for role in Role}
    memberships = user.memberships.values_list(
        "role", "organisation_id", "organisation__force_id", "organisation__kind"
    )
    for role, organisation, force, kind in memberships:
        organisations_by_role[role].add(organisation)
        if role == Role.REVIEWER and kind == Organisation.Kind.INSPECTORATE:
            reviews = True
        if role == Role.SCRUTINY and force:
            scrutinises.add(force)

    return Access(
        user_id=user.pk,
        administers=user.is_superuser,
        reviews=reviews,
        leads=frozenset(organisations_by_role[Role.LEAD]),
        signs=frozenset(organisations_by_role[Role.CHIEF_OFFICER]),
        reads=_union(organisations_by_role, [Role.LEAD, Role.CHIEF_OFFICER, Role.VIEWER]),
        scrutinises=frozenset(scrutinises),
    )


def _union(organisations_by_role: dict[str, set[int]], roles: Iterable[str]) -> frozenset[int]:
    union: set[int] = set()
    for role in roles:
        union |= organisations_by_role[role]
    return frozenset(union)
