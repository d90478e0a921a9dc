"""Where a scanner is set up, nobody opens a file before it was scanned, nor one that holds malware."""

import io
import os
import socket
import threading

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from files import scanner
from responses.models import Event, Evidence
from tests.factories import EvidenceFactory, ForceResponseFactory
from tests.helpers.evidence import send_files
from tests.helpers.files import PDF, upload

MALWARE = b"not really malware, but the scanner of this test says so"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"
    return settings.MEDIA_ROOT


class Clamd(threading.Thread):
    """A scanner on a socket that knows one thing to be malware, or gives one `answer` to whatever comes."""

    def __init__(self, path, answer=None):
        super().__init__(daemon=True)
        self.answer = answer
        self.asked = []
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen()

    def run(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, client.makefile("rb") as sent:
                self.asked.append(self._content(sent))
                found = b"Test.Malware FOUND" if MALWARE in self.asked[-1] else b"OK"
                client.sendall(b"stream: " + found + b"\0" if self.answer is None else self.answer)

    @staticmethod
    def _content(sent):
        assert sent.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(sent.read(4)):
            content += sent.read(size)
        return content

    def stop(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.join()


@pytest.fixture
def start(settings, tmp_path):
    running = []

    def start(answer=None):
        settings.CLAMD_SOCKET = str(tmp_path / f"clamd{len(running)}.sock")
        running.append(Clamd(settings.CLAMD_SOCKET, answer))
        running[-1].start()
        return running[-1]

    yield start
    for clamd in running:
        clamd.stop()


@pytest.fixture
def no_answer(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")


def test_scanner_is_given_the_whole_file(start):
    clamd, content = start(), os.urandom(200_000)

    assert scanner.is_infected(io.BytesIO(content)) is False
    assert clamd.asked == [content]


def test_scanner_tells_malware(start):
    start()

    assert scanner.is_infected(io.BytesIO(MALWARE)) is True


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0", b"\xff\0"]
)
def test_answer_that_is_no_answer_is_not_trusted(start, answer):
    start(answer)

    with pytest.raises(scanner.Silent):
        scanner.is_infected(io.BytesIO(b"x"))


@pytest.fixture
def add(client, force, lead, django_capture_on_commit_callbacks):
    def add(content=PDF, name="plan.pdf"):
        client.force_login(lead)
        response = ForceResponseFactory(organisation=force)
        with django_capture_on_commit_callbacks(execute=True):
            send_files(client, response, upload(name, content), kind="plan")
        return Evidence.objects.get(organisation=force)

    return add


def sent(client, evidence):
    page = client.get(reverse("responses:evidence_file", args=[evidence.pk]))
    return page.status_code, page.getvalue()


def shown(client, evidence):
    return client.get(reverse("responses:evidence_item", args=[evidence.pk])).content.decode()


def test_file_in_which_nothing_is_found_can_be_opened(client, add, start):
    start()

    evidence = add()

    assert (evidence.scan, sent(client, evidence)) == ("clean", (200, PDF))
    assert "Nothing found" in shown(client, evidence)


def test_file_with_malware_can_be_opened_by_nobody(client, add, start):
    start()

    evidence = add(MALWARE, "plan.txt")

    status, told = sent(client, evidence)
    assert (evidence.scan, status) == ("infected", 403)
    assert "The scanner found malware in this file, so nobody can open it." in told.decode()
    assert reverse("responses:evidence_file", args=[evidence.pk]) not in shown(client, evidence)


def test_file_waits_while_the_scanner_is_silent(client, add, no_answer):
    evidence = add()

    status, told = sent(client, evidence)
    assert (evidence.scan, status) == ("waiting", 403)
    assert "This file waits for the malware scanner." in told.decode()
    assert "Waiting for the scanner" in shown(client, evidence)


def test_page_says_that_no_scanner_is_set_up(client, add):
    evidence = add()

    assert (evidence.scan, sent(client, evidence)[0]) == ("not_needed", 200)
    assert "Not scanned: no scanner is set up" in shown(client, evidence)


def test_command_scans_what_waits_once(client, add, no_answer, start, capsys):
    evidence = add()
    clamd = start()

    call_command("scan_evidence")
    call_command("scan_evidence")

    evidence.refresh_from_db()
    assert (evidence.scan, len(clamd.asked)) == ("clean", 1)
    assert capsys.readouterr().out == "1 clean, 0 with malware.\n0 clean, 0 with malware.\n"
    event = Event.objects.get(verb="scan")
    facts = {"evidence": evidence.pk, "scan": "clean", "sha256": evidence.sha256}
    assert (event.before, event.after, event.by) == ({"scan": "waiting"}, facts, None)


def test_command_scans_what_was_added_before_there_was_a_scanner(db, add, start):
    evidence = add(MALWARE, "plan.txt")
    EvidenceFactory(title="Only a reference")
    clamd = start()

    call_command("scan_evidence")

    evidence.refresh_from_db()
    assert (evidence.scan, len(clamd.asked)) == ("infected", 1)


def test_command_fails_while_the_scanner_is_silent_and_changes_nothing(add, no_answer):
    evidence = add()

    with pytest.raises(CommandError, match="1 not scanned"):
        call_command("scan_evidence")

    evidence.refresh_from_db()
    assert (evidence.scan, Event.objects.filter(verb="scan").count()) == ("waiting", 0)


def test_command_leaves_a_file_that_was_swapped(add, no_answer, start, folder):
    evidence = add()
    (folder / evidence.file.name).write_bytes(b"x")
    clamd = start()

    with pytest.raises(CommandError, match="1 not scanned"):
        call_command("scan_evidence")

    evidence.refresh_from_db()
    assert (evidence.scan, clamd.asked) == ("waiting", [])


def test_command_says_that_no_scanner_is_set_up(db):
    with pytest.raises(CommandError, match="No scanner is set up: set CLAMD_SOCKET"):
        call_command("scan_evidence")
