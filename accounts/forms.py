"""What an admin may type about people: addresses, passwords, and which role goes with which organisation."""

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError

from recommendations.models import Organisation

from .models import Membership, User

Kind, Role = Organisation.Kind, Membership.Role


class OnePersonPerAddress:
    """The same address in capitals is the same person."""

    def clean_email(self):
        email = self.cleaned_data["email"].lower()  # as sign-in looks for it
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Another person already has this email address.")
        return email


class AddPersonForm(OnePersonPerAddress, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]
        labels = {"email": "Email address"}

    usable_password = AdminUserCreationForm.create_usable_password_field(
        "Disabled: the account has no password until its person asks for one by email, "
        "with “Forgot your password?” on the sign-in page."
    )


class ChangePersonForm(OnePersonPerAddress, UserChangeForm):
    class Meta:
        model = User
        fields = ["email", "name", "password", "is_active", "is_staff", "is_superuser"]
        labels = {"email": "Email address", "is_superuser": "Is an admin"}
        help_texts = {
            "is_superuser": "Looks after people, organisations, reports and dependencies."
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_superuser") and not cleaned.get("is_staff"):
            self.add_error("is_staff", "An admin needs to be able to open the admin site.")
        return cleaned


class SettingsForm(forms.ModelForm):
    """What somebody chooses for themselves."""

    class Meta:
        model = User
        fields = ["emails"]
        widgets = {"emails": forms.RadioSelect}
        labels = {"emails": "How often should we email you?"}
        help_texts = {
            "emails": "One email a day comes at 7am, and holds everything since the one before."
        }


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["organisation", "role"]

    def clean(self):
        cleaned = super().clean()
        organisation, role = cleaned.get("organisation"), cleaned.get("role")
        if organisation and role and (reason := why_not_role(role, organisation)):
            self.add_error("role", reason)
        return cleaned


def why_not_role(role, organisation):
    """Why nobody can have this role in this organisation, or nothing."""
    if role == Role.REVIEWER:
        if organisation.kind != Kind.INSPECTORATE:
            return "A reviewer belongs to an inspectorate."
    elif role == Role.SCRUTINY:
        if organisation.kind != Kind.LOCAL_POLICING_BODY:
            return "Scrutiny belongs to a local policing body."
    elif not organisation.group_id and organisation.kind not in (Kind.POLICE_FORCE, Kind.UNNAMED):
        return f"A {Role(role).label.lower()} belongs to a body that a report can ask, such as a police force."
    return None
