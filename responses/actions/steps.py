"""An answer on its way: asked for sign-off, sent, judged, started again. Who hears of it is told on commit."""

from django.db import transaction
from django.utils import timezone

from .. import notices, workflow
from ..history.chain import changed, lock, point, refuse, seal
from ..models import Citation, Decision, Update
from ..queries import signing
from ..queries.contents import would_be_sent
from ..queries.facts import fingerprint, latest_update, says_the_same, shown_facts
from ..vocabulary import Closure
from ..workflow import STEPS

COPIED = ["account", "position", "progress", "lead", "target_on", "sub_answers"]


@transaction.atomic
def take_step(
    name,
    response,
    *,
    by,
    access,
    version,
    reason="",
    closed_because="",
    shown=None,
    unchanged=False,
):
    """Move `response` along, as the person whose `access` this is; says no with a Refused.

    `shown` is the fingerprint of what a signer was shown. If anything else would be sent, it is Stale.
    """
    step = STEPS[name]
    response = lock(response, version)
    refuse(signing.why_not_step(step, response, access))
    if step.needs_reason and not reason.strip():
        refuse("Give a reason.")
    contents = _ready(step, response, shown, unchanged) if step.needs_words else None
    if step.asks:
        refuse(notices.why_nobody_signs(response, list(notices.who_can_sign(response))))

    before = response.stage
    response.stage = step.target
    response.returned_because = reason if _brings_back(step) else ""
    after = {
        "stage": step.target,
        **_what_else(step, response, contents, by, reason, closed_because),
    }
    changed(response, step.name, by=by, before={"stage": before}, after=after, reason=reason)
    return response


def _brings_back(step):
    """Whether its writers are told why it is with them again. Whoever recalls an answer knows why."""
    return step.needs_reason and step.target == workflow.Stage.DRAFTING and not step.recalls


def _ready(step, response, shown, unchanged):
    """What would be sent, if it can be signed off and is what was shown."""
    contents = would_be_sent(response)
    if contents is None:
        refuse(workflow.what_is_missing(None, waits=[]))
    refuse(workflow.what_is_missing(contents.row, waits=contents.waits_on))

    if shown is not None and shown != fingerprint(shown_facts(contents)):
        raise workflow.Stale("This answer changed after you opened the page. Nothing was sent.")
    if step.sends and not unchanged and says_the_same(contents, latest_update(response)):
        refuse(
            f"This says the same as update {response.latest.number}. Confirm that you mean to send it again."
        )
    return contents


def _what_else(step, response, contents, by, reason, closed_because):
    """What a step leaves beside the new stage, and what its Event says of that."""
    if step.sends:
        update = _make_update(response, contents, by)
        return {
            "update": update.number,
            "seal": seal(update),
            "shown": fingerprint(shown_facts(contents)),
        }
    if step.recalls:
        return {"update": response.latest.number}
    if step.verb.decision:
        _decide(step, response, by, reason, closed_because)
        response.claimed_by = None
        why = {"closed_because": closed_because} if step.needs_closure else {}
        return {"update": response.latest.number, **why}
    return {}


def _make_update(response, contents, by):
    """Copy what was shown into an Update that nothing changes from now on."""
    draft = contents.row
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
    update.waits_on_dependencies.set(contents.dependencies)
    update.waits_on_recommendations.set(contents.recommendations)
    Citation.objects.bulk_create(
        Citation(
            update=update,
            evidence=citation.evidence,
            sub_label=citation.sub_label,
            where=citation.where,
            as_sent=citation.evidence.as_stated(),
        )
        for citation in contents.citations
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
