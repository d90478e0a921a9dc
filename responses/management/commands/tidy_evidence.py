from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from files import store

from ...models import Evidence, PendingFile

AGE = timedelta(hours=24)  # one that is younger may belong to somebody who is adding it now
WEEK = timedelta(days=7)
FEW = 20  # files that a crash or two leave, beside
SHARE = 0.05  # of all that lies there


class Command(BaseCommand):
    help = (
        "Moves to a quarantine folder what no evidence names and what is older than a day, and "
        "forgets files that nobody described within a week. Deletes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be moved, and move nothing"
        )
        parser.add_argument(
            "--at-most", type=int, metavar="N", help="move up to N files, however many lie there"
        )

    def handle(self, *, dry_run, at_most, **options):
        names = set(_files(""))
        named = self._named(dry_run)
        strays = sorted(name for name in names - named if _is_old(name))
        self._refuse_too_many(strays, names, named, at_most)

        size = sum(default_storage.size(name) for name in strays)
        for name in strays:
            self.stdout.write(f"{name}, {filesizeformat(default_storage.size(name))}")
            if not dry_run:
                store.quarantine(name)
        self.stdout.write(self._summary(len(strays), size, len(names & named), dry_run))

    def _named(self, dry_run):
        """The files of evidence, and those that wait for their description."""
        old = PendingFile.objects.filter(added_at__lt=timezone.now() - WEEK)
        waiting = PendingFile.objects.exclude(pk__in=old.values("pk"))
        evidence = Evidence.objects.exclude(file="")
        named = {*evidence.values_list("file", flat=True), *waiting.values_list("file", flat=True)}
        if not dry_run:
            old.delete()
        return named

    def _refuse_too_many(self, strays, names, named, at_most):
        """A wrong database, or one restored from last week, names few of the files that lie here.

        Run against an empty one this command once deleted 32 of 32 pieces of evidence.
        """
        if at_most is None and strays and not names & named:
            raise CommandError(
                f"This database names none of the {len(names)} files that lie here. Is it the right "
                "one? Nothing was moved. --at-most says how many may go."
            )
        most = max(FEW, int(SHARE * len(names))) if at_most is None else at_most
        if len(strays) > most:
            raise CommandError(
                f"{len(strays)} of {len(names)} files are named by no evidence, more than {most}. "
                "Is this the right database? Nothing was moved. --at-most says how many may go."
            )

    def _summary(self, number, size, number_left, dry_run):
        done = "would be moved" if dry_run else "moved"
        place = store.quarantine_folder()
        return f"{number} {done} to {place}, {filesizeformat(size)}. {number_left} kept."


def _is_old(name):
    return default_storage.get_modified_time(name) < timezone.now() - AGE


def _files(folder):
    """The names of all files in the store; none where nothing was ever stored."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (str(PurePosixPath(folder, file)) for file in files)
    for inner in folders:
        yield from _files(str(PurePosixPath(folder, inner)))
