from django.db import migrations
from django.db.models import Exists, Max, OuterRef, Subquery


def fill(apps, schema_editor):
    """Since when an answer is with HMICFRS, or back with its writers."""
    using = schema_editor.connection.alias
    updates = apps.get_model("responses", "Update").objects.using(using).filter(pk=OuterRef("update"))
    returns = apps.get_model("responses", "Decision").objects.using(using).filter(kind="return")
    of_update = returns.filter(update=OuterRef("update"))
    last = of_update.order_by().values("update").annotate(last=Max("at")).values("last")

    sent = apps.get_model("responses", "Standing").objects.using(using).filter(sight="sent", update__isnull=False)
    sent.update(since=Subquery(updates.values("recorded_at")))
    sent.filter(Exists(of_update)).update(since=Subquery(last), returned=True)


class Migration(migrations.Migration):
    dependencies = [("responses", "0016_standing_since")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
