"""Steps for several answers of a list. Each answer has its own transaction, and the page says what became of it."""

import re
from functools import partial

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse

from .. import actions, workflow
from ..forms.steps import StepForm
from ..queries.contents import shown_to
from ..queries.facts import fingerprints
from .drawing import drawn

MOST = 100
# Key and version of an answer as the page showed it, and the fingerprint of what would be sent.
SEEN = re.compile("([0-9]{1,18}):([0-9]{1,10})(?::([0-9a-f]{64}))?")


class SeveralStepsForm(StepForm):
    """What a step asks for once, for all the answers it is taken for. Each answer has a version of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields.pop("shown", None)
        if "declared" in self.fields:
            self.fields[
                "declared"
            ].label = "I have read these answers, and I sign them off for my organisation"


def offered(access):
    """The list actions of somebody with this access, as the admin site takes them."""
    whose = {
        workflow.LEAD: access.leads,
        workflow.CHIEF_OFFICER: access.signs,
        workflow.LEAD_OR_CHIEF: access.leads | access.signs,
        workflow.REVIEWER: access.reviews,
    }
    steps = [step for step in workflow.STEPS.values() if whose[step.who]]
    listed = {step.name: (partial(take_steps, step), step.name, step.label) for step in steps}
    if access.reviews:
        listed["claim"] = (partial(claim_each, True), "claim", "Claim")
        listed["release"] = (partial(claim_each, False), "release", "Give up the claim")
    return listed


def take_steps(step, model_admin, request, answers):
    """First a page with all that the step is taken for; from there, the step for each."""
    answers = _bounded(request, answers)
    seen = _seen(request.POST.getlist("seen"))
    form = SeveralStepsForm(request.POST if "confirmed" in request.POST else None, step=step)
    if not answers:
        return None
    if form.is_valid():
        act = partial(_take_step, step, form.words(), seen)
        return _each(request, step.label, answers, act)
    return _confirm(step, model_admin, request, answers, form)


def claim_each(is_mine, model_admin, request, answers):
    reviewer = request.user if is_mine else None
    label = "Claimed" if is_mine else "Given up"
    return _each(request, label, _bounded(request, answers), partial(_claim, reviewer))


def _take_step(step, words, seen, request, answer):
    version, shown = seen.get(answer.pk, (-1, ""))  # what was not on the page was not seen
    if step.needs_words:
        words = words | {"shown": shown}
    actions.take_step(
        step.name, answer, by=request.user, access=request.access, version=version, **words
    )


def _claim(reviewer, request, answer):
    actions.claim(answer, by=request.user, access=request.access, reviewer=reviewer)


def _bounded(request, answers):
    chosen = list(answers[: MOST + 1])
    if len(chosen) > MOST:
        messages.error(request, f"Choose up to {MOST} answers at once. Nothing was changed.")
        return []
    return chosen


def _seen(values):
    pairs = [SEEN.fullmatch(value) for value in values]
    return {int(pair[1]): (int(pair[2]), pair[3] or "") for pair in pairs if pair}


def _each(request, label, answers, act):
    """Do it for each, and say for which it was done, and for which not and why."""
    done, refused = [], {}
    for answer in answers:
        try:
            act(request, answer)
            done.append(named(answer))
        except workflow.Refused as reason:
            refused.setdefault(str(reason), []).append(named(answer))
    if done:
        messages.success(request, f"{label}, {len(done)}: {'; '.join(done)}.")
    for reason, names in refused.items():
        messages.warning(request, f"Not done, {len(names)}: {'; '.join(names)}. {reason}")


def named(answer):
    return f"{answer.recommendation} ({answer.organisation})"


def _row(answer, contents, shown):
    """An answer with what is shown of it, and what the form gives back to say so."""
    seen = f"{answer.pk}:{answer.version}"
    if answer.pk in shown:
        seen += f":{shown[answer.pk]}"
    return answer, named(answer), contents, seen


def _confirm(step, model_admin, request, answers, form):
    """What was seen of each answer is what the step is taken for: somebody may change one meanwhile."""
    contents = shown_to(request.access, answers)
    shown = fingerprints(list(contents.values())) if step.needs_words else {}
    context = model_admin.admin_site.each_context(request) | {
        "title": step.label,
        "opts": model_admin.opts,
        "step": step,
        "rows": [_row(answer, contents.get(answer.pk), shown) for answer in answers],
        "checkbox": ACTION_CHECKBOX_NAME,
        "forms": [drawn(form, model_admin)],
        "button": step.label,
    }
    page = "admin/responses/forceresponse/several.html"
    return TemplateResponse(request, page, context, status=422 if form.errors else 200)
