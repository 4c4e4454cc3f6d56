"""The line between the phones and the app: a proxy that loses, delays, doubles and cuts what passes."""

import re
import socket
import socketserver
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

from bench._faults.chance import Chance
from bench._site import Site

PROBABILITIES = {
    "lost request": 0.05,
    "lost answer": 0.05,
    "delayed": 0.05,
    "sent twice at once": 0.05,
    "sent again later": 0.03,
    "cut request": 0.04,
    "shortened request": 0.03,
    "cut answer": 0.04,
    "somebody else's page": 0.02,
}
"""What happens to how much of the requests; the rest passes."""
PATIENCE = 20
"""Seconds that the line stays open without a word."""
HOTEL = b"<!doctype html><title>Welcome</title><p>Please enter your room number.</p>"
HOTEL_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (
    len(HOTEL),
    HOTEL,
)


@dataclass(frozen=True)
class Request:
    """What a phone sent."""

    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        """As it was sent."""
        return self.head + self.body

    def cut(self) -> bytes:
        """As much of it as came before the line broke."""
        return self.head + self.body[: len(self.body) // 2]

    def shortened(self) -> bytes:
        """With half a body that claims to be whole."""
        half = self.body[: len(self.body) // 2]
        return re.sub(rb"(?i)(content-length: *)\d+", rb"\g<1>%d" % len(half), self.head) + half


class Line(socketserver.ThreadingTCPServer):
    """Listens for phones and passes on to wherever the site is; `happened` counts the faults."""

    daemon_threads, request_queue_size = True, 256

    def __init__(self, site: Site, chance: Chance, faults: Mapping[str, float]) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.site, self.chance, self._faults = site, chance, faults
        self.happened: Counter[str] = Counter()
        self._counting, self._later = Lock(), list[Thread]()

    @property
    def port(self) -> int:
        """Where the phones call."""
        return int(self.server_address[1])

    def what_happens(self) -> str:
        """Throw the dice for one request."""
        return self.count(self.chance.one_of(self._faults, "passed"))

    def count(self, what: str) -> str:
        """Count one."""
        with self._counting:
            self.happened[what] += 1
        return what

    def pass_on(self, data: bytes) -> bytes:
        """What the app answers: nothing where it is killed in between; raises OSError where it is away."""
        with self.to_site() as site:
            site.sendall(data)
            return b"".join(iter(lambda: site.recv(65536), b""))

    def to_site(self) -> socket.socket:
        """A connection to wherever it listens now."""
        port = self.site.port
        if port is None:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", port), PATIENCE)

    def pass_on_in(self, seconds: float, data: bytes) -> None:
        """The same once more, whose answer nobody hears."""
        again = Thread(target=self._pass_on_unheard, args=(seconds, data))
        self._later.append(again)
        again.start()

    def _pass_on_unheard(self, seconds: float, data: bytes) -> None:
        time.sleep(seconds)
        try:
            self.pass_on(data)
        except OSError:
            self.count("site away")

    def wait_for_late_ones(self) -> None:
        """Return when nothing is on its way any more."""
        for again in self._later:
            again.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A broken connection is what this is about; everything else is a mistake of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Call(socketserver.BaseRequestHandler):
    """One request of one phone, and what happens to it."""

    server: Line
    request: socket.socket

    def handle(self) -> None:
        self.request.settimeout(PATIENCE)
        asked = _read(self.request)
        if asked is None:
            return
        self.asked = asked
        try:
            HAPPENINGS[self.server.what_happens()](self)
        except OSError:
            self.server.count("site away")

    def pass_on(self) -> bytes:
        return self.server.pass_on(self.asked.whole)

    def answer(self) -> None:
        self.request.sendall(self.pass_on())

    def lose(self) -> None:
        """Hang up, having told nobody."""

    def answer_late(self) -> None:
        time.sleep(self.server.chance.between(0.05, 0.8))
        self.answer()

    def answer_one_of_two(self) -> None:
        self.server.pass_on_in(0, self.asked.whole)
        self.answer()

    def answer_and_repeat(self) -> None:
        self.server.pass_on_in(self.server.chance.between(0.5, 4), self.asked.whole)
        self.answer()

    def cut(self) -> None:
        with self.server.to_site() as site:
            site.sendall(self.asked.cut())

    def shorten(self) -> None:
        self.request.sendall(self.server.pass_on(self.asked.shortened()))

    def cut_answer(self) -> None:
        answer = self.pass_on()
        self.request.sendall(answer[: int(len(answer) * self.server.chance.between(0.1, 0.95))])

    def answer_for_the_hotel(self) -> None:
        self.request.sendall(HOTEL_PAGE)


HAPPENINGS: dict[str, Callable[[_Call], object]] = {
    "passed": _Call.answer,
    "lost request": _Call.lose,
    "lost answer": _Call.pass_on,
    "delayed": _Call.answer_late,
    "sent twice at once": _Call.answer_one_of_two,
    "sent again later": _Call.answer_and_repeat,
    "cut request": _Call.cut,
    "shortened request": _Call.shorten,
    "cut answer": _Call.cut_answer,
    "somebody else's page": _Call.answer_for_the_hotel,
}


def _read(phone: socket.socket) -> Request | None:
    """One request to its end; None where the phone hung up before."""
    data = b""
    for more in iter(lambda: phone.recv(65536), b""):
        data += more
        head, end, body = data.partition(b"\r\n\r\n")
        said = re.search(rb"(?i)content-length: *(\d+)", head)
        if end and len(body) >= (int(said[1]) if said else 0):
            return Request(head + end, body)
    return None


@contextmanager
def line_to(site: Site, chance: Chance, faults: Mapping[str, float]) -> Iterator[Line]:
    """An open line, closed at the end."""
    with Line(site, chance, faults) as line:
        listening = Thread(target=line.serve_forever, args=(0.05,))
        listening.start()
        try:
            yield line
        finally:
            line.shutdown()
            listening.join()
