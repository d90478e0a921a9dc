"""What the first page of the admin site says of messages."""

from django import template

from ..models import Message

register = template.Library()


@register.inclusion_tag("admin/outbox/message/counts.html", takes_context=True)
def message_counts(context):
    """How many messages wait and how many failed, for admins; nothing for others."""
    access = context["request"].access
    if not access.administers:
        return {"counts": []}
    states = Message.State
    counts = [
        (label, state, Message.objects.filter(state=state).count())
        for label, state in [
            ("Could not be sent", states.GIVEN_UP),
            ("Failed, will try again", states.FAILED),
            ("Waiting to be sent", states.WAITING),
        ]
    ]
    return {"counts": counts}
