"""What the actions refuse by themselves, whatever a page asked, and what the commands leave alone."""

import os
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.access import access_of
from files import intake
from responses import actions
from responses.models import Citation, Event, Evidence, ForceResponse, PendingFile
from responses.workflow import Refused
from tests.factories import EvidenceFactory, ForceResponseFactory
from tests.helpers.files import PDF, TEXT, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"
    return settings.MEDIA_ROOT


def test_withdrawing_without_a_reason_is_refused(force, lead):
    evidence = EvidenceFactory(organisation=force)

    with pytest.raises(Refused, match="Give a reason"):
        actions.withdraw_evidence(evidence, by=lead, access=access_of(lead), reason=" ")


ACTS = {
    "files": lambda response, evidence, **by: actions.add_files(
        response, [intake.receive(upload("a.pdf", PDF))], kind="plan", **by
    ),
    "thing": lambda response, evidence, **by: actions.add_thing(
        response, title="A", kind="plan", **by
    ),
    "withdraw": lambda response, evidence, **by: actions.withdraw_evidence(
        evidence, reason="Old.", **by
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_lead_of_another_force_changes_nothing(force, other_lead, folder, act):
    response, evidence = (
        ForceResponseFactory(organisation=force),
        EvidenceFactory(organisation=force),
    )

    with pytest.raises(Refused, match="Only a lead"):
        ACTS[act](response, evidence, by=other_lead, access=access_of(other_lead))

    evidence.refresh_from_db()
    assert (Evidence.objects.count(), evidence.withdrawn_at, folder.exists()) == (1, None, False)


def test_scan_that_says_the_same_again_leaves_no_event(force):
    evidence = EvidenceFactory(organisation=force, scan="waiting")

    actions.record_scan(evidence, Evidence.Scan.CLEAN)
    actions.record_scan(evidence, Evidence.Scan.CLEAN)

    assert Event.objects.filter(verb="scan").count() == 1


# The command that tidies.


def add(force, lead, content=PDF):
    response = ForceResponseFactory(organisation=force)
    file = intake.receive(upload("a.pdf", content))
    access = access_of(lead)
    (evidence,) = actions.add_files(response, [file], kind="plan", by=lead, access=access)
    return evidence


def leave(path, hours=25):
    """A file that was left there a while ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (time.time() - hours * 3600,) * 2)
    return path


def test_command_moves_what_a_crash_left_and_nothing_else(force, lead, folder, capsys):
    named = folder / add(force, lead).file.name
    os.utime(named, (time.time() - 25 * 3600,) * 2)
    stray = leave(named.with_name("stray"))
    half = leave(named.with_name(".half"))
    young = leave(named.with_name("young"), hours=1)

    call_command("tidy_evidence")

    assert [path.exists() for path in (named, young, stray, half)] == [True, True, False, False]
    quarantine = folder.with_name("store-quarantine")
    moved = quarantine / stray.relative_to(folder)
    assert moved.read_bytes() == b"x"
    assert f"2 moved to {quarantine}, 2\xa0bytes. 1 kept.\n" in capsys.readouterr().out


def test_dry_run_says_what_would_go_and_moves_nothing(force, lead, folder, capsys):
    stray = leave((folder / add(force, lead).file.name).with_name("stray"))

    call_command("tidy_evidence", dry_run=True)

    assert stray.exists()
    assert "1 would be moved to" in capsys.readouterr().out


def test_command_refuses_when_the_database_names_none_of_the_files(folder):
    stray = leave(folder / "aa/bb/stray")

    with pytest.raises(CommandError, match="names none of the 1 files that lie here"):
        call_command("tidy_evidence")

    assert stray.exists()


def test_command_refuses_when_the_database_names_few_of_the_files(force, lead, folder):
    add(force, lead)
    strays = [leave(folder / f"aa/bb/{number}") for number in range(21)]

    with pytest.raises(CommandError, match="21 of 22 files are named by no evidence"):
        call_command("tidy_evidence")

    assert all(path.exists() for path in strays)
    call_command("tidy_evidence", at_most=21)
    assert not any(path.exists() for path in strays)


def test_file_that_nobody_described_goes_after_a_week(force, lead, folder):
    add(force, lead)
    response = ForceResponseFactory(organisation=force)
    file = intake.receive(upload("b.txt", TEXT))
    (pending,) = actions.keep_pending(response, [file], by=lead, access=access_of(lead))
    stored = folder / pending.file.name
    os.utime(stored, (time.time() - 8 * 24 * 3600,) * 2)

    call_command("tidy_evidence")
    assert stored.exists()
    PendingFile.objects.update(added_at=timezone.now() - timedelta(days=8))
    call_command("tidy_evidence")

    assert not stored.exists()
    assert PendingFile.objects.count() == 0


def test_command_finds_nothing_in_a_store_that_was_never_used(capsys):
    call_command("tidy_evidence")

    assert "0 moved to" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.unlink(), "it is missing."),
        (lambda path: path.write_bytes(b"another"), "it is not what was added."),
    ],
)
def test_verify_notices_a_file_that_is_missing_or_changed(force, lead, folder, capsys, spoil, told):
    evidence = add(force, lead)
    call_command("verify")
    spoil(folder / evidence.file.name)

    with pytest.raises(CommandError, match="Faults found: 1"):
        call_command("verify")

    assert f"Evidence {evidence.pk}, file {evidence.file.name}: {told}" in capsys.readouterr().err


# The same thing again, newer versions, withdrawals undone.


def who(lead):
    return {"by": lead, "access": access_of(lead)}


def test_same_thing_again_takes_the_narrower_audience(force, lead):
    response = ForceResponseFactory(organisation=force)
    facts = {"title": "A plan", "kind": "plan"}
    actions.add_thing(response, **facts, is_public=True, **who(lead))

    again = actions.add_thing(response, **facts, is_public=False, sub_label="a", **who(lead))

    assert (Evidence.objects.count(), again.is_public) == (1, False)


@pytest.mark.parametrize(("is_public", "stays"), [(False, False), (True, True)])
def test_same_file_again_takes_the_narrower_audience(force, lead, is_public, stays):
    response = ForceResponseFactory(organisation=force)
    for audience in (True, is_public):
        file = intake.receive(upload("a.pdf", PDF))
        actions.add_files(response, [file], kind="plan", is_public=audience, **who(lead))

    assert Evidence.objects.get().is_public is stays


def test_newer_version_leaves_an_answer_that_is_being_signed_as_it_is(force, lead):
    response = ForceResponseFactory(organisation=force)
    file = intake.receive(upload("a.pdf", PDF))
    (older,) = actions.add_files(response, [file], kind="plan", **who(lead))
    ForceResponse.objects.update(stage="awaiting_sign_off")

    newer = actions.replace_evidence(older, intake.receive(upload("b.txt", TEXT)), **who(lead))

    assert newer != older
    assert Citation.objects.get().evidence == older


def test_withdrawn_file_is_restored_with_a_reason_alone(force, lead):
    response = ForceResponseFactory(organisation=force)
    file = intake.receive(upload("a.pdf", PDF))
    (evidence,) = actions.add_files(response, [file], kind="plan", **who(lead))
    evidence = actions.withdraw_evidence(evidence, reason="By mistake.", **who(lead))

    with pytest.raises(Refused, match="Give a reason"):
        actions.restore_evidence(evidence, reason=" ", **who(lead))
    actions.restore_evidence(evidence, reason="It was the right one.", **who(lead))

    assert Evidence.objects.get().withdrawn_at is None


def test_file_of_a_change_that_fails_is_not_left_behind(force, lead, folder, monkeypatch):
    response = ForceResponseFactory(organisation=force)
    monkeypatch.setattr(actions.evidence, "_add_file_row", lambda *args, **facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.add_files(
            response, [intake.receive(upload("a.pdf", PDF))], kind="plan", **who(lead)
        )

    assert [path for path in folder.rglob("*") if path.is_file()] == []
