"""What somebody reads of an answer here: the draft of their own organisation, or else what was sent last."""

from django.db.models import Prefetch

from recommendations.models import NPCCDependency, Recommendation

from ..models import Citation, Draft, Update


def words_of(answers, access):
    """The words of each answer, by its key, with all that they cite and wait on. Nobody else's draft is read."""
    own = [answer.pk for answer in answers if answer.organisation_id in access.reads]
    drafts = {draft.response_id: draft for draft in _whole(Draft.objects.filter(response__in=own))}
    latest = [answer.latest_id for answer in answers if answer.pk not in drafts and answer.latest_id]
    return {update.response_id: update for update in _whole(Update.objects.filter(pk__in=latest))} | drafts


def _whole(words):
    return words.prefetch_related(
        Prefetch("citations", Citation.objects.select_related("evidence").order_by("sub_label", "pk")),
        Prefetch("waits_on_dependencies", NPCCDependency.objects.order_by("title")),
        Prefetch("waits_on_recommendations", Recommendation.objects.select_related("report").order_by("order")),
    )
