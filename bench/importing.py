"""Importing customers' answers from a file, against `csv.reader` alone reading the same file."""

import csv
import shutil
import time
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from audit_app.catalogue import load_catalogue
from audit_app.core.programme import Location, Organisation
from audit_app.files import PhotoShelf
from audit_app.services import Rooms
from audit_app.services.importing import Order, import_responses
from audit_app.settings import Settings
from audit_app.storage import Store, locations, organisations
from audit_app.storage.migrations import upgrade
from bench._demo import NOW
from bench._figures import Figure, medians

ROWS, READINGS = 5_000, 20
ITEMS = ("available", "greeted", "friendly", "answered", "knew", "advised", "courteous", "overall")
WORDS = ("", "", "", "Friendly and quick", "Nobody was at the till for ten minutes")
MAPPING = """
questionnaire: counter-survey.v1
source: bench
id: ID
location: {column: SHOP, codes: {"1": Ermou Street}}
date: {column: DAY, format: "%Y-%m-%d"}
language: en
code_sets:
  rating:
    codes: {"5": excellent, "4": good, "3": average, "2": fair, "1": poor}
    blank: ["0"]
questions:
"""


def write_files(folder: Path) -> Order:
    """A file of answers to eight questions with a comment, and its mapping."""
    dice, first = Random(1), date(2025, 1, 1)
    order = Order(folder / "answers.csv", folder / "map.yaml")
    with order.file.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("ID", "SHOP", "DAY", *ITEMS, "LIKED"))
        for number in range(ROWS):
            day = first + timedelta(dice.randrange(600))
            rows.writerow((number, 1, day, *(dice.randrange(6) for _ in ITEMS), dice.choice(WORDS)))
    questions = [f"  {item}: {{column: {item}, code_set: rating}}\n" for item in ITEMS]
    order.mapping.write_text(MAPPING + "".join(questions) + "  liked: {column: LIKED}\n")
    return order


class Homes:
    """Fresh organisations to import into, each in a database of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()
        self._catalogue = load_catalogue(Settings().checklists)
        settings = Settings(data=folder / "empty")
        store = Store.open(settings)
        upgrade(store.engine)
        store.close()

    def seconds_of_import(self, order: Order) -> float:
        """CPU seconds of importing the file into a fresh one."""
        folder = self._folder / str(next(self._numbers))
        shutil.copytree(self._folder / "empty", folder)
        settings = Settings(data=folder)
        rooms = Rooms(Store.open(settings), self._catalogue, PhotoShelf(folder / "photos"), settings)
        home = _found(rooms)
        start = time.process_time()
        report = import_responses(rooms, home, order, NOW)
        taken = time.process_time() - start
        if report.new != ROWS:
            raise RuntimeError(f"{report.new} of {ROWS} rows")
        rooms.store.close()
        return taken


def _found(rooms: Rooms) -> UUID:
    home = uuid4()
    place = Location(uuid4(), home, "Ermou Street", "Athens", "GR", "Europe/Athens", "el")
    with rooms.store.writing_all() as everywhere:
        organisations.found(everywhere, Organisation(home, "A chain", "en"))
    with rooms.store.writing(home) as scope:
        locations.add(scope, place)
    return home


def seconds_of_reading(file: Path) -> float:
    """CPU seconds of `csv.reader` alone, once through the file."""
    start = time.process_time()
    for _ in range(READINGS):
        with file.open(newline="") as rows:
            sum(1 for _ in csv.reader(rows))
    return (time.process_time() - start) / READINGS


def show_import(folder: Path) -> None:
    """Import the same file five times, each time into a fresh database."""
    order, homes = write_files(folder), Homes(folder)
    taken = medians(
        {
            "reader": partial(seconds_of_reading, order.file),
            "import": partial(homes.seconds_of_import, order),
        }
    )
    rate = ROWS / taken["import"]
    Figure(
        f"{ROWS} answer sheets imported: read, checked, scored, counted, stored",
        taken["import"] / taken["reader"],
        f"× the baseline's CPU ({rate:.0f} sheets/s)",
        f"csv.reader alone on the same file: {ROWS / taken['reader']:.0f} rows/s",
        "<= 30",
    ).show()


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        show_import(Path(place))
