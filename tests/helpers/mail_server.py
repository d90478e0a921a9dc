"""A real mail server on this machine that misbehaves in the ways that mail servers do."""

import asyncio
import socket
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Mailbox:
    """What a server took, and how it behaves."""

    def __init__(self, *, refuses=(), hangs_up=False, pause=0, answers=True):
        self.refuses = set(refuses)
        self.hangs_up = hangs_up
        self.pause = pause
        self.answers = answers
        self.taken = []
        self.connections = 0
        self.open_connections = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        await asyncio.sleep(self.pause)
        if address in self.refuses:
            return "550 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.pause)
        self.taken.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        if not self.answers:
            await asyncio.sleep(60)
        return "250 Taken"

    @property
    def recipients(self):
        return sorted(address for address, _ in self.taken)

    def wait_until_idle(self):
        """What a client that was killed had sent is still being read."""
        for _ in range(500):
            if not self.open_connections:
                return
            time.sleep(0.01)
        raise AssertionError("a connection to the mail server is still open")


class Server(SMTP):
    def connection_made(self, transport):
        self.event_handler.connections += 1
        self.event_handler.open_connections += 1
        super().connection_made(transport)

    def connection_lost(self, error):
        self.event_handler.open_connections -= 1
        super().connection_lost(error)

    async def smtp_DATA(self, arg):
        await super().smtp_DATA(arg)
        if self.event_handler.hangs_up:
            self.transport.close()


class OurController(Controller):
    def factory(self):
        return Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(settings, **behaviour):
    """A Mailbox that the site sends to while this lasts."""
    mailbox = Mailbox(**behaviour)
    controller = OurController(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.wait_until_idle()
    mailbox.connections = 0  # the controller called to see whether it is there
    use(settings, controller.port)
    try:
        yield mailbox
    finally:
        controller.stop()


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT, settings.EMAIL_DEADLINE = 1, 3


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def odd_server(settings, talk):
    """A server that does what `talk` does with each connection, which need not be SMTP."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve():
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                talk(connection, over)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    use(settings, listening.getsockname()[1])
    try:
        yield
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def says_nothing(connection, over):
    """It accepts, and never greets."""
    over.wait(30)


def drips(connection, over):
    """A greeting that comes a byte at a time and never ends: no single wait is long."""
    while not over.wait(0.2):
        try:
            connection.sendall(b"2")
        except OSError:
            return
