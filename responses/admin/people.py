"""People in the admin site, with an Event for what an admin changes about them.

`accounts` knows no Event, so the page that it describes is finished here.
"""

from django.contrib import admin
from django.db import transaction

from accounts.admin import PersonAdmin
from accounts.models import User

from ..actions.people import Powers, record_password, record_powers

admin.site.unregister(User)


@admin.register(User)
class RecordedPersonAdmin(PersonAdmin):
    def save_model(self, request, obj, form, change):
        request.powers_before = Powers.of(obj.pk)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record_powers(form.instance, by=request.user, before=request.powers_before)

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        password_before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        page = super().user_change_password(request, id, form_url)
        person = User.objects.filter(pk=id).exclude(password=password_before).first()
        if password_before is not None and person and request.method == "POST":
            record_password(person, by=request.user)
        return page
