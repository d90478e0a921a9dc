from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save, pre_migrate


class ResponsesConfig(AppConfig):
    name = "responses"
    verbose_name = "Answers"

    def ready(self):
        from .history import immutable, standings  # once the models are there

        pre_migrate.connect(immutable.stand_aside, sender=self)
        post_migrate.connect(immutable.guard, sender=self)
        for name in standings.ANSWERS_OF:
            post_save.connect(standings.follow, sender=f"recommendations.{name}")
