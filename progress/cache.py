"""What is counted over the whole register, cached for each organisation until one of its standings changes.

At 43,000 answers everything is counted anew in a twentieth of a second and nothing here would be needed; at 500,000
that takes a quarter of a second, for each page that shows a figure.
"""

from functools import cached_property

from django.core.cache import caches

from responses.models import Standing, StandingStamp


class RegisterCache:
    """Counts over all standings of one sight, for one page: what has changed is asked once."""

    def __init__(self, sight, today):
        self.sight = sight
        self.today = today
        self.standings = Standing.objects.in_sight(sight)

    def by_organisation(self, count):
        """`count(standings, today)`, a dict by organisation. Counts again only those that changed."""
        cache = caches["figures"]
        keys = {
            organisation: f"{count.__name__}-{self.sight}-{self.today}-{organisation}-{stamp}"
            for organisation, stamp in self._stamps
        }
        counted = cache.get_many(keys.values())
        changed = [organisation for organisation, key in keys.items() if key not in counted]
        if changed:
            fresh = count(
                self._standings_of(changed, everybody=len(changed) == len(keys)), self.today
            )
            fresh = {keys[organisation]: fresh.get(organisation) for organisation in changed}
            cache.set_many(fresh)
            counted |= fresh
        parts = {organisation: counted[key] for organisation, key in keys.items()}
        return {organisation: part for organisation, part in parts.items() if part is not None}

    def _standings_of(self, organisations, *, everybody):
        return (
            self.standings if everybody else self.standings.filter(organisation__in=organisations)
        )

    @cached_property
    def _stamps(self):
        stamps = StandingStamp.objects.filter(sight=self.sight)
        return list(stamps.values_list("organisation_id", "stamp"))
