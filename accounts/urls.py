from allauth.mfa.totp import views as totp
from csp.decorators import csp_update
from django.urls import include, path

from . import views

# The picture for an authenticator app is in the page itself, so its secret is in no address and in no log.
activate_totp = csp_update({"img-src": "data:"})(totp.activate_totp)

urlpatterns = [
    path("2fa/totp/activate/", activate_totp, name="mfa_activate_totp"),
    path("2fa/", include("allauth.mfa.urls")),
    path("settings/", views.settings, name="account_settings"),
    path("unsaved/", views.unsaved_forms, name="unsaved"),
    path("unsaved/keep/", views.unsaved_keep, name="unsaved_keep"),
    path("unsaved/<key:pk>/discard/", views.unsaved_discard, name="unsaved_discard"),
    path("session/", views.session, name="account_session"),
    path("session/stay/", views.stay, name="account_stay"),
]
