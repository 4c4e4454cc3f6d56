"""The app and a bare Flask page on one server as `make run` starts it, in a process of its own."""

import http.client
import multiprocessing
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from bench._demo import NOW, PASSWORD, open_demo

if TYPE_CHECKING:
    from flask import Flask

CLIENTS = 8
"""As many at a time as the server has threads."""


@dataclass(frozen=True)
class Request:
    """What a client sends; what it must get back."""

    path: str
    method: str = "GET"
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200


@dataclass(frozen=True)
class Taken:
    """What a batch of requests took: of the server's CPU, and by the clock."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Addresses:
    """Where to ask, and as whom."""

    port: int
    checklist: str
    questions: int
    survey: str
    cookie: str


class Server:
    """A running server seen from outside."""

    def __init__(self, pipe: Connection, addresses: Addresses) -> None:
        self._pipe, self.addresses = pipe, addresses

    def cpu_seconds(self) -> float:
        """What the server's process has used so far."""
        self._pipe.send("cpu")
        return float(self._pipe.recv())

    def take(self, make: Callable[[], Request], times: int) -> Taken:
        """Send so many requests over a few connections kept open; raises where an answer is another one."""
        cpu, wall = self.cpu_seconds(), time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(lambda _: self._send_all(make, times // CLIENTS), range(CLIENTS)))
        return Taken(self.cpu_seconds() - cpu, time.perf_counter() - wall)

    def _send_all(self, make: Callable[[], Request], times: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.addresses.port, timeout=30)
        for _ in range(times):
            asked = make()
            connection.request(asked.method, asked.path, asked.body, dict(asked.headers))
            answer = connection.getresponse()
            answer.read()
            if answer.status != asked.status:
                raise RuntimeError(f"{asked.method} {asked.path} gave {answer.status}")
        connection.close()


@contextmanager
def running() -> Iterator[Server]:
    """A server with the demonstration, gone with its data at the end."""
    ours, theirs = multiprocessing.Pipe()
    with TemporaryDirectory() as folder:
        process = multiprocessing.get_context("spawn").Process(target=_serve, args=(folder, theirs))
        process.start()
        try:
            yield Server(ours, ours.recv())
        finally:
            process.terminate()
            process.join()


def _serve(folder: str, pipe: Connection) -> None:
    from flask import Flask
    from werkzeug.middleware.dispatcher import DispatcherMiddleware

    from audit_app import create_app
    from audit_app.cli.run import server_of

    rooms = open_demo(Path(folder) / "data")
    app = create_app(rooms.settings)
    app.config["CLOCK"] = lambda: NOW
    bare = Flask("bare")
    bare.add_url_rule("/", "hello", lambda: "Hello", methods=["GET", "POST"])
    server = server_of(DispatcherMiddleware(app, {"/bare": bare}), port=0)
    Thread(target=_answer, args=(pipe,), daemon=True).start()
    pipe.send(_addresses(app, int(server.effective_port)))
    server.run()


def _answer(pipe: Connection) -> None:
    while pipe.recv():
        pipe.send(time.process_time())


def _addresses(app: "Flask", port: int) -> Addresses:
    """Sign a shopper in, confirm the brief of the longest checklist, and find a survey's link."""
    from audit_app.services import demo, visits
    from audit_app.storage import people, surveys

    rooms, client = app.extensions["rooms"], app.test_client()
    with rooms.store.reading(demo.HOME) as scope:
        shopper = next(one for one in people.every(scope) if one.email == "danae@shoppers.example")
        survey = next(one for one in surveys.every(scope) if one.closed_at is None)
    waiting = visits.visits_of(rooms, shopper, NOW).to_do
    questions = {visit.id: len(list(visit.questionnaire.questions())) for visit in waiting}
    longest = max(questions, key=questions.__getitem__)
    visits.confirm_brief(rooms, shopper, longest, NOW)
    token = re.search(r'csrf_token" value="([^"]+)', client.get("/sign-in").text)
    assert token
    form = {"email": shopper.email, "password": PASSWORD, "csrf_token": token[1]}
    client.post("/sign-in", data=form)
    cookie = client.get_cookie("session")
    assert cookie
    checklist = f"/visits/{longest}/checklist"
    return Addresses(port, checklist, questions[longest], f"/s/{survey.token}", f"session={cookie.value}")
