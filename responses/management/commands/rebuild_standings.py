from django.core.management.base import BaseCommand
from django.db import transaction

from ...history import standings
from ...models import ForceResponse


class Command(BaseCommand):
    help = "Work out again where every answer stands, and mend the rows that say something else."

    @transaction.atomic
    def handle(self, **options):
        mended = standings.refresh_all(ForceResponse.objects.all())
        self.stdout.write(f"Standings mended: {mended:,}.")
