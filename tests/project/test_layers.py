"""Rooms keep their doors one way, and none has so many files that nobody finds one."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_FILES = 10
# A file for each noun: who looks for one knows its name.
NOUN_FOLDERS = {"views", "actions", "migrations"}


def files_by_folder():
    """How many Python files each folder of the repository holds, its `__init__.py` left out."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True)
    paths = [Path(name) for name in listed.stdout.splitlines()]
    return Counter(str(path.parent) for path in paths if path.name != "__init__.py")


def test_imports_keep_the_contract():
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [linter, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True
    )

    assert checked.returncode == 0, checked.stdout


def test_no_folder_holds_more_than_ten_files():
    full = {}
    for folder, files in files_by_folder().items():
        if files > MOST_FILES and Path(folder).name not in NOUN_FOLDERS:
            full[folder] = files

    assert full == {}
