"""What reviewers read side by side: all answers to one recommendation; and, for everybody, one organisation."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from recommendations.models import Recommendation, Report

from ..queries import desk as side_by_side


@require_safe
def desk(request, slug, number):
    """One recommendation, and what every organisation sent, the same words once."""
    if not request.access.reviews:
        raise PermissionDenied("Only an HMICFRS reviewer can do this.")
    recommendation = _recommendation_or_404(slug, number)
    answers = side_by_side.answers_to(recommendation, request.access)
    texts = side_by_side.with_choices(side_by_side.texts(answers), request.access, request.path)
    context = {
        "recommendation": recommendation,
        "texts": texts,
        "answers": answers,
        "to_decide": sum(answer.waits for answer in answers),
        "others": recommendation.report.recommendations.order_by("order").values_list(
            "number", flat=True
        ),
    }
    return render(request, "reviews/desk.html", context)


def _recommendation_or_404(slug, number):
    rows = Recommendation.objects.filter(report__in=Report.objects.open()).select_related("report")
    return get_object_or_404(rows, report__slug=slug, number=number)
