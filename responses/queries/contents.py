"""What a draft or an update says, with its evidence and all that it waits on: one loader for every page."""

from dataclasses import dataclass, field, replace

from django.db.models import Prefetch, prefetch_related_objects

from recommendations.models import NPCCDependency, Recommendation, SubRecommendation

from ..models import Citation, Draft, ForceResponse, Update
from .words import coverage


@dataclass(frozen=True)
class PartAnswer:
    """What an answer says to one sub-recommendation; `asked` is empty where it is asked no longer."""

    label: str
    asked: str
    text: str


@dataclass(frozen=True)
class Contents:
    """All that `row`, a Draft or an Update of `response`, says, waits on and cites."""

    response: ForceResponse
    row: Draft | Update
    parts: list[PartAnswer]
    coverage: tuple[int, int]
    dependencies: list[NPCCDependency]
    recommendations: list[Recommendation]
    citations: list[Citation]
    left_out: list[Citation] = field(default_factory=list)  # withdrawn, so they will not be sent

    @property
    def waits_on(self):
        return [*self.dependencies, *self.recommendations]

    @property
    def is_update(self):
        return isinstance(self.row, Update)


def contents_of(response, row):
    """What `row` says, or None where there is no row."""
    if row is None:
        return None
    return contents_of_each([(response, row)])[0]


def contents_of_each(pairs, citations=None):
    """The Contents of each (response, row). The rows are all drafts, or all updates.

    `citations` narrows what they cite, for those who may not read all of it.
    """
    cited = Citation.objects.all() if citations is None else citations
    rows = [row for _, row in pairs]
    prefetch_related_objects(
        rows,
        Prefetch("citations", cited.select_related("evidence").order_by("sub_label", "pk")),
        Prefetch("waits_on_dependencies", NPCCDependency.objects.order_by("title")),
        Prefetch(
            "waits_on_recommendations",
            Recommendation.objects.select_related("report").order_by("order"),
        ),
    )
    _fetch_parts({response.recommendation_id: response.recommendation for response, _ in pairs})
    return [_contents(response, row) for response, row in pairs]


def would_be_sent(response):
    """What an Update would hold if `response` were sent now, or None where nothing is written.

    Check, sign-off and sending all ask here. They once read the draft in three ways, and a chief officer
    signed for a photograph that had been withdrawn and was not sent.
    """
    draft = Draft.objects.filter(response=response).first()
    contents = contents_of(response, draft)
    if contents is None:
        return None
    return _without_withdrawn(contents)


def is_public(citation):
    """Whether everybody reads this citation once its update is published."""
    return citation.evidence.is_public and not citation.evidence.withdrawn_at


def as_everybody_reads(contents):
    """The same without its private evidence: what the public page shows of an update that is published."""
    return replace(
        contents, citations=[citation for citation in contents.citations if is_public(citation)]
    )


def shown_to(access, answers):
    """By key of the answer, what this person reads of it: their own draft, or what was sent last."""
    own = [answer.pk for answer in answers if answer.organisation_id in access.reads]
    drafts = {
        draft.response_id: draft
        for draft in Draft.objects.filter(response__in=own).select_related("saved_by")
    }

    latest = [
        answer.latest_id for answer in answers if answer.pk not in drafts and answer.latest_id
    ]
    updates = {update.response_id: update for update in Update.objects.filter(pk__in=latest)}

    written = contents_of_each(
        [(answer, drafts[answer.pk]) for answer in answers if answer.pk in drafts]
    )
    sent = contents_of_each(
        [(answer, updates[answer.pk]) for answer in answers if answer.pk in updates]
    )
    contents = [*(_without_withdrawn(draft) for draft in written), *sent]
    return {each.response.pk: each for each in contents}


def _fetch_parts(recommendations):
    """Fill the parts of each. A single recommendation fetches its own, when a page needs them."""
    if len(recommendations) < 2:
        return
    for recommendation in recommendations.values():
        recommendation.parts = []
    for part in SubRecommendation.objects.filter(recommendation__in=recommendations).order_by(
        "order"
    ):
        recommendations[part.recommendation_id].parts.append(part)


def _contents(response, row):
    asked = response.recommendation.parts
    answered = row.sub_answers
    parts = [PartAnswer(part.label, part.text, answered.get(part.label, "")) for part in asked]
    labels = {part.label for part in asked}
    no_longer_asked = [
        PartAnswer(label, "", answered[label]) for label in sorted(answered.keys() - labels)
    ]
    return Contents(
        response=response,
        row=row,
        parts=[*parts, *no_longer_asked],
        coverage=coverage(asked, answered),
        dependencies=list(row.waits_on_dependencies.all()),
        recommendations=list(row.waits_on_recommendations.all()),
        citations=list(row.citations.all()),
    )


def _without_withdrawn(contents):
    stays = [citation for citation in contents.citations if not citation.evidence.withdrawn_at]
    left_out = [citation for citation in contents.citations if citation.evidence.withdrawn_at]
    return replace(contents, citations=stays, left_out=left_out)
