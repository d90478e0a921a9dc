"""Values with a look: tags, dates, boxes. Pages use these without loading them."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import normalize_newlines

from ..jinja import draw
from ..wording import day

register = template.Library()
register.filter("day", day)


@register.filter
def words(text):
    """Plain text as paragraphs. Blank lines part them, single line breaks stay, no word changes.

    Lines with tabs in them were pasted from a table, and are shown as one: a browser makes of each
    tab a blank, so that nobody can tell which figure stands under which heading.
    """
    text = normalize_newlines(str(text or "")).strip("\n")
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", text)
    drawn = [(_paragraph(paragraph),) for paragraph in paragraphs if paragraph.strip()]
    return format_html_join("\n", "{}", drawn)


def _paragraph(text):
    lines = text.strip("\n").split("\n")
    if len(lines) > 1 and all(_is_row(line) for line in lines):
        return _table(lines)
    html = str(conditional_escape(text)).replace("\n", "<br>")
    return format_html('<p class="govuk-body">{}</p>', mark_safe(html))  # noqa: S308  escaped above


def _is_row(line):
    """Has columns. Word parts a bullet or a number from its text by a tab, and that is no column."""
    first, tab, _ = line.partition("\t")
    return bool(tab) and not re.fullmatch(r"\W|\(?\w{1,3}[.)]", first.strip())


def _table(lines):
    rows = []
    for line in lines:
        cells = [(cell,) for cell in line.split("\t")]
        rows.append((format_html_join("", '<td class="govuk-table__cell">{}</td>', cells),))
    body = format_html_join("", '<tr class="govuk-table__row">{}</tr>', rows)
    return format_html(
        '<table class="govuk-table"><tbody class="govuk-table__body">{}</tbody></table>', body
    )


@register.simple_tag
def partial(template, **context):
    """A Jinja2 template of jinja2/: for what is drawn hundreds of times."""
    return draw(template, **context)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_urls):
    """Label, address, label, address …; a last label without an address is the page itself."""
    labels = labels_and_urls[::2]
    urls = labels_and_urls[1::2]
    has_this_page = len(labels) > len(urls)
    return {
        "links": list(zip(labels, urls, strict=False)),
        "here": labels[-1] if has_this_page else "",
    }


@register.inclusion_tag("components/back_link.html")
def back_link(url, label="Back"):
    """The way back, for pages that are a step; others have breadcrumbs. Stands in the block before_main."""
    return {"url": url, "label": label}


@register.simple_tag(takes_context=True)
def without(context, *names):
    """The query of this page's address without some of its names."""
    query = context["request"].GET.copy()
    for name in names:
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.filter
def said(sub_answers, label):
    """The answer to the sub-recommendation `label`, or nothing."""
    return (sub_answers or {}).get(label, "")


@register.simple_tag
def row(key, value):
    """A row of a summary list."""
    return format_html(
        '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd></div>',
        key,
        value,
    )


@register.simple_tag
def link_row(key, thing):
    """A row of a summary list that leads to `thing`."""
    link = format_html('<a class="govuk-link" href="{}">{}</a>', thing.get_absolute_url(), thing)
    return row(key, link)


@register.simple_block_tag
def scroll(content, title):
    """A box that a wide table moves in, with the keyboard too, so that the page itself never does."""
    return render_to_string("components/scroll.html", {"content": content, "title": title})
