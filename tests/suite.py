"""`make test`: the whole suite, on SQLite and on PostgreSQL, with the browser where there is one.

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
DECIDES = ["accounts/access.py", "responses/workflow.py", "responses/actions/*", "files/*"]
COVERAGE = ["--cov", "--cov-append", "--cov-report="]


def main():
    missing = [
        *([] if has_postgres() else [f"NO POSTGRESQL at {POSTGRES}: its half of the suite DID NOT RUN"]),
        *([] if shutil.which("chromium") else ["NO CHROMIUM: the browser tests DID NOT RUN"]),
    ]
    Path(".coverage").unlink(missing_ok=True)
    failed = [f"the suite on {name}" for name, url in engines() if not run_pytest(name, url)]
    if not failed and not is_covered():
        failed.append("coverage")
    print(*(f"\n!!! {line}" for line in missing), sep="\n")
    sys.exit("FAILED: " + ", ".join([*failed, *(missing if CI else [])]) if failed or (missing and CI) else 0)


def is_covered():
    """The floor of pyproject.toml for all, and every branch where access, workflow, actions and files are decided."""
    report = [sys.executable, "-m", "coverage", "report", "--skip-covered"]
    decides = [f"--include={','.join(DECIDES)}", "--fail-under=100"]
    return sum(subprocess.run(command).returncode for command in (report, [*report, *decides])) == 0


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


def run_pytest(name, url):
    print(f"\n==> The suite on {name}", flush=True)
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DEMO")}
    environment |= {"DEBUG": "true", **({"DATABASE_URL": url} if url else {})}
    command = [sys.executable, "-m", "pytest", "-n", "2", *COVERAGE, *(NO_BROWSER if url else []), *sys.argv[1:]]
    return subprocess.run(command, env=environment).returncode == 0


if __name__ == "__main__":
    main()
