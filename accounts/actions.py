"""What people change about themselves."""

from django.db.models import Q
from django.utils import timezone

from .models import User


def mark_read(user, until):
    """Remember that `user` read what changed up to `until`. Never goes back, and never into the future."""
    until = min(until, timezone.now())
    User.objects.filter(Q(changes_seen_at=None) | Q(changes_seen_at__lt=until), pk=user.pk).update(
        changes_seen_at=until
    )
