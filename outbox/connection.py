"""One connection to the mail server, and what went wrong with it in a sentence an admin can use."""

import contextlib
import signal
import smtplib
import threading

from django.conf import settings
from django.core.mail import get_connection

CLOSING = 421  # the server says goodbye: the fault is not this message's


class Refused(Exception):
    """The server said no to this one email. The next may pass."""


class Unreachable(Exception):
    """There is no server to talk to, or it stopped answering. The next would fare no better."""


class Connection:
    """Opened when it is first needed. A server that hangs up between two emails is called again."""

    def __init__(self):
        self._backend = None
        self._has_sent = False

    @property
    def is_fresh(self):
        """Whether nothing was sent over it yet, so that a fault is the server's."""
        return not self._has_sent

    def open(self):
        if self._backend is not None and self._has_hung_up():
            self.close()
        if self._backend is None:
            backend = get_connection()
            with _as_sentences(), deadline():
                backend.open()
            self._backend, self._has_sent = backend, False

    def _has_hung_up(self):
        """Ask before each email but the first: in the middle of one nobody knows if it was sent."""
        server = getattr(self._backend, "connection", None)
        if server is None or not self._has_sent:
            return False
        try:
            with deadline():
                code, _ = server.noop()
        except (smtplib.SMTPException, OSError):
            return True
        return code != 250

    def send(self, email):
        email.connection = self._backend
        try:
            with _as_sentences(), deadline():
                email.send()
        except Unreachable:
            self.close()
            raise
        except Refused:
            self._has_sent = True
            raise
        self._has_sent = True

    def close(self):
        if self._backend is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError), deadline():
                self._backend.close()
        self._backend = None


@contextlib.contextmanager
def deadline():
    """End what takes too long in all: EMAIL_TIMEOUT counts from one byte to the next, so a server
    that sends a byte now and then would hold the worker for hours.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread can be interrupted
        return

    def interrupt(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, settings.EMAIL_DEADLINE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _as_sentences():
    """Turn what mail libraries raise into Refused or Unreachable, with the server's words."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        code, text = next(iter(refused.recipients.values()))
        _raise(code, text, refused)
    except smtplib.SMTPResponseException as refused:
        if isinstance(refused, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
            _raise(refused.smtp_code, refused.smtp_error, refused)
        raise Unreachable(_answer(refused.smtp_code, refused.smtp_error)) from refused
    except TimeoutError as error:
        raise Unreachable("The mail server did not answer in time.") from error
    except smtplib.SMTPServerDisconnected as error:
        # smtplib says the same of a server that is silent and of one that hangs up.
        if isinstance(error.__context__, TimeoutError):
            raise Unreachable("The mail server did not answer in time.") from error
        raise Unreachable("The mail server closed the connection.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"The mail server could not be reached: {error}") from error
    except Exception as error:  # an odd address or name: one email harms no other
        raise Refused(f"The email could not be made: {error}") from error


def _raise(code, text, cause):
    kind = Unreachable if code == CLOSING else Refused
    raise kind(_answer(code, text)) from cause


def _answer(code, text):
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    return f"The mail server answered {code}: {' '.join(str(text).split())}"
