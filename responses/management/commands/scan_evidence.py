from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from files import scanner

from ... import actions
from ...models import Evidence


class Command(BaseCommand):
    help = (
        "Lets the scanner look at each file that it has not looked at. "
        "Made for cron: what is done is not done again."
    )

    def handle(self, *args, **options):
        if not scanner.is_set_up():
            raise CommandError("No scanner is set up: set CLAMD_SOCKET.")
        unscanned = Evidence.objects.filter(
            ~Q(file=""), scan__in=[Evidence.Scan.WAITING, Evidence.Scan.NOT_NEEDED]
        )
        found = [actions.scan(evidence) for evidence in unscanned.order_by("pk")]
        clean, infected = found.count(Evidence.Scan.CLEAN), found.count(Evidence.Scan.INFECTED)
        self.stdout.write(f"{clean} clean, {infected} with malware.")
        if left := len(found) - clean - infected:
            raise CommandError(
                f"{left} not scanned: the scanner does not answer, or the file is not what was stored."
            )
