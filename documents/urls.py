from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("documents/", views.add, name="add"),
    path("documents/<key:pk>/", views.document, name="document"),
]
