"""Carries a Plan out. The caller holds the transaction, and has made sure that the Plan has no errors."""

from collections import defaultdict
from itertools import islice

from ..models import Recommendation
from .checking import FIELDS, MODELS
from .plan import STEP, silence


def write(plan, progress=None):
    """Remove, create and change rows; a row that is as its entry says is not touched."""
    writer = Writer(plan, progress or silence)
    writer.remove()
    for model in MODELS:
        writer.create(model)
    writer.change()


class Writer:
    def __init__(self, plan, progress):
        self.plan, self.progress = plan, progress
        self.rows = {model: dict(rows) for model, rows in plan.there.rows.items()}
        self.creations = defaultdict(list)
        for entry in plan.creations:
            self.creations[entry.model].append(entry)
        self.total = sum(map(len, plan.there.entries.values()))
        self.done = len(plan.result.unchanged)

    def remove(self):
        """Those that point before those that are pointed at."""
        for model in reversed(MODELS):
            keys = {row.pk for row in self.plan.gone[model].values()}
            if model is Recommendation:
                model.objects.filter(pk__in=keys).update(carried_into=None)
            model.objects.filter(pk__in=keys).delete()

    def create(self, model):
        """In batches; what points at rows of the same model is set when all of them are there."""
        entries = iter(self.creations[model])
        while batch := list(islice(entries, STEP)):
            rows = model.objects.bulk_create(self._new(entry) for entry in batch)
            self.rows[model] |= zip((entry.key for entry in batch), rows, strict=True)
            self._said(len(batch))
        for entry in self.creations[model]:
            self._set(entry, [name for name in _later(model) if entry.values[name]])

    def change(self):
        for entry, names in self.plan.changes:
            self._set(entry, names)
            self._said(1)

    def _new(self, entry):
        names = entry.values.keys() - _later(entry.model)
        return entry.model(**{name: self._value(entry, name) for name in names})

    def _set(self, entry, names):
        """Write these fields of a row that is there."""
        row = self.rows[entry.model][entry.key]
        many = [name for name in names if FIELDS[entry.model][name].many_to_many]
        columns = [name for name in names if name not in many]
        for name in columns:
            setattr(row, name, self._value(entry, name))
        if columns:
            row.save(update_fields=columns)
        for name in many:
            getattr(row, name).set(self._value(entry, name))

    def _value(self, entry, name):
        """What a field of the model takes: rows where the entry has natural keys."""
        field, value = FIELDS[entry.model][name], entry.values[name]
        if not field.remote_field or value is None:
            return value
        rows = self.rows[field.related_model]
        return [rows[key] for key in sorted(value)] if field.many_to_many else rows[value]

    def _said(self, more):
        before, self.done = self.done // STEP, self.done + more
        if before != self.done // STEP:
            self.progress(self.total + self.done, 2 * self.total)


def _later(model):
    """The fields that can be set only when all rows of their model are there."""
    return {
        name
        for name, field in FIELDS[model].items()
        if field.many_to_many or field.related_model is model
    }
