"""Figures that lead to the rows they count."""

from django import template
from django.utils.html import format_html

from ..links import AnswersLink

register = template.Library()


@register.simple_tag
def figure(number, label, link, name="", **more):
    """A count, or the median of some, that leads to its rows. Stands in <ul class="app-figures">.

    `link` is an AnswersLink, which the `name` of a figure and `more` filters narrow, or any address.
    """
    return format_html(
        '<li class="app-figures__item"><a class="govuk-link app-figure" href="{}">'
        '<span class="app-figure__number">{}</span> <span class="app-figure__label">{}</span></a></li>',
        _narrowed(link, name, more),
        f"{number:,}".removesuffix(".0"),
        label,
    )


@register.simple_tag
def count(number, label, link, name="", **more):
    """The same in a cell of a table. Its `label` is for those who hear the link and not the table around it."""
    return format_html(
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
        _narrowed(link, name, more),
        number,
        label,
    )


def _narrowed(link, name, more):
    if isinstance(link, AnswersLink):
        return link.narrowed(**more, figure=name)
    return link
