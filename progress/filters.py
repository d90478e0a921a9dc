"""The filters of the progress pages. Only these read their addresses."""

from functools import partial

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from govuk.filters import FilterForm
from govuk.forms import DayField, LongSelect
from recommendations.fields import ReportField
from recommendations.models import (
    AddresseeGroup,
    NPCCDependency,
    Organisation,
    Recommendation,
    Report,
)
from responses.models import Standing
from responses.models.standing import NEWEST_REPORT
from responses.vocabulary import Assurance, Position, Progress, State, Timeliness, Whereabouts

from .links import AnswersLink
from .queries import figures

Kind = Organisation.Kind
MEASURES = {
    "state": "Whose turn",
    "whereabouts": "Response",
    "position": "Position",
    "progress": "Progress",
    "assurance": "Assurance",
    "timeliness": "Against the deadline",
    "coverage": "Sub-recommendations answered",
}
SORTS = {"name": "Name", "answered": "Most answered first", "silent": "Least answered first"}
# How a list may be sorted: each is the order of an index of Standing, so that its last page costs what its first does.
ORDERS = {
    "report": ("Newest report first", NEWEST_REPORT),
    "organisation": (
        "Organisation",
        ["organisation_name", "-published_on", "report", "place", "response"],
    ),
    "due": ("Due first", ["-has_deadline", "due_on", *NEWEST_REPORT]),
    "answered": ("Answered last", ["-has_day", "-answered_on", *NEWEST_REPORT]),
}
OF_ORGANISATION = {
    "organisation": "organisation__slug",
    "region": "organisation__region",
    "group": "organisation__group",
}
AXES = ["whereabouts", "position", "progress", "state", "assurance"]
# What narrows lists alone: the numbers over time lead there.
BY_DAY = {
    "answered_from": "answered_on__gte",
    "answered_to": "answered_on__lte",
    "due_from": "due_on__gte",
    "due_to": "due_on__lte",
}

_choice = partial(forms.ChoiceField, widget=LongSelect)
_model_choice = partial(forms.ModelChoiceField, widget=LongSelect)


def _or_all(choices):
    return [("", "All"), *choices]


class OrganisationField(forms.ChoiceField):
    """An organisation by its slug. Those of the register are offered; any other whose answers are counted is
    understood where an address names it.
    """

    widget = LongSelect

    def valid_value(self, value):
        counted = Organisation.objects.exclude(kind=Kind.UNNAMED)
        return super().valid_value(value) or counted.filter(slug=value).exists()


class GroupField(forms.ChoiceField):
    """A group by its short name. Those that somebody is in are offered; any other of the table is understood."""

    widget = LongSelect

    def valid_value(self, value):
        return super().valid_value(value) or AddresseeGroup.objects.filter(slug=value).exists()


