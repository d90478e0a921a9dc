"""Every read that counts. Public figures come from what is published alone, whoever looks."""

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from recommendations.models import NPCCDependency, Organisation
from responses.models import Citation, Comment, ForceResponse, Update
from responses.queries.contents import contents_of_each
from supercomplaint.prepared import prepared

PUBLISHED = Q(published__isnull=False)


def on_register():
    """The answers that everybody sees: those to reports that are open."""
    return ForceResponse.objects.filter(recommendation__report__opening__isnull=False)


def uncounted():
    """The published answers that are in no count, because their source does not name the organisation."""
    return on_register().filter(PUBLISHED, organisation__kind=Organisation.Kind.UNNAMED)


EACH = "recommendation"  # counted: no answer is without, and unlike its key it is in the index that counting reads


def published_answers():
    """The answers on the register with what was published, the comments on it, and how timely it was."""
    comments = Comment.objects.filter(published_at__isnull=False).select_related("organisation")
    earlier = Update.objects.published().exclude(response__published=F("pk"))
    return (
        on_register()
        .with_timeliness(timezone.localdate(), "published")
        .select_related("organisation", "published")
        .prefetch_related(
            Prefetch("updates", earlier.order_by("-number"), to_attr="earlier"),
            Prefetch("published__comments", comments.order_by("said_on", "pk"), to_attr="public_comments"),
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
        on_register()
        .filter(Exists(waited))
        .annotate(
            waits_still=Exists(waited.filter(pk=OuterRef("published"))),
            waited_since=Subquery(waited.values("reported_on")[:1]),
            acted=Exists(acted),
            acted_on=Subquery(acted.values("reported_on")[:1]),
        )
        .select_related("organisation", "recommendation__report")
        .order_by("organisation__name", "-recommendation__report__published_on", "recommendation__order")
    )


def dependencies_with_waiting():
    """Every NPCC dependency with `waiting`: how many published answers wait for it."""
    published = Q(updates__published_of__recommendation__report__opening__isnull=False)
    return NPCCDependency.objects.annotate(waiting=Count("updates", filter=published)).order_by(
        F("settled_on").desc(nulls_first=True), "title"
    )


@prepared
def holding_up_most():
    """The first five of them."""
    return dependencies_with_waiting().values("slug", "title", "state", "waiting")[:5]
