"""The admin site: who gets in, and what Django's own pages tell whom."""

import functools

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.views import shortcut
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator

ROW_ON_THE_SITE = "view_on_site"


class SuperComplaintAdminSite(admin.AdminSite):
    site_header = "Police super-complaints: admin"
    site_title = "Police super-complaints: admin"
    index_title = "What you look after"

    @method_decorator([login_not_required, secure_admin_login])
    def login(self, request, extra_context=None):
        """Send people to the site's own sign-in page, which limits guessing. Django's form would go around it."""
        return redirect("admin:index")

    def get_urls(self):
        """Django leads from any key to the address of its row, and asks nobody: here it asks for an admin."""
        pages = [
            page for page in super().get_urls() if getattr(page, "name", None) != ROW_ON_THE_SITE
        ]
        route = "r/<path:content_type_id>/<path:object_id>/"
        return [path(route, _for_admins(self.admin_view(shortcut)), name=ROW_ON_THE_SITE), *pages]


def _for_admins(view):
    """Answer anybody else as if nothing were there, before the admin site asks them to sign in."""

    @functools.wraps(view)
    def page(request, *args, **kwargs):
        if not request.access.administers:
            raise Http404
        return view(request, *args, **kwargs)

    return page
