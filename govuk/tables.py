"""The rows of long tables. Drawn here and not in templates, where each cell takes five times as long."""

from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString  # what mark_safe makes, in a third of its time


def drawn(rows):
    """Each of `rows` is its head and then its cells: numbers, texts or what `link` gives. The class of the table says
    how they look: hundreds of cells that each name theirs are half of a page.
    """
    return SafeString("\n".join(_row(head, cells) for head, *cells in rows))


def _row(head, cells):
    cells = "".join(f"<td>{_escaped(each)}</td>" for each in cells)
    return f'<tr><th scope="row">{_escaped(head)}</th>{cells}</tr>'


def _escaped(each):
    return each if isinstance(each, SafeString) else escape(str(each))


@lru_cache(maxsize=4096)
def address(page, *parts):
    """Of a page by its name. Remembered, since a table has hundreds."""
    return reverse(page, args=parts)


def also(address, name, value=""):
    """`address` with one more thing in its query, whose value may be added later."""
    return f"{address}{'' if address.endswith('?') else '&'}{name}={value}"


def of_figure(address, name):
    """`address` narrowed to the rows of a figure; all that were asked have no name."""
    return also(address, "figure", name) if name else address


def link(text, address, hidden=""):
    """`hidden` is added for those who hear the link alone, and not the table around it."""
    hidden = f'<span class="govuk-visually-hidden"> {escape(hidden)}</span>' if hidden else ""
    return SafeString(f'<a class="govuk-link" href="{escape(address)}">{escape(str(text))}{hidden}</a>')
