"""The documents speak of files and settings that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
MODULE = re.compile(r"`([a-z_]+/[a-z_/]+\.py)`")
READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')


def documents():
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", documents(), ids=name)
def test_links_of_a_document_lead_somewhere(document):
    links = LINK.findall(document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_readme_names_every_setting_that_is_read():
    settings = READ.findall((ROOT / "supercomplaint/settings.py").read_text())
    readme = (ROOT / "README.md").read_text()

    assert [setting for setting in settings if f"`{setting}`" not in readme] == []


def test_readme_names_every_command_of_an_operator():
    commands = {path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py")}
    readme = (ROOT / "README.md").read_text()

    # `make run` runs it, to say how to sign in to the demo.
    assert {command for command in commands if f"manage.py {command}" not in readme} == {"welcome"}


def test_modules_that_the_guides_name_exist():
    missing = set()
    for guide in ROOT.glob("docs/*.md"):
        for name in MODULE.findall(guide.read_text()):
            is_there = (ROOT / name).exists() or (ROOT / "responses" / name).exists()
            if not is_there:
                missing.add(name)

    assert missing == set()


def test_every_decision_is_in_the_list_of_decisions():
    folder = ROOT / "docs/decisions"
    listed = set(LINK.findall((folder / "README.md").read_text()))

    assert listed == {path.name for path in folder.glob("0*.md")}
