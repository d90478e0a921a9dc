import pytest
from django.core.management import call_command

from accounts.models import User
from recommendations.models import Organisation, Report
from responses.models import ForceResponse, Update
from tests.recommendations.test_fixtures import fingerprint

pytestmark = pytest.mark.django_db


def test_prepare_fills_an_empty_register_with_the_real_report_and_answers():
    call_command("prepare")

    assert (
        Report.objects.count(),
        ForceResponse.objects.count(),
        Update.objects.published().count(),
    ) == (7, 1046, 4)
    assert User.objects.count() == 0


def test_prepare_again_changes_no_row():
    call_command("prepare")
    before = fingerprint()

    call_command("prepare")

    assert fingerprint() == before


def test_prepare_keeps_what_an_admin_changed():
    call_command("prepare")
    Organisation.objects.filter(slug="kent").update(note="Changed by an admin.")

    call_command("prepare")

    assert Organisation.objects.get(slug="kent").note == "Changed by an admin."


def test_prepare_adds_demo_accounts_in_demo_mode(settings):
    settings.DEMO = True

    call_command("prepare")

    assert User.objects.filter(is_demo=True).count() == 8


class Killed(Exception):
    pass


@pytest.mark.parametrize("command", ["load_report", "load_answers"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_prepare_that_was_killed_is_finished_by_the_next_run(monkeypatch, command, when):
    """Killed between its two loads, it left seven reports and no published answer for ever."""

    def call(name, *args, **options):
        if (name, when) == (command, "before"):
            raise Killed
        call_command(name, *args, **options)
        if (name, when) == (command, "after"):
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("responses.management.commands.prepare.call_command", call)
        with pytest.raises(Killed):
            call_command("prepare")
    call_command("prepare")

    assert (Report.objects.count(), Update.objects.published().count()) == (7, 4)
