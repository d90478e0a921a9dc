from django.db import migrations

from search import index


class Migration(migrations.Migration):

    dependencies = [
        ("recommendations", "0003_number_as_it_stands_in_an_address"),
        ("responses", "0003_work_queue_index"),
    ]

    operations = [migrations.RunPython(index.make_tables, index.drop_tables)]
