"""An answer on its way: asked for sign-off, sent, judged, started again. Who hears of it is told on commit."""

from django.db import transaction
from django.utils import timezone

from .. import notices, workflow
from ..history.chain import changed, lock, point, refuse, seal
from ..history.drafts import WAITS
from ..models import Citation, Decision, Draft, Update
from ..vocabulary import Closure
from ..workflow import STEPS

COPIED = ["account", "position", "progress", "lead", "target_on", "sub_answers"]


@transaction.atomic
def take_step(name, response, *, by, access, version, reason="", closed_because=""):
    """Move `response` along, as the person whose `access` this is; says no with a Refused."""
    step, response = STEPS[name], lock(response, version)
    refuse(workflow.why_not_step(step, response, access))
    if step.needs_reason and not reason.strip():
        refuse("Give a reason.")
    if step.needs_words:
        _refuse_wordless(response)
    if step.asks:
        refuse(notices.why_nobody_signs(response, list(notices.who_can_sign(response))))
    before, response.stage = response.stage, step.target
    response.returned_because = reason if step.needs_reason and step.target == workflow.Stage.DRAFTING else ""
    after = {"stage": step.target, **_what_else(step, response, by, reason, closed_because)}
    changed(response, step.name, by=by, before={"stage": before}, after=after, reason=reason)
    return response


def _refuse_wordless(response):
    draft = Draft.objects.filter(response=response).first()
    waits = draft is not None and any(getattr(draft, name).exists() for name in WAITS)
    refuse(workflow.what_is_missing(draft, waits=waits))


def _what_else(step, response, by, reason, closed_because):
    """What a step leaves beside the new stage, and what its Event says of that."""
    if step.sends:
        update = _make_update(response, by)
        return {"update": update.number, "seal": seal(update)}
    if step.verb.decision:
        _decide(step, response, by, reason, closed_because)
        response.claimed_by = None
        why = {"closed_because": closed_because} if step.needs_closure else {}
        return {"update": response.latest.number, **why}
    return {}


def _make_update(response, by):
    """Copy the draft into an Update that nothing changes from now on."""
    draft = response.draft
    update = Update.objects.create(
        response=response,
        number=response.updates.count() + 1,
        reported_on=timezone.localdate(),
        recorded_at=timezone.now(),
        sent_by=by,
        signed_off_by=by,
        source=Update.Source.TYPED,
        **{name: getattr(draft, name) for name in COPIED},
    )
    for name in WAITS:
        getattr(update, name).set(getattr(draft, name).all())
    cited = draft.citations.filter(evidence__withdrawn_at=None).select_related("evidence")
    Citation.objects.bulk_create(
        Citation(
            update=update,
            evidence=citation.evidence,
            sub_label=citation.sub_label,
            where=citation.where,
            as_sent=citation.evidence.as_stated(),
        )
        for citation in cited
    )
    point(response)
    return update


def _decide(step, response, by, reason, closed_because):
    if step.needs_closure and closed_because not in Closure.values:
        refuse("Say why it is closed.")
    Decision.objects.create(
        update=response.latest,
        kind=step.name,
        reason=reason,
        closed_because=closed_because if step.needs_closure else "",
        by=by,
        at=timezone.now(),
    )
