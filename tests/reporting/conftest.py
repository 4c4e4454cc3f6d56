"""The demonstration organisation, made once for all tests of the reports."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit_app.catalogue import load_catalogue
from audit_app.core.report import Report
from audit_app.files import PhotoShelf
from audit_app.services import Rooms, demo, reporting
from audit_app.services.reporting.periods import usual_period
from audit_app.settings import Settings
from audit_app.storage import Store, locations
from audit_app.storage.engine import open_engine
from audit_app.storage.migrations import upgrade

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST, LAST = usual_period(NOW.date())


def open_demo(folder: Path) -> Rooms:
    """Rooms with the demonstration in a fresh folder."""
    settings = Settings(data=folder)
    settings.private_folder()
    store = Store(open_engine(settings.database))
    upgrade(store.engine)
    rooms = Rooms(store, load_catalogue(settings.checklists), PhotoShelf(folder / "photos"), settings)
    demo.make(rooms, "pass-word", NOW)
    return rooms


@pytest.fixture(scope="session")
def demo_rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    rooms = open_demo(tmp_path_factory.mktemp("demo"))
    yield rooms
    rooms.store.close()


class Desk:
    """Asks the demonstration for reports."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        with rooms.store.reading(demo.HOME) as scope:
            self.places = {place.city: place.id for place in locations.every(scope)}

    def report(self, *cities: str, language: str = "en") -> Report:
        ids = [self.places[city] for city in cities]
        return reporting.comparison(self.rooms, demo.HOME, ids, FIRST, LAST, language, NOW)


@pytest.fixture
def desk(demo_rooms: Rooms) -> Desk:
    return Desk(demo_rooms)
