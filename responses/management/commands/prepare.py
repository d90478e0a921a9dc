from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from accounts.demo import make_demo_accounts
from recommendations.models import Report

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = "Bring the database up to date; fill an empty register from fixtures/; in demo mode, add demo accounts."

    def handle(self, **options):
        self._say("Migrating")
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        if not Report.objects.exists():
            self._fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # SQLite finds its way through large tables by this alone
        if settings.DEMO and (made := make_demo_accounts()):
            self._say(f"Added {made} demo accounts")
        call_command("tidy_sessions", stdout=self.stdout)

    @transaction.atomic
    def _fill(self):
        """Fill an empty register, all or nothing.

        An admin's later changes are kept: a register that holds a report is never filled again. So a run that is
        killed between the reports and the answers must leave neither, or the answers are never loaded.
        """
        self._say("Loading the organisations, the reports and the NPCC dependencies")
        reports = sorted(FIXTURES.glob("reports/*.json"))
        files = [FIXTURES / "organisations.json", *reports, FIXTURES / "npcc_dependencies.json"]
        call_command("load_report", *map(str, files), stdout=StringIO())  # it names every row
        self._say("Loading the published answers")
        call_command("load_answers", *map(str, sorted(FIXTURES.glob("answers/*.json"))))
        self._say("Recording the responses that were published elsewhere")
        call_command("load_elsewhere", *map(str, sorted(FIXTURES.glob("elsewhere/*.csv"))))

    def _say(self, step):
        self.stdout.write(f"  - {step}")
