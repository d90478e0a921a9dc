"""System checks of the accounts in a database. `manage.py check --database default` and `migrate` run them."""

from django.conf import settings
from django.core.checks import Error, Warning
from django.db import DatabaseError

from .models import User

DEMO_ACCOUNTS = Error(
    "This database holds demo accounts, whose password everybody knows.",
    hint="Use a database of its own when DEBUG is off. Until then nobody can sign in with a demo account.",
    id="accounts.E001",
)


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


OF_THE_SITE = {
    "controller": "SITE_CONTROLLER",
    "accessibility": "ACCESSIBILITY_CONTACT",
    "data_protection": "DATA_PROTECTION_CONTACT",
    "retention": "RETENTION",
}


def who_runs_the_site(app_configs=None, **options):
    """A warning for each fact that the legal pages of a real site have to name and that nobody set."""
    if settings.DEBUG:
        return []
    missing = [setting for name, setting in OF_THE_SITE.items() if not settings.SITE[name]]
    missing += [
        name for name in ("SITE_CONTACT", "SECURITY_CONTACT") if not getattr(settings, name)
    ]
    return [
        Warning(
            f"{setting} is not set.",
            hint="The privacy, accessibility and contact pages name who runs the site.",
            id="accounts.W001",
        )
        for setting in missing
    ]
