"""Values with a look: tags, dates, boxes. Pages use these without loading them."""

import re
from functools import cache

from django import forms, template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import normalize_newlines

from responses.progress import MOST_WAITING, waiting_for_person
from responses.telling import tell
from supercomplaint.looks import AXES, COLOURS

from ..forms import DateWidget, bad_parts
from ..tables import link, of_figure

register = template.Library()


@register.filter
def day(value, absent="Not stated"):
    """“17 December 2020”, or the word for a day that is not there."""
    if not value:
        return absent
    if timezone.is_aware(value) if hasattr(value, "tzinfo") else False:
        value = timezone.localtime(value)
    return format_date(value, "j F Y")


@register.filter
def words(text):
    """Plain text as paragraphs; its blank lines part them, its single line breaks stay, no word changes."""
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", normalize_newlines(str(text or "")).strip("\n"))
    return format_html_join(
        "\n",
        '<p class="govuk-body">{}</p>',
        [[mark_safe(str(conditional_escape(part)).replace("\n", "<br>"))] for part in paragraphs if part.strip()],  # noqa: S308
    )


@register.simple_tag
@cache
def tag(axis, value):
    """The tag of `value` on one of the AXES. Drawn here: a list has hundreds, and each template takes its time."""
    member = AXES[axis](value)
    colour = COLOURS[AXES[axis]][member]
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, member.label)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_urls):
    """Label, address, label, address …; a last label without an address is the page itself."""
    labels, urls = labels_and_urls[::2], labels_and_urls[1::2]
    return {"links": list(zip(labels, urls, strict=False)), "here": labels[-1] if len(labels) > len(urls) else ""}


@register.inclusion_tag("components/back_link.html")
def back_link(url, label="Back"):
    """The way back, for pages that are a step; others have breadcrumbs. Stands in the block before_main."""
    return {"url": url, "label": label}


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


@register.simple_tag(takes_context=True)
def without(context, *names):
    """The query of this page's address without some of its names."""
    query = context["request"].GET.copy()
    for name in names:
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.filter
def told(event):
    """What happened, in words."""
    return tell(event)


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
    return row(key, link(thing, thing.get_absolute_url()))


@register.simple_block_tag
def scroll(content, title):
    """A box that a wide table moves in, with the keyboard too, so that the page itself never does."""
    return render_to_string("components/scroll.html", {"content": content, "title": title})


PUBLIC_PAGES = [
    ("Reports", "responses:register", {"register", "report", "recommendation"}),
    ("Progress", "responses:progress", {"progress", "overview", "answers", "force", "changes"}),
    ("Organisations", "responses:organisations", {"organisations", "organisation"}),
    ("NPCC dependencies", "responses:dependencies", {"dependencies", "dependency"}),
    ("Search", "responses:search", {"search"}),
]


REVIEW_PAGES = {"queue", "case", "claim", "note", "desk"}
WORK_PAGES = {"home", "several", "response", "history", "edit", "sub_answers", "check", "step", "sent", "compare"} | {
    "publish",
    "unpublish",
    "library",
    "evidence",
    "evidence_item",
    "evidence_withdraw",
    "evidence_show",
}
JUDGING_PAGES = {"step", "compare"}  # a reviewer comes to these from the queue


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context):
    """The links at the top of every page. An error page may be drawn without a request, or without its user."""
    request, user = context.get("request"), context.get("user")
    match = getattr(request, "resolver_match", None)
    pages = _pages(request, user)
    links = [{"label": label, "url": reverse(url), "current": _is_at(match, names)} for label, url, names in pages]
    return {"links": links}


def _pages(request, user):
    yield from PUBLIC_PAGES
    if user and user.is_authenticated:
        yield from _pages_of(request.access)
        if user.is_staff or request.access.administers:
            yield "Admin", "admin:index", set()


def _pages_of(access):
    """The pages of somebody who is signed in, with how many answers wait for that very person."""
    waiting = waiting_for_person(access) if access.organisations or access.reviews else {}
    judging = JUDGING_PAGES if access.reviews and not access.organisations else set()
    yield _counted("Your work", waiting.get("work")), "responses:home", WORK_PAGES - judging
    if access.reviews:
        yield _counted("Work queue", waiting.get("review")), "responses:queue", REVIEW_PAGES | judging
    if access.scrutinises:
        yield "Scrutiny", "responses:scrutiny", {"scrutiny", "comment"}


def _counted(label, count):
    return f"{label} ({count}{'+' if count == MOST_WAITING else ''})" if count else label


def _is_at(match, names):
    return bool(match) and match.app_name == "responses" and match.url_name in names


