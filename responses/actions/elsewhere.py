"""Responses that organisations published in places of their own, and looks that found none."""

from django.db import transaction
from django.utils import timezone

from recommendations.models import Organisation, Precision
from recommendations.models.facts import in_words

from ..history import standings
from ..history.chain import record, refuse
from ..models import Elsewhere, ForceResponse, Look


def why_not_record(organisation, access):
    """Why this person cannot say where `organisation` published, or nothing."""
    if access.administers or organisation.pk in access.leads:
        return ""
    return "An admin says where organisations published, and a lead says it for their own force."


@transaction.atomic
def record_elsewhere(organisation, report, *, address, by=None, access=None, **facts):
    """Record that `organisation` published a response to `report` at `address`.

    `facts` are fields of Elsewhere. The same address with the same day is recorded once: the second
    time nothing happens. Returns the Elsewhere, or None then.
    """
    if access is not None:
        refuse(why_not_record(organisation, access))
    recommendations = facts.pop("recommendations", ())
    facts.setdefault("precision", Precision.NONE)
    Organisation.objects.select_for_update().get(
        pk=organisation.pk
    )  # nobody records the same meanwhile

    known = Elsewhere.objects.filter(organisation=organisation, report=report, address=address)
    if known.filter(published_on=facts.get("published_on"), precision=facts["precision"]).exists():
        return None

    response = Elsewhere.objects.create(
        organisation=organisation,
        report=report,
        address=address,
        recorded_at=timezone.now(),
        recorded_by=by,
        **facts,
    )
    response.recommendations.set(recommendations)
    _follow(response)
    record("record_elsewhere", organisation=organisation, by=by, after=_told(response))
    return response


@transaction.atomic
def check_elsewhere(response, *, is_there, by, access):
    """Record that somebody opened the address today, and whether the response was there."""
    refuse(why_not_record(response.organisation, access))
    response = Elsewhere.objects.select_for_update(of=["self"]).get(pk=response.pk)
    before = {"checked_on": response.checked_on, "gone_on": response.gone_on}
    today = timezone.localdate()

    response.checked_on = today
    response.gone_on = None if is_there else response.gone_on or today
    response.save(update_fields=["checked_on", "gone_on"])
    after = {"address": response.address, "checked_on": today, "gone_on": response.gone_on}
    record("check_elsewhere", organisation=response.organisation, by=by, before=before, after=after)
    return response


@transaction.atomic
def remove_elsewhere(response, *, by, access, reason):
    """Take back what was recorded by mistake. Its Event holds what it was."""
    refuse(why_not_record(response.organisation, access))
    response = Elsewhere.objects.select_for_update(of=["self"]).get(pk=response.pk)
    told = _told(response)
    response.delete()
    _follow(response)
    record(
        "remove_elsewhere", organisation=response.organisation, by=by, before=told, reason=reason
    )


@transaction.atomic
def record_look(organisation, report, *, looked_on, place, by=None, access=None):
    """Record that somebody looked for a response and found none. Told twice, it is one Look; then returns None."""
    if access is not None:
        refuse(why_not_record(organisation, access))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    facts = {"organisation": organisation, "report": report, "looked_on": looked_on, "place": place}
    if Look.objects.filter(**facts).exists():
        return None

    look = Look.objects.create(**facts, by=by)
    standings.refresh_all(_answers(organisation, report))
    after = {"report": report.slug, "looked_on": looked_on, "place": place}
    record("record_look", organisation=organisation, by=by, after=after)
    return look


def _follow(response):
    """Let the answers follow: those of its organisation, and of the group that it stands for."""
    standings.refresh_all(_answers(response.organisation, response.report))
    if response.stands_for_id:
        answers = ForceResponse.objects.filter(recommendation__report=response.report_id)
        standings.refresh_all(answers.filter(organisation__group=response.stands_for_id))


def _answers(organisation, report):
    return ForceResponse.objects.filter(organisation=organisation, recommendation__report=report)


def _told(response):
    """What an Event holds of it. Nothing here is secret: the response is published."""
    return {
        "report": response.report.slug,
        "address": response.address,
        "published": in_words(response.published_on, response.precision),
        "recommendations": [asked.number for asked in response.recommendations.all()]
        if response.pk
        else [],
        "stands_for": response.stands_for_id or "",
    }
