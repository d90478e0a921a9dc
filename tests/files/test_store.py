"""A file lies in the store whole or not at all, and leaves it only as it came."""

import errno
import os
import re
import stat
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from accounts.access import access_of
from files import intake, store
from responses import actions
from responses.models import Citation, Event, Evidence
from tests.factories import ForceResponseFactory
from tests.helpers.files import CONTENTS, PDF, upload

FACTS = {"kind": "policy"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"
    return settings.MEDIA_ROOT


def received(name="plan.pdf", content=PDF):
    return intake.receive(upload(name, content))


def everything_in(folder):
    return [path for path in folder.rglob("*") if not path.is_dir()]


def add(lead, response, *files):
    return actions.add_files(response, files, by=lead, access=access_of(lead), **FACTS)


def test_file_lies_under_a_random_name_that_only_its_owner_reads(folder):
    name = store.keep(received("../../etc/passwd.pdf"))

    assert re.fullmatch(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}", name)
    assert everything_in(folder) == [folder / name]
    assert (folder / name).read_bytes() == PDF
    assert {
        stat.S_IMODE(path.stat().st_mode) for path in (folder / name, (folder / name).parent)
    } == {0o600, 0o700}
    assert default_storage.url(name) == ""


def test_two_files_of_one_name_lie_apart():
    assert store.keep(received()) != store.keep(received())


@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=["full disk", "killed"]
)
@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace", "mkdir"])
@pytest.mark.parametrize("turn", range(8))
def test_fault_at_any_step_leaves_no_file_and_no_row(
    monkeypatch, db, force, lead, folder, step, turn, fault
):
    response = ForceResponseFactory(organisation=force)
    file, real, calls = received(), getattr(os, step), []

    def failing(*args, **kwargs):
        calls.append(args)
        if len(calls) == turn + 1:
            raise fault
        return real(*args, **kwargs)

    monkeypatch.setattr(os, step, failing)
    try:
        add(lead, response, file)
        failed = False
    except (OSError, KeyboardInterrupt):
        failed = True
    monkeypatch.undo()

    assert failed == (len(calls) > turn)
    rows = (Evidence.objects.count(), Citation.objects.count(), len(everything_in(folder)))
    assert rows == ((0, 0, 0) if failed else (1, 1, 1))
    assert Event.objects.filter(verb="add_evidence").count() == rows[0]


def test_fault_is_met_at_each_step(monkeypatch, folder):
    met = dict.fromkeys(("open", "write", "fsync", "replace", "mkdir"), 0)

    def counting(name, real):
        def count(*args, **kwargs):
            met[name] += 1
            return real(*args, **kwargs)

        return count

    file = received()
    for name in met:
        monkeypatch.setattr(os, name, counting(name, getattr(os, name)))
    store.keep(file)
    monkeypatch.undo()

    # The folder of the store, two in it; a file and its new name, beside those of the folders.
    assert met == {"open": 6, "write": 1, "fsync": 5, "replace": 1, "mkdir": 3}


def test_full_disk_is_got_over(monkeypatch, db, force, lead, folder):
    response = ForceResponseFactory(organisation=force)
    monkeypatch.setattr(
        os, "write", lambda *args: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full"))
    )
    with pytest.raises(OSError, match="full"):
        add(lead, response, received())
    monkeypatch.undo()

    add(lead, response, received())

    assert len(everything_in(folder)) == 1


def test_name_of_the_file_is_there_only_once_all_of_it_is(monkeypatch, folder):
    real, seen = os.replace, []

    def replace(*args):
        seen.extend((path.name[0], path.read_bytes()) for path in everything_in(folder))
        real(*args)

    monkeypatch.setattr(os, "replace", replace)
    store.keep(received())

    assert seen == [(".", PDF)]


def test_write_that_takes_only_a_part_is_gone_on_with(monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, piece: real(handle, piece[:10]))

    name = store.keep(received())

    assert Path(default_storage.path(name)).read_bytes() == PDF


def test_disk_that_keeps_something_else_is_noticed(monkeypatch, folder):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, piece: real(handle, bytes(len(piece))))

    with pytest.raises(store.Changed):
        store.keep(received())

    assert everything_in(folder) == []


def test_second_file_that_fails_takes_the_first_with_it(monkeypatch, db, force, lead, folder):
    response = ForceResponseFactory(organisation=force)
    real, calls = os.write, []

    def second_fails(*args):
        calls.append(args)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "full")
        return real(*args)

    monkeypatch.setattr(os, "write", second_fails)
    with pytest.raises(OSError, match="full"):
        add(lead, response, received(), received("b.txt", b"b"))
    monkeypatch.undo()

    assert (Evidence.objects.count(), everything_in(folder)) == (0, [])


@pytest.fixture
def evidence(db, force, lead):
    return add(lead, ForceResponseFactory(organisation=force), received())[0]


def test_stored_file_comes_back_as_it_was(evidence):
    with store.open_unchanged(evidence) as file:
        assert file.read() == PDF


def spoil_by_content(path):
    path.write_bytes(CONTENTS["png"])


def spoil_by_link(path):
    copy = path.with_suffix(".copy")
    path.rename(copy)
    path.symlink_to(copy)


def spoil_by_pipe(path):
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_by_content,
        spoil_by_link,
        spoil_by_pipe,
        Path.unlink,
        lambda path: path.write_bytes(b""),
    ],
)
def test_file_that_is_not_the_one_that_was_stored_is_not_opened(evidence, folder, spoil):
    spoil(folder / evidence.file.name)

    with pytest.raises(store.Changed):
        store.open_unchanged(evidence)


def test_path_that_leads_out_of_the_store_is_not_opened(evidence):
    evidence.file.name = "../../../etc/passwd"

    with pytest.raises(store.Changed):
        store.open_unchanged(evidence)
