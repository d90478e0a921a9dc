"""What is there before a run, and what will be there after it. Reads the database; writes nothing."""

from ..models import (
    Addressee,
    AddresseeGroup,
    Deadline,
    Milestone,
    Note,
    NPCCDependency,
    Organisation,
    Recommendation,
    Report,
    ReportAction,
    SubRecommendation,
    Tie,
    UnnumberedAsk,
)
from .checking import FIELDS, KEYS, MODELS, OF_NO_REPORT

PARTS = {
    Addressee: ["recommendation__report", "organisation"],
    Deadline: ["recommendation__report", "organisation"],
    SubRecommendation: ["recommendation__report", "parent__recommendation__report"],
    Note: ["recommendation__report"],
    Tie: ["from_recommendation__report", "to_recommendation__report"],
}


class There:
    """The entries of a run over the rows that are there. Both are found by model and natural key."""

    def __init__(self, entries):
        self.entries = {model: {} for model in MODELS}
        for entry in entries:
            if entry.key:
                self.entries[entry.model].setdefault(entry.key, entry)
        self.rows = _rows(_named_reports(entries))
        self.gone = {model: self._gone(model) for model in MODELS}
        # The natural keys of the recommendations that will ask somebody.
        self.addressed = {key[:2] for key in self.keys(Addressee) if self.has(Addressee, key)}

    def _gone(self, model):
        """The rows of the reports in the files that the files leave out."""
        if model in (*OF_NO_REPORT, Report, NPCCDependency):
            return {}
        reports, kept = self.entries[Report], self.entries[model]
        return {
            key: row
            for key, row in self.rows[model].items()
            if key[:1] in reports and key not in kept
        }

    def keys(self, model):
        return [
            *self.entries[model],
            *(key for key in self.rows[model] if key not in self.entries[model]),
        ]

    def has(self, model, key):
        return key in self.entries[model] or (
            key in self.rows[model] and key not in self.gone[model]
        )

    def value(self, model, key, name):
        """The value that a field will have; None when nobody can say."""
        if key in self.entries[model]:
            return self.entries[model][key].values.get(name)
        row = self.rows[model].get(key)
        return current(FIELDS[model][name], row) if row else None


def current(field, row):
    """What a row has in a field, in the form in which an Entry has it."""
    if field.many_to_many:
        return frozenset(related.natural_key() for related in getattr(row, field.name).all())
    if not field.remote_field:
        return getattr(row, field.attname)
    if field.related_model is AddresseeGroup:
        key = getattr(row, field.attname)  # it is the natural key
        return key and (key,)
    related = getattr(row, field.name)
    return related and related.natural_key()


def _named_reports(entries):
    """The slugs of all reports that entries belong to or point at."""
    slugs = set()
    for entry in entries:
        if entry.model and entry.model not in OF_NO_REPORT:
            slugs.update(_slugs(entry))
    return slugs


def _slugs(entry):
    if entry.model is Report:
        yield from entry.key or ()
    for name, field in FIELDS[entry.model].items():
        if (
            field.related_model
            and field.related_model not in OF_NO_REPORT
            and entry.values.get(name)
        ):
            value = entry.values[name]
            yield from (key[0] for key in value) if field.many_to_many else (value[0],)


def _rows(slugs):
    """Every row that the files may be about, by model and natural key."""
    recommendations = Recommendation.objects.filter(report__slug__in=slugs)
    found = {
        AddresseeGroup: AddresseeGroup.objects.all(),
        Organisation: Organisation.objects.select_related("force", "successor"),
        Report: Report.objects.filter(slug__in=slugs).prefetch_related("designated_bodies"),
        Recommendation: recommendations.select_related("report", "carried_into__report"),
        UnnumberedAsk: UnnumberedAsk.objects.filter(report__slug__in=slugs)
        .select_related("report")
        .prefetch_related("groups"),
        ReportAction: ReportAction.objects.filter(report__slug__in=slugs).select_related(
            "report", "organisation"
        ),
        Milestone: Milestone.objects.filter(report__slug__in=slugs).select_related("report"),
        NPCCDependency: NPCCDependency.objects.prefetch_related("recommendations__report"),
    }
    for model, related in PARTS.items():
        owner = KEYS[model][0]
        found[model] = model.objects.filter(**{f"{owner}__report__slug__in": slugs}).select_related(
            *related
        )
    return {
        model: {row.natural_key(): row for row in found[model].order_by("pk")} for model in MODELS
    }
