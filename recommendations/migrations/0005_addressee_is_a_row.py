"""Addressees and organisations point at groups; an addressee can be one organisation; numbers are as printed."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0004_addressee_groups")]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="group",
            field=models.ForeignKey(
                blank=True,
                help_text="Recommendations to this group ask this organisation. Leave empty if none does.",
                limit_choices_to=models.Q(("slug", "all_recipients"), _negated=True),
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organisations",
                to="recommendations.addresseegroup",
                verbose_name="addressed as",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("group", "all_recipients"), _negated=True), name="organisation_group_is_one_body"
            ),
        ),
        migrations.AlterField(
            model_name="addressee",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="addressed",
                to="recommendations.addresseegroup",
            ),
        ),
        migrations.AddField(
            model_name="addressee",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                help_text="One organisation alone, instead of a group.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="addressed",
                to="recommendations.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressee",
            constraint=models.UniqueConstraint(
                fields=("recommendation", "organisation"), name="recommendation_asks_an_organisation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="addressee",
            constraint=models.CheckConstraint(
                condition=Q(group=None, organisation__isnull=False) | Q(group__isnull=False, organisation=None),
                name="addressee_is_a_group_or_an_organisation",
                violation_error_message="Choose a group or one organisation, not both.",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="number",
            field=models.CharField(
                help_text="As printed, such as 4, 7.1, 3a-c, 10 (a) or 12/13.",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?!.*  )[0-9A-Za-z](?:[0-9A-Za-z.()/ -]*[0-9A-Za-z)])?\\Z",
                        "Use digits and letters; between them also full stops, hyphens, slashes, brackets or single"
                        " spaces",
                    )
                ],
            ),
        ),
    ]
