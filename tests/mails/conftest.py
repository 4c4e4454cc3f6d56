"""A firm with people over an empty store on each engine, and a post office that sends for it."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from audit_app.core.mails import MailKind
from audit_app.core.programme import Location, Organisation, Person, Role
from audit_app.files import PhotoShelf
from audit_app.jobs import run_all
from audit_app.services import Rooms, mails
from audit_app.services.mails import Outsider
from audit_app.storage import Store, jobs, locations, organisations, people
from audit_app.storage.jobs import Job
from tests.mails import post_office
from tests.mails.post_office import PostOffice
from tests.web import firms

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office.opened() as opened:
        yield opened


@dataclass
class Firm:
    """A firm with an owner and a shopper, its post, and a clock that a test moves."""

    rooms: Rooms
    organisation: Organisation
    shopper: Person
    owner: Person
    time: datetime = NOW

    @property
    def id(self) -> UUID:
        return self.organisation.id

    def clock(self) -> datetime:
        return self.time

    def wait(self, **times: float) -> None:
        self.time += timedelta(**times)

    def post(self, kind: MailKind = MailKind.REMINDER, to: Person | Outsider | None = None, **more) -> bool:
        said = {"about": uuid4(), "words": {"place": "Ermou Street"}, "link": "/visits/1", **more}
        with self.rooms.store.writing(self.id) as scope:
            return mails.post(scope, kind, to or self.shopper, self.time, **said)

    def run(self) -> int:
        return run_all(self.rooms, self.clock)

    def jobs(self) -> list[Job]:
        """What is not done."""
        with self.rooms.store.reading(self.id) as scope:
            return jobs.unfinished(scope, mails.KIND)


@pytest.fixture
def firm(store: Store, office: PostOffice, tmp_path: Path) -> Firm:
    return found(store, office, tmp_path)


def found(store: Store, office: PostOffice, tmp_path: Path) -> Firm:
    """Found a firm in Athens."""
    kiosk = Organisation(uuid4(), "Περίπτερο", "el")
    shopper = Person(uuid4(), kiosk.id, f"{uuid4()}@mail.example", "Danae", Role.SHOPPER, "en")
    owner = replace(shopper, id=uuid4(), email=f"{uuid4()}@mail.example", name="Odysseas", role=Role.OWNER)
    place = Location(uuid4(), kiosk.id, "Ermou Street", "Athens", "Greece", "Europe/Athens", "el")
    with store.writing_all() as everywhere:
        organisations.found(everywhere, kiosk)
    with store.writing(kiosk.id) as scope:
        people.add(scope, shopper, "hash")
        people.add(scope, owner, "hash")
        locations.add(scope, place)
    settings = firms.settings_in(tmp_path)
    shelf = PhotoShelf(tmp_path / "photos")
    return Firm(Rooms(store, firms.catalogue(), shelf, settings, office.sender()), kiosk, shopper, owner)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for localhost that nobody but a test trusts, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    made, key = str(folder / "made.pem"), str(folder / "key.pem")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", made],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key
