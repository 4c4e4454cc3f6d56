"""A real mail server on loopback that keeps what it is given, and can be told to misbehave."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from audit_app.messaging import Sender

US = "eyes@extra-eyes.example"


@dataclass
class PostOffice:
    """What came in, and what the server says to the next ones; `port` is where it listens."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    to_rcpt: list[str] = field(default_factory=list)
    to_data: list[str] = field(default_factory=list)
    on_data: Callable[[], None] | None = None
    breaks_after_data: int = 0
    """How often the line is cut when the letter has been taken, before the answer."""
    lock: Lock = field(default_factory=Lock)

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.to_rcpt:
            return self.to_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_data:
            return self.to_data.pop(0)
        with self.lock:
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        if self.on_data:
            self.on_data()
        if self.breaks_after_data:
            self.breaks_after_data -= 1
            server.transport.abort()
        return "250 Taken"

    def sender(self, **more: Any) -> Sender:
        return Sender("127.0.0.1", self.port, US, **{"patience": 5.0, **more})


@contextmanager
def opened(**controls: Any) -> Iterator[PostOffice]:
    """A server on a free port, gone after the block."""
    office = PostOffice(port=free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **controls)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def accepts(user: str, password: str) -> Callable[..., AuthResult]:
    """A sign-in that knows one person."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        fits = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=fits)

    return check


def trusting(certificate: str) -> ssl.SSLContext:
    """TLS that trusts this certificate and no other."""
    return ssl.create_default_context(cafile=certificate)
