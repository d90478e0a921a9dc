"""What people look for by its name or number: reports, organisations, and recommendations such as “rec 4”.

There are hundreds of these rows, not hundreds of thousands: they need no index.
"""

import re
from dataclasses import dataclass, field

from django.db.models import Q

from recommendations.models import Organisation, Recommendation, Report
from supercomplaint.numbers import PRINTED

MOST_OF_A_KIND = 10
# No name has more, and SQLite refuses a rule of a thousand parts and a pattern of 50,000 letters.
MOST_WORDS = 30
LONGEST_NAME = 500
BY_NUMBER = re.compile(
    r"(?:rec(?:ommendation)?s?\.?\s*)?(?P<number>[0-9][0-9A-Za-z.()/ -]{0,19})", re.IGNORECASE
)


@dataclass
class Named:
    """Rows whose name or number is what was typed."""

    reports: list = field(default_factory=list)
    organisations: list = field(default_factory=list)
    recommendations: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.reports or self.organisations or self.recommendations)


def named(typed, report=None):
    """The Named of what somebody typed; within a `report` only its recommendations."""
    typed = " ".join(typed.split())
    words = re.findall(r"[\w’'-]+", typed)
    if not words or len(typed) > LONGEST_NAME or len(words) > MOST_WORDS or "\0" in typed:
        return Named()

    recommendations = _by_number(typed, report)
    if report:
        return Named(recommendations=recommendations)
    return Named(_reports(words), _organisations(words), recommendations)


def _having(words, *columns):
    """The rule of the rows that have each of `words` in one of these columns."""
    rule = Q()
    for word in words:
        in_one = Q()
        for column in columns:
            in_one |= Q(**{f"{column}__icontains": word})
        rule &= in_one
    return rule


def _reports(words):
    """By their title, or by who complained."""
    columns = ["title", "full_title", "designated_bodies__name"]
    reports = Report.objects.open().filter(_having(words, *columns)).distinct()
    return list(reports.order_by("-published_on", "slug")[:MOST_OF_A_KIND])


def _organisations(words):
    return list(
        Organisation.objects.filter(_having(words, "name")).order_by("name")[:MOST_OF_A_KIND]
    )


def _by_number(typed, report):
    match = BY_NUMBER.fullmatch(typed)
    number = match and match["number"].strip()
    if not number or not re.match(PRINTED, number):
        return []
    recommendations = Recommendation.objects.filter(
        number__iexact=number, report__opening__isnull=False
    )
    if report:
        recommendations = recommendations.filter(report=report)
    recommendations = recommendations.select_related("report").defer("text")
    return list(recommendations.order_by("-report__published_on", "order")[:MOST_OF_A_KIND])
