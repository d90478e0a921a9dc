"""Accounts to try the site with on your own machine. They exist only in demo mode."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction

from recommendations.models import Organisation

from .models import Membership, User

PASSWORD = "for the demo only"  # noqa: S105  it opens nothing outside demo mode
UNNAMED = "constabulary-not-named"
OTHER = "warwickshire"
Role = Membership.Role

# email, name, the organisation's slug and the role
ACCOUNTS = [
    ("lead@demo.example", "Force lead (demo)", UNNAMED, Role.LEAD),
    ("chief@demo.example", "Chief officer (demo)", UNNAMED, Role.CHIEF_OFFICER),
    ("viewer@demo.example", "Viewer (demo)", UNNAMED, Role.VIEWER),
    ("other-lead@demo.example", "Lead of another force (demo)", OTHER, Role.LEAD),
    (
        "other-chief@demo.example",
        "Chief officer of another force (demo)",
        OTHER,
        Role.CHIEF_OFFICER,
    ),
    ("policing-body@demo.example", "Policing body (demo)", f"{OTHER}-policing-body", Role.SCRUTINY),
    ("reviewer@demo.example", "HMICFRS reviewer (demo)", "hmicfrs", Role.REVIEWER),
    ("admin@demo.example", "Admin (demo)", None, None),
]

DEMO_ACCOUNTS = Error(
    "This database holds demo accounts, whose password everybody knows.",
    hint="Use a database of its own when DEBUG is off. Until then nobody can sign in with a demo account.",
    id="accounts.E001",
)


@transaction.atomic
def make_demo_accounts():
    """Add those that are missing; returns how many. Refused outside demo mode."""
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo accounts are only made in demo mode.")

    emails = set(User.objects.values_list("email", flat=True))
    missing = [account for account in ACCOUNTS if account[0] not in emails]
    if not missing:
        return 0

    password = make_password(PASSWORD)  # one hash for all: each takes 0.3 s
    for email, name, slug, role in missing:
        is_admin = slug is None
        user = User.objects.create(
            email=email,
            name=name,
            password=password,
            is_demo=True,
            is_staff=is_admin,
            is_superuser=is_admin,
        )
        if slug:
            user.memberships.create(organisation=Organisation.objects.get(slug=slug), role=role)
    return len(missing)


def no_demo_accounts(databases=None, **options):
    """An error where the database of a real site holds a demo account."""
    if settings.DEBUG or not databases:
        return []
    try:
        has_demo_accounts = User.objects.filter(is_demo=True).exists()
    except DatabaseError:
        # Before the first migration there is no table.
        return []
    return [DEMO_ACCOUNTS] if has_demo_accounts else []
