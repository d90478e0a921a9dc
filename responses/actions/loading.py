"""Loading reports, with what answers allow: the one way in for the command and the admin site."""

from collections import Counter

from django.db import IntegrityError, transaction
from django.db.models import Q

from govuk.wording import count
from recommendations import loading
from recommendations.models import Recommendation, Report, SubRecommendation

from ..history import standings
from ..history.chain import record
from ..models import Citation, Draft, ForceResponse, Update
from . import asked_by, open_report

ANSWERED = Q(updates__isnull=False) | Q(draft__isnull=False) | Q(events__isnull=False)


def load(files, *, by=None, dry_run=False, progress=None):
    """Load `files`, pairs of a name and bytes, all or nothing, and open their reports for answers.

    Returns the Result. With errors in it nothing was written; nor in a dry run, which does everything
    and takes it back. `progress` is called with how much is done, and of how much.
    """
    files = list(files)
    with transaction.atomic():
        plan = loading.plan(files, progress)
        _keep_what_is_answered(plan)
        if not plan.result.errors:
            _carry_out(plan, by, progress)
        if dry_run or plan.result.errors:
            transaction.set_rollback(True)
    return plan.result


def _carry_out(plan, by, progress):
    asked = _asked(plan)
    try:
        with transaction.atomic():
            gone = [row.pk for row in plan.gone[Recommendation].values()]
            plan.result.answers_withdrawn += _withdraw(
                ForceResponse.objects.filter(recommendation__in=gone)
            )
            loading.write(plan, progress)
    except IntegrityError:
        plan.result.errors.append(
            loading.Line(
                "All files",
                detail="The rows cannot be changed in one go. Change them one after another.",
            )
        )
        return
    _withdraw_what_is_asked_no_more(plan, asked - _asked(plan))
    for report in _reports(plan):
        plan.result.answers_opened += open_report(report, by=by)
    done = {name: len(getattr(plan.result, name)) for name in ("created", "changed", "removed")}
    if any(done.values()):
        record("load", by=by, after=done | {"reports": sorted(plan.reports)})


def _reports(plan):
    return Report.objects.filter(slug__in=plan.reports).order_by("pk")


def _asked(plan):
    """Whom the reports of `plan` ask at this moment: pairs (recommendation, organisation), as keys."""
    return set().union(*(asked_by(report) for report in _reports(plan)))


def _withdraw(silent):
    """Remove answers that nobody has begun; how many they were."""
    standings.forget(silent)
    return silent.delete()[1].get(ForceResponse._meta.label, 0)


def _withdraw_what_is_asked_no_more(plan, pairs):
    """An organisation that has answered is not told afterwards that it was never asked."""
    asked = ForceResponse.objects.filter(
        recommendation__in={recommendation for recommendation, _ in pairs}
    )
    held = asked.select_for_update().values_list("pk", "recommendation", "organisation")
    lost = ForceResponse.objects.filter(pk__in=[pk for pk, *pair in held if tuple(pair) in pairs])
    answered = lost.filter(ANSWERED).select_related("recommendation__report").distinct()
    for recommendation, organisations in Counter(one.recommendation for one in answered).items():
        sentence = (
            f"It would no longer ask {count(organisations, 'organisation')} that answered it."
        )
        plan.refuse(Recommendation, recommendation.natural_key(), sentence)
    if not plan.result.errors:
        plan.result.answers_withdrawn += _withdraw(lost)


def _keep_what_is_answered(plan):
    """Refuse to leave out recommendations, and parts of them, that answers hang on."""
    keys = {row.pk: key for key, row in plan.gone[Recommendation].items()}
    answers = ForceResponse.objects.filter(recommendation__in=keys)
    list(answers.select_for_update().values_list("pk"))  # nobody begins to answer meanwhile
    answered = Counter(one.recommendation_id for one in answers.filter(ANSWERED).distinct())
    for pk, organisations in answered.items():
        answered_by = count(organisations, "organisation")
        sentence = f"It is answered by {answered_by}, so the file cannot leave it out."
        plan.refuse(Recommendation, keys[pk], sentence)
    for pk in _waited_on(keys):
        plan.refuse(
            Recommendation, keys[pk], "Answers wait on it, so the file cannot leave it out."
        )
    for key in _answered_parts(plan.gone[SubRecommendation]):
        plan.refuse(SubRecommendation, key, "It is answered, so the file cannot leave it out.")


def _waited_on(pks):
    waited_on = Q(waiting_drafts__isnull=False) | Q(waiting_updates__isnull=False)
    return (
        Recommendation.objects.filter(waited_on, pk__in=pks).values_list("pk", flat=True).distinct()
    )


def _answered_parts(parts):
    """The keys of those that an answer, or evidence cited by one, names by its label."""
    recommendations = {row.recommendation_id for row in parts.values()}
    of = {"response__recommendation__in": recommendations}
    named = {
        (recommendation, label)
        for model in (Draft, Update)
        for recommendation, labels in model.objects.filter(**of).values_list(
            "response__recommendation", "sub_answers"
        )
        for label in labels
    }
    for holder in ("draft", "update"):
        of = {f"{holder}__response__recommendation__in": recommendations}
        named.update(
            Citation.objects.filter(**of)
            .values_list(f"{holder}__response__recommendation", "sub_label")
            .distinct()
        )
    return [key for key, row in parts.items() if (row.recommendation_id, row.label) in named]
