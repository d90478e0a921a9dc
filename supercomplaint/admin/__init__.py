"""What every page of the admin site shares: who reads its rows, and who changes them.

Who may do what comes from `request.access`; Django's own groups and permissions are not used.
"""

import re

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

KEY = re.compile("[0-9]{1,18}")
ENDINGS = [
    "",
    "__exact",
    "__id__exact",
    "__isnull",
    "__isempty",
    "__gte",
    "__lt",
]  # of the addresses of filters


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

    def history_view(self, request, object_id, extra_context=None):
        """Refuse before looking: Django’s own would tell others which keys are there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


class ReadOnly(ForAdmins):
    """The permissions of rows that an admin reads and nobody changes here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadAtWork(ReadOnly):
    """The permissions of what those who answer, reviewers and admins read here. Nobody types over it."""

    def has_module_permission(self, request):
        access = request.access
        return access.administers or access.reviews or bool(access.organisations)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)


class WorkAdmin(ReadAtWork, admin.ModelAdmin):
    """Rows of the work on answers: one's own organisation's, or what was sent. A row that is not shown is not there.

    `owner` leads from a row to its organisation. Whatever changes a row is a step, never a field that is typed.
    """

    owner = "organisation"
    actions = None
    show_full_result_count = False
    view_on_site = False
    also_asked = ()  # addresses that a page of ours links to, beside those of the filters

    def get_queryset(self, request):
        rows, access = super().get_queryset(request).visible_to(request.access), request.access
        return (
            rows
            if access.administers or access.reviews
            else rows.filter(**{f"{self.owner}__in": access.organisations})
        )

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

    def get_fields(self, request, obj=None):
        """Name what this person cannot open, and link the rest."""
        return [
            self._named(name) if self._is_closed(name, request) else name for name in self.fields
        ]

    def _is_closed(self, name, request):
        related = {field.name: field.related_model for field in self.opts.fields}.get(name)
        return related is not None and not self.admin_site.get_model_admin(
            related
        ).has_view_permission(request)

    def _named(self, name):
        @admin.display(description=self.opts.get_field(name).verbose_name)
        def named(row):
            return getattr(row, name)

        return named

    def lookup_allowed(self, lookup, value, request):
        """Only what a filter asks: an address could ask for the rest, letter by letter."""
        allowed = set(self.also_asked)
        for list_filter in self.get_list_filter(request):
            name = _asked(list_filter)
            allowed.update(name + ending for ending in ENDINGS)
        return lookup in allowed

    def changelist_view(self, request, extra_context=None):
        """Nothing but a step that is offered is taken from a list."""
        if request.method not in ("GET", "HEAD"):
            self._refuse_crafted(request)
        return super().changelist_view(request, extra_context)

    def _refuse_crafted(self, request):
        chosen = request.POST.getlist("action")
        offered = {"", *self.get_actions(request)} if self.get_actions(request) else set()
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if (
            not chosen
            or not offered.issuperset(chosen)
            or not all(KEY.fullmatch(key) for key in keys)
        ):
            raise PermissionDenied


def _asked(filter_item):
    """What a filter asks: it is a name, or a name with its class, or a class alone."""
    if isinstance(filter_item, str):
        return filter_item
    return filter_item[0] if isinstance(filter_item, tuple) else filter_item.parameter_name
