from django.core.management import call_command
from django.core.management.base import BaseCommand

from govuk.wording import count

from ...unsaved import store


class Command(BaseCommand):
    help = "Remove sessions that have ended, and unsaved words that were kept for their 24 hours."

    def handle(self, **options):
        call_command("clearsessions")
        removed = store.tidy()
        if removed:
            self.stdout.write(f"  - Removed {count(removed, 'unsaved form')}, kept for their day")
