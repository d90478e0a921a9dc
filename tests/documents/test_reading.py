"""A file is read by a child process: what kills or hangs the child is a sentence."""

import json

import pytest

from documents import reading
from tests.helpers.documents import as_docx

MEMORY = 1024**3


def test_child_gives_what_the_reader_gives():
    from documents import readers

    data = as_docx(["# Recommendation 1", "Accepted."])

    assert reading.read("answers.docx", data) == readers.read("answers.docx", data)


def test_child_without_memory_is_a_sentence():
    found = reading.read("answers.txt", b"Accepted.", memory=10 * 1024**2)

    assert "memory" in found.nothing


def test_child_that_hangs_is_a_sentence(monkeypatch):
    hanging = "import time\ntime.sleep(60)"
    monkeypatch.setattr(reading, "COMMAND", ["-c", hanging])
    monkeypatch.setattr(reading, "GRACE", 0)

    assert "within 1 seconds" in reading.read("answers.txt", b"Accepted.", seconds=1).nothing


def test_child_that_loops_is_killed(monkeypatch):
    looping = "import sys\nfrom documents import reading\nreading.limit(1, 10**9)\nwhile True: pass"
    monkeypatch.setattr(reading, "COMMAND", ["-c", looping])

    assert reading.read("answers.txt", b"Accepted.", seconds=1).nothing


def test_child_writes_json(monkeypatch, capsysbinary):
    monkeypatch.setattr(reading, "limit", lambda *_: None)
    monkeypatch.setattr(
        "sys.stdin", type("In", (), {"buffer": type("B", (), {"read": lambda _: b"Accepted."})()})
    )

    reading.main("answers.txt", "60", str(MEMORY))

    assert json.loads(capsysbinary.readouterr().out)["blocks"][0]["text"] == "Accepted."


@pytest.mark.parametrize("data", [b"", b"\0" * 50])
def test_empty_file_is_a_sentence(data):
    assert reading.read("answers.txt", data).nothing == "The file is empty."
