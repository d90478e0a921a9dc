"""What pages show of answers: tags in their colours, events in words, and the links at the top of every page."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html

from ..colours import AXES, COLOURS
from ..queries.work import MOST_WAITING, waiting_for_person
from ..verbs import sentence_for

register = template.Library()


@register.simple_tag
@cache
def tag(axis, value):
    """The tag of `value` on one of the AXES. Drawn here: a list has hundreds, and each template takes its time."""
    member = AXES[axis](value)
    colour = COLOURS[AXES[axis]][member]
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, member.label)


@register.filter
def sentence(event):
    """What happened, in a sentence."""
    return sentence_for(event)


# A link of the navigation, and the views at which it says "you are here".
PUBLIC_PAGES = [
    (
        "Reports",
        "progress:reports",
        {"progress:reports", "progress:report", "progress:recommendation"},
    ),
    (
        "Progress",
        "progress:matrix",
        {
            "progress:matrix",
            "progress:overview",
            "progress:answers",
            "progress:force",
            "progress:changes",
        },
    ),
    (
        "Organisations",
        "progress:organisations",
        {"progress:organisations", "progress:organisation"},
    ),
    (
        "NPCC dependencies",
        "progress:dependencies",
        {"progress:dependencies", "progress:dependency"},
    ),
    ("Search", "search:search", {"search:search"}),
]
REVIEW_PAGES = {
    "responses:queue",
    "responses:case",
    "responses:claim",
    "responses:note",
    "responses:desk",
}
WORK_PAGES = {
    "responses:home",
    "responses:several",
    "responses:response",
    "responses:history",
    "responses:versions",
    "responses:edit",
    "responses:sub_answers",
    "responses:check",
    "responses:step",
    "responses:sent",
    "responses:compare",
    "responses:publish",
    "responses:unpublish",
    "responses:library",
    "responses:evidence",
    "responses:evidence_item",
    "responses:evidence_withdraw",
    "responses:evidence_show",
}
JUDGING_PAGES = {"responses:step", "responses:compare"}  # a reviewer comes to these from the queue
ELSEWHERE_PAGES = {"responses:elsewhere", "responses:elsewhere_file", "responses:elsewhere_remove"}
SCRUTINY_PAGES = {"responses:scrutiny", "responses:comment"}


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context):
    """The links at the top of every page. An error page may be drawn without a request, or without its user."""
    request, user = context.get("request"), context.get("user")
    match = getattr(request, "resolver_match", None)
    pages = _pages(request, user)
    links = [
        {"label": label, "url": reverse(url), "current": _is_at(match, names)}
        for label, url, names in pages
    ]
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
        yield (
            _counted("Work queue", waiting.get("review")),
            "responses:queue",
            REVIEW_PAGES | judging,
        )
    if access.scrutinises:
        yield "Scrutiny", "responses:scrutiny", SCRUTINY_PAGES
    if access.administers:
        yield "Published elsewhere", "responses:elsewhere", ELSEWHERE_PAGES


def _counted(label, count):
    return f"{label} ({count}{'+' if count == MOST_WAITING else ''})" if count else label


def _is_at(match, names):
    return bool(match) and match.view_name in names
