"""What the register shows: only what is published, whoever looks."""

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from recommendations.models import NPCCDependency, Organisation
from responses.models import Citation, Comment, ForceResponse, Standing, Update
from responses.queries.contents import contents_of_each

PUBLISHED = Standing.Sight.PUBLISHED


def published_without_a_named_organisation():
    """The published answers that are in no figure, because their source does not name the organisation."""
    unnamed = ForceResponse.objects.on_register().filter(
        organisation__kind=Organisation.Kind.UNNAMED
    )
    return unnamed.filter(published__isnull=False)


def asked_of(organisation):
    """Where the answers of `organisation` stand for everybody, newest report first."""
    standings = Standing.objects.filter(sight=PUBLISHED).of(organisation)
    if organisation.kind == Organisation.Kind.UNNAMED:
        standings = standings.filter(report__opening__isnull=False)
    else:
        standings = standings.filter(counted=True)
    return standings.order_by("-published_on", "report_id", "place", "response_id")


def in_full(today):
    """Where each answer stands for everybody, with all that the page of an organisation shows of it."""
    standings = Standing.objects.filter(sight=PUBLISHED).with_timeliness(today)
    related = standings.select_related("recommendation__report", "update")
    return related.defer(
        "update__account",
        "update__sub_answers",
        "recommendation__text",
        "recommendation__report__summary",
    )


def published_answers():
    """The answers on the register with what was published, the comments on it, and how timely it was."""
    comments = Comment.objects.filter(published_at__isnull=False).select_related("organisation")
    standing = Standing.objects.filter(response=OuterRef("pk"), sight=Standing.Sight.PUBLISHED)
    earlier = Update.objects.published().exclude(response__published=F("pk"))
    return (
        ForceResponse.objects.on_register()
        .with_timeliness(timezone.localdate(), PUBLISHED)
        .annotate(
            whereabouts=Subquery(standing.values("whereabouts")),
            silence_from=Subquery(standing.values("silence_from")),
        )
        .select_related("organisation", "published")
        .prefetch_related(
            Prefetch("updates", earlier.order_by("-number"), to_attr="earlier"),
            Prefetch(
                "published__comments", comments.order_by("said_on", "pk"), to_attr="public_comments"
            ),
        )
    )


def add_contents(recommendation, answers):
    """Give each of these answers to `recommendation` its `contents`: what everybody reads of it."""
    published = [answer for answer in answers if answer.published]
    for answer in published:
        answer.recommendation = recommendation
    updates = [(answer, answer.published) for answer in published]
    for contents in contents_of_each(updates, Citation.objects.public()):
        contents.response.contents = contents


def waiting_for(dependency):
    """The answers of which a published update waited for `dependency`, with what the public knows of the wait.

    `waits_still`: the update that everybody reads says so. `waited_since`: the day of the first that did.
    `acted`: one was published that was sent since the dependency settled; `acted_on` is its day.
    """
    published = Update.objects.published().filter(response=OuterRef("pk")).order_by("number")
    waited = published.filter(waits_on_dependencies=dependency)
    over_since = dependency.state_since if dependency.is_over else None
    acted = published.filter(recorded_at__gt=over_since) if over_since else published.none()
    return (
        ForceResponse.objects.on_register()
        .filter(Exists(waited))
        .annotate(
            waits_still=Exists(waited.filter(pk=OuterRef("published"))),
            waited_since=Subquery(waited.values("reported_on")[:1]),
            acted=Exists(acted),
            acted_on=Subquery(acted.values("reported_on")[:1]),
        )
        .select_related("organisation", "recommendation__report")
        .order_by(
            "organisation__name", "-recommendation__report__published_on", "recommendation__order"
        )
    )


def dependencies_with_waiting():
    """Every NPCC dependency with `waiting`: how many published answers wait for it."""
    published = Q(updates__published_of__recommendation__report__opening__isnull=False)
    return NPCCDependency.objects.annotate(waiting=Count("updates", filter=published)).order_by(
        F("settled_on").desc(nulls_first=True), "title"
    )


def holding_up_most():
    """The first five of them."""
    return dependencies_with_waiting().values("slug", "title", "state", "waiting")[:5]
