"""What is sent, when, and what a mail server that misbehaves can and cannot do."""

import datetime
import threading

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox import sending
from outbox.models import Message
from outbox.sending import send_due, try_again
from outbox.writing import next_digest, write
from tests.factories import UserFactory
from tests.helpers.mail_server import drips, free_port, mail_server, odd_server, says_nothing, use

pytestmark = pytest.mark.django_db
State = Message.State
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def owe(*people, subject="New answer", body="It is in the work queue.", path="/responses/7/"):
    return write(people, why="send", subject=subject, body=body, path=path)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def at(moment):
    return time_machine.travel(moment, tick=False)


# What an email says


def test_email_greets_says_what_happened_and_links_to_the_running_address(settings):
    settings.SITE_URL = "http://127.0.0.1:8134"
    person = UserFactory(name="Ann & Co")
    owe(person)

    assert send_due() == 1

    (email,) = mail.outbox
    assert (email.to, email.subject) == ([person.email], "New answer")
    assert email.body == (
        "Hello Ann & Co,\n"
        "\n"
        "It is in the work queue.\n"
        "\n"
        "http://127.0.0.1:8134/responses/7/\n"
        "\n"
        "--\n"
        "Change how often we email you:\n"
        "http://127.0.0.1:8134/accounts/settings/\n"
    )


def test_forty_messages_for_one_person_are_one_email():
    person, other = UserFactory.create_batch(2)
    for number in range(40):
        owe(person, subject=f"New answer {number}")
    owe(other)

    assert send_due() == 41

    assert [email.to for email in mail.outbox] == [[person.email], [other.email]]
    assert mail.outbox[0].subject == "40 messages about super-complaint recommendations"
    assert all(
        f"{number + 1}. New answer {number}\n" in mail.outbox[0].body for number in range(40)
    )


def test_address_is_the_one_that_the_person_has_when_it_is_sent():
    person = UserFactory()
    owe(person)
    person.email = "new@police.example"
    person.save()

    send_due()

    assert mail.outbox[0].to == ["new@police.example"]


def test_sent_message_says_when_and_is_not_sent_again():
    owe(UserFactory())
    with at(timezone.now() + datetime.timedelta(minutes=1)):
        send_due()
        now = timezone.now()

    assert send_due() == 0
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.tries, len(mail.outbox)) == ("sent", now, 1, 1)


def test_one_who_left_is_sent_nothing():
    person = UserFactory()
    owe(person)
    person.is_active = False
    person.save()

    assert send_due() == 0

    message = Message.objects.get(to=person)
    assert (message.state, message.error) == ("given_up", "This person’s account is closed.")
    assert mail.outbox == []


# A digest


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-24 06:59", "2026-11-24 07:00+00:00"),
        ("2026-11-24 07:00", "2026-11-25 07:00+00:00"),
        ("2026-03-28 12:00", "2026-03-29 06:00+00:00"),  # the clock goes forward that night
        ("2026-10-24 12:00", "2026-10-25 07:00+00:00"),  # and back
    ],
)
def test_digest_comes_at_seven_by_the_clock_on_the_wall(now, morning):
    now = timezone.make_aware(datetime.datetime.fromisoformat(now))

    assert next_digest(now) == datetime.datetime.fromisoformat(morning)


def test_day_of_somebody_who_chose_a_digest_is_one_email_next_morning():
    person, at_once = UserFactory(emails="digest"), UserFactory()
    with at(NOON):
        owe(person, at_once)
        owe(person)
        send_due()
    assert [email.to for email in mail.outbox] == [[at_once.email]]

    with at(NOON + datetime.timedelta(hours=19)):
        send_due()

    assert [email.to for email in mail.outbox[1:]] == [[person.email]]
    assert mail.outbox[1].subject.startswith("2 messages")


# Servers that misbehave


def test_batch_goes_over_one_connection(settings):
    people = UserFactory.create_batch(5)
    owe(*people)

    with mail_server(settings) as mailbox:
        assert send_due() == 5

    assert (mailbox.recipients, mailbox.connections) == (
        sorted(person.email for person in people),
        1,
    )


def test_refused_address_harms_no_other(settings):
    people = UserFactory.create_batch(5)
    owe(*people)

    with mail_server(settings, refuses=[people[0].email]) as mailbox:
        assert send_due() == 4

    message = Message.objects.get(to=people[0])
    assert mailbox.recipients == sorted(person.email for person in people[1:])
    assert (message.state, message.tries) == ("failed", 1)
    assert message.error == "The mail server answered 550: No such person here"


