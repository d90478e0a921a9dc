"""What an admin may type about people: addresses, passwords, and which role goes with which organisation."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
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


class ResetPasswordForm(account_forms.ResetPasswordForm):
    """Asks for a link to set a new password, and takes as long for an address that nobody has."""

    def save(self, request, **kwargs):
        if not self.users:
            nobody = User(pk=0, email=self.cleaned_data["email"])
            # A token holds the addresses of its person, which two statements look up.
            addresses = EmailAddress.objects.filter(user_id=nobody.pk)
            addresses.filter(email=nobody.email).exists()
            list(addresses.values_list("email"))
            PasswordResetTokenGenerator().make_token(nobody)
            context = {"password_reset_url": request.path, "request": request, "user": nobody}
            get_adapter().render_mail("account/email/password_reset_key", nobody.email, context)
        return super().save(request, **kwargs)


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


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "So that you know which one it is. For example, my laptop."
        self.fields["passwordless"].label = "Sign in with it alone"
        self.fields[
            "passwordless"
        ].help_text = "It asks for your fingerprint, face or PIN instead of your password."


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
