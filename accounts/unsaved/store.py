"""What somebody typed into a form and has not saved.

A session ends, a tab is closed, a form is refused: the words are kept for a day, for the person who wrote them, in
the browser that they wrote them in. Each form carries a signed claim of who opened it, so a stranger, who has none,
fills no table. The words are encrypted with a key of which half is in a cookie of that browser: whoever reads the
database, or signs in there as somebody else, reads none of them. Nothing here ever sends a form.
"""

import base64
import hashlib
import json
import secrets
import zlib
from dataclasses import dataclass, replace
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import QueryDict, UnreadablePostError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import normalize_newlines

from ..models import UnsavedForm

FIELD = "unsaved"  # the hidden field that holds the claim
SALT = "accounts.unsaved"
KEPT_FOR = timedelta(hours=24)
MOST_CHARACTERS = 400_000  # twenty of the longest account; an answer in parts has fewer
MOST_FORMS = 40  # of one person: with more the oldest go
LONGEST_ADDRESS = 500
NOT_WORDS = {FIELD, "csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Claim:
    """Who opened a form, on which page, and where it is sent. `form` is new each time that it is drawn."""

    user_id: int
    page: str
    action: str
    form: str
    after: str = ""  # the form whose words this one was filled with

    def signed(self):
        return signing.dumps(
            [self.user_id, self.page, self.action, self.form, self.after], salt=SALT
        )

    @classmethod
    def new(cls, user, page, action):
        return cls(user.pk, page, action, secrets.token_hex(16))

    @classmethod
    def of(cls, request):
        """The claim of the form that was sent, or None."""
        try:
            return cls(*signing.loads(request.POST.get(FIELD, ""), salt=SALT))
        except (signing.BadSignature, SuspiciousOperation, UnreadablePostError, TypeError):
            return None


class Browser:
    """The browser of `request`, known by a random token in a cookie that no script reads."""

    def __init__(self, request):
        self.token = request.COOKIES.get(settings.UNSAVED_COOKIE_NAME, "")
        self.is_new = not self.token

    def begin(self):
        if not self.token:
            self.token = secrets.token_urlsafe(32)

    @property
    def digest(self):
        return hashlib.sha256(self.token.encode()).hexdigest()

    @cached_property
    def key(self):
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=SALT.encode())
        secret = derive.derive(f"{settings.SECRET_KEY}{self.token}".encode())
        return Fernet(base64.urlsafe_b64encode(secret))

    def remember(self, page):
        """Leave the token with the browser for as long as words are kept."""
        page.set_cookie(
            settings.UNSAVED_COOKIE_NAME,
            self.token,
            max_age=KEPT_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


@transaction.atomic
def keep(browser, claim, typed, page=None):
    """Keep what was typed, and the refused `page` that showed it; returns the form, or None where it is too much."""
    pairs = [
        (name, normalize_newlines(value))
        for name, values in typed.lists()
        if name not in NOT_WORDS
        for value in values
    ]
    if sum(len(value) for _, value in pairs) > MOST_CHARACTERS:
        return None
    browser.begin()
    content = {"pairs": pairs}
    if page is not None:
        content |= {"page": page.content.decode(), "status": page.status_code}
    packed = zlib.compress(json.dumps(content).encode())

    form, _ = UnsavedForm.objects.update_or_create(
        form=claim.form,
        user_id=claim.user_id,
        defaults={
            "browser": browser.digest,
            "page": claim.page,
            "action": claim.action,
            "kept_at": timezone.now(),
            "held": browser.key.encrypt(packed),
        },
    )

    unsaved_forms = UnsavedForm.objects.filter(user_id=claim.user_id)
    unsaved_forms.filter(form=claim.after).delete()
    newest = unsaved_forms.order_by("-kept_at").values("pk")[:MOST_FORMS]
    unsaved_forms.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return form


def keep_posted(request, claim, page=None):
    """Keep the form that `request` sent, for as long as its browser is told to remember the token."""
    request.unsaved_form = keep(request.browser, claim, request.POST, page)
    return request.unsaved_form


def forget(claim):
    """The form was saved: nothing of it is unsaved any more."""
    UnsavedForm.objects.filter(user_id=claim.user_id, form__in=[claim.form, claim.after]).delete()


def tidy():
    """Remove what was kept for its day; returns how many."""
    return UnsavedForm.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def kept_in(browser):
    """The forms of one browser, whoever wrote them: enough to say that there are some."""
    if not browser.token:
        return UnsavedForm.objects.none()
    return UnsavedForm.objects.filter(
        browser=browser.digest, kept_at__gte=timezone.now() - KEPT_FOR
    )


def of_person(browser, user):
    """What `user` wrote in this browser and has not saved, newest first."""
    return kept_in(browser).filter(user_id=user.pk).order_by("-kept_at", "-pk")


def held_in(browser, form):
    """What a form holds, or None where this browser has not its key."""
    try:
        return json.loads(zlib.decompress(browser.key.decrypt(bytes(form.held))))
    except InvalidToken:
        return None


def typed_in(held):
    """What was typed, as a form takes it."""
    typed = QueryDict(mutable=True)
    for name, value in held["pairs"]:
        typed.appendlist(name, value)
    return typed


def differs(form, typed):
    """Whether anything in `typed` is not what `form` begins with."""
    return any(
        field.has_changed(form.get_initial_for_field(field, name), _value(form, name, field, typed))
        for name, field in _fields(form)
        if not isinstance(field.widget, forms.HiddenInput)
    )


def fill(form, typed):
    """Let a form that nobody has sent yet begin with `typed`; its hidden fields too, such as a version."""
    for name, field in _fields(form):
        form.initial[name] = _value(form, name, field, typed)


def _fields(form):
    return [
        (name, field)
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    ]


def _value(form, name, field, typed):
    return field.widget.value_from_datadict(typed, {}, form.add_prefix(name))


def continued(claim, form):
    """The claim of a form that is filled from `form`: once it is kept or saved, the form is not needed."""
    return replace(claim, after=form.form)
