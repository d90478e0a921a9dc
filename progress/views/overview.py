"""The country: nationally and by report, on a map, over time, and what holds most up."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..cache import RegisterCache
from ..filters import OverviewFilters
from ..limits import REPORTS_A_PAGE, is_too_wide
from ..queries import overview as national
from ..queries.figures import LABELS, labelled
from ..queries.force_map import tiles
from ..queries.register import holding_up_most


@login_not_required
@require_safe
def overview(request):
    """How it goes: nationally and by report, on a map, over time, and what holds most up."""
    filters = OverviewFilters(request.GET, request.access)
    if is_too_wide(request.access, filters):
        filters.refuse_all()

    standings = filters.standings()
    # Filters are too many to cache what each choice of them gives.
    cache = RegisterCache(filters.sight, filters.today) if filters.is_whole_register else None
    country = national.country(standings, filters.today, cache)
    page = Paginator(country.reports, REPORTS_A_PAGE).get_page(request.GET.get("page"))
    reports = national.by_report(standings.filter(report__in=list(page.object_list)), filters.today)

    link = filters.answers_link()
    shown = filters.map_shown
    counts = labelled(country.figures, filters.sight)
    context = {
        "form": filters,
        "shows_sent": filters.shows_sent,
        "figures": counts,
        "columns": len(counts) + 1,
        "link": link,
        "page": page,
        "reports": [_report_row(filters, link, *report) for report in reports],
        "shown": LABELS[shown],
        "tiles": tiles(
            country.by_organisation, filters.organisations, shown, link.narrowed(figure=shown)
        ),
        "country": country,
        "so_far": _so_far(country.timeline, link),
        "undated": country.figures["answered"] - country.timeline.answered,
        "undated_link": link.narrowed(undated="on"),
        "dependencies": holding_up_most(),
    }
    return render(request, "progress/overview.html", context)


def _so_far(timeline, link):
    """The links to all that came, and to all that was due, until the end of the last line."""
    if not timeline.lines:
        return None
    end = timeline.lines[-1].ends
    return {"answered": link.narrowed(answered_to=end), "due": link.narrowed(due_to=end)}


def _report_row(filters, link, slug, title, counts):
    """A report with its figures, the address of its matrix and the link to its answers."""
    sight = "published=on&" if filters.chosen("published") else ""
    return {
        "title": title,
        "address": f"{reverse('progress:matrix')}?{sight}report={slug}",
        "link": link.narrowed(report=slug),
        "figures": labelled(counts, filters.sight),
    }
