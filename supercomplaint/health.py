"""Whether the site is alive, whether it can serve, and whether it was told what it must say.

Probes ask without signing in; details are for admins.
"""

import os
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """The process answers. It asks the database nothing: a restart would not bring that back."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """503 where something that every page needs is missing, so that a proxy sends people elsewhere."""
    faults = {}
    for name, fault_of in CHECKS.items():
        fault = fault_of()
        if fault:
            faults[name] = fault

    answer = {"ready": not faults}
    if not faults.get("database") and request.user.is_authenticated and request.access.administers:
        answer["checks"] = {name: faults.get(name, "ok") for name in CHECKS}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if not faults:
        status = HTTPStatus.OK
    return JsonResponse(answer, status=status)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as fault:
        return type(fault).__name__
    return ""


def _migrations():
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as fault:
        return type(fault).__name__
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return f"{len(waiting)} to run: manage.py prepare"
    return ""


def _evidence():
    """The folder is made with the first file; until then the one above it has to be there."""
    folder = Path(settings.MEDIA_ROOT)
    if not folder.exists():
        folder = folder.parent
    if os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return ""
    return "The folder of files cannot be written"


def _static_files():
    try:
        staticfiles_storage.url("site.css")
    except (ImproperlyConfigured, ValueError):
        return "Missing: manage.py collectstatic"
    return ""


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "evidence": _evidence,
    "static_files": _static_files,
}


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
