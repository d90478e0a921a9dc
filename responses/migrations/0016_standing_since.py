from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recommendations', '0007_immediately_and_regions'),
        ('responses', '0015_repeated_in_standing'),
    ]

    operations = [
        migrations.AddField(
            model_name='standing',
            name='returned',
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name='standing',
            name='since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('sight', 'sent')), fields=['state', 'since', 'response'], name='standing_queue'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('returned', True)), fields=['since', 'response'], name='standing_returned'),
        ),
    ]
