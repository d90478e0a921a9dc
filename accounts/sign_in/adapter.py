"""Where allauth asks us: who signs up, whose failures count together, how mail is sent, how secrets are kept."""

import base64
import hashlib
import logging
import threading
from datetime import timedelta
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site

from ..access import access_of
from . import second_factor

logger = logging.getLogger(__name__)
KNOWN_FOR = timedelta(days=90)
SALT = "accounts.known"


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up: an admin adds people."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Email address or password is wrong",
        "too_many_login_attempts": "Too many wrong passwords. Wait 5 minutes, then try again",
    }

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **about):
        """Remember that this person has signed in with this browser before."""
        page = super().post_login(request, user, **about)
        page.set_signed_cookie(
            settings.KNOWN_COOKIE_NAME,
            user.email.lower(),
            salt=SALT,
            max_age=KNOWN_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return page

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Count the failures in a browser that a person knows apart from those of strangers.

        Five wrong guesses at a known address lock it for five minutes. Its own person goes on signing in where they
        did before: who guesses elsewhere cannot keep them out.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        email = credentials.get("email", "").lower()
        is_known = bool(email) and email == _known_here(request)
        return f"{key}:known" if is_known else key

    def is_reauthentication_required(self, *, app, **about):
        """Before somebody changes their ways to sign in. To have signed in just now is enough."""
        return (
            second_factor.seconds_since_signing_in(self.request)
            >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        )

    def send_mail(self, template_prefix, email, context):
        post(self.letter(template_prefix, email, context))

    def letter(self, template_prefix, email, context):
        site = (
            get_current_site(self.request)
            if self.request
            else {"domain": urlsplit(settings.SITE_URL).netloc}
        )
        about = {"request": self.request, "email": email, "current_site": site}
        return self.render_mail(template_prefix, email, about | context)


def post(message):
    """Send from a thread of its own, so that a page takes as long whether there is a mail to send or not."""
    if settings.MAIL_IN_BACKGROUND:
        threading.Thread(target=_send, args=[message], daemon=True).start()
    else:
        _send(message)


def _known_here(request):
    return request.get_signed_cookie(settings.KNOWN_COOKIE_NAME, "", salt=SALT, max_age=KNOWN_FOR)


def _send(message):
    """A mail server that refuses or is silent changes no answer: a stranger could tell who has an account by it."""
    try:
        message.send()
    except OSError:  # SMTPException is one
        logger.exception("A mail about an account could not be sent")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted: a copy of the database alone signs nobody in."""

    def encrypt(self, text):
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        """Nobody who needs a second factor removes their last one."""
        user = authenticator.user
        factors = user.authenticator_set.exclude(type=authenticator.Type.RECOVERY_CODES)
        is_last = not factors.exclude(pk=authenticator.pk).exists()
        return not (is_last and second_factor.is_required(access_of(user)))


def _fernet():
    key = hashlib.sha256(f"accounts.second_factor{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
