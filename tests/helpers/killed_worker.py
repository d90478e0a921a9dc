"""Kill the worker at one line after the other, as `kill -9` does, and let the next worker go on.

`python -m tests.helpers.killed_worker POINTS` runs in a process of its own, on the database that the
environment names, which holds messages that wait. It prints in JSON what was lost or sent twice.
"""

import json
import os
import signal
import sys
from collections import Counter

import django

WATCHED = ("/outbox/", "/smtplib.py", "/django/core/mail/", "/django/db/models/sql/compiler.py")


def main(points):
    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.utils import timezone

    from outbox.models import Message
    from outbox.sending import send_due
    from tests.helpers.mail_server import mail_server

    def wait_for_all():
        Message.objects.update(
            state="waiting",
            sent_at=None,
            claimed_until=None,
            claim="",
            tries=0,
            first_tried_at=None,
        )
        Message.objects.update(next_try_at=timezone.now())

    def run_child(kill_at):
        """Send in a child that dies at its line `kill_at`; how many lines it ran, if it did not."""
        reader, writer = os.pipe()
        connections.close_all()
        child = os.fork()
        if child == 0:
            lines = run_and_die_at(kill_at, send_due)
            os.write(writer, str(lines).encode())
            os._exit(0)
        os.close(writer)
        os.waitpid(child, 0)
        with os.fdopen(reader) as pipe:
            return pipe.read()

    found = {"killed": 0, "lost": [], "twice": [], "answer_lost": 0}
    with mail_server(settings) as mailbox:
        settings.EMAIL_TIMEOUT = settings.EMAIL_DEADLINE = 20
        wait_for_all()
        everybody = sorted(Message.objects.values_list("to__email", flat=True))
        lines = int(run_child(0))
        assert mailbox.recipients == everybody, mailbox.recipients

        step = max(1, lines // points)
        for kill_at in range(1, lines + 1, step):
            mailbox.wait_until_idle()
            mailbox.taken.clear()
            wait_for_all()

            if run_child(kill_at):
                continue  # it ended before: it had fewer lines this time
            found["killed"] += 1
            mailbox.wait_until_idle()
            unrecorded = len(mailbox.taken) - Message.objects.filter(state="sent").count()
            found["answer_lost"] += unrecorded
            Message.objects.filter(state="sending").update(claimed_until=timezone.now())
            send_due()

            counted = Counter(mailbox.recipients)
            if set(everybody) - set(counted) or Message.objects.exclude(state="sent").exists():
                found["lost"].append(kill_at)
            if sum(counted.values()) - len(everybody) > unrecorded or unrecorded > 1:
                found["twice"].append(kill_at)
    connections.close_all()
    print(json.dumps(found | {"lines": lines}))


def run_and_die_at(kill_at, work):
    """Run `work` and count the lines of WATCHED files; at `kill_at` nothing of this process is left."""
    lines = 0

    def trace(frame, event, _):
        if not any(part in frame.f_code.co_filename for part in WATCHED):
            return None
        return count

    def count(frame, event, _):
        nonlocal lines
        if event == "line":
            lines += 1
            if lines == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return count

    sys.settrace(trace)
    work()
    sys.settrace(None)
    return lines


if __name__ == "__main__":
    main(int(sys.argv[1]))
