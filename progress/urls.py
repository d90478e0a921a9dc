"""What everybody reads."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from .sitemaps import SITEMAPS
from .views import answers, changes, force, matrix, overview, register

app_name = "progress"
urlpatterns = [
    path("", register.reports, name="reports"),
    path("reports/<slug:slug>/", register.report, name="report"),
    path("reports/<slug:slug>/<number:number>/", register.recommendation, name="recommendation"),
    path("organisations/", register.organisations, name="organisations"),
    path("organisations/<slug:slug>/", register.organisation, name="organisation"),
    path("npcc-dependencies/", register.dependencies, name="dependencies"),
    path("npcc-dependencies/<slug:slug>/", register.dependency, name="dependency"),
    path(
        "sitemap.xml",
        login_not_required(require_safe(sitemap)),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
    path("progress/", matrix.report, name="matrix"),
    path("progress/overview/", overview.overview, name="overview"),
    path("progress/answers/", answers.answers, name="answers"),
    path("progress/answers.csv-metadata.json", answers.export_metadata, name="export_metadata"),
    path("progress/answers.<export:kind>", answers.export, name="export"),
    path("progress/organisations/<slug:slug>/", force.force, name="force"),
    path("progress/changes/", changes.changes, name="changes"),
    path("progress/changes/read/", changes.read, name="changes_read"),
]
