from django.apps import AppConfig
from django.core.checks import Tags, register


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self):
        from .checks import no_demo_accounts  # it needs the models, which are loaded now

        register(no_demo_accounts, Tags.database)
