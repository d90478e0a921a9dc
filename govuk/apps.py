from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "govuk"
    verbose_name = "How a page looks"

    def ready(self):
        from . import guard

        guard.stand()
