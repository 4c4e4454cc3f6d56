"""The demonstration organisation in a folder, as `make run` makes it, on a day that never changes."""

from datetime import UTC, datetime
from pathlib import Path

from audit_app.catalogue import load_catalogue
from audit_app.files import PhotoShelf
from audit_app.services import Rooms, demo
from audit_app.settings import Settings
from audit_app.storage import Store
from audit_app.storage.migrations import upgrade

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PASSWORD = "only for measuring"  # noqa: S105 - of accounts that live as long as the script
KEY = "signs the cookies of a measured server"


def open_demo(folder: Path) -> Rooms:
    """The rooms over a fresh folder with six shops and a year of their answers."""
    settings = Settings(data=folder, secret_key=KEY)
    store = Store.open(settings)
    upgrade(store.engine)
    rooms = Rooms(store, load_catalogue(settings.checklists), PhotoShelf(folder / "photos"), settings)
    demo.make(rooms, PASSWORD, NOW)
    return rooms
