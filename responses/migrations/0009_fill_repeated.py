from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    """What the last update says, of all and of those that are published."""
    using = schema_editor.connection.alias
    updates = apps.get_model("responses", "Update").objects.using(using)

    def said(pointer, name):
        return Coalesce(Subquery(updates.filter(pk=OuterRef(pointer)).values(name)), Value(""))

    apps.get_model("responses", "ForceResponse").objects.using(using).update(
        said_position=said("latest", "position"),
        said_progress=said("latest", "progress"),
        public_position=said("published", "position"),
        public_progress=said("published", "progress"),
    )


class Migration(migrations.Migration):
    dependencies = [("responses", "0008_repeated")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
