"""What stood in words alone: "Immediately" is due at once, and a policing body is in the region of its force."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def say_what_is_due_at_once(apps, schema_editor):
    recommendations = apps.get_model("recommendations", "Recommendation").objects.using(
        schema_editor.connection.alias
    )
    recommendations.filter(due_on=None, due_in_words__iexact="immediately").update(due_at_once=True)


def give_policing_bodies_a_region(apps, schema_editor):
    organisations = apps.get_model("recommendations", "Organisation").objects.using(schema_editor.connection.alias)
    forces = organisations.filter(pk=OuterRef("force"))
    bodies = organisations.filter(kind="local_policing_body", region="", force__isnull=False)
    bodies.update(region=Subquery(forces.values("region")[:1]))


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0006_seven_reports")]

    operations = [
        migrations.RunPython(say_what_is_due_at_once, migrations.RunPython.noop),
        migrations.RunPython(give_policing_bodies_a_region, migrations.RunPython.noop),
    ]
