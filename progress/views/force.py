"""One organisation across all reports, beside the median of its group."""

from statistics import median

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from recommendations.models import Organisation
from responses.models import ForceResponse, Standing
from responses.queries.paging import rows_of_page

from ..cache import RegisterCache
from ..limits import ANSWERS_A_PAGE
from ..links import AnswersLink
from ..queries import figures
from ..queries.clocks import clocks_of
from ..queries.comparison import beside_the_median
from ..queries.overview import figures_by_organisation


@login_not_required
@require_safe
def force(request, slug):
    """One organisation across all reports, beside the median of its group."""
    organisation = get_object_or_404(Organisation.objects.filter(group__isnull=False), slug=slug)
    today = timezone.localdate()
    sight = figures.sight_of(request.access)
    by_organisation = RegisterCache(sight, today).by_organisation(figures_by_organisation)
    compared, size = beside_the_median(by_organisation, organisation)
    page = _page(Standing.objects.in_sight(sight), organisation, today, request.GET.get("page"))

    shows_sent = sight == Standing.Sight.SENT
    context = {
        "organisation": organisation,
        "shows_sent": shows_sent,
        "figures": [
            (name, label, *pair) for name, label, pair in figures.labelled(compared, sight)
        ],
        "compared": size,
        "link": AnswersLink(organisation=organisation.slug),
        "page": page,
        # How long something lay with whom would tell the public what was sent and not published.
        "days": _days(organisation, page) if shows_sent else None,
    }
    return render(request, "progress/force.html", context)


def _page(standings, organisation, today, number):
    """A page of the answers of `organisation`, newest report first."""
    asked = standings.of(organisation).order_by(
        "-published_on", "report_id", "place", "response_id"
    )
    page = Paginator(asked.values_list("response", flat=True), ANSWERS_A_PAGE).get_page(number)
    related = standings.with_timeliness(today).select_related("recommendation__report")
    rows = related.defer("recommendation__text", "recommendation__report__summary")
    return rows_of_page(page, rows, "response_id")


def _days(organisation, page):
    """The median days over all answers, and on each answer of `page` its own `clocks`."""
    answers = ForceResponse.objects.on_register().filter(organisation=organisation)
    clocks = clocks_of(answers, timezone.localdate())
    for standing in page:
        standing.clocks = clocks[standing.response_id]
    if not clocks:
        return None
    names = ["held", "waiting", "hmicfrs", "npcc"]
    return {name: median([getattr(clock, name) for clock in clocks.values()]) for name in names}
