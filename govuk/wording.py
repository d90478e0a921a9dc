"""Days and counts as pages say them, for Python that writes sentences. Templates say `{{ date|day }}`."""

import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date


def day(value, absent="Not stated"):
    """“17 December 2020”, or the word for a day that is not there. A moment counts where we are."""
    if not value:
        return absent
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_date(value, "j F Y")


def count(number, noun):
    """“1 answer” or “2,000 answers”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
