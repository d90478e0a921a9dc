"""Accounts to try the site with on one's own machine. They exist in demo mode alone."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from recommendations.models import Organisation

from .models import Membership, User

PASSWORD = "for the demo only"  # noqa: S105  it opens nothing outside demo mode
UNNAMED, OTHER = "constabulary-not-named", "warwickshire"
Role = Membership.Role

# email, name, the organisation's slug and the role
ACCOUNTS = [
    ("lead@demo.example", "Force lead (demo)", UNNAMED, Role.LEAD),
    ("chief@demo.example", "Chief officer (demo)", UNNAMED, Role.CHIEF_OFFICER),
    ("viewer@demo.example", "Viewer (demo)", UNNAMED, Role.VIEWER),
    ("other-lead@demo.example", "Lead of another force (demo)", OTHER, Role.LEAD),
    ("other-chief@demo.example", "Chief officer of another force (demo)", OTHER, Role.CHIEF_OFFICER),
    ("policing-body@demo.example", "Policing body (demo)", f"{OTHER}-policing-body", Role.SCRUTINY),
    ("reviewer@demo.example", "HMICFRS reviewer (demo)", "hmicfrs", Role.REVIEWER),
    ("admin@demo.example", "Admin (demo)", None, None),
]


@transaction.atomic
def make_demo_accounts():
    """Add those that are missing; returns how many. Refused outside demo mode."""
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo accounts are made in demo mode alone.")
    there = set(User.objects.values_list("email", flat=True))
    missing = [account for account in ACCOUNTS if account[0] not in there]
    password = make_password(PASSWORD) if missing else ""
    for email, name, slug, role in missing:
        user = User.objects.create(
            email=email, name=name, password=password, is_demo=True, is_staff=not slug, is_superuser=not slug
        )
        if slug:
            user.memberships.create(organisation=Organisation.objects.get(slug=slug), role=role)
    return len(missing)
