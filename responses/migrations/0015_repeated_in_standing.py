from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

REPEATED = {
    "first_said_on": ("sent", "answered_on"),
    "first_public_on": ("published", "answered_on"),
    "said_position": ("sent", "position"),
    "public_position": ("published", "position"),
    "said_progress": ("sent", "progress"),
    "public_progress": ("published", "progress"),
}


def fill_again(apps, schema_editor):
    """Backwards: the columns of an answer repeat what its standings say. Those of reports that are not open stay empty."""
    using = schema_editor.connection.alias
    standings = apps.get_model("responses", "Standing").objects.using(using)
    values = {}
    for name, (sight, column) in REPEATED.items():
        said = Subquery(standings.filter(response=OuterRef("pk"), sight=sight).values(column))
        values[name] = said if column == "answered_on" else Coalesce(said, Value(""))
    apps.get_model("responses", "ForceResponse").objects.using(using).update(**values)


class Migration(migrations.Migration):
    dependencies = [("responses", "0014_evidence_details")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, fill_again),
        migrations.RemoveIndex(model_name="forceresponse", name="response_figures"),
        *[migrations.RemoveField(model_name="forceresponse", name=name) for name in REPEATED],
    ]