def test_server_that_is_dead_loses_nothing(settings):
    people = UserFactory.create_batch(2)
    owe(*people)
    use(settings, free_port())

    send_due()

    message = Message.objects.first()
    assert states() == ["failed", "failed"]
    assert message.error.startswith("The mail server could not be reached: ")
    with mail_server(settings) as mailbox, at(timezone.now() + datetime.timedelta(minutes=1)):
        assert send_due() == 2
    assert mailbox.recipients == sorted(person.email for person in people)


@pytest.mark.parametrize("talk", [says_nothing, drips])
def test_server_that_never_greets_holds_the_worker_for_seconds_and_loses_nothing(settings, talk):
    owe(*UserFactory.create_batch(3))

    with odd_server(settings, talk):
        began = timezone.now()
        send_due()
        seconds = (timezone.now() - began).total_seconds()

    assert seconds < 8  # one timeout for all of them, on a machine that is busy
    assert states() == ["failed", "failed", "failed"]
    assert Message.objects.first().error == "The mail server did not answer in time."


def test_server_that_is_slow_gets_all(settings):
    owe(*UserFactory.create_batch(2))

    with mail_server(settings, pause=0.2) as mailbox:
        assert send_due() == 2

    assert len(mailbox.recipients) == 2


def test_server_that_hangs_up_after_each_email_is_called_again(settings):
    people = UserFactory.create_batch(4)
    owe(*people)

    with mail_server(settings, hangs_up=True) as mailbox:
        assert send_due() == 4

    assert (mailbox.recipients, mailbox.connections) == (
        sorted(person.email for person in people),
        4,
    )


def test_email_whose_answer_was_lost_is_sent_again_under_the_same_message_id(settings):
    """Nobody can know that it was taken. Most mail programs show two with one Message-ID once."""
    owe(UserFactory())
    with mail_server(settings, answers=False) as first:
        send_due()
    assert states() == ["failed"]

    with mail_server(settings) as second, at(timezone.now() + datetime.timedelta(minutes=1)):
        assert send_due() == 1

    (_, before), (_, after) = first.taken[0], second.taken[0]
    assert before["Message-ID"] == after["Message-ID"]


def test_fault_of_one_email_in_the_middle_of_a_batch_leaves_the_others(settings, monkeypatch):
    """The server answers no more after the second; the third is tried over a new connection."""
    owe(*UserFactory.create_batch(3))
    with mail_server(settings) as mailbox:
        take, count = mailbox.handle_DATA, iter([True, False, True])

        async def handle_DATA(server, session, envelope):
            mailbox.answers = next(count)
            return await take(server, session, envelope)

        mailbox.handle_DATA = handle_DATA
        assert send_due() == 2

    assert states() == ["sent", "failed", "sent"]
    assert mailbox.connections == 2


class Odd(BaseEmailBackend):
    def open(self):
        return True

    def send_messages(self, messages):
        raise KeyError("an odd library")


def test_email_that_cannot_be_made_harms_no_other(settings):
    owe(UserFactory())
    settings.EMAIL_BACKEND = f"{__name__}.Odd"

    send_due()

    message = Message.objects.get()
    assert message.state == "failed"
    assert message.error == "The email could not be made: 'an odd library'"


# Trying again


def test_pauses_grow_until_three_days_are_over_and_an_admin_hears_of_it(settings):
    admin = UserFactory(is_superuser=True)
    owe(UserFactory())
    use(settings, free_port())
    pauses = []
    with at(NOON) as clock:
        Message.objects.update(next_try_at=NOON)
        while Message.objects.filter(why="send").exclude(state="given_up").exists():
            send_due()
            message = Message.objects.get(why="send")
            pauses.append((message.next_try_at - timezone.now()).total_seconds() / 60)
            clock.move_to(message.next_try_at)
        over = timezone.now()

    assert pauses[:6] == [1, 5, 15, 30, 60, 60]
    assert set(pauses[6:]) == {60}
    assert datetime.timedelta(days=3) <= over - NOON < datetime.timedelta(days=3, hours=3)
    message = Message.objects.get(to=admin)
    assert (message.why, message.subject) == ("given_up", "Some emails could not be sent")
    assert message.path == "/admin/outbox/message/?state__exact=given_up"


def test_admin_is_told_once_however_many_could_not_be_sent(settings):
    admin = UserFactory(is_superuser=True)
    owe(*UserFactory.create_batch(3))
    use(settings, free_port())
    Message.objects.update(first_tried_at=timezone.now() - datetime.timedelta(days=4))

    send_due()
    owe(UserFactory())
    Message.objects.filter(why="send").update(
        first_tried_at=timezone.now() - datetime.timedelta(days=4)
    )
    send_due()

    assert Message.objects.filter(to=admin).count() == 1
    assert Message.objects.filter(why="send", state="given_up").count() == 4


