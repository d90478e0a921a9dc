"""The rows of long tables. Drawn here and not in templates, where each cell takes five times as long."""

from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

CELL = '<td class="govuk-table__cell govuk-table__cell--numeric">'


def drawn(rows):
    """Each of `rows` is its head and then its cells: numbers, texts or what `link` gives."""
    return mark_safe("\n".join(_row(head, cells) for head, *cells in rows))  # noqa: S308  each part is escaped


def _row(head, cells):
    cells = "".join(f"{CELL}{_escaped(each)}</td>" for each in cells)
    head = f'<th scope="row" class="govuk-table__header">{_escaped(head)}</th>'
    return f'<tr class="govuk-table__row">{head}{cells}</tr>'


def _escaped(each):
    return each if isinstance(each, SafeString) else escape(str(each))


@lru_cache(maxsize=4096)
def address(page, *parts):
    """Of a page by its name. Remembered, since a table has hundreds."""
    return reverse(page, args=parts)


def also(address, name, value=""):
    """`address` with one more thing in its query, whose value may be added later."""
    return f"{address}{'' if address.endswith('?') else '&'}{name}={value}"


def link(text, address, hidden=""):
    """`hidden` is added for those who hear the link alone, and not the table around it."""
    hidden = f'<span class="govuk-visually-hidden"> {escape(hidden)}</span>' if hidden else ""
    return mark_safe(f'<a class="govuk-link" href="{escape(address)}">{escape(str(text))}{hidden}</a>')  # noqa: S308  each part is escaped
