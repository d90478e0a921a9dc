from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from .history import immutable


class ResponsesConfig(AppConfig):
    name = "responses"
    verbose_name = "Answers"

    def ready(self):
        pre_migrate.connect(immutable.stand_aside, sender=self)
        post_migrate.connect(immutable.guard, sender=self)
