from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import Tags, register

from . import sessions


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self):
        from .checks import no_demo_accounts  # it needs the models, which are loaded now

        register(no_demo_accounts, Tags.database)
        user_logged_in.connect(begin_session, dispatch_uid="accounts.begin_session")


def begin_session(sender, request, user, **kwargs):
    """The one place that every way of signing in passes: the sign-in page, a second factor, a command, a test."""
    sessions.begin(request.session)
