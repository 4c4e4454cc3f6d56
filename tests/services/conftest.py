"""The shipped checklists over an empty store on each engine, and two firms with one place each."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from audit_app.core.programme import Location, Organisation, PlaceKind
from audit_app.files import PhotoShelf
from audit_app.services import Rooms, locations
from audit_app.services.locations import Details
from audit_app.storage import Store, organisations
from tests.web import firms


@pytest.fixture
def found(shipped: Rooms) -> Callable[[], Location]:
    """Founds a firm with one place in Athens; both look the same each time."""

    def make() -> Location:
        firm = Organisation(uuid4(), "Kiosk", "en")
        with shipped.store.writing_all() as everywhere:
            organisations.found(everywhere, firm)
        details = Details("Ermou Street", "Athens", "Greece", "Europe/Athens", "el", PlaceKind.SHOP)
        return locations.add(shipped, firm.id, details)

    return make


@pytest.fixture
def shipped(store: Store, tmp_path: Path) -> Rooms:
    return Rooms(store, firms.catalogue(), PhotoShelf(tmp_path / "photos"), firms.settings_in(tmp_path))


@pytest.fixture
def home(found: Callable[[], Location]) -> Location:
    return found()


@pytest.fixture
def abroad(found: Callable[[], Location], home: Location) -> Location:
    """A place of somebody else's."""
    return found()
