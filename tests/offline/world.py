"""A running app for the phone: two shoppers with visits, faults on the wire, a clock to set."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Request, Response

from audit_app import create_app
from audit_app.catalogue import Catalogue, load_catalogue
from audit_app.core.programme import Location, Organisation, Person, PlaceKind, Role
from audit_app.files import PhotoShelf
from audit_app.services import Rooms, accounts, assigning, locations, visits
from audit_app.settings import Settings
from audit_app.storage import Store, organisations, people
from audit_app.storage.engine import open_engine
from tests.web.firms import password_hash

PASSWORD = "correct horse battery staple"
SIGNING_KEY = "a key for tests, longer than thirty-two characters"
AUDIT = "counter-visit.v1"
A_DAY = timedelta(days=1)

Answer = Callable[..., Iterable[bytes]]
Fault = Callable[[Request, Callable[[], Response]], Response | None]
"""Given a request and what would answer it: the answer instead, or None for the true one.

`cut_line` ends it without an answer: before calling the app nothing happened, after it the answer is lost.
"""


@cache
def catalogue() -> Catalogue:
    """The shipped questionnaires, read once."""
    return load_catalogue(Settings().checklists)


@dataclass(frozen=True)
class World:
    """Who and what is there: `visit` and `second` are Danae's and ready to fill in, `other` is Petros's."""

    organisation: UUID
    owner: Person
    danae: Person
    petros: Person
    place: Location
    visit: UUID
    second: UUID
    unread: UUID
    other: UUID
    tokens: dict[str, str]
    """Of running sign-ins, by e-mail."""

    def form(self, visit: UUID | None = None, edition: str = AUDIT) -> str:
        """The path of a visit's page for the phone."""
        return f"/visits/{visit or self.visit}/c/{edition}"


def found(rooms: Rooms) -> World:
    """Found the organisation, with visits that are open today."""
    now, home = datetime.now(UTC), uuid4()
    with rooms.store.writing_all() as everywhere:
        organisations.found(everywhere, Organisation(home, "Kiosk", "en"))
    place = locations.add(
        rooms,
        home,
        locations.Details("Ermou Street", "Athens", "Greece", "Europe/Athens", "el", PlaceKind.SHOP),
    )
    owner, danae, petros = (
        _let_in(rooms, home, name, role)
        for name, role in (("owner", Role.OWNER), ("danae", Role.SHOPPER), ("petros", Role.SHOPPER))
    )
    made = [give(rooms, person, place, now) for person in (danae, danae, danae, petros)]
    for person, visit in ((danae, made[0]), (danae, made[1]), (petros, made[3])):
        visits.confirm_brief(rooms, person, visit, now)
    tokens = {}
    for person in (owner, danae, petros):
        tokens[person.email] = accounts.enter(rooms, person, now).token
    return World(home, owner, danae, petros, place, *made, tokens)


def give(rooms: Rooms, shopper: Person, place: Location, now: datetime, questionnaire: str = AUDIT) -> UUID:
    """One more visit for a shopper, open for some days and for nine more."""
    today = now.date()
    wish = assigning.Wish(uuid4(), questionnaire, place.id, shopper.id, today - 5 * A_DAY, today + 9 * A_DAY)
    return assigning.assign(rooms, shopper.organisation_id, wish, now - A_DAY).id


def _let_in(rooms: Rooms, home: UUID, name: str, role: Role) -> Person:
    person = Person(uuid4(), home, f"{name}@kiosk.example", name.title(), role, "en")
    with rooms.store.writing(home) as scope:
        people.add(scope, person, password_hash())
    return person


def prepare(folder: Path, empty_sqlite: Path) -> World:
    """A data folder with the world in it, to be copied for each test."""
    folder.mkdir(mode=0o700)
    shutil.copy(empty_sqlite, folder / "extra-eyes.sqlite")
    settings = Settings(data=folder, secret_key=SIGNING_KEY)
    rooms = Rooms(Store(open_engine(settings.database)), catalogue(), PhotoShelf(folder / "photos"), settings)
    world = found(rooms)
    rooms.store.close()
    return world


@dataclass
class Site:
    """The app on a port of its own, in a thread of this process; the line to it can be cut and bent."""

    app: Flask
    world: World
    faults: list[Fault] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of everything that was asked."""
    shift: timedelta = timedelta()
    """How far the server's clock is from the phone's."""
    _server: BaseWSGIServer | None = None
    _port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def rooms(self) -> Rooms:
        rooms: Rooms = self.app.extensions["rooms"]
        return rooms

    def start(self) -> None:
        """Serve, again on the same port after `stop`: to the phone it is the same site."""
        self._server = make_server("127.0.0.1", self._port, self._answer, threaded=True)
        self._server.daemon_threads = True
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """No longer there: connections are refused."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def asked(self, method: str, start: str) -> int:
        """How many requests with this method and beginning of the path came in."""
        return sum(one == method and path.startswith(start) for one, path in self.seen)

    def _answer(self, environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
        request = Request(environ)
        self.seen.append((request.method, request.path))

        def truly() -> Response:
            return Response.from_app(self.app.wsgi_app, environ, buffered=True)

        for fault in list(self.faults):
            answer = fault(request, truly)
            if answer is not None:
                return answer(environ, start_response)
        return self.app.wsgi_app(environ, start_response)


def site_in(folder: Path, world: World) -> Site:
    """The app over a data folder, not yet serving."""
    app = create_app(Settings(data=folder, secret_key=SIGNING_KEY))
    site = Site(app, world)
    app.config.update(CLOCK=site.now)
    return site


# --- faults, to be put into `site.faults`


def only(method: str, start: str, fault: Fault, times: int = 1_000_000) -> Fault:
    """A fault that meets requests of this method whose path begins so, and only so many times."""
    left = [times]

    def chosen(request: Request, truly: Callable[[], Response]) -> Response | None:
        if request.method != method or not request.path.startswith(start) or left[0] <= 0:
            return None
        left[0] -= 1
        return fault(request, truly)

    return chosen


def cut_line(request: Request) -> Response:
    """Close the connection under the server."""
    line: socket.socket = request.environ["werkzeug.socket"]
    line.shutdown(socket.SHUT_RDWR)
    raise ConnectionResetError


def cut_before(request: Request, truly: Callable[[], Response]) -> Response | None:
    """The line breaks before the app has heard anything."""
    return cut_line(request)


def lose_answer(request: Request, truly: Callable[[], Response]) -> Response | None:
    """The app does it, and nobody hears its answer."""
    truly()
    return cut_line(request)


def answering(status: int, body: str = "", **headers: str) -> Fault:
    """Somebody else answers, e.g. the hotel's sign-in page with 200."""

    def instead(request: Request, truly: Callable[[], Response]) -> Response | None:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return Response(body, status, given, mimetype=given.pop("Content-Type", "text/html"))

    return instead


hotel_page = answering(200, "<!doctype html><title>Welcome</title><form>Room number</form>")
