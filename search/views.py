"""One box over everything that a person may read."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from progress.limits import register_is_longer_than

from . import finding, names, results
from .forms import SearchForm

RESULTS_A_PAGE = 20
MOST_SEARCHED = 100_000  # answers of the whole country that a stranger may have several words looked for in at once


@login_not_required
@require_safe
def search(request):
    form = SearchForm(request.GET, access=request.access)
    asked, kind, report = form.asked, form.value("kind"), form.value("report")
    is_too_much = _is_too_much(request, asked, report)
    found = finding.find(asked, request.access, report) if asked.terms and not is_too_much else {}
    cap = finding.cap_of(report)
    listed = {name: keys for name, keys in found.items() if kind in (None, name)}
    hits = [(name, key) for name, keys in listed.items() for key in keys[:cap]]
    page = Paginator(hits, RESULTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "kind": kind or "",
        "named": names.named(form.value("q") or "", report)
        if page.number == 1 and not kind
        else None,
        "is_narrowed": bool(kind or report),
        "page": page,
        "results": results.results(page.object_list, asked, request.access),
        "counts": _counts(form.kinds, found, cap),
        "most": MOST_SEARCHED if is_too_much else None,
        "cap": cap,
        "is_capped": any(len(keys) > cap for keys in listed.values()),
        "report": report,
    }
    return render(request, "search/search.html", context, status=422 if is_too_much else 200)


def _is_too_much(request, asked, report):
    """Whether a stranger asks for texts to be gone through one by one: words that most texts have, in every text."""
    if report or len(asked.words) < 2 or request.access.user_id is not None:
        return False
    return register_is_longer_than(MOST_SEARCHED)


def _counts(kinds, found, cap):
    """The (name, label, count, is more) of each of the `kinds`, as the links of the page say them."""
    counts = {name: (min(len(keys), cap), len(keys) > cap) for name, keys in found.items()}
    counts[""] = (
        sum(count for count, _ in counts.values()),
        any(is_more for _, is_more in counts.values()),
    )
    return [(name, label, *counts[name]) for name, label in kinds if name in counts]
