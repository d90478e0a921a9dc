"""What a reading is held against: the report's recommendations, the organisation that answers, and
how others are called.

Plain values, so that the rules are tested without a database. `of` reads them from it.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from ..language.text import bare, word_set

# Words of titles that say nothing of which report it is.
COMMON = word_set(
    """police policing response report reports super complaint victims domestic abuse section force forces inclusion
    project duty share perpetrated hidden protect search centre women womens justice trust alliance"""
)


@dataclass(frozen=True)
class Asked:
    """One recommendation. `text` is empty where the register does not hold the wording itself."""

    number: str
    text: str = ""
    due_on: date | None = None
    groups: frozenset[str] = frozenset()  # groups, and single organisations, by their short names
    parts: tuple[tuple[str, str], ...] = ()  # label and text
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    slug: str
    title: str
    published_on: date | None = None
    bodies: tuple[str, ...] = ()  # who made the super-complaint

    @property
    def names(self):
        """How documents call it, as small words."""
        title = bare(self.title)
        names = {title, title.removeprefix("the "), *(bare(body) for body in self.bodies)}
        if section := re.search(r"section (\d+)", title):
            names |= {f"section {section[1]}", f"s{section[1]}", f"s {section[1]}"}
        names |= {word for word in title.split() if len(word) > 6 and word not in COMMON}
        return {name for name in names if name}


@dataclass(frozen=True)
class Organisation:
    slug: str
    names: tuple[str, ...]
    kind: str = "police_force"
    group: str = "chief_constables"

    @property
    def is_named(self):
        return self.kind != "unnamed"


@dataclass(frozen=True)
class Register:
    report: Report
    organisation: Organisation
    asked: dict[str, Asked] = field(default_factory=dict)
    other_reports: tuple[Report, ...] = ()
    bodies: tuple[str, ...] = ()  # names of the other organisations
    dependencies: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # national positions, with the numbers they are for

    def called(self, *names):
        """The same register where the organisation has other names too: those that a document uses."""
        organisation = replace(self.organisation, names=(*self.organisation.names, *names))
        return replace(self, organisation=organisation)

    def holds(self, number):
        return not self.asked or number in self.asked

    def asks_here(self):
        """The numbers that are surely addressed to the organisation."""
        return [asked.number for asked in self.asked.values() if self.is_asked(asked)]

    def is_asked(self, asked):
        """“All recipients” are those of the other recommendations: a force and a commissioner are."""
        organisation = self.organisation
        if {organisation.group, organisation.slug} & asked.groups - {""}:
            return True
        return "all_recipients" in asked.groups and organisation.group in (
            "chief_constables",
            "policing_bodies",
        )


def of(report, organisation):
    """The Register of the rows `report` and `organisation`; a handful of queries."""
    from recommendations import models

    rows = report.recommendations.prefetch_related(
        "addressees__organisation", "sub_recommendations", "notes"
    ).order_by("order")
    others = models.Report.objects.exclude(pk=report.pk).prefetch_related("designated_bodies")
    names = models.Organisation.objects.exclude(pk=organisation.pk).exclude(kind="unnamed")
    dependencies = models.NPCCDependency.objects.filter(recommendations__report=report).distinct()
    kind = (
        organisation.kind
        if organisation.kind in ("police_force", "unnamed", "local_policing_body")
        else "national_body"
    )
    return Register(
        report=_report(report),
        organisation=Organisation(
            organisation.slug, (organisation.name,), kind, organisation.group_id or ""
        ),
        asked={row.number: _asked(row) for row in rows},
        other_reports=tuple(_report(other) for other in others),
        bodies=tuple(names.values_list("name", flat=True)),
        dependencies=tuple(
            (
                one.title,
                tuple(
                    row.number for row in one.recommendations.all() if row.report_id == report.pk
                ),
            )
            for one in dependencies.prefetch_related("recommendations")
        ),
    )


def _report(row):
    bodies = tuple(body.name for body in row.designated_bodies.all())
    return Report(row.slug, row.title, row.published_on, bodies)


def _asked(row):
    return Asked(
        number=row.number,
        text=row.text if row.text_held == row.TextHeld.VERBATIM else "",
        due_on=row.due_on,
        groups=frozenset(one.group_id or one.organisation.slug for one in row.addressees.all()),
        parts=tuple((part.label, part.text) for part in row.sub_recommendations.all()),
        notes=tuple(note.text for note in row.notes.all()),
    )
