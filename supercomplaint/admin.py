"""What every page of the admin site shares: who gets in, and where they sign in.

Who may do what comes from `request.access`; Django's own groups and permissions are not used.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect


class ForAdmins:
    """The permissions of a page, or of an inline, that admins look after and nobody else opens."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_module_permission(self, request):
        return request.access.administers

    def has_view_permission(self, request, obj=None):
        return request.access.administers

    def has_add_permission(self, request, obj=None):
        return request.access.administers

    def has_change_permission(self, request, obj=None):
        return request.access.administers

    def has_delete_permission(self, request, obj=None):
        return request.access.administers


class LookedAfterByAdmins(ForAdmins, admin.ModelAdmin):
    """Rows that an admin adds, changes and deletes."""


class ReadOnly(ForAdmins):
    """The permissions of rows that an admin reads and nobody changes here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadByAdmins(ReadOnly, admin.ModelAdmin):
    """Rows that an admin reads, among those that `visible_to` shows, and nobody changes here."""

    actions = None
    show_full_result_count = False
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.access)

    def changelist_view(self, request, extra_context=None):
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)


@login_not_required
@secure_admin_login
def sign_in(request, extra_context=None):
    """Send people to the site's own sign-in page, which limits guessing. Django's form would go around it."""
    return redirect("admin:index")


admin.site.login = sign_in
admin.site.site_header = "Police super-complaints: admin"
admin.site.site_title = "Police super-complaints: admin"
admin.site.index_title = "What admins look after"
