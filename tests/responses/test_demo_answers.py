import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from responses.models import Draft, ForceResponse, Update
from tests.factories import ForceResponseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    for name in ("other-lead", "other-chief", "reviewer"):
        UserFactory(email=f"{name}@demo.example", is_demo=True)


def test_demo_answers_reach_every_stage_and_say_that_they_are_invented(demo):
    ForceResponseFactory.create_batch(14)

    call_command("demo_answers")

    assert set(ForceResponse.objects.values_list("stage", flat=True)) == {
        "drafting",
        "awaiting_sign_off",
        "sent",
        "confirmed",
    }
    assert ForceResponse.objects.filter(draft=None).count() == 4
    assert all("Invented answer for the demo" in update.account for update in Update.objects.all())
    assert mail.outbox == []


def test_demo_answers_leave_what_was_begun_and_come_once(demo):
    begun = Draft.objects.create(
        response=ForceResponseFactory(), account="Ours.", saved_by=UserFactory()
    )
    ForceResponseFactory.create_batch(7)
    call_command("demo_answers")
    before = list(ForceResponse.objects.order_by("pk").values_list("pk", "version"))

    call_command("demo_answers")

    begun.refresh_from_db()
    assert begun.account == "Ours."
    assert list(ForceResponse.objects.order_by("pk").values_list("pk", "version")) == before


def test_demo_answers_are_refused_outside_the_demo():
    with pytest.raises(CommandError, match="demo mode alone"):
        call_command("demo_answers")
