"""What the actions refuse by themselves, whatever a page asked, and what the commands leave alone."""

import os
import time

import pytest
from django.core.management import call_command

from accounts.access import access_of
from files import intake
from responses import actions
from responses.models import Event, Evidence
from responses.workflow import Refused
from tests.factories import EvidenceFactory, ForceResponseFactory
from tests.helpers.files import PDF, upload

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
    "thing": lambda response, evidence, **by: actions.add_thing(response, title="A", kind="plan", **by),
    "withdraw": lambda response, evidence, **by: actions.withdraw_evidence(evidence, reason="Old.", **by),
}


@pytest.mark.parametrize("act", ACTS)
def test_lead_of_another_force_changes_nothing(force, other_lead, folder, act):
    response, evidence = ForceResponseFactory(organisation=force), EvidenceFactory(organisation=force)

    with pytest.raises(Refused, match="Only a lead"):
        ACTS[act](response, evidence, by=other_lead, access=access_of(other_lead))

    evidence.refresh_from_db()
    assert (Evidence.objects.count(), evidence.withdrawn_at, folder.exists()) == (1, None, False)


def test_scan_that_says_the_same_again_leaves_no_event(force):
    evidence = EvidenceFactory(organisation=force, scan="waiting")

    actions.record_scan(evidence, Evidence.Scan.CLEAN)
    actions.record_scan(evidence, Evidence.Scan.CLEAN)

    assert Event.objects.filter(verb="scan").count() == 1


def test_command_removes_what_a_crash_left_and_nothing_else(force, lead, folder, capsys):
    response = ForceResponseFactory(organisation=force)
    file = intake.receive(upload("a.pdf", PDF))
    (evidence,) = actions.add_files(response, [file], kind="plan", by=lead, access=access_of(lead))
    named = folder / evidence.file.name
    stray, half, young = (named.with_name(name) for name in ("stray", ".half", "young"))
    for path in (stray, half, young):
        path.write_bytes(b"x")
    for path in (named, stray, half):
        os.utime(path, (time.time() - 25 * 3600,) * 2)

    call_command("tidy_evidence")

    assert [path.exists() for path in (named, young, stray, half)] == [True, True, False, False]
    assert capsys.readouterr().out == "2 removed, 1 kept.\n"


def test_command_finds_nothing_in_a_store_that_was_never_used(capsys):
    call_command("tidy_evidence")

    assert capsys.readouterr().out == "0 removed, 0 kept.\n"
