from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, register_converter
from django.views.generic import TemplateView

from . import converters

register_converter(converters.Key, "key")
register_converter(converters.Number, "number")


def text_page(name):
    """A page of words alone, open to everybody."""
    return path(f"{name}/", login_not_required(TemplateView.as_view(template_name=f"pages/{name}.html")), name=name)


urlpatterns = [
    path("", include("responses.urls")),
    text_page("accessibility"),
    text_page("privacy"),
    text_page("cookies"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
