"""One raw entry in, its checked values out. Looks at nothing but the entry itself."""

import datetime
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import AutoField, TextField

from govuk.text import clean_line, clean_lines, turns_the_line

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
from .reading import Repeating

MODELS = [
    AddresseeGroup,
    Organisation,
    Report,
    Recommendation,
    Addressee,
    Deadline,
    SubRecommendation,
    Note,
    Tie,
    UnnumberedAsk,
    ReportAction,
    Milestone,
    NPCCDependency,
]
"""In the order of writing: each points only at itself and at those before it."""

OF_NO_REPORT = {AddresseeGroup, Organisation}
"""What belongs to no report, and points at none."""

KEYS = {
    AddresseeGroup: ["slug"],
    Organisation: ["slug"],
    Report: ["slug"],
    Recommendation: ["report", "number"],
    Addressee: ["recommendation", "group", "organisation"],
    Deadline: ["recommendation", "order"],
    SubRecommendation: ["recommendation", "label"],
    Note: ["recommendation", "order"],
    Tie: ["from_recommendation", "to_recommendation", "kind"],
    UnnumberedAsk: ["report", "order"],
    ReportAction: ["report", "order"],
    Milestone: ["report", "order"],
    NPCCDependency: ["slug"],
}
"""The fields that make up a natural key, as the models' own `natural_key` has them."""

DESCRIPTIONS = {
    AddresseeGroup: "group {}",
    Organisation: "organisation {}",
    Report: "report {}",
    Recommendation: "recommendation {1} of {0}",
    Addressee: "addressee {2} of recommendation {1} of {0}",
    Deadline: "deadline {2} of recommendation {1} of {0}",
    SubRecommendation: "part {2} of recommendation {1} of {0}",
    Note: "note {2} to recommendation {1} of {0}",
    Tie: "tie {4} from recommendation {1} of {0} to recommendation {3} of {2}",
    UnnumberedAsk: "unnumbered ask {1} of {0}",
    ReportAction: "action {1} of {0}",
    Milestone: "milestone {1} of {0}",
    NPCCDependency: "NPCC dependency {}",
}
EXAMPLES = {
    AddresseeGroup: '["chief_constables"]',
    Organisation: '["warwickshire"]',
    Report: '["safe-to-share"]',
    Recommendation: '["safe-to-share", "4"]',
    SubRecommendation: '["safe-to-share", "4", "b"]',
}


