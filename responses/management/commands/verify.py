from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ...history import evidence_files, verify


class Command(BaseCommand):
    help = "Check that no event, no file, and nothing that was sent or decided was changed behind the site’s back."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor",
            action="store_true",
            help="print an anchor, to be kept away from this database",
        )
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="compare with an anchor that was kept"
        )

    def handle(self, *, anchor, against, **options):
        try:
            result = verify.verify(against.read_text() if against else None)
        except (OSError, UnicodeDecodeError, verify.NotAnAnchor) as problem:
            raise CommandError(f"{against}: {problem}") from problem
        faults = [*result.faults, *evidence_files.faults()]
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"Faults found: {len(faults)}.")
        self.stdout.write(result.anchor() if anchor else self._all_is_well(result))

    def _all_is_well(self, result):
        events, chains = f"{result.events:,} events", f"{len(result.heads):,} chains"
        rows = f"{events} in {chains} and {result.answers:,} answers: nothing was changed."
        files = evidence_files.number()
        return f"{rows}\n{files:,} files are as they were added." if files else rows
