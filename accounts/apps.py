from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import Tags, register

from . import sessions


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self):
        from . import security_log
        from .checks import (
            no_demo_accounts,
            who_runs_the_site,
        )  # it needs the models, which are loaded now

        register(no_demo_accounts, Tags.database)
        register(who_runs_the_site)
        security_log.connect()
        user_logged_in.connect(begin_session, dispatch_uid="accounts.begin_session")


def begin_session(sender, request, user, **kwargs):
    """The one place that every way of signing in passes: the sign-in page, a second factor, a command, a test."""
    sessions.begin(request.session)
