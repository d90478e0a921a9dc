"""Figures that lead to the rows they count."""

from django import template
from django.utils.html import format_html

from govuk.tables import link, of_figure

register = template.Library()


@register.simple_tag
def figure(number, label, url, name=""):
    """A count, or the median of some, that leads to its rows, those of a figure by its `name`. Stands in
    <ul class="app-figures">.
    """
    return format_html(
        '<li class="app-figures__item"><a class="govuk-link app-figure" href="{}">'
        '<span class="app-figure__number">{}</span> <span class="app-figure__label">{}</span></a></li>',
        of_figure(url, name),
        f"{number:,}".removesuffix(".0"),
        label,
    )


@register.simple_tag
def count(number, label, url, name=""):
    """The same in a cell of a table, whose `label` is for those who hear the link alone."""
    return link(number, of_figure(url, name), label)
