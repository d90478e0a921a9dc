"""One organisation beside its group."""

from statistics import median

from recommendations.models import Organisation

from .figures import NAMES, NONE


def beside_the_median(by_organisation, organisation):
    """Each figure of `organisation` and its median in the group, {name: (count, median)}; and of how many that is.

    `by_organisation` are the figures of all; who is asked nothing is in no median.
    """
    in_group = set(
        Organisation.objects.filter(group=organisation.group_id).values_list("pk", flat=True)
    )
    group = [figures for key, figures in by_organisation.items() if key in in_group]
    own = by_organisation.get(organisation.pk, NONE)
    compared = {name: (own[name], _median([figures[name] for figures in group])) for name in NAMES}
    return compared, len(group)


def _median(counts):
    return median(counts) if counts else 0
