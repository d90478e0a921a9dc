"""`make test`, `make check` and `make soak`: which tests run, on which engine, and what must be covered.

What cannot run is said in capitals; with CI=true it is an error.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
CI = os.environ.get("CI") == "true"
NO_BROWSER = ["-m", "not browser"]  # a browser sees the same pages on either engine: once is enough
NOTHING_SLOW = ["-m", "not slow and not browser"]
DECIDES = [
    "accounts/access.py",
    "responses/workflow.py",
    "responses/actions/*",
    "responses/history/chain.py",  # what every action does
    "files/*",
]
COVERAGE = ["--cov", "--cov-append", "--cov-report="]
NO_TESTS = 5  # pytest's exit code: `ARGS="-k browser"` selects none on PostgreSQL


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--check"]:
        sys.exit(not run_pytest("SQLite", "", [*NOTHING_SLOW, *arguments[1:]]))

    missing = missing_programs()
    is_whole = not arguments  # of a part of the suite nobody expects that it reaches every line
    if is_whole:
        Path(".coverage").unlink(missing_ok=True)

    failed = []
    for name, url in engines():
        browser = NO_BROWSER if url else []
        coverage = COVERAGE if is_whole else []
        if not run_pytest(name, url, [*coverage, *browser, *arguments]):
            failed.append(f"the suite on {name}")
    if is_whole and not failed and not is_covered():
        failed.append("coverage")

    for line in missing:
        print(f"\n!!! {line}")
    if CI:
        failed += missing
    sys.exit("FAILED: " + ", ".join(failed) if failed else 0)


def missing_programs():
    missing = []
    if not has_postgres():
        missing.append(f"NO POSTGRESQL at {POSTGRES}: its half of the suite DID NOT RUN")
    if not shutil.which("chromium"):
        missing.append("NO CHROMIUM: the browser tests DID NOT RUN")
    return missing


def is_covered():
    """The floor of pyproject.toml for all, and every branch where access, workflow, actions and files are decided."""
    report = [sys.executable, "-m", "coverage", "report", "--skip-covered"]
    decides = [*report, f"--include={','.join(DECIDES)}", "--fail-under=100"]
    codes = [subprocess.run(command).returncode for command in (report, decides)]
    return not any(codes)


def has_postgres():
    try:
        psycopg2.connect(POSTGRES, connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


def engines():
    yield "SQLite", ""
    if has_postgres():
        yield "PostgreSQL", POSTGRES


def run_pytest(name, url, arguments):
    print(f"\n==> The suite on {name}", flush=True)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if url:
        environment["DATABASE_URL"] = url

    # A worker that has finished takes tests from the other: the longest of them run for a minute.
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
    code = subprocess.run(command, env=environment).returncode
    return code in (0, NO_TESTS)


if __name__ == "__main__":
    main()