class StandingFilters(FilterForm):
    """The filters that every page of standings has. Each page adds how it shows the rows."""

    report = ReportField()
    organisation = OrganisationField(required=False)
    region = _choice(required=False, label="NPCC region (unverified)")
    group = GroupField(required=False, label="Addressed as")
    whereabouts = _choice(choices=_or_all(Whereabouts.choices), required=False, label="Response")
    position = _choice(choices=_or_all(Position.choices), required=False)
    progress = _choice(choices=_or_all(Progress.choices), required=False)
    state = _choice(choices=_or_all(State.choices), required=False, label="Whose turn")
    assurance = _choice(choices=_or_all(Assurance.choices), required=False)
    timeliness = _choice(
        choices=_or_all(Timeliness.choices), required=False, label="Against the deadline"
    )
    waits_on = _model_choice(
        NPCCDependency.objects.all(), to_field_name="slug", required=False, label="Waits on"
    )
    without_waiting = forms.BooleanField(
        required=False, label="Leave out what waits on an NPCC position that is not settled"
    )
    lead = forms.CharField(max_length=150, required=False, label="Who leads")
    published = forms.BooleanField(
        required=False, label="Only what is published, as everybody sees it"
    )

    columns = OF_ORGANISATION
    filters = [
        *OF_ORGANISATION,
        *AXES,
        "timeliness",
        "waits_on",
        "without_waiting",
        "lead",
        "published",
    ]

    def __init__(self, query, access):
        self.access = access
        self.today = timezone.localdate()
        self.refused = []
        self.closed = []
        super().__init__(query)
        self.ignored += self.closed

    # What can be chosen

    def offer(self):
        self.sight = figures.sight_of(self.access, only_published=self["published"].data)
        if not self.access.reviews:
            self._close()
        self._offer_organisations()
        self.fields["waits_on"].choices = _or_all(
            NPCCDependency.objects.order_by("title").values_list("slug", "title")
        )
        self._offer_words()

    def _close(self):
        """Two filters are for reviewers alone. Everybody else sees what is published in any case, and who leads may
        be a person, whom no public page names: to filter by a name would be a way to ask for it.
        """
        del self.fields["published"]
        label = self.fields.pop("lead").label
        if self.data.get("lead"):
            self.closed = [label]

    def _offer_organisations(self):
        """Those whose answers are counted, in one query with their regions and groups; the map needs them, too."""
        counted = Organisation.objects.exclude(kind__in=[Kind.DESIGNATED_BODY, Kind.UNNAMED])
        bodies = counted.order_by("name").select_related("group")
        self.organisations = list(
            bodies.only("slug", "name", "region", "group__name", "group__order")
        )
        regions = sorted({body.region for body in self.organisations} - {""})
        groups = {body.group for body in self.organisations if body.group}
        self.fields["organisation"].choices = _or_all(
            (body.slug, body.name) for body in self.organisations
        )
        self.fields["region"].choices = _or_all((region, region) for region in regions)
        self.fields["group"].choices = _or_all(
            (group.slug, group.name)
            for group in sorted(groups, key=lambda group: (group.order, group.name))
        )

    def _offer_words(self):
        for name in ("whereabouts", "state", "assurance", "figure", "map"):
            if name in self.fields:
                axis = "figure" if name == "map" else name
                choices = self.fields[name].choices
                self.fields[name].choices = [
                    (word, label)
                    for word, label in choices
                    if figures.is_shown(self.sight, axis, word)
                ]

    def narrowing(self):
        return [name for name in self.filters if name in self.fields]

    # What was chosen

    @property
    def shows_sent(self):
        """Whether these are the rows that HMICFRS sees; the pages say so."""
        return self.sight == Standing.Sight.SENT

    @property
    def is_nationwide(self):
        """Whether the rows are those of all reports and all organisations."""
        return not self.chosen("report") and not self.chosen("organisation")

    def refuse_all(self):
        """Leave out every filter, since too much would have to be gone through; the page says so."""
        names = [name for name, _, _ in self.in_use()]
        self.refused = [self[name].label for name in names]
        self.leave_out(names)

    def standings(self):
        """The standings that this reader may see, narrowed by every filter of the address."""
        rows = Standing.objects.in_sight(self.sight)
        if report := self.chosen("report"):
            rows = rows.filter(report=report)
        for name, column in self.columns.items():
            if value := self.chosen(name):
                rows = rows.filter(**{column: value})
        for axis in AXES:
            if word := self.chosen(axis):
                rows = rows.filter(**{axis: word})
        if word := self.chosen("timeliness"):
            rows = rows.in_time([word], self.today)
        return self._by_update(rows)

    def _by_update(self, rows):
        """Narrowed by what only the update in sight says."""
        if dependency := self.chosen("waits_on"):
            rows = rows.filter(update__waits_on_dependencies=dependency)
        if self.chosen("without_waiting"):
            unsettled = NPCCDependency.objects.unsettled().filter(updates=OuterRef("update"))
            rows = rows.exclude(Exists(unsettled))
        if lead := self.chosen("lead"):
            # The public row names nobody, also to a reviewer who looks at what everybody sees.
            column = "lead" if self.shows_sent else "update__lead"
            rows = rows.filter(**{f"{column}__icontains": lead})
        return rows

    def answers_link(self):
        """Link to the list of answers with this page's filters.

        Only filters that this page applies are kept, so that the list shows the same rows.
        """
        names = self.fields.keys() & {"report", *self.filters}
        return AnswersLink(**{name: self.data[name] for name in self.data if name in names})


