"""The 43 forces on a map of one tile each."""

from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from ..links import AnswersLink

# Where each force stands, from west to east and from north to south. Its place is a rough one.
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
SHADES = 4


@dataclass(frozen=True)
class Tile:
    """One force: where it stands, and how many of what it was asked the map shows."""

    name: str
    slug: str
    link: AnswersLink  # to the answers that are counted
    count: int
    asked: int

    @property
    def address(self):
        return reverse("progress:force", args=[self.slug])

    @property
    def x(self):
        return TILES[self.slug][0] * SIDE

    @property
    def y(self):
        return TILES[self.slug][1] * SIDE

    @property
    def code(self):
        """Two to four letters that stand for the force on the map: the full name is in its title and in the table."""
        if self.slug in CODES:
            return CODES[self.slug]
        words = [word for word in self.slug.split("-") if word not in ("and", "of")]
        return (
            "".join(word[0] for word in words).upper()
            if len(words) > 1
            else self.slug[:4].capitalize()
        )

    @property
    def shade(self):
        """0 for none of what it was asked, then 1 to SHADES: the last for more than three quarters."""
        return ceil(SHADES * self.count / self.asked)


def tiles(figures, forces, shown, link):
    """A Tile for each of `forces` that has `figures` by its key and a place on the map. `link` is to all of them."""
    on_the_map = [force for force in forces if force.pk in figures and force.slug in TILES]
    return [
        Tile(
            force.name,
            force.slug,
            link.narrowed(organisation=force.slug),
            figures[force.pk][shown],
            figures[force.pk]["asked"],
        )
        for force in on_the_map
    ]
