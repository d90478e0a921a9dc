from django.urls import path

from .views import register, work

app_name = "responses"
urlpatterns = [
    path("", register.reports, name="register"),
    path("reports/<slug:slug>/", register.report, name="report"),
    path("reports/<slug:slug>/<number:number>/", register.recommendation, name="recommendation"),
    path("organisations/", register.organisations, name="organisations"),
    path("organisations/<slug:slug>/", register.organisation, name="organisation"),
    path("npcc-dependencies/", register.dependencies, name="dependencies"),
    path("npcc-dependencies/<slug:slug>/", register.dependency, name="dependency"),
    path("your-work/", work.home, name="home"),
    path("responses/<key:pk>/edit/", work.edit, name="edit"),
]