class MatrixFilters(StandingFilters):
    measure = _choice(choices=[*MEASURES.items()], required=False, label="Show")
    sort = _choice(choices=[*SORTS.items()], required=False, label="Sort by")
    field_order = ["report", "measure", "sort"]

    @property
    def measure_shown(self):
        return self.chosen("measure") or "state"

    @property
    def sort_shown(self):
        return self.chosen("sort") or "name"

    def report_or_newest(self):
        """The report that was asked for, or else the newest that holds recommendations; the form names it."""
        report = self.chosen("report") or self._newest()
        if report:
            self.data = self.data.copy()
            self.data["report"] = report.slug
            self.fields["report"].empty_label = None
        return report

    def _newest(self):
        holds = Exists(Recommendation.objects.filter(report=OuterRef("pk")))
        return Report.objects.open().filter(holds).order_by("-published_on", "slug").first()


class OverviewFilters(StandingFilters):
    map = _choice(
        choices=[(name, figures.LABELS[name].capitalize()) for name in figures.FIGURES],
        required=False,
        label="The map shows",
    )
    field_order = ["report", "map"]

    @property
    def map_shown(self):
        return self.chosen("map") or "answered"

    @property
    def is_whole_register(self):
        """Whether nothing narrows the rows: then what is cached of them can be shown."""
        narrowing = {name for name, _, _ in self.in_use()} - {"published"}
        return not narrowing and not self.chosen("report")


class AnswersFilters(StandingFilters):
    """Of a list, and of the same list as a file."""

    recommendation = _choice(required=False)
    figure = _choice(
        choices=_or_all((name, figures.LABELS[name].capitalize()) for name in figures.FIGURES),
        required=False,
    )
    sort = _choice(
        choices=[(name, label) for name, (label, _) in ORDERS.items()],
        required=False,
        label="Sort by",
    )
    answered_from = DayField(label="First answer on or after")
    answered_to = DayField(label="First answer on or before")
    due_from = DayField(label="Due on or after")
    due_to = DayField(label="Due on or before")
    undated = forms.BooleanField(required=False, label="Only answers without a stated day")
    field_order = [
        "report",
        "recommendation",
        "figure",
        "sort",
        *OF_ORGANISATION,
        *AXES,
        "timeliness",
        *BY_DAY,
        "waits_on",
        "lead",
    ]
    columns = OF_ORGANISATION | BY_DAY | {"recommendation": "recommendation__number"}
    filters = ["report", "recommendation", "figure", *StandingFilters.filters, *BY_DAY, "undated"]

    def offer(self):
        super().offer()
        field = self.fields["recommendation"]
        report = self.data.get("report")
        numbers = _numbers(report) if report else []
        field.choices = _or_all((number, number) for number in numbers)
        field.help_text = "" if report else "Choose a report first."

    def standings(self):
        rows = super().standings()
        if self.chosen("undated"):
            rows = rows.answered().filter(answered_on=None)
        if figure := self.chosen("figure"):
            rows = rows.filter(figures.rules(self.today)[figure])
        return rows

    def in_order(self, rows):
        name = self.chosen("sort") or "report"
        _, columns = ORDERS[name]
        return rows.order_by(*_by_keys(columns))


def _by_keys(columns):
    """Order by the keys of what is pointed at: by their names Django would join them and use their own order."""
    keys = {"report": "report_id", "response": "response_id"}
    return [keys.get(column, column) for column in columns]


def _numbers(report):
    """Of the recommendations of an open report. The same number of another report is another thing."""
    asked = Recommendation.objects.filter(report__slug=report, report__opening__isnull=False)
    return asked.order_by("order").values_list("number", flat=True)
