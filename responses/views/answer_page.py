"""What every page about one answer shares: the row, and the ask that stays beside it."""

from django.shortcuts import get_object_or_404

from .. import workflow
from ..models import ForceResponse
from ..queries import signing
from ..queries.words import coverage
from ..vocabulary import Stage


def response_or_404(request, pk):
    """The answer with what its pages show, or 404 where this person may not open its work."""
    rows = ForceResponse.objects.visible_to(request.access).select_related(
        "organisation",
        "recommendation__report",
        "draft__saved_by",
        "latest",
        "published",
        "claimed_by",
    )
    return get_object_or_404(rows, pk=pk)


def own_response_or_404(request, pk):
    """The same, for people of the organisation that answers: only they ever see its draft."""
    return get_object_or_404(_own(request), pk=pk)


def _own(request):
    rows = ForceResponse.objects.visible_to(request.access).filter(
        organisation__in=request.access.reads
    )
    return rows.select_related(
        "organisation", "recommendation__report", "draft__saved_by", "latest", "published"
    )


def draft_of(response):
    return getattr(response, "draft", None)


def _is_with_its_people(response):
    return response.stage in (Stage.DRAFTING, Stage.AWAITING_SIGN_OFF)


def frame(request, response, tab, **context):
    """The context of a page of `response` whose tab is `tab`; `answers/frame.html` draws it."""
    draft = draft_of(response)
    return {
        "response": response,
        "recommendation": response.recommendation,
        "draft": draft,
        "tab": tab,
        "coverage": coverage(response.recommendation.parts, draft.sub_answers if draft else {}),
        "evidence_count": draft.citations.count() if draft else 0,
        "why_not_edit": workflow.why_not_edit(response, request.access),
        "steps": signing.open_steps(response, request.access),
        "came_back": signing.came_back(response) if _is_with_its_people(response) else [],
        **context,
    }
