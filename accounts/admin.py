"""People and what they may do for whom. Accounts are closed, never deleted: history points at them."""

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401  so does this
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Prefetch

from supercomplaint.admin import ForAdmins, LookedAfterByAdmins

from .forms import AddPersonForm, ChangePersonForm, MembershipForm
from .models import Membership, User

admin.site.unregister(Group)
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)

POWERS = ["is_active", "is_staff", "is_superuser"]


class MembershipInline(ForAdmins, admin.TabularInline):
    model = Membership
    form = MembershipForm
    autocomplete_fields = ["organisation"]
    extra = 0


@admin.register(User)
class PersonAdmin(LookedAfterByAdmins, UserAdmin):
    form = ChangePersonForm
    add_form = AddPersonForm
    inlines = [MembershipInline]
    list_display = ["name", "email", "acts_for", "is_active", "is_staff", "last_login"]
    list_filter = ["memberships__role", "is_active", "is_staff"]
    search_fields = ["name", "email", "memberships__organisation__name"]
    ordering = ["name", "pk"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined", "is_demo"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("What they may open", {"fields": POWERS}),
        ("What is known", {"fields": ["last_login", "date_joined", "is_demo"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    @admin.display(description="acts for")
    def acts_for(self, user):
        roles = []
        for membership in user.memberships.all():
            roles.append(f"{membership.get_role_display()}, {membership.organisation}")
        return "; ".join(roles)

    def get_queryset(self, request):
        memberships = Prefetch("memberships", Membership.objects.select_related("organisation"))
        return super().get_queryset(request).prefetch_related(memberships)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        """Nobody shuts themselves out, so there is always an admin."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj == request.user:
            fields += POWERS
        return fields

    def save_model(self, request, obj, form, change):
        """With the old address nobody signs in or asks for a password any more."""
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()
