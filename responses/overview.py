"""The country in figures, from the rows of `standing`: by report, by force, over time."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min
from django.db.models.functions import TruncWeek

from recommendations.models import AddresseeGroup

from .standing import FIGURES

# Where each force stands on the tile map, from west to east and from north to south.
TILES = {
    "northumbria": (4, 0),
    "cumbria": (3, 1),
    "durham": (4, 1),
    "cleveland": (5, 1),
    "lancashire": (3, 2),
    "north-yorkshire": (4, 2),
    "west-yorkshire": (5, 2),
    "humberside": (6, 2),
    "merseyside": (2, 3),
    "greater-manchester": (3, 3),
    "south-yorkshire": (4, 3),
    "nottinghamshire": (5, 3),
    "lincolnshire": (6, 3),
    "north-wales": (1, 4),
    "cheshire": (2, 4),
    "staffordshire": (3, 4),
    "derbyshire": (4, 4),
    "leicestershire": (5, 4),
    "cambridgeshire": (6, 4),
    "norfolk": (7, 4),
    "dyfed-powys": (1, 5),
    "west-mercia": (2, 5),
    "west-midlands": (3, 5),
    "warwickshire": (4, 5),
    "northamptonshire": (5, 5),
    "bedfordshire": (6, 5),
    "suffolk": (7, 5),
    "south-wales": (1, 6),
    "gwent": (2, 6),
    "gloucestershire": (3, 6),
    "thames-valley": (4, 6),
    "hertfordshire": (5, 6),
    "metropolitan": (6, 6),
    "essex": (7, 6),
    "avon-and-somerset": (2, 7),
    "wiltshire": (3, 7),
    "hampshire": (4, 7),
    "surrey": (5, 7),
    "city-of-london": (6, 7),
    "kent": (7, 7),
    "devon-and-cornwall": (1, 8),
    "dorset": (3, 8),
    "sussex": (5, 8),
}
# Where the letters of a name would not tell two forces apart.
CODES = {
    "northumbria": "Nthb",
    "northamptonshire": "Nhan",
    "west-mercia": "WMe",
    "west-midlands": "WMi",
}
SIDE = 72  # of a tile, in the units of the picture


@dataclass(frozen=True)
class Tile:
    """One force: where it stands, how much it answered, and the colour that says so."""

    name: str
    slug: str
    code: str
    x: int
    y: int
    answered: int
    asked: int

    @property
    def look(self):
        if not self.answered:
            return "none"
        return "all" if self.answered == self.asked else "some"

    @property
    def in_words(self):
        return f"{self.name}: {self.answered} of {self.asked} answered"


def by_report(rows):
    """The figures of each report, newest first: dicts with `title`, `slug`, `published_on`, `asked` and FIGURES."""
    report = "recommendation__report"
    return (
        rows.values(title=F(f"{report}__title"), slug=F(f"{report}__slug"), published_on=F(f"{report}__published_on"))
        .annotate(asked=Count("pk"), **{name: Count("pk", filter=rule) for name, rule in FIGURES.items()})
        .order_by("-published_on", "slug")
    )


def tiles(rows):
    """A Tile for each force that chief constables' recommendations ask and that the map has a place for, by name."""
    forces = (
        rows.filter(organisation__group=AddresseeGroup.CHIEF_CONSTABLES)
        .values_list("organisation__name", "organisation__slug")
        .annotate(answered=Count("seen"), asked=Count("pk"))
        .order_by("organisation__name")
    )
    return [
        Tile(name, slug, _code(slug), TILES[slug][0] * SIDE, TILES[slug][1] * SIDE, answered, asked)
        for name, slug, answered, asked in forces
        if slug in TILES
    ]


def _code(slug):
    """Two to four letters that stand for a force on the map: the full name is in its title and in the table."""
    if slug in CODES:
        return CODES[slug]
    words = [word for word in slug.split("-") if word not in ("and", "of")]
    return "".join(word[0] for word in words).upper() if len(words) > 1 else slug[:4].capitalize()


def by_week(rows):
    """A Monday, how many first answers that week brought, and how many came since the first; undated ones apart."""
    weeks = (
        rows.filter(answered_on__isnull=False)
        .values(week=TruncWeek("answered_on"))
        .annotate(count=Count("pk"))
        .order_by("week")
    )
    total, running = 0, []
    for week in weeks:
        total += week["count"]
        running.append((week["week"], week["count"], total))
    return running


def undated(rows):
    """How many are answered on a day that is not stated."""
    return rows.filter(seen__isnull=False, answered_on=None).count()


def median_days(rows):
    """The median of the days from a report's publication to the first answer; None where nothing is dated."""
    taken = ExpressionWrapper(
        F("answered_on") - F("recommendation__report__published_on"), output_field=DurationField()
    )
    days = (
        rows.filter(answered_on__isnull=False).annotate(taken=taken).order_by("taken").values_list("taken", flat=True)
    )
    count = days.count()
    if not count:
        return None
    middle = days[(count - 1) // 2 : count // 2 + 1]
    return sum(middle, datetime.timedelta()).days / len(middle)


def first_deadline(rows):
    return rows.aggregate(first=Min("recommendation__due_on"))["first"]
