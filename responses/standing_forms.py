"""The only reader of the query string of the progress pages. What makes no sense is left out, and said."""

from functools import partial

from django import forms
from django.db.models import Exists, OuterRef

from recommendations.models import AddresseeGroup, NPCCDependency, Organisation, Report
from supercomplaint.forms import LongSelect

from .standing import FIGURES
from .vocabulary import Assurance, Position, Progress, State, Timeliness

MEASURES = {
    "state": "Whose turn",
    "position": "Position",
    "progress": "Progress",
    "assurance": "Assurance",
    "timeliness": "Against the deadline",
    "coverage": "Sub-recommendations answered",
}
SORTS = {"name": "Name", "answered": "Most answered first", "silent": "Most silent first"}
# What narrows the rows, and the column of `standing` that it compares.
FILTERS = {
    "organisation": "organisation__slug",
    "region": "organisation__region",
    "group": "organisation__group",
    "position": "position",
    "progress": "progress",
    "state": "state",
    "assurance": "assurance",
    "timeliness": "timeliness",
}

# The pages are asked for often, and the lists are long.
_choice = partial(forms.ChoiceField, widget=LongSelect)
_model_choice = partial(forms.ModelChoiceField, widget=LongSelect)


def _any(choices):
    return [("", "All"), *choices]


class StandingForm(forms.Form):
    all_optional = True

    report = _model_choice(
        Report.objects.open(), to_field_name="slug", required=False, empty_label="All", label="Report"
    )
    measure = _choice(choices=[*MEASURES.items()], required=False, label="Show")
    organisation = _choice(required=False, label="Organisation")
    region = _choice(required=False, label="NPCC region (unverified)")
    group = _choice(choices=_any(AddresseeGroup.choices), required=False, label="Addressed as")
    position = _choice(choices=_any(Position.choices), required=False)
    progress = _choice(choices=_any(Progress.choices), required=False)
    state = _choice(choices=_any(State.choices), required=False, label="Whose turn")
    assurance = _choice(choices=_any(Assurance.choices), required=False)
    timeliness = _choice(choices=_any(Timeliness.choices), required=False, label="Against the deadline")
    waits_on = _model_choice(
        NPCCDependency.objects.order_by("title"),
        to_field_name="slug",
        required=False,
        empty_label="All",
        label="Waits on",
    )
    without_waiting = forms.BooleanField(
        required=False, label="Leave out what waits on an NPCC position that is not settled"
    )
    lead = forms.CharField(max_length=150, required=False, label="Who leads")
    figure = _choice(choices=_any((name, name) for name in FIGURES), required=False, widget=forms.HiddenInput)
    sort = _choice(choices=[*SORTS.items()], required=False, label="Sort by")

    def __init__(self, query, *args, **kwargs):
        super().__init__(query, *args, **kwargs)
        named = Organisation.objects.exclude(group="").order_by("name").values_list("slug", "name", "region")
        self.names = {slug: name for slug, name, _ in named}
        self.fields["organisation"].choices = _any(self.names.items())
        self.fields["region"].choices = _any((region, region) for region in sorted({row[2] for row in named} - {""}))
        self.ignored = [self[name].label for name in self.errors]
        if self.ignored:
            self._leave_out(list(self.errors))

    def _leave_out(self, names):
        self.data = self.data.copy()
        for name in names:
            self.data.pop(name, None)
        self.full_clean()

    def value(self, name):
        return self.cleaned_data.get(name) or None

    @property
    def measure_shown(self):
        return self.value("measure") or "state"

    def report_shown(self):
        """The report that was asked for, or else the newest that holds recommendations; the form names it."""
        newest = Report.objects.open().filter(recommendations__isnull=False).order_by("-published_on").distinct()
        shown = self.value("report") or newest.first()
        if shown:
            self.data = self.data.copy()
            self.data["report"] = shown.slug
            self.fields["report"].empty_label = None
        return shown

    def narrow(self, rows, reader):
        """`rows` of `standing` with every filter of the address."""
        for name, column in FILTERS.items():
            if value := self.value(name):
                rows = rows.filter(**{column: value})
        if dependency := self.value("waits_on"):
            rows = rows.filter(**{f"{reader.pointer}__waits_on_dependencies": dependency})
        if self.value("without_waiting"):
            rows = rows.exclude(Exists(NPCCDependency.objects.unsettled().filter(updates=OuterRef("seen"))))
        if lead := self.value("lead"):
            rows = rows.filter(lead__icontains=lead)
        if figure := self.value("figure"):
            rows = rows.filter(FIGURES[figure])
        return rows

    def tags(self):
        """The filters in use: the name in the address, the label, and the value in words."""
        return [
            (name, self[name].label, self._in_words(name))
            for name in [*FILTERS, "waits_on", "without_waiting", "lead", "figure"]
            if self.value(name)
        ]

    def _in_words(self, name):
        if name == "without_waiting":
            return "yes"
        choices = dict(getattr(self.fields[name], "choices", [])) if name not in ("waits_on", "lead") else {}
        return choices.get(self.value(name), self.value(name))
