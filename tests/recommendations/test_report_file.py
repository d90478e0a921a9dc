"""The format of report files is written down, and what ships follows it."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from recommendations.loading.checking import FIELDS, MODELS
from recommendations.loading.schema import schema

DOCS = Path(settings.BASE_DIR) / "docs"
FILES = sorted((Path(settings.BASE_DIR) / "fixtures").glob("**/*.json"))
REPORT_FILES = [path for path in FILES if path.parent.name != "answers"]


def entries_of_schema():
    entries = schema()["items"]["oneOf"]
    return {
        entry["properties"]["model"]["const"]: entry["properties"]["fields"] for entry in entries
    }


def test_schema_in_docs_is_that_of_the_models():
    written = json.loads((DOCS / "report-file.schema.json").read_text(encoding="utf-8"))

    assert written == schema()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_of_a_file_is_documented(model):
    guide = (DOCS / "report-file.md").read_text(encoding="utf-8")
    part = guide.split(f"## `{model._meta.label_lower}`")[1].split("\n## ")[0]

    assert [name for name in FIELDS[model] if f"| `{name}` |" not in part] == []


@pytest.mark.parametrize("path", REPORT_FILES, ids=lambda path: path.stem)
def test_file_that_ships_follows_the_schema(path):
    known = entries_of_schema()

    for entry in json.loads(path.read_text(encoding="utf-8")):
        fields = known[entry["model"]]
        assert set(fields["required"]) <= set(entry["fields"]) <= set(fields["properties"])
        for name, value in entry["fields"].items():
            choices = fields["properties"][name].get("enum")
            assert choices is None or value in choices
