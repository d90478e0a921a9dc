"""What somebody types about how they sign in."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from ..models import User


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


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "So that you know which one it is. For example, my laptop."
        self.fields["passwordless"].label = "Sign in with it alone"
        self.fields[
            "passwordless"
        ].help_text = "It asks for your fingerprint, face or PIN instead of your password."
