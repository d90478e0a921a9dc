"""What happens to accounts, for the security log. Django and allauth say so by signals; nothing else hangs on them."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from supercomplaint.logs import log_security

SIGNALS = {
    "signed in": user_logged_in,
    "signed out": user_logged_out,
    "sign-in failed": user_login_failed,
    "password changed": password_changed,
    "password reset": password_reset,
    "second factor added": authenticator_added,
    "second factor removed": authenticator_removed,
    "recovery codes made": authenticator_reset,
}


def connect():
    for what, signal in SIGNALS.items():
        signal.connect(
            _receiver(what), weak=False, dispatch_uid=f"accounts.sign_in.security_log {what}"
        )


def _receiver(what):
    def receive(sender, request=None, user=None, **about):
        log_security(what, request, account=user.pk if user else "")

    return receive
