import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from ...sending import send_due

PAUSE = 5  # seconds between two looks at what is due
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send emails that are due, until stopped. Several can run: one of them sends each email."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")

    def handle(self, *, once, **options):
        if once:
            self.stdout.write(f"Messages sent: {send_due()}")
            return
        stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())  # the email at hand is finished first
        while not stopped.is_set():
            close_old_connections()
            try:
                send_due(stopped.is_set)
            except OperationalError as error:
                # A database that is away or busy comes back; this worker should be there then.
                logger.warning("Emails wait for the database: %s", error)
            stopped.wait(PAUSE)
