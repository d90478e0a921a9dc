"""Where responses are: what pages say of a report and of an organisation beside the answers published here."""

from collections import Counter

from django.db.models import Count

from recommendations.models import Certainty, Organisation, Recommendation, Report

from ..models import Elsewhere, ForceResponse, Look, Standing
from ..vocabulary import Whereabouts

PUBLISHED = Standing.Sight.PUBLISHED


def counts(standings, column):
    """{key: Counter of the words of Whereabouts} of each thing in `column`."""
    counted = standings.order_by().values_list(column, "whereabouts").annotate(Count("pk"))
    by_key = {}
    for key, word, count in counted:
        by_key.setdefault(key, Counter())[word] = count
    return by_key


def in_order(counter):
    """The (word, label, count) of a Counter, in the order of the vocabulary, without those that are 0."""
    return [(word.value, word.label, counter[word]) for word in Whereabouts if counter[word]]


def responses_to(report):
    """Every response to `report` that was published elsewhere, with what a page shows of it."""
    responses = report.elsewheres.select_related("organisation", "stands_for")
    return responses.prefetch_related("recommendations")


def not_asked(report, responses):
    """Those of `responses` whose organisation the report does not ask, and that stand for no group."""
    asked = ForceResponse.objects.filter(recommendation__report=report)
    organisations = set(asked.values_list("organisation", flat=True))
    return [
        response
        for response in responses
        if response.organisation_id not in organisations and not response.stands_for_id
    ]


def of_recommendation(recommendation):
    """{organisation: [Elsewhere]}, the national answers by group, and {organisation: the last Look}."""
    by_organisation = {}
    by_group = {}
    for response in responses_to(recommendation.report):
        if response.covers(recommendation.pk):
            by_organisation.setdefault(response.organisation_id, []).append(response)
            if response.stands_for_id:
                by_group.setdefault(response.stands_for_id, []).append(response)
    looks = {}
    for look in recommendation.report.looks.order_by("looked_on", "pk"):
        looks[look.organisation_id] = look
    return by_organisation, by_group, looks


def of_organisation(organisation):
    """What an organisation published elsewhere, newest report first."""
    responses = Elsewhere.objects.filter(organisation=organisation, report__opening__isnull=False)
    return (
        responses.select_related("report", "stands_for", "organisation")
        .prefetch_related("recommendations")
        .order_by("-report__published_on", "published_on", "pk")
    )


def writable_by(access):
    """The organisations whose responses this person may record."""
    bodies = Organisation.objects.exclude(kind=Organisation.Kind.DESIGNATED_BODY).order_by("name")
    return bodies if access.administers else bodies.filter(pk__in=access.leads)


def to_look_through(report: Report, organisations):
    """Each of `organisations` that `report` asks, or that published something, with what is known of it."""
    standings = Standing.objects.in_sight(PUBLISHED).filter(report=report)
    counted = counts(standings, "organisation")
    responses = {}
    for response in responses_to(report):
        responses.setdefault(response.organisation_id, []).append(response)
    looks = {}
    for look in Look.objects.filter(report=report).order_by("looked_on", "pk"):
        looks[look.organisation_id] = look

    bodies = []
    for organisation in organisations:
        if organisation.pk in counted or organisation.pk in responses:
            organisation.whereabouts = in_order(counted.get(organisation.pk, Counter()))
            organisation.published_elsewhere = responses.get(organisation.pk, [])
            organisation.last_look = looks.get(organisation.pk)
            bodies.append(organisation)
    return bodies


def of_reports(reports):
    """What the home page says: for each of these reports where its answers are, and for all of them together."""
    standings = Standing.objects.in_sight(PUBLISHED).filter(
        report__in=[report.pk for report in reports]
    )
    counted = counts(standings, "report")
    for report in reports:
        report.whereabouts = in_order(counted.get(report.pk, Counter()))
    whole = Counter(
        dict(
            Standing.objects.in_sight(PUBLISHED)
            .order_by()
            .values_list("whereabouts")
            .annotate(Count("pk"))
        )
    )
    return {"whereabouts": in_order(whole)}


def of_report(report, recommendations):
    """What the page of a report says beside its figures."""
    standings = Standing.objects.in_sight(PUBLISHED).filter(report=report)
    counted = counts(standings, "recommendation")
    for recommendation in recommendations:
        recommendation.whereabouts = in_order(counted.get(recommendation.pk, Counter()))
    responses = list(responses_to(report))
    held = Counter(recommendation.text_held for recommendation in recommendations)
    return {
        "whereabouts": in_order(sum(counted.values(), Counter())),
        "published_elsewhere": responses,
        "not_asked": not_asked(report, responses),
        "knows_whom_it_asks": all(
            recommendation.addressees_certainty != Certainty.NOT_FOUND
            for recommendation in recommendations
        ),
        "verbatim": held[Recommendation.TextHeld.VERBATIM],
        "summaries": held[Recommendation.TextHeld.SUMMARY],
        "not_held": held[Recommendation.TextHeld.NOT_HELD],
        "asks": report.unnumbered_asks.prefetch_related("groups"),
        "actions": report.actions.select_related("organisation"),
        "milestones": report.milestones.all(),
    }


def of_answers(recommendation, answers):
    """What the page of a recommendation says of each answer that is not published here."""
    by_organisation, by_group, looks = of_recommendation(recommendation)
    for answer in answers:
        answer.published_elsewhere = by_organisation.get(answer.organisation_id, [])
        answer.for_all = by_group.get(answer.organisation.group_id, [])
        answer.last_look = looks.get(answer.organisation_id)
    where = Counter(
        answer.whereabouts
        for answer in answers
        if answer.organisation.kind != Organisation.Kind.UNNAMED
    )
    return {
        "whereabouts": in_order(where),
        "deadlines": recommendation.deadlines.select_related(
            "group", "organisation", "recommendation__report"
        ),
        "addressees": recommendation.addressees.select_related("group", "organisation"),
    }
