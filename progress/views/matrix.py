"""One report: organisations down, recommendations across."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..filters import MEASURES, MatrixFilters
from ..queries import figures, matrix


@login_not_required
@require_safe
def report(request):
    """One report: organisations down, recommendations across."""
    filters = MatrixFilters(request.GET, request.access)
    report = filters.report_or_newest()
    context = {"form": filters, "report": report, "shows_sent": filters.shows_sent}
    if report is None:
        return render(request, "progress/matrix.html", context)

    measure = filters.measure_shown
    standings = filters.standings().filter(report=report)
    answers = matrix.read(standings, measure, filters.today)
    link = filters.answers_link()
    context |= {
        "measure": MEASURES[measure],
        "figures": figures.labelled(figures.of(standings, filters.today), filters.sight),
        "link": link,
        "matrix": matrix.matrix(
            answers,
            report,
            measure,
            link.narrowed(figure="answered"),
            shows_sent=filters.shows_sent,
            sort=filters.sort_shown,
        ),
    }
    return render(request, "progress/matrix.html", context)
