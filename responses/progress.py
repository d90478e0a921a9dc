"""Every read that counts. Public figures come from what is published alone, whoever looks."""

from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone

from recommendations.models import NPCCDependency

from .models import Citation, ForceResponse, Update

PUBLISHED = Q(published__isnull=False)


def on_register():
    """The answers that everybody sees: those to reports that are open."""
    return ForceResponse.objects.filter(recommendation__report__opening__isnull=False)


def counts_by(field):
    """`asked`, `answered`, `silent` and `overdue` for each value of `field`, as the public sees them."""
    overdue = Q(published=None, recommendation__due_on__lt=timezone.localdate())
    return {
        row[field]: row
        for row in on_register()
        .asked()
        .values(field)
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=PUBLISHED),
            silent=Count("pk", filter=~PUBLISHED),
            overdue=Count("pk", filter=overdue),
        )
        .order_by()
    }


def with_counts(rows, field):
    """The same `rows`, each with its `counts` by `field`."""
    rows, counts = list(rows), counts_by(field)
    nothing = {"asked": 0, "answered": 0, "silent": 0, "overdue": 0}
    for row in rows:
        row.counts = counts.get(row.pk, nothing)
    return rows


def totals(rows):
    """The sums over `rows` that have counts."""
    return {name: sum(row.counts[name] for row in rows) for name in ("asked", "answered", "silent", "overdue")}


def published_answers():
    """The answers on the register with what was published, its evidence, and how timely it was."""
    evidence = Citation.objects.public().select_related("evidence").order_by("pk")
    return (
        on_register()
        .with_timeliness(timezone.localdate(), Update.objects.published())
        .select_related("organisation", "published")
        .prefetch_related(
            Prefetch("published__citations", evidence, to_attr="public_citations"),
            Prefetch("published__waits_on_dependencies", NPCCDependency.objects.order_by("title"), to_attr="waits_on"),
        )
    )


def waiting_for(dependency):
    """The published answers that wait for `dependency`, newest report first."""
    return (
        on_register()
        .filter(published__waits_on_dependencies=dependency)
        .select_related("organisation", "recommendation__report", "published")
        .order_by("organisation__name", "-recommendation__report__published_on", "recommendation__order")
    )


def dependencies_with_waiting():
    """Every NPCC dependency with `waiting`: how many published answers wait for it."""
    published = Q(updates__published_of__isnull=False)
    return NPCCDependency.objects.annotate(waiting=Count("updates", filter=published)).order_by(
        F("settled_on").desc(nulls_first=True), "title"
    )
