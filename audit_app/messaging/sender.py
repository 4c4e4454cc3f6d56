"""Handing a letter to a mail server, and telling apart: sent, refused, not sent, and nobody knows."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from audit_app.messaging.letter import BadLetter, Letter, as_message, domain_of, wire_address
from audit_app.settings import Settings, is_near

PATIENCE = 20.0
"""Seconds for each step of the conversation."""
GOODBYE = 2.0
LONGEST_REASON = 300


class Refused(Exception):
    """The server will not take this letter, now or later (5xx)."""


class NotSent(Exception):
    """The letter was surely not taken, and may be later: no connection, 4xx, no encryption, no sign-in."""


class Unsure(Exception):
    """The line broke between the letter and the server's answer: it may have been taken."""


@dataclass(frozen=True)
class Sender:
    """One mail server, and the address we send from.

    `encrypted` begins with TLS (smtps); else STARTTLS is demanded, but of a server on our own machine or
    network, which is not asked for what it does not offer. `patience` is seconds per step.
    """

    host: str
    port: int
    address: str
    encrypted: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    patience: float = PATIENCE
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False, compare=False)

    @classmethod
    def of(cls, settings: Settings) -> "Sender | None":
        """The sender that the settings name; None where they name none, and mails wait."""
        if settings.smtp_url is None:
            return None
        parts = urlsplit(settings.smtp_url.get_secret_value())
        encrypted = parts.scheme == "smtps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "", _port(parts), settings.mail_from, encrypted, user, password)

    def send(self, letter: Letter, on_the_brink: Callable[[], None]) -> None:
        """Hand the letter over; `on_the_brink` is called when the server has agreed to take it, just before.

        Raises Refused, NotSent, Unsure; what `on_the_brink` raises keeps the letter here.
        """
        try:
            message = as_message(letter, self.address).as_bytes()
            to = wire_address(letter.to_address)
        except BadLetter as error:
            raise Refused(str(error)) from error
        with self._conversation() as server:
            with _surely_not_sent():
                _expect(server.mail(wire_address(self.address)))
                _expect(server.rcpt(to))
            on_the_brink()
            _hand_over(server, message)

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        with _surely_not_sent():
            server = self._connected()
        try:
            with _surely_not_sent():
                self._introduce(server)
            yield server
            _say_goodbye(server)
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        ours = domain_of(self.address)
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, ours, timeout=self.patience, context=self.tls)
        return smtplib.SMTP(self.host, self.port, ours, timeout=self.patience)

    def _introduce(self, server: smtplib.SMTP) -> None:
        """Greet, encrypt, sign in: a password never travels in the open."""
        server.ehlo_or_helo_if_needed()
        if not self.encrypted and server.has_extn("starttls"):
            server.starttls(context=self.tls)
            server.ehlo()
        elif not self.encrypted and (self.user or not is_near(self.host)):
            raise NotSent("The mail server does not offer encryption (STARTTLS).")
        if self.user:
            _sign_in(server, self.user, self.password)


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """A wrong password is mended by whoever runs the app: the letters wait for it."""
    try:
        server.login(user, password)
    except smtplib.SMTPException as error:
        raise NotSent("Signing in to the mail server failed.") from error


def _say_goodbye(server: smtplib.SMTP) -> None:
    """What is sent is sent, whether or not the server answers to this."""
    with suppress(OSError, smtplib.SMTPException):
        if server.sock:
            server.sock.settimeout(GOODBYE)
        server.quit()


@contextmanager
def _surely_not_sent() -> Iterator[None]:
    """Whatever breaks in here, the letter itself was not under way."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise NotSent(_reason(error.smtp_code, error.smtp_error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"{type(error).__name__}: {error}"[:LONGEST_REASON]) from error


def _hand_over(server: smtplib.SMTP, message: bytes) -> None:
    try:
        answer = server.data(message)
    except smtplib.SMTPDataError as error:  # the server said no before it was given anything
        answer = error.smtp_code, _bytes(error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure(f"{type(error).__name__}: {error}"[:LONGEST_REASON]) from error
    _expect(answer)


def _expect(answer: tuple[int, bytes]) -> None:
    code, words = answer
    if code >= 500:
        raise Refused(_reason(code, words))
    if not 200 <= code < 300:
        raise NotSent(_reason(code, words))


def _reason(code: int, words: bytes | str) -> str:
    """The server's own words on one line."""
    text = _bytes(words).decode(errors="replace")
    return f"{code} {' '.join(text.split())}"[:LONGEST_REASON]


def _bytes(words: bytes | str) -> bytes:
    return words.encode() if isinstance(words, str) else words


def _port(parts: SplitResult) -> int:
    return parts.port or (465 if parts.scheme == "smtps" else 587)
