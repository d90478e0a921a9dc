"""One organisation beside its group."""

from statistics import median

from recommendations.models import Organisation

from .cache import Kept
from .overview import NAMES, by_organisation


def beside_the_median(rows, organisation):
    """Each figure of `organisation` and its median in the group, {name: (count, median)}; and of how many that is.

    `rows` are those of `standing`; who is asked nothing is in no median.
    """
    counted, in_group = by_organisation(rows, Kept()), set(_group(organisation.group_id))
    group = {key: figures for key, figures in counted.items() if key in in_group}
    own = group.get(organisation.pk, dict.fromkeys(NAMES, 0))
    return {name: (own[name], _median(figures[name] for figures in group.values())) for name in NAMES}, len(group)


def _group(name):
    return Organisation.objects.filter(group=name).values_list("pk", flat=True)


def _median(counts):
    counts = list(counts)
    return median(counts) if counts else 0
