"""Whether every file that evidence names lies in the store as it was added."""

from collections.abc import Iterator

from files import store

from ..models import Evidence


def faults() -> Iterator[str]:
    """A sentence for each file that is missing or that somebody changed. Reads every file whole."""
    held = Evidence.objects.exclude(file="").order_by("organisation", "pk")
    for evidence in held.iterator(chunk_size=500):
        try:
            store.open_unchanged(evidence).close()
        except store.Changed as changed:
            what = "is missing" if not store.is_there(evidence) else "is not what was added"
            yield f"Evidence {evidence.pk}, file {changed}: it {what}."


def number() -> int:
    return Evidence.objects.exclude(file="").count()
