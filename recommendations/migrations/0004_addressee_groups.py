"""Groups become rows. What stood in no group stood in "", and stands in nothing from now on."""

from django.db import migrations, models

NAMES = [
    ("chief_constables", "Chief constables"),
    ("policing_bodies", "Police and crime commissioners (or equivalents)"),
    ("home_office", "Home Office"),
    ("ministry_of_justice", "Ministry of Justice"),
    ("npcc", "National Police Chiefs’ Council"),
    ("apcc", "Association of Police and Crime Commissioners"),
    ("college", "College of Policing"),
    ("cps", "Crown Prosecution Service"),
    ("iopc", "Independent Office for Police Conduct"),
    ("hmicfrs", "HM Inspectorate of Constabulary and Fire & Rescue Services"),
    ("all_recipients", "All recipients of the report’s recommendations"),
]


def add_groups(apps, schema_editor):
    group = apps.get_model("recommendations", "AddresseeGroup")
    rows = [group(slug=slug, name=name, order=order) for order, (slug, name) in enumerate(NAMES, 1)]
    group.objects.using(schema_editor.connection.alias).bulk_create(rows)


def leave_empty_ones_out(apps, schema_editor):
    organisations = apps.get_model("recommendations", "Organisation").objects.using(schema_editor.connection.alias)
    organisations.filter(group="").update(group=None)


def fill_empty_ones(apps, schema_editor):
    organisations = apps.get_model("recommendations", "Organisation").objects.using(schema_editor.connection.alias)
    organisations.filter(group=None).update(group="")


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0003_number_as_it_stands_in_an_address")]

    operations = [
        migrations.CreateModel(
            name="AddresseeGroup",
            fields=[
                (
                    "slug",
                    models.SlugField(max_length=30, primary_key=True, serialize=False, verbose_name="short name"),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("order", models.PositiveIntegerField(default=100, help_text="Its place in lists.")),
            ],
            options={"ordering": ["order", "name"]},
        ),
        migrations.RunPython(add_groups, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="organisation", name="organisation_group_is_one_body"),
        migrations.RemoveIndex(model_name="organisation", name="organisation_group"),
        migrations.AlterField(
            model_name="organisation",
            name="group",
            field=models.CharField(blank=True, max_length=30, null=True),
        ),
        migrations.RunPython(leave_empty_ones_out, fill_empty_ones),
    ]
