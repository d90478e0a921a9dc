import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recommendations', '0003_number_as_it_stands_in_an_address'),
        ('responses', '0009_fill_repeated'),
    ]

    operations = [
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sight', models.CharField(choices=[('sent', 'What HMICFRS sees'), ('published', 'What everybody sees')], max_length=9)),
                ('counted', models.BooleanField()),
                ('state', models.CharField(max_length=20)),
                ('position', models.CharField(blank=True, max_length=20)),
                ('progress', models.CharField(blank=True, max_length=20)),
                ('assurance', models.CharField(blank=True, max_length=20)),
                ('lead', models.CharField(blank=True, max_length=150)),
                ('due_on', models.DateField(null=True)),
                ('answered_on', models.DateField(null=True)),
                ('days_taken', models.IntegerField(null=True)),
                ('has_deadline', models.BooleanField()),
                ('has_day', models.BooleanField()),
                ('published_on', models.DateField()),
                ('place', models.PositiveIntegerField()),
                ('organisation_name', models.CharField(max_length=200)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='recommendations.organisation')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='recommendations.recommendation')),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='recommendations.report')),
                ('response', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='responses.forceresponse')),
                ('update', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='responses.update')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('counted', True)), fields=['sight', 'organisation', 'state', 'position', 'progress', 'due_on', 'answered_on'], name='standing_figures'), models.Index(condition=models.Q(('counted', True)), fields=['sight', 'report', 'recommendation'], name='standing_report'), models.Index(condition=models.Q(('counted', True)), fields=['sight', 'days_taken'], name='standing_taken'), models.Index(condition=models.Q(('counted', True)), fields=['sight', '-published_on', 'report', 'place', 'organisation_name', 'response'], name='standing_newest'), models.Index(condition=models.Q(('counted', True)), fields=['sight', 'organisation_name', '-published_on', 'report', 'place', 'response'], name='standing_by_name'), models.Index(condition=models.Q(('counted', True)), fields=['sight', '-has_deadline', 'due_on', '-published_on', 'report', 'place', 'organisation_name', 'response'], name='standing_by_due'), models.Index(condition=models.Q(('counted', True)), fields=['sight', '-has_day', '-answered_on', '-published_on', 'report', 'place', 'organisation_name', 'response'], name='standing_by_day')],
                'constraints': [models.UniqueConstraint(fields=('response', 'sight'), name='one_standing_per_sight'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'silent'), ('update', None)), models.Q(models.Q(('state', 'silent'), _negated=True), ('update__isnull', False)), _connector='OR'), name='standing_is_silent_without_an_update'), models.CheckConstraint(condition=models.Q(models.Q(('sight', 'published'), _negated=True), ('lead', ''), _connector='OR'), name='published_standing_names_nobody')],
            },
        ),
        migrations.CreateModel(
            name='StandingStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sight', models.CharField(choices=[('sent', 'What HMICFRS sees'), ('published', 'What everybody sees')], max_length=9)),
                ('stamp', models.CharField(max_length=32)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='recommendations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'sight'), name='one_stamp_per_organisation_and_sight')],
            },
        ),
    ]
