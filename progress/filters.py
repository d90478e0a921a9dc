"""The only reader of the query string of the progress pages. What makes no sense is left out, and said."""

from functools import partial

from django import forms
from django.db.models import Exists, F, OuterRef
from django.utils.dateformat import format as format_date

from govuk.forms import DayField, LongSelect
from recommendations.fields import ReportField
from recommendations.models import AddresseeGroup, NPCCDependency, Organisation, Recommendation, Report
from responses.vocabulary import Assurance, Position, Progress, State, Timeliness
from supercomplaint.prepared import prepared

from .answers import FIGURES, LABELS, reader_of, rows_of, undated, with_word

Kind = Organisation.Kind
MEASURES = {
    "state": "Whose turn",
    "position": "Position",
    "progress": "Progress",
    "assurance": "Assurance",
    "timeliness": "Against the deadline",
    "coverage": "Sub-recommendations answered",
}
SORTS = {"name": "Name", "answered": "Most answered first", "silent": "Most silent first"}
ORDERS = {
    "report": ("Newest report first", []),
    "organisation": ("Organisation", ["organisation__name"]),
    "due": ("Due first", [F("recommendation__due_on").asc(nulls_last=True)]),
    "answered": ("Answered last", [F("answered_on").desc(nulls_last=True)]),
}
LAST_OF_ORDER = [
    "-recommendation__report__published_on",
    "recommendation__report__slug",
    "recommendation__order",
    "organisation__name",
    "pk",
]
# What narrows the rows: columns of the organisation, and words that `standing` gives.
OF_ORGANISATION = {
    "organisation": "organisation__slug",
    "region": "organisation__region",
    "group": "organisation__group",
}
AXES = ["position", "progress", "state", "assurance", "timeliness"]
# What narrows lists alone: the numbers over time lead there.
BY_DAY = {
    "answered_from": "answered_on__gte",
    "answered_to": "answered_on__lte",
    "due_from": "recommendation__due_on__gte",
    "due_to": "recommendation__due_on__lte",
}

# The pages are asked for often, and the lists are long.
_choice = partial(forms.ChoiceField, widget=LongSelect)
_model_choice = partial(forms.ModelChoiceField, widget=LongSelect)


def _any(choices):
    return [("", "All"), *choices]


@prepared
def _bodies():
    """All of the register whose answers are counted, by name."""
    bodies = Organisation.objects.exclude(kind__in=[Kind.DESIGNATED_BODY, Kind.UNNAMED]).order_by("name")
    columns = ["pk", "slug", "name", "region", "group", "group__name", "group__order"]
    return bodies.values_list(*columns, named=True)


@prepared
def _waits():
    return NPCCDependency.objects.order_by("title").values_list("slug", "title")


def _groups(bodies):
    """The groups that `bodies` are addressed as, each as its short name and its name, in their order."""
    groups = {(body.group__order, body.group, body.group__name) for body in bodies if body.group}
    return [(slug, name) for _, slug, name in sorted(groups)]


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