def _settable(model):
    """The fields that a file may give. A row number that the database counts up is none of them."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return {field.name: field for field in fields if not isinstance(field, AutoField)}


FIELDS = {model: _settable(model) for model in MODELS}
YEARS = {Organisation: (1800, 2100)}
USUAL_YEARS = (2010, 2100)
HIGHEST_ORDER = 2_147_483_647


class Wrong(ValueError):
    """Says in one sentence what is wrong with a value."""


@dataclass
class Entry:
    """One entry of a file. `values` lacks what is wrong; `key` is None when the entry cannot be told apart."""

    file: str
    number: int
    model: type | None = None
    values: dict = field(default_factory=dict)
    key: tuple | None = None
    faults: list = field(default_factory=list)

    @property
    def what(self):
        if self.key:
            return describe(self.model, self.key)
        return DESCRIPTIONS[self.model].split(" {")[0] if self.model else ""


def describe(model, key):
    """What people call the row, such as: recommendation 4 of safe-to-share."""
    if model is Addressee:
        report, number, *whom = key
        key = (report, number, " and ".join(filter(None, whom)))
    return DESCRIPTIONS[model].format(*key)


def read(file, number, raw):
    """The Entry, with a sentence in `faults` for everything that is wrong inside it."""
    entry = Entry(file, number)
    try:
        entry.model, given = _shape(raw)
    except Wrong as wrong:
        entry.faults.append(str(wrong))
        return entry
    fields = FIELDS[entry.model]
    entry.faults += [f'"{name}" stands twice in this entry.' for name in _repeated(raw, given)]
    entry.faults += [f"A file cannot set {shown(name)}." for name in given if name not in fields]
    for name, model_field in fields.items():
        try:
            entry.values[name] = (
                _clean(model_field, given[name]) if name in given else _default(model_field)
            )
        except Wrong as wrong:
            entry.faults.append(str(wrong))
    entry.key = _key_of(entry)
    return entry


def _shape(raw):
    """The model and the fields that an entry names."""
    if not isinstance(raw, dict):
        raise Wrong("An entry must be an object with a model and fields, between { and }.")
    if "model" not in raw:
        raise Wrong("The entry has no model.")
    model = next((model for model in MODELS if model._meta.label_lower == raw["model"]), None)
    if model is None:
        known = ", ".join(model._meta.label_lower for model in MODELS)
        raise Wrong(f"A report file cannot hold {shown(raw['model'])}. It can hold {known}.")
    if not isinstance(raw.get("fields"), dict):
        raise Wrong("The entry has no fields, between { and }.")
    if others := sorted(raw.keys() - {"model", "fields", "pk"}):
        raise Wrong(f'An entry has a model and fields, and no "{others[0]}".')
    if raw.get("pk") is not None:
        raise Wrong("Leave out the pk: rows are known by their names and numbers.")
    return model, raw["fields"]


def _repeated(*objects):
    return [name for found in objects if isinstance(found, Repeating) for name in found.names]


def _key_of(entry):
    """Its natural key: the key fields in a row, with the keys of other rows spread out.

    A field that may be empty stands in it as "": an addressee is a group or an organisation.
    """
    parts = []
    for name in KEYS[entry.model]:
        value = entry.values.get(name)
        if value is None and not (FIELDS[entry.model][name].null and name in entry.values):
            return None
        parts += value if isinstance(value, tuple) else [value if value is not None else ""]
    return tuple(parts)


def _default(model_field):
    """What a field is when an entry says nothing of it."""
    if model_field.has_default():
        return model_field.get_default()
    if not model_field.many_to_many and model_field.null:
        return None
    if model_field.blank:
        return frozenset() if model_field.many_to_many else ""
    raise Wrong(f'"{model_field.name}" is missing.')


def _clean(model_field, value):
    if model_field.many_to_many:
        return _keys(model_field, value)
    if value is None and model_field.null:
        return None
    if value is None:
        raise Wrong(
            f'"{model_field.name}" is empty. Give it, or leave it out where it may be left out.'
        )
    if model_field.remote_field:
        return _key(model_field, value)
    return CLEANERS[model_field.get_internal_type()](model_field, value)


def _keys(model_field, value):
    if not isinstance(value, list):
        raise Wrong(
            f'"{model_field.name}" must be a list, such as [{EXAMPLES[model_field.related_model]}].'
        )
    if not value and not model_field.blank:
        raise Wrong(f'"{model_field.name}" is empty. Name at least one.')
    return frozenset(_key(model_field, key) for key in value)


def _key(model_field, value):
    """The natural key of another row. A number in it is text, as numbers of recommendations are."""
    example = EXAMPLES[model_field.related_model]
    if model_field.related_model is AddresseeGroup and isinstance(value, str):
        return (value,)  # a group's short name is its key, so files may give it as it is
    is_key = isinstance(value, list) and all(isinstance(part, str) for part in value)
    if not is_key or len(value) != example.count('"') // 2:
        raise Wrong(f'"{model_field.name}" must be given as {example}, not {shown(value)}.')
    return tuple(value)


def _text(model_field, value):
    name = model_field.name
    if not isinstance(value, str):
        raise Wrong(f'"{name}" must be text in quotation marks, not {shown(value)}.')
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise Wrong(
            f'"{name}" has a character that cannot be kept (a NUL, or half of a character).'
        )
    clean = clean_lines if isinstance(model_field, TextField) else clean_line
    value = clean(value)
    if turns_the_line(value):
        raise Wrong(f'"{name}" has an invisible character that turns the letters around.')
    if not value.strip() and not model_field.blank:
        raise Wrong(f'"{name}" is empty.')
    if model_field.max_length and len(value) > model_field.max_length:
        raise Wrong(
            f'"{name}" can have {model_field.max_length} characters; this has {len(value)}.'
        )
    choices = dict(model_field.choices or ())
    if choices and value and value not in choices:
        raise Wrong(f'"{name}" must be one of {", ".join(choices)}, not {shown(value)}.')
    return _valid(model_field, value)


def _valid(model_field, value):
    try:
        if value:
            model_field.run_validators(value)
    except ValidationError as error:
        raise Wrong(
            f"{error.messages[0].rstrip('.')}, not {shown(value)} ({model_field.name})."
        ) from None
    return value


def _date(model_field, value):
    wrong = Wrong(f"Enter the date as YYYY-MM-DD, not {shown(value)} ({model_field.name}).")
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise wrong
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        raise Wrong(f"There is no such day as {shown(value)} ({model_field.name}).") from None
    first, last = YEARS.get(model_field.model, USUAL_YEARS)
    if not first <= day.year <= last:
        raise Wrong(f"Enter a year from {first} to {last}, not {day.year} ({model_field.name}).")
    return day


def _boolean(model_field, value):
    if not isinstance(value, bool):
        raise Wrong(f'"{model_field.name}" must be true or false, not {shown(value)}.')
    return value


def _order(model_field, value):
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HIGHEST_ORDER:
        raise Wrong(
            f'"{model_field.name}" must be a whole number, without quotation marks, not {shown(value)}.'
        )
    return value


CLEANERS = {
    "CharField": _text,
    "SlugField": _text,
    "TextField": _text,
    "DateField": _date,
    "BooleanField": _boolean,
    "PositiveIntegerField": _order,
}


def shown(value):
    """A value of a file as a sentence may quote it: short, and never nested."""
    if isinstance(value, str):
        return f'"{value[:57]}…"' if len(value) > 60 else f'"{value}"'
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, dict):
        return "an object"
    if not isinstance(value, list):
        return str(value)[:60]
    plain = len(value) <= 5 and all(isinstance(part, str | int) for part in value)
    return f"[{', '.join(shown(part) for part in value)}]" if plain else "a list"
