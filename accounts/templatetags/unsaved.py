"""What a form needs so that no word typed into it is lost, and what tells people about it."""

from django import template

from ..sign_in import sessions
from ..unsaved import store

register = template.Library()
WARN_FOR = 5 * 60  # seconds before the session ends


@register.inclusion_tag("components/unsaved.html", takes_context=True)
def unsaved_words(context, form=None, action=""):
    """Stands in a form before its fields: its claim, and its words where they were not saved last time.

    `action` is the address that the form is sent to, where that is not the page itself.
    """
    request = context["request"]
    page = _page_of(request)
    if not request.user.is_authenticated or len(page) > store.LONGEST_ADDRESS:
        return {}
    claim = store.Claim.of(request) if request.method == "POST" else None
    claim = claim or store.Claim.new(request.user, page, action or request.path)
    rows = _rows(request, claim, form)
    shown = rows[0] if rows else None
    if shown:
        claim = store.continued(claim, shown)
        store.fill(form, shown.typed)
    return {
        "claim": claim.signed(),
        "shown": shown,
        "others": rows[1:],
        "has_files": form is not None and form.is_multipart(),
    }


def _page_of(request):
    """The address of this page, without what one of its refused forms added to it."""
    query = request.GET.copy()
    query.pop("refused", None)
    query.pop("unsaved", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _rows(request, claim, form):
    """The rows of `form` that say something else than what is saved; first the one that the address asks for."""
    if form is None or form.is_bound:
        return []
    rows = store.of_person(request.browser, request.user).filter(
        page=claim.page, action=claim.action
    )
    unlike = []
    for row in rows:
        held = store.held_in(request.browser, row)
        if held is None:
            continue
        row.typed = store.typed_in(held)
        if store.differs(form, row.typed):
            unlike.append(row)
    return sorted(unlike, key=lambda row: str(row.pk) != request.GET.get("unsaved"))


@register.simple_tag(takes_context=True)
def has_unsaved_words(context):
    """For the sign-in page: whether words are kept in this browser for the page that one is on the way to."""
    request = context["request"]
    page = request.GET.get("next", "")
    return bool(page) and store.kept_in(request.browser).filter(page=page).exists()


@register.inclusion_tag("components/session.html", takes_context=True)
def session_clock(context):
    """The warning before a session ends; a script opens it."""
    request = context.get("request")
    if request is None or not hasattr(request, "access") or not request.user.is_authenticated:
        return {}
    return {
        "csrf_token": context.get("csrf_token"),
        "seconds_left": sessions.seconds_left(request),
        "longest_left": sessions.longest_left(request),
        "warn_for": WARN_FOR,
    }
