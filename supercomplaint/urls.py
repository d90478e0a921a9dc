from allauth.account import urls as account_urls
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import include, path, register_converter
from django.views.decorators.http import require_safe

from . import converters, health, site_files

register_converter(converters.Export, "export")
register_converter(converters.Key, "key")
register_converter(converters.Number, "number")


def text_page(name):
    """A page of text that is open to everybody."""

    @login_not_required
    def page(request):
        return render(
            request,
            f"pages/{name}.html",
            {"site": settings.SITE | {"contact": settings.SITE_CONTACT}},
        )

    return path(f"{name}/", require_safe(page), name=name)


# Not allauth's own pages for email addresses: an admin sets a person's address, since it says who
# they are.
ADDRESS_PAGES = {"account_email", "account_email_verification_sent", "account_confirm_email"}
account_pages = [page for page in account_urls.urlpatterns if page.name not in ADDRESS_PAGES]

urlpatterns = [
    path("", include("progress.urls")),
    path("", include("search.urls")),
    path("", include("responses.urls")),
    path("", include("documents.urls")),
    text_page("accessibility"),
    text_page("privacy"),
    text_page("cookies"),
    text_page("contact"),
    path("robots.txt", site_files.robots, name="robots"),
    path(".well-known/security.txt", site_files.security, name="security_txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include(account_pages)),
    path("admin/", admin.site.urls),
]
