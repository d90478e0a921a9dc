from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self):
        from . import index  # its kinds need the models, which are loaded now

        answers = apps.get_app_config("responses")
        pre_migrate.connect(index.stand_aside, sender=answers)
        post_migrate.connect(index.keep, sender=answers)
