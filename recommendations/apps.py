from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = "Recommendations"

    def ready(self):
        from . import groups  # needs the models, which are not there before

        post_migrate.connect(groups.add_missing, sender=self)