def test_message_to_an_admin_that_fails_tells_no_admin(settings):
    write([UserFactory(is_superuser=True)], why="given_up", subject="Some", body="Look.")
    use(settings, free_port())
    Message.objects.update(first_tried_at=timezone.now() - datetime.timedelta(days=4))

    send_due()

    assert states() == ["given_up"]


def test_message_that_is_sent_again_begins_anew():
    owe(UserFactory(), UserFactory())
    Message.objects.update(state="given_up", tries=70, first_tried_at=NOON)
    sent = Message.objects.first()
    sent.state, sent.sent_at = "sent", timezone.now()
    sent.save()

    assert try_again(Message.objects.all()) == 1
    assert send_due() == 1


# Several workers


def test_message_that_another_worker_holds_is_left_to_it_until_its_claim_runs_out():
    owe(UserFactory())
    sending._claim(Message.objects.get().to_id)

    assert send_due() == 0
    with at(timezone.now() + sending.LEASE):
        assert send_due() == 1
    assert (Message.objects.get().tries, len(mail.outbox)) == (2, 1)


def test_failure_of_one_worker_leaves_what_another_holds(settings):
    owe(UserFactory())
    due = Message.objects.due(timezone.now())
    held = sending._claim(Message.objects.get().to_id)

    sending._fail(due, "The mail server did not answer in time.", is_claimed=False)

    assert held.get().state == "sending"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_of_many")
def test_two_workers_at_once_send_nothing_twice(settings):
    people = UserFactory.create_batch(20)
    owe(*people)
    ready = threading.Barrier(2)

    def work():
        ready.wait()
        try:
            send_due()
        finally:
            connection.close()

    with mail_server(settings) as mailbox:
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    assert mailbox.recipients == sorted(person.email for person in people)
    assert set(states()) == {"sent"}


def test_database_that_is_busy_is_asked_again_or_it_would_be_sent_twice(monkeypatch):
    owe(UserFactory())
    update, failures = QuerySet.update, iter([True, True, False])

    def busy(rows, **facts):
        if facts.get("state") == "sent" and next(failures):
            raise OperationalError("database is locked")
        return update(rows, **facts)

    monkeypatch.setattr(QuerySet, "update", busy)
    monkeypatch.setattr("time.sleep", lambda seconds: None)

    assert send_due() == 1
    assert states() == ["sent"]


def test_database_that_stays_busy_is_an_error(monkeypatch):
    owe(UserFactory())
    update = QuerySet.update

    def busy(rows, **facts):
        if facts.get("state") == "sent":
            raise OperationalError("database is locked")
        return update(rows, **facts)

    monkeypatch.setattr(QuerySet, "update", busy)
    monkeypatch.setattr("time.sleep", lambda seconds: None)

    with pytest.raises(OperationalError):
        send_due()


@pytest.mark.parametrize("count", [2, 20])
def test_sending_asks_the_same_of_the_database_for_each_person(count):
    owe(*UserFactory.create_batch(count))

    with CaptureQueriesContext(connection) as queries:
        send_due()

    assert len(queries) == 1 + 5 * count  # who; then claim, anything?, person, messages, record


# The command


def test_command_sends_once_and_says_how_many(capsys):
    owe(UserFactory())

    call_command("send_messages", once=True)

    assert capsys.readouterr().out == "Messages sent: 1\n"


def test_worker_goes_on_when_the_database_is_away_and_stops_when_it_is_told(monkeypatch, caplog):
    rounds = []

    def send(should_stop):
        rounds.append(should_stop())
        if len(rounds) == 1:
            raise OperationalError("the database is away")
        stop["handler"]()

    stop = {}
    monkeypatch.setattr("outbox.management.commands.send_messages.send_due", send)
    monkeypatch.setattr("outbox.management.commands.send_messages.PAUSE", 0)
    monkeypatch.setattr(
        "outbox.management.commands.send_messages.close_old_connections", lambda: None
    )
    monkeypatch.setattr("signal.signal", lambda name, handler: stop.update(handler=handler))

    call_command("send_messages")

    assert rounds == [False, False]
    assert "the database is away" in caplog.text


def test_worker_that_is_told_to_stop_leaves_the_rest(monkeypatch):
    owe(*UserFactory.create_batch(3))
    answers = iter([False, True])

    assert send_due(lambda: next(answers)) == 1
    assert states() == ["sent", "waiting", "waiting"]
