"""An update that everybody can read, and one that they no longer can."""

from django.db import transaction
from django.utils import timezone

from .. import workflow
from ..history.chain import changed, lock, point, refuse
from ..models import Update
from ..queries import signing


@transaction.atomic
def publish(update, *, by, access):
    """Let everybody read `update`. Publishing twice changes nothing."""
    response = lock(update.response)
    refuse(signing.why_not_publish(update, access))
    if Update.objects.filter(pk=update.pk, published_at=None).update(published_at=timezone.now()):
        point(response)
        changed(response, "publish", by=by, after={"update": update.number})


@transaction.atomic
def unpublish(update, *, by, access, reason):
    """Take `update` back from what everybody reads, with a reason. What was read is not unread."""
    response = lock(update.response)
    refuse(workflow.why_not_publish(update, access))
    if not reason.strip():
        refuse("Give a reason.")
    if Update.objects.filter(pk=update.pk, published_at__isnull=False).update(published_at=None):
        point(response)
        changed(response, "unpublish", by=by, before={"update": update.number}, reason=reason)
