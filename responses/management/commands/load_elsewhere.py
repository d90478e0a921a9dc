from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ...actions import elsewhere_file


class Command(BaseCommand):
    help = "Record responses that were published elsewhere from CSV files. A file loaded again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *, files, **options):
        rows = []
        for path in files:
            rows += self._read(path)
        new, known = elsewhere_file.keep(rows)
        self.stdout.write(f"{new} recorded, {known} already there.")

    def _read(self, path):
        try:
            with path.open("rb") as file:
                read = elsewhere_file.read(file.read(elsewhere_file.LIMIT + 1))
        except (OSError, elsewhere_file.Unusable) as problem:
            raise CommandError(f"{path}: {problem}") from problem
        for sentence in read.faults:
            self.stderr.write(f"{path.name}, {sentence}")
        if read.faults:
            raise CommandError("Nothing was recorded.")
        return read.rows
