"""The environment of the partials in jinja2/: what is drawn hundreds of times on a page.

A matrix of 344 cells takes a Jinja2 template 1.5 ms and a Django template 4. Everything else on a page is a Django
template.
"""

from django.template import engines
from django.utils.safestring import mark_safe

from jinja2 import Environment, StrictUndefined

from .wording import day


def environment(**options):
    """Escapes whatever it prints, and refuses a name that it does not know instead of printing nothing."""
    looks = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    partials = Environment(**options | looks)  # noqa: S701  Django turns autoescape on
    partials.filters["day"] = day
    return partials


def draw(template, /, **context):
    """The partial of this name, safe to print: its engine escaped it."""
    return mark_safe(engines["jinja2"].get_template(template).render(context))  # noqa: S308
