from django.db import migrations


class Migration(migrations.Migration):
    """Made the index of the search once. `search.index` makes it after every migrate now.

    So a kind that is added later changes no migration, and this app knows nothing of the search.
    """

    dependencies = [
        ("recommendations", "0003_number_as_it_stands_in_an_address"),
        ("responses", "0003_work_queue_index"),
    ]

    operations = []
