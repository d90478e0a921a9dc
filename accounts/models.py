from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from recommendations.models import Organisation


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.lower(), **fields)  # as sign-in looks for it
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, known by an email address. What they may do comes from memberships."""

    class Emails(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DIGEST = "digest", "One email a day"

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150, help_text="As colleagues know them.")
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Untick to close the account."
    )
    is_staff = models.BooleanField("may open the admin site", default=False)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField("added at", auto_now_add=True)
    emails = models.CharField(
        "how often we email",
        max_length=7,
        choices=Emails,
        default=Emails.AT_ONCE,
    )
    changes_seen_at = models.DateTimeField(
        null=True, editable=False, help_text="Up to when this person has read what changed."
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self):
        return self.name or self.email

    @property
    def wants_digest(self):
        """Whether what happens to them in a day is one email on the next morning."""
        return self.emails == self.Emails.DIGEST


class Membership(models.Model):
    """One role of one person in one organisation."""

    class Role(models.TextChoices):
        LEAD = "lead", "Force lead"
        CHIEF_OFFICER = "chief_officer", "Chief officer"
        VIEWER = "viewer", "Viewer"
        SCRUTINY = "scrutiny", "Policing body’s scrutiny"
        REVIEWER = "reviewer", "HMICFRS reviewer"

    MAY_DO = {
        Role.LEAD: "write its answers.",
        Role.CHIEF_OFFICER: "read its answers, and sign them off.",
        Role.VIEWER: "read its answers, drafts included.",
        Role.SCRUTINY: "read what its force sent.",
        Role.REVIEWER: "read what every organisation sent.",
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["organisation__name", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="one_membership_of_each_role"
            )
        ]

    @property
    def may_do(self):
        return self.MAY_DO[self.role]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"


class UnsavedForm(models.Model):
    """What a person typed into a form and has not saved. Encrypted; `accounts/unsaved/store.py` alone reads it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unsaved_forms")
    form = models.CharField(
        max_length=32, help_text="New each time that a form is drawn, so two windows are two."
    )
    browser = models.CharField(
        max_length=64, help_text="SHA-256 of the token in the cookie of that browser."
    )
    page = models.CharField(
        max_length=500, help_text="The address of the page that it was typed on."
    )
    action = models.CharField(max_length=500, help_text="The address that the form is sent to.")
    kept_at = models.DateTimeField(db_index=True)
    held = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="one_row_of_each_unsaved_form")
        ]
        indexes = [models.Index(fields=["browser", "page"], name="unsaved_of_a_browser")]

    def __str__(self):
        return f"{self.user}: {self.page}"
