from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from ...models import Evidence

AGE = timedelta(hours=24)  # one that is younger may belong to somebody who is adding it now


class Command(BaseCommand):
    help = "Removes what a crash left in the store: files that no evidence names and that are older than a day."

    def handle(self, *args, **options):
        named = set(Evidence.objects.exclude(file="").values_list("file", flat=True))
        old = timezone.now() - AGE
        left = [name for name in _files("") if name not in named and default_storage.get_modified_time(name) < old]
        for name in left:
            default_storage.delete(name)
        self.stdout.write(f"{len(left)} removed, {len(named)} kept.")


def _files(folder):
    """The names of all files in the store; none where nothing was ever stored."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (str(PurePosixPath(folder, file)) for file in files)
    for inner in folders:
        yield from _files(str(PurePosixPath(folder, inner)))
