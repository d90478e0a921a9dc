from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recommendations.loading import LIMIT

from ...actions.loading import load


class Command(BaseCommand):
    help = "Load reports, organisations and NPCC dependencies from fixture files, all or nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *, files, dry_run, **options):
        result = load(
            [(path.name, _bytes(path)) for path in files],
            dry_run=dry_run,
            progress=self._progress(),
        )
        if result.errors:
            for line in result.errors:
                self.stderr.write(str(line))
            raise CommandError("Nothing was changed.")
        self._print("created", result.created, dry_run)
        self._print("changed", result.changed, dry_run)
        self._print("removed", result.removed, dry_run)
        self.stdout.write(f"Left as it is: {len(result.unchanged)}")
        self.stdout.write(f"Answers expected: {result.answers_opened} more")
        if result.answers_withdrawn:
            self.stdout.write(f"Answers expected no more: {result.answers_withdrawn}")
        if dry_run:
            self.stdout.write("Nothing was changed.")

    def _print(self, verb, lines, dry_run):
        self.stdout.write(f"{_would(verb, dry_run)}: {len(lines)}")
        for line in lines:
            self.stdout.write(f"  {line}")

    def _progress(self):
        """Says on stderr, every 5 % at most, how far a long run is."""
        said = 0

        def progress(done, total):
            nonlocal said
            percent = 100 * done // total
            if percent >= said + 5:
                said = percent
                self.stderr.write(f"{percent} % done", style_func=str)

        return progress


def _bytes(path):
    """No more of the file than can be loaded, so that an endless one ends."""
    try:
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as error:
        raise CommandError(f"{path}: The file cannot be read: {error.strerror.lower()}.") from None


def _would(verb, dry_run):
    return f"Would be {verb}" if dry_run else verb.capitalize()