# The first kind that a widget is an instance of decides the template in templates/govuk/field/.
CONTROLS = [
    (DateWidget, "date", ""),
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.PasswordInput, "password", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.Select, "select", "govuk-select"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.Widget, "input", "govuk-input"),
]


def _control(field):
    return next((kind, classes) for widget, kind, classes in CONTROLS if isinstance(field.field.widget, widget))


@register.filter
def control_template(field):
    """The template that draws a bound field of a form."""
    return f"govuk/field/{_control(field)[0]}.html"


CHECKBOX = """<div class="govuk-form-group"><div class="govuk-checkboxes" data-module="govuk-checkboxes">
<div class="govuk-checkboxes__item">{}<label class="govuk-label govuk-checkboxes__label" for="{}">{}</label></div>
</div></div>"""


@register.simple_tag
def filters(form):
    """The fields of a form of filters. It has no errors, and stands on pages that are asked for often."""
    return mark_safe("\n".join(_filter(field) for field in form))  # noqa: S308  each part is escaped


def _filter(field):
    if isinstance(field.field.widget, forms.CheckboxInput):
        box = _input(field, "checkbox", checked=bool(field.value()), **{"class": "govuk-checkboxes__input"})
        return CHECKBOX.format(box, field.id_for_label, escape(field.label))
    label = f'<label class="govuk-label govuk-label--s" for="{field.id_for_label}">{escape(field.label)}</label>'
    attrs = {}
    if field.help_text:
        label += f'<div id="{field.auto_id}_helptext" class="govuk-hint">{escape(field.help_text)}</div>'
        attrs["aria-describedby"] = f"{field.auto_id}_helptext"
    if isinstance(field.field.widget, forms.Select):
        control = field.as_widget(attrs=attrs | {"class": "govuk-select"})
    else:
        control = _input(field, "text", value=field.value() or "", **{"class": "govuk-input"}, **attrs)
    return f'<div class="govuk-form-group">{label}{control}</div>'


def _input(field, kind, **attrs):
    """Drawn in one go: a widget draws a template."""
    named = {"type": kind, "name": field.html_name, "id": field.id_for_label}
    return f"<input{flatatt(field.field.widget.attrs | named | attrs)}>"


@register.filter
def error_target(field):
    """The id that a link in the error summary leads to: a box that can be typed in or ticked."""
    kind, _ = _control(field)
    if kind == "date":
        return f"{field.auto_id}_{bad_parts(field)[0]}"
    return f"{field.auto_id}_0" if kind in ("radios", "checkboxes") else field.id_for_label


@register.filter
def errors_in_words(field):
    """The errors of a field. Where its form has no words of its own for an empty field, its label makes them."""
    empty = str(forms.Field.default_error_messages["required"])
    return [_empty_in_words(field) if error == empty else error for error in field.errors]


def _empty_in_words(field):
    verb = "Enter" if _control(field)[0] in ("input", "password", "textarea", "date") else "Select"
    label = str(field.label)
    return f"{verb} {label[:1].lower()}{label[1:]}"


@register.filter
def counted_to(field):
    """The most characters that a text of several lines may have; it gets a counter instead of a hard stop."""
    return _control(field)[0] == "textarea" and field.field.max_length


@register.filter
def described_by(field):
    """The ids of what explains a field: its hint, its error, its counter."""
    parts = {"_helptext": field.help_text, "_error": field.errors, "-info": counted_to(field)}
    return " ".join(f"{field.auto_id}{name}" for name, there in parts.items() if there)


@register.filter
def control(field):
    """The element of a bound field, with its looks and what describes it."""
    _, classes = _control(field)
    attrs = {"class": " ".join(filter(None, [classes, field.field.widget.attrs.get("class"), _error_class(field)]))}
    attrs["placeholder"] = False  # it goes as soon as somebody types, and is too faint to read
    if description := described_by(field):
        attrs["aria-describedby"] = description
    if counted_to(field):
        attrs |= {"maxlength": False, "class": attrs["class"] + " govuk-js-character-count"}
    return field.as_widget(attrs=attrs)


def _error_class(field):
    block = _control(field)[1].split(" ")[0]
    return f"{block}--error" if field.errors and not block.endswith("__input") else ""


@register.filter
def date_boxes(field):
    """The three boxes of a date, each with its name and whether it is wrong."""
    boxes = field.subwidgets[0].data["subwidgets"]
    wrong = bad_parts(field)
    for number, box in enumerate(boxes):
        if number in wrong:
            box["attrs"]["class"] += " govuk-input--error"
        else:
            box["attrs"].pop("aria-invalid", None)
    return zip(("Day", "Month", "Year"), boxes, strict=True)
