from django.urls import path

from . import views

urlpatterns = [
    path("settings/", views.settings, name="account_settings"),
    path("unsaved/", views.unsaved_forms, name="unsaved"),
    path("unsaved/keep/", views.unsaved_keep, name="unsaved_keep"),
    path("unsaved/<key:pk>/discard/", views.unsaved_discard, name="unsaved_discard"),
    path("session/", views.session, name="account_session"),
    path("session/stay/", views.stay, name="account_stay"),
]
