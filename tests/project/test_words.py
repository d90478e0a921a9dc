"""Phrases that were hard to read, were replaced, and must not come back. The list grows.

Whoever rewrites a sentence adds what they removed: the piece of it that nobody should write again.
"""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GONE = [
    "e-mail",
    "agreed neither the rationale nor the evidence",
    "No address of a stranger costs",
    "Files are never served from a folder",
    "It fills and empties the database",
    "Its contact details: ",
    "Account of what was done (optional)",
]
# An applied migration and the model that it made keep the name that they have.
ALLOWED = {"e-mail": ["accounts/models.py"]}


def written_files():
    """What people read and write here: pages, code and documents, but not what others wrote."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    for name in listed.stdout.splitlines():
        path = ROOT / name
        is_mail = name.startswith("templates/") and path.suffix == ".txt"
        if "migrations" in path.parts or name.startswith("fixtures/"):
            continue
        if is_mail or path.suffix in {".py", ".html", ".jinja", ".md", ".js"}:
            yield name, path


@pytest.mark.parametrize("phrase", GONE)
def test_phrase_has_not_come_back(phrase):
    holding = []
    for name, path in written_files():
        is_this_list = path == Path(__file__).resolve()
        if not is_this_list and phrase in path.read_text() and name not in ALLOWED.get(phrase, []):
            holding.append(name)

    assert holding == []


def test_phrase_that_is_there_is_found():
    names = [name for name, path in written_files() if "must not come back" in path.read_text()]

    assert "tests/project/test_words.py" in names
