"""What must not stand in the repository."""

import subprocess

# In parts, so that this file does not hold what it looks for.
HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
    ]
]
REGISTRY_KEYS = [
    "-".join(["--index", "url"]),
    "-".join(["--extra-index", "url"]),
    '"resolved' + '":',
]


def tracked_files_with(text):
    found = subprocess.run(["git", "grep", "-lIiF", "-e", text], capture_output=True, text=True)
    return found.stdout.split()


def test_no_tracked_file_names_a_registry():
    assert {
        text: files for text in HOSTS + REGISTRY_KEYS if (files := tracked_files_with(text))
    } == {}


def test_search_for_registries_finds_what_is_there():
    assert "tests/project/test_repository.py" in tracked_files_with(
        "must not stand in the repository"
    )


def test_third_party_code_is_not_tracked():
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True).stdout.split()

    assert [name for name in tracked if "vendor/" in name or "node_modules/" in name] == []
