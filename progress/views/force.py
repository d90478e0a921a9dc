"""One organisation across all reports, beside the median of its group."""

from statistics import median

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from recommendations.models import Organisation
from responses.models import ForceResponse

from .. import answers
from ..clocks import clocks_of
from ..comparison import beside_the_median
from ..limits import ANSWERS_A_PAGE
from ..paging import page_of


@login_not_required
@require_safe
def force(request, slug):
    """One organisation across all reports, beside the median of its group."""
    organisation = get_object_or_404(Organisation.objects.filter(group__isnull=False), slug=slug)
    reader = answers.reader_of(request.access)
    rows = answers.standing(reader)
    figures, compared = beside_the_median(rows, organisation)
    page = page_of(_newest_report_first(rows, organisation), request.GET.get("page"), ANSWERS_A_PAGE)
    context = {
        "organisation": organisation,
        "reader": reader,
        "figures": _labelled(figures, reader),
        "compared": compared,
        "page": page,
        # How long something lay with whom would tell the public what was sent and not published.
        "days": _days(organisation, page) if reader.is_reviewer else None,
    }
    return render(request, "progress/force.html", context)


def _newest_report_first(rows, organisation):
    asked = rows.filter(organisation=organisation).select_related("organisation", "recommendation__report")
    return asked.order_by(
        "-recommendation__report__published_on", "recommendation__report", "recommendation__order"
    ).defer("recommendation__text")


def _labelled(figures, reader):
    """The (name, label, count, median) of each figure that this reader may see."""
    return [(name, label, *pair) for name, label, pair in answers.labelled(figures, reader)]


def _days(organisation, page):
    """The median days over all answers, and on each answer of `page` its own `clocks`."""
    answers = ForceResponse.objects.filter(organisation=organisation, recommendation__report__opening__isnull=False)
    clocks = clocks_of(answers, timezone.localdate())
    for answer in page:
        answer.clocks = clocks[answer.pk]
    names = ["held", "waiting", "hmicfrs", "npcc"]
    return {name: median(getattr(each, name) for each in clocks.values()) for name in names} if clocks else None
