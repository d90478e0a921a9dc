from django.db import migrations

from responses.search import keeping


class Migration(migrations.Migration):

    dependencies = [
        ("recommendations", "0003_number_as_it_stands_in_an_address"),
        ("responses", "0003_work_queue_index"),
    ]

    operations = [migrations.RunPython(keeping.make_tables, keeping.drop_tables)]
