"""The whole app over a real store with two look-alike firms; each test gets a copy of its own.

The two firms are made once per run and everybody in them is signed in once; a test copies the files.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from audit_app import create_app
from audit_app.core.programme import Person
from audit_app.services import accounts
from tests.web import firms
from tests.web.firms import NOW, PASSWORD, Firm

FIVE_MINUTES = timedelta(minutes=5)


@dataclass
class Clock:
    """A clock that a test sets."""

    time: datetime = NOW

    def __call__(self) -> datetime:
        return self.time


@dataclass(frozen=True)
class Prepared:
    """A data folder with two firms, and the token of a running sign-in by e-mail address."""

    folder: Path
    ours: Firm
    theirs: Firm
    tokens: dict[str, str]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Prepared:
    folder = tmp_path_factory.mktemp("firms") / "data"
    folder.mkdir(mode=0o700)
    shutil.copy(empty_sqlite, folder / "extra-eyes.sqlite")
    rooms = firms.rooms_in(folder)
    ours, theirs = firms.found(rooms, "ours"), firms.found(rooms, "theirs")
    tokens = {}
    for person in (*ours.people, *theirs.people):
        entered = accounts.sign_in(rooms, person.email, PASSWORD, "an office", NOW - FIVE_MINUTES)
        assert entered
        tokens[person.email] = entered.token
    rooms.store.close()
    return Prepared(folder, ours, theirs, tokens)


@pytest.fixture
def ours(prepared: Prepared) -> Firm:
    return prepared.ours


@pytest.fixture
def theirs(prepared: Prepared) -> Firm:
    return prepared.theirs


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data_folder(prepared: Prepared, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared.folder, tmp_path / "data"))


@pytest.fixture
def build(data_folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Flask]]:
    """Makes the app of this test's data folder, with other settings where they are given."""
    made = []
    monkeypatch.setattr("audit_app.wiring.load_catalogue", lambda folder: firms.catalogue())

    def make(**settings: object) -> Flask:
        app = create_app(firms.settings_in(data_folder, **settings))
        app.config.update(TESTING=True, CLOCK=clock)
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["rooms"].store.close()


@pytest.fixture
def app(build: Callable[..., Flask]) -> Flask:
    """The app as it is served, its forgery protection included."""
    return build()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture
def sign_in() -> Callable[..., FlaskClient]:
    """Signs somebody in through the form; gives the same browser back."""

    def enter(client: FlaskClient, person: Person) -> FlaskClient:
        answer = send(client, "/sign-in", {"email": person.email, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    return enter


@pytest.fixture
def browser_of(app: Flask, prepared: Prepared) -> Callable[[Person | None], FlaskClient]:
    """The browser of somebody who has signed in before, under the app's own name; a stranger's for None."""

    def open_browser(person: Person | None, of: Flask = app) -> FlaskClient:
        client = of.test_client()
        if person:
            own_name = of.extensions["rooms"].settings.base_url or "http://localhost"
            with client.session_transaction(base_url=own_name) as session:
                session["_user_id"] = prepared.tokens[person.email]
                session.permanent = True
        return client

    return open_browser


def form_token(client: FlaskClient) -> str:
    """The token that every form of ours carries, out of a page that this browser sees."""
    for path in ("/no-such-page", "/sign-in"):
        found = BeautifulSoup(client.get(path).data, "html5lib").select_one("[name=csrf_token]")
        if found:
            return found["value"]
    raise AssertionError("no page has a form")


def send(client: FlaskClient, path: str, form: dict[str, object] | None = None, **more: object):
    """Post a form of ours, with the token that belongs to it."""
    return client.post(path, data={**(form or {}), "csrf_token": form_token(client)}, **more)
