"""What people change about themselves."""

import datetime

from django.db.models import Q
from django.utils import timezone

from .models import User


def mark_read(user: User, until: datetime.datetime) -> None:
    """Remember that `user` read what changed up to `until`. Never goes back, nor into the future."""
    until = min(until, timezone.now())
    not_read_later = Q(changes_seen_at=None) | Q(changes_seen_at__lt=until)
    User.objects.filter(not_read_later, pk=user.pk).update(changes_seen_at=until)
