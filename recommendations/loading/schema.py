"""A JSON Schema of report files, made from the models, so that an editor can check a file while it is written.

It checks one entry at a time. What holds between entries is checked by `load_report --dry-run`.
"""

from ..models import AddresseeGroup
from .checking import EXAMPLES, FIELDS, MODELS

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema():
    """The whole schema, as an object of JSON."""
    return {
        "$schema": DRAFT,
        "title": "Report file",
        "description": "docs/report-file.md says what each field means.",
        "type": "array",
        "minItems": 1,
        "items": {"oneOf": [_entry(model) for model in MODELS]},
    }


def _entry(model):
    fields = FIELDS[model]
    return {
        "title": model._meta.verbose_name,
        "type": "object",
        "required": ["model", "fields"],
        "additionalProperties": False,
        "properties": {
            "model": {"const": model._meta.label_lower},
            "fields": {
                "type": "object",
                "required": [name for name, field in fields.items() if is_needed(field)],
                "additionalProperties": False,
                "properties": {name: _field(field) for name, field in fields.items()},
            },
        },
    }


def is_needed(field):
    """Whether an entry has to give it."""
    return not (field.has_default() or field.blank or (field.null and not field.many_to_many))


def _field(field):
    described = _kind(field)
    if field.help_text:
        described["description"] = str(field.help_text)
    if field.null and not field.many_to_many:
        return {"anyOf": [described, {"type": "null"}]}
    return described


def _kind(field):
    if field.many_to_many:
        return {"type": "array", "items": _key(field.related_model)}
    if field.remote_field:
        return _key(field.related_model)
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return {"type": "boolean"}
    if kind == "PositiveIntegerField":
        return {"type": "integer", "minimum": 0}
    if kind == "DateField":
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    return _text(field)


def _key(model):
    """A natural key: a list of texts. A group may be named by its short name alone."""
    parts = EXAMPLES[model].count('"') // 2
    key = {"type": "array", "items": {"type": "string"}, "minItems": parts, "maxItems": parts}
    if model is AddresseeGroup:
        return {"anyOf": [{"type": "string"}, key]}
    return key


def _text(field):
    described = {"type": "string"}
    if field.max_length:
        described["maxLength"] = field.max_length
    if field.choices:
        words = [value for value, _ in field.choices]
        described["enum"] = ["", *words] if field.blank else words
    return described
