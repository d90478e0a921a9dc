"""Days and months as documents write them: as exact as they are written, and never mended."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
    "ionawr": 1,
    "chwefror": 2,
    "mawrth": 3,
    "ebrill": 4,
    "mai": 5,
    "mehefin": 6,
    "gorffennaf": 7,
    "awst": 8,
    "medi": 9,
    "hydref": 10,
    "tachwedd": 11,
    "rhagfyr": 12,
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WRITTEN = re.compile(
    rf"""
    (?<![\w/.-])(?P<iso_year>\d{{4}})-(?P<iso_month>\d{{2}})-(?P<iso_day>\d{{2}})(?![\w/-])
  | (?<![\w/.-])(?P<first>\d{{1,2}})(?P<sign>[/.-])(?P<second>\d{{1,2}})(?P=sign)
    (?P<short_year>\d{{4}}|\d{{2}})(?![\w/-])
  | (?<![\w/])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+
    (?P<month>{MONTH})\b\.?,?[\s-]+(?P<year>\d{{4}}|['’]?\d{{2}}(?!\d))
  | \b(?P<us_month>{MONTH})\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<us_year>\d{{4}})
  | \b(?P<my_month>{MONTH})\b\.?,?[\s-]*['’]?(?P<my_year>\d{{4}}|(?<=[-'’])\d{{2}}(?!\d)
    |(?<=[a-z]\s)\d{{2}}(?![\d\s:]))
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Written:
    """A day, or a month, where a text states one. `iso` is empty where there is no such day."""

    start: int
    end: int
    iso: str
    words: str

    @property
    def earliest(self):
        """The first day that it may be."""
        return date.fromisoformat(self.iso if len(self.iso) == 10 else f"{self.iso}-01")

    @property
    def latest(self):
        """The last day that it may be: of a month, its last."""
        if len(self.iso) == 10:
            return self.earliest
        year, month = int(self.iso[:4]), int(self.iso[5:7])
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)


def written_in(text):
    """Every day and month that `text` states, in their order."""
    return [
        Written(match.start(), match.end(), _iso(match), match[0])
        for match in WRITTEN.finditer(text)
    ]


def _iso(match):
    parts = match.groupdict()
    if parts["iso_year"]:
        return _day(parts["iso_year"], parts["iso_month"], parts["iso_day"])
    if parts["first"]:
        day, month = parts["first"], parts["second"]
        if int(month) > 12 >= int(day):  # 06/17/2021 can only be month first
            day, month = month, day
        return _day(parts["short_year"], month, day)
    if parts["day"]:
        return _day(parts["year"], MONTHS[parts["month"].lower()], parts["day"])
    if parts["us_day"]:
        return _day(parts["us_year"], MONTHS[parts["us_month"].lower()], parts["us_day"])
    return f"{_year(parts['my_year'])}-{MONTHS[parts['my_month'].lower()]:02d}"


def _year(words):
    digits = words.strip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day(year, month, day):
    try:
        return date(_year(str(year)), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def without(text):
    """`text` without its days and months, for rules about the words around them."""
    return WRITTEN.sub(" ", text)
