"""Where each response is, as far as rows of before tell: here, sent, collected here, or not looked for yet."""

from django.db import migrations
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    standings = apps.get_model("responses", "Standing").objects.using(alias)
    updates = apps.get_model("responses", "Update").objects.using(alias)
    reports = apps.get_model("recommendations", "Report").objects.using(alias)
    recommendations = apps.get_model("recommendations", "Recommendation").objects.using(alias)

    of_response = updates.filter(response=OuterRef("response_id"), published_at__isnull=False)
    collected_from = Subquery(reports.filter(pk=OuterRef("report_id")).values("collected_here_from")[:1])
    standings.filter(update=None).update(silence_from=collected_from)
    standings.update(
        whereabouts=Case(
            When(Q(update__isnull=False) & Q(Exists(of_response)), then=Value("here")),
            When(update__isnull=False, then=Value("sent")),
            When(silence_from__isnull=False, then=Value("awaited")),
            default=Value("not_looked"),
        )
    )

    at_once = recommendations.filter(due_at_once=True)
    standings.filter(recommendation__in=at_once.values("pk")).update(
        at_once=True, due_on=F("published_on"), has_deadline=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0007_immediately_and_regions"),
        ("responses", "0012_elsewhere"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
