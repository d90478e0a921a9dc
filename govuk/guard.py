"""The last door before the database: no text of a row keeps what nobody sees.

Forms clean what is typed, and say what they refuse. What comes past them, from the admin site, a
file or a command, is cleaned here when its row is saved.
"""

from typing import Any

from django.conf import settings
from django.db.models import CharField, Model, TextField
from django.db.models.signals import pre_save

from .text import clean_line, clean_lines


def clean_row(sender: type[Model], instance: Model, **signal: Any) -> None:
    """Before a row is saved. Rows of other people's apps, and those that are sealed, stay."""
    options = sender._meta
    if (
        options.app_label not in settings.APPS_WITH_TYPED_TEXT
        or options.label in settings.SEALED_ROWS
    ):
        return
    for column in options.concrete_fields:
        if not isinstance(column, CharField | TextField):
            continue
        value = instance.__dict__.get(column.attname)  # a deferred column is not fetched for this
        if isinstance(value, str) and value:
            clean = clean_line if isinstance(column, CharField) else clean_lines
            setattr(instance, column.attname, clean(value))


def stand() -> None:
    pre_save.connect(clean_row, dispatch_uid="govuk.guard")
