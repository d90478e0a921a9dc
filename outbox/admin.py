"""What waits, what was sent and what could not be: an admin reads it, and sends it again."""

from django.contrib import admin, messages

from supercomplaint.admin import LookedAfterByAdmins, ReadOnly

from .models import Message
from .sending import try_again


@admin.register(Message)
class MessageAdmin(ReadOnly, LookedAfterByAdmins):
    """Nobody types over a message, or deletes one: it says what somebody was told, and when."""

    list_display = [
        "created_at",
        "to",
        "subject",
        "state",
        "tries",
        "next_try_at",
        "sent_at",
        "error",
    ]
    list_filter = ["state", "why", "created_at"]
    list_select_related = ["to"]
    search_fields = ["subject", "to__name", "to__email", "error"]
    fields = [
        "to",
        "state",
        "error",
        "tries",
        "created_at",
        "first_tried_at",
        "next_try_at",
        "sent_at",
        "why",
        "about",
        "subject",
        "body",
        "path",
    ]
    actions = ["send_again"]
    show_full_result_count = False

    def get_actions(self, request):
        """Django offers actions to whoever may change rows. Sending again is offered to admins."""
        return {
            name: action
            for name, action in super().get_actions(request).items()
            if name == "send_again"
        }

    @admin.action(description="Send again", permissions=["view"])
    def send_again(self, request, chosen):
        count = try_again(chosen)
        messages.success(request, f"Messages that will be sent again within a minute: {count}")
