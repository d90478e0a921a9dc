"""How a fact is known: how exactly a day is, and how surely anything."""

import calendar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.dateformat import format as format_date

MOST_WORDS = 6
web_address = URLValidator(schemes=["http", "https"])


class Precision(models.TextChoices):
    """How much of a day is known. A month or a year is held as its first day."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"
    NONE = "none", "Not known"


FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


def in_words(day, precision, otherwise="no date given"):
    """“December 2021”, where no more than the month is known."""
    if day is None or precision == Precision.NONE:
        return otherwise
    return format_date(day, FORMATS[Precision(precision)])


def last_possible(day, precision):
    """The last day that a day of this precision can be; lateness is claimed only after it."""
    if day is None or precision == Precision.NONE:
        return None
    if precision == Precision.YEAR:
        return day.replace(month=12, day=31)
    if precision == Precision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


class Certainty(models.TextChoices):
    """How we know it. Empty is not stated."""

    SEEN = "seen", "Read at its source"
    QUOTED = "quoted", "Quoted by a body that answers it"
    INFERRED = "inferred", "Inferred by us"
    NOT_FOUND = "not_found", "Not found"


def six_words_at_most(title):
    if len(title.split()) > MOST_WORDS:
        raise ValidationError(f"Use {MOST_WORDS} words at most")


class CertaintyField(models.CharField):
    """One of Certainty, or empty."""

    def __init__(self, *args, **options):
        options = {"max_length": 10, "choices": Certainty, "blank": True, "default": ""} | options
        super().__init__(*args, **options)


class WebAddressField(models.URLField):
    """The http(s) address of a page of somebody else: up to 500 characters, as gov.uk has."""

    def __init__(self, *args, **options):
        options = {"max_length": 500, "blank": True, "validators": [web_address]} | options
        super().__init__(*args, **options)