class StandingForm(forms.Form):
    """The filters that every progress page has. Each page adds how it shows the rows."""

    all_optional = True

    report = ReportField()
    organisation = OrganisationField(required=False)
    region = _choice(required=False, label="NPCC region (unverified)")
    group = GroupField(required=False, label="Addressed as")
    position = _choice(choices=_any(Position.choices), required=False)
    progress = _choice(choices=_any(Progress.choices), required=False)
    state = _choice(choices=_any(State.choices), required=False, label="Whose turn")
    assurance = _choice(choices=_any(Assurance.choices), required=False)
    timeliness = _choice(choices=_any(Timeliness.choices), required=False, label="Against the deadline")
    waits_on = _model_choice(NPCCDependency.objects.all(), to_field_name="slug", required=False, label="Waits on")
    without_waiting = forms.BooleanField(
        required=False, label="Leave out what waits on an NPCC position that is not settled"
    )
    lead = forms.CharField(max_length=150, required=False, label="Who leads")
    published = forms.BooleanField(required=False, label="Only what is published, as everybody sees it")

    def __init__(self, query, access):
        super().__init__(query)
        self.reader, self.refused = reader_of(access, only_published=self["published"].data), []
        closed = [] if access.reviews else self._close()
        self._offer_what_is_there()
        self._offer_what_is_met()
        self.ignored = [self._without_sense(name) for name in self.errors] + closed
        if self.errors:
            self._leave_out(list(self.errors))

    def _close(self):
        """What is for reviewers alone: everybody else sees what is published in any case, and who leads may be a
        person, whom no public page names. The labels of what was asked for all the same.
        """
        del self.fields["published"]
        label = self.fields.pop("lead").label
        return [label] if self.data.get("lead") else []

    def _offer_what_is_there(self):
        """Fills `organisations`, too."""
        self.organisations = _bodies()
        regions = sorted({body.region for body in self.organisations} - {""})
        self.fields["organisation"].choices = _any((body.slug, body.name) for body in self.organisations)
        self.fields["region"].choices = _any((region, region) for region in regions)
        self.fields["group"].choices = _any(_groups(self.organisations))
        self.fields["waits_on"].choices = _any(_waits())

    def _offer_what_is_met(self):
        for axis in ("state", "assurance", "figure", "map"):
            if axis in self.fields:
                named = "figure" if axis == "map" else axis
                choices = self.fields[axis].choices
                self.fields[axis].choices = [
                    (value, label) for value, label in choices if self.reader.meets(named, value)
                ]

    def _without_sense(self, name):
        how = " (write a day that there is, such as 17/12/2020)" if isinstance(self.fields[name], DayField) else ""
        return f"{self[name].label}{how}"

    def _leave_out(self, names):
        self.data = self.data.copy()
        for name in names:
            self.data.pop(name, None)
        self.full_clean()

    def value(self, name):
        return self.cleaned_data.get(name) or None

    @property
    def is_nationwide(self):
        """Whether the rows are those of all reports and all organisations."""
        return not self.value("report") and not self.value("organisation")

    @property
    def reads_updates(self):
        """Whether an update of every answer to all reports has to be looked at."""
        return bool(self.value("assurance")) and not self.value("report")

    def refuse(self, names):
        """Leave these out, since too much would have to be gone through; `refused` says so."""
        self.refused = [self[name].label for name in names]
        self._leave_out(names)

    def narrow(self, rows):
        """`rows` of `standing` with every filter of the address."""
        if report := self.value("report"):
            rows = rows.filter(recommendation__report=report)
        for name, column in self.columns.items():
            if value := self.value(name):
                rows = rows.filter(**{column: value})
        for axis in AXES:
            if value := self.value(axis):
                rows = rows.filter(with_word(axis, {value}, self.reader))
        if dependency := self.value("waits_on"):
            rows = rows.filter(**{f"{self.reader.pointer}__waits_on_dependencies": dependency})
        if self.value("without_waiting"):
            rows = rows.exclude(Exists(NPCCDependency.objects.unsettled().filter(updates=OuterRef("seen"))))
        if lead := self.value("lead"):
            rows = rows.filter(lead__icontains=lead)
        return rows

    def tags(self):
        """The filters in use: the name in the address, the label, and the value in words."""
        return [(name, self[name].label, self._in_words(name)) for name in self.filters if self.value(name)]

    columns = OF_ORGANISATION
    filters = [*OF_ORGANISATION, *AXES, "waits_on", "without_waiting", "lead", "published"]

    def _in_words(self, name):
        field, value = self.fields[name], self.value(name)
        if isinstance(field, forms.BooleanField):
            return "yes"
        if isinstance(field, DayField):
            return format_date(value, "j F Y")
        return dict(getattr(field, "choices", [])).get(value, value)


class MatrixForm(StandingForm):
    measure = _choice(choices=[*MEASURES.items()], required=False, label="Show")
    sort = _choice(choices=[*SORTS.items()], required=False, label="Sort by")
    field_order = ["report", "measure", "sort"]

    @property
    def measure_shown(self):
        return self.value("measure") or "state"

    def report_shown(self):
        """The report that was asked for, or else the newest that holds recommendations; the form names it."""
        newest = (
            Report.objects.open().filter(recommendations__isnull=False).order_by("-published_on", "slug").distinct()
        )
        shown = self.value("report") or newest.first()
        if shown:
            self.data = self.data.copy()
            self.data["report"] = shown.slug
            self.fields["report"].empty_label = None
        return shown


class OverviewForm(StandingForm):
    map = _choice(
        choices=[(name, LABELS[name].capitalize()) for name in FIGURES], required=False, label="The map shows"
    )
    field_order = ["report", "map"]

    @property
    def map_shown(self):
        return self.value("map") or "answered"


class AnswersForm(StandingForm):
    """Of a list, and of the same list as a file."""

    recommendation = _choice(required=False)
    figure = _choice(choices=_any((name, LABELS[name].capitalize()) for name in FIGURES), required=False)
    sort = _choice(choices=[(name, label) for name, (label, _) in ORDERS.items()], required=False, label="Sort by")
    answered_from = DayField(label="First answer on or after")
    answered_to = DayField(label="First answer on or before")
    due_from = DayField(label="Due on or after")
    due_to = DayField(label="Due on or before")
    undated = forms.BooleanField(required=False, label="Only answers without a stated day")
    field_order = ["report", "recommendation", "figure", "sort", *OF_ORGANISATION, *AXES, *BY_DAY, "waits_on", "lead"]
    columns = OF_ORGANISATION | BY_DAY | {"recommendation": "recommendation__number"}
    filters = ["report", "recommendation", "figure", *StandingForm.filters, *BY_DAY, "undated"]

    def _offer_what_is_there(self):
        super()._offer_what_is_there()
        field, report = self.fields["recommendation"], self.data.get("report")
        field.choices = _any((number, number) for number in _numbers(report)) if report else _any([])
        field.help_text = "" if report else "Choose a report first."

    def narrow(self, rows):
        rows = super().narrow(rows)
        if self.value("undated"):
            rows = rows.filter(undated(self.reader))
        return rows.filter(rows_of(self.value("figure"), self.reader)) if self.value("figure") else rows

    @property
    def order(self):
        return self.value("sort") or "report"

    def in_order(self, rows):
        return rows.order_by(*ORDERS[self.order][1], *LAST_OF_ORDER)


def _numbers(report):
    """Of the recommendations of an open report. The same number of another report is another thing."""
    asked = Recommendation.objects.filter(report__slug=report, report__opening__isnull=False)
    return asked.order_by("order").values_list("number", flat=True)
