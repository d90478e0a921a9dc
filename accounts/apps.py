from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import Tags, register

from supercomplaint.health import who_runs_the_site

from .sign_in import sessions


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self):
        # They need the models, which are loaded now.
        from .demo import no_demo_accounts
        from .sign_in import security_log

        register(no_demo_accounts, Tags.database)
        register(who_runs_the_site)
        security_log.connect()
        user_logged_in.connect(begin_session, dispatch_uid="accounts.begin_session")


def begin_session(sender, request, user, **kwargs):
    """The one place that every way of signing in passes: the sign-in page, a second factor, a command, a test."""
    sessions.begin(request.session)
