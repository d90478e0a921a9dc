from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """The day that the first update states, of all and of those that are published."""
    using = schema_editor.connection.alias
    updates = apps.get_model("responses", "Update").objects.using(using)
    first = updates.filter(response=OuterRef("pk")).order_by("number").values("reported_on")
    apps.get_model("responses", "ForceResponse").objects.using(using).update(
        first_said_on=Subquery(first[:1]), first_public_on=Subquery(first.filter(published_at__isnull=False)[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("responses", "0005_answered_on")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
