"""Reads a file in a process of its own, with limits of time and memory: a bomb or a loop costs a
sentence, no worker.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from .blocks import Block, Cell, Oddity, Reading, unreadable

SECONDS = 60
MEMORY = 1536 * 1024**2  # bytes; 300 pages with tables take a third of it
GRACE = 5  # seconds; the limit on the child itself comes first
COMMAND = ["-m", "documents.reading"]
HOME = Path(__file__).resolve().parent.parent


def read(name, data, *, seconds=SECONDS, memory=MEMORY):
    """The Reading of a file called `name`, made by a child that may die of it."""
    try:
        child = subprocess.run(  # noqa: S603 (our own module, and a name that is an argument, no command)
            [sys.executable, *COMMAND, name, str(seconds), str(memory)],
            input=data,
            capture_output=True,
            cwd=HOME,
            timeout=seconds + GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return unreadable(
            "too-long",
            (f"The file could not be read within {seconds} seconds. Give a smaller part of it."),
        )
    if child.returncode != 0:
        return unreadable(
            "too-much",
            "The file could not be read with the time and the memory that a file may take.",
        )
    return _from_json(child.stdout)


def _from_json(data):
    held = json.loads(data)
    blocks = [
        Block(**{**one, "cell": one["cell"] and Cell(**one["cell"]), "links": tuple(one["links"])})
        for one in held["blocks"]
    ]
    return Reading(blocks, [Oddity(**one) for one in held["oddities"]], held["nothing"])


def limit(seconds, memory):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(name, seconds, memory):
    """In the child: read what comes in, write what it holds."""
    limit(int(seconds), int(memory))
    from . import readers  # after the limits, so that the libraries count too

    reading = readers.read(name, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(asdict(reading)).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
