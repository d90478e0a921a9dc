"""What reviewers read side by side: all answers to one recommendation; and, for everybody, one organisation."""

from statistics import median

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from recommendations.models import Organisation, Recommendation, Report

from .. import desk as side_by_side
from .. import standing
from ..clocks import clocks_of
from ..listed import page_of
from ..models import ForceResponse
from .progress import ANSWERS_A_PAGE


@require_safe
def desk(request, slug, number):
    """One recommendation, and what every organisation sent, the same words once."""
    if not request.access.reviews:
        raise PermissionDenied("Only an HMICFRS reviewer can do this.")
    recommendation = _recommendation_or_404(slug, number)
    answers = list(side_by_side.answers_to(recommendation, request.access))
    texts = side_by_side.with_choices(side_by_side.texts(answers, recommendation.parts), request.access, request.path)
    context = {
        "recommendation": recommendation,
        "texts": texts,
        "answers": answers,
        "to_decide": sum(answer.waits for answer in answers),
        "others": recommendation.report.recommendations.order_by("order").values_list("number", flat=True),
    }
    return render(request, "desk/desk.html", context)


def _recommendation_or_404(slug, number):
    rows = Recommendation.objects.filter(report__in=Report.objects.open()).select_related("report")
    return get_object_or_404(rows, report__slug=slug, number=number)


@login_not_required
@require_safe
def force(request, slug):
    """One organisation across all reports, beside the median of its group."""
    organisation = get_object_or_404(Organisation.objects.exclude(group=""), slug=slug)
    reader = standing.reader_of(request.access)
    rows = standing.standing(reader)
    figures, compared = side_by_side.beside_the_median(rows, organisation)
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
    return render(request, "desk/force.html", context)


def _newest_report_first(rows, organisation):
    asked = rows.filter(organisation=organisation).select_related("organisation", "recommendation__report")
    return asked.order_by(
        "-recommendation__report__published_on", "recommendation__report", "recommendation__order"
    ).defer("recommendation__text")


def _labelled(figures, reader):
    """The (name, label, count, median) of each figure that this reader may see."""
    return [(name, label, *pair) for name, label, pair in standing.labelled(figures, reader)]


def _days(organisation, page):
    """The median days over all answers, and on each answer of `page` its own `clocks`."""
    answers = ForceResponse.objects.filter(organisation=organisation, recommendation__report__opening__isnull=False)
    clocks = clocks_of(answers, timezone.localdate())
    for answer in page:
        answer.clocks = clocks[answer.pk]
    names = ["held", "waiting", "hmicfrs", "npcc"]
    return {name: median(getattr(each, name) for each in clocks.values()) for name in names} if clocks else None
