from django.conf import settings
from django.core.management.base import BaseCommand

from ...demo import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Say where the site is, and how to sign in to the demo."

    def add_arguments(self, parser):
        parser.add_argument("--port", required=True)

    def handle(self, *, port, **options):
        self.stdout.write(f"\nThe site is at http://127.0.0.1:{port}/ (Ctrl+C stops it)")
        if settings.DEMO:
            self.stdout.write(f"\nDemo sign-ins, all with the password “{PASSWORD}”:")
            for email, name, organisation, _ in ACCOUNTS:
                self.stdout.write(
                    f"  {email:<28} {name}" + (f", {organisation}" if organisation else "")
                )
