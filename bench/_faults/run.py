"""The run: phones send through a bad line to an app that is killed again and again."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from audit_app.catalogue import load_catalogue
from audit_app.files import PhotoShelf
from audit_app.services import Rooms
from audit_app.settings import Settings
from audit_app.storage import Store
from audit_app.storage.migrations import upgrade
from bench._faults.chance import Chance
from bench._faults.line import PROBABILITIES, Line, line_to
from bench._faults.phones import Log, Phone
from bench._site import Site
from bench._visits import SHORT, World, fill_world

KEY = "signs the cookies of an app that does not live long"


@dataclass(frozen=True)
class Plan:
    """How much is sent by how many phones at a time; the app is killed at most so often. Times in seconds."""

    visits: int
    phones: int
    kill_every: float = 2.0
    most_kills: int = 1000
    most_seconds: float = 240.0
    faults: Mapping[str, float] = field(default_factory=lambda: PROBABILITIES)


@dataclass(frozen=True)
class Outcome:
    """What the phones know, what happened on the line, and how long it took in seconds."""

    world: World
    logs: tuple[Log, ...]
    happened: Counter[str]
    kills: int
    seconds: float
    words: str
    """What the app wrote into its log."""

    @property
    def acknowledged(self) -> int:
        """Visits that the phones hold a receipt for."""
        return sum(len(log.receipts) for log in self.logs)

    @property
    def refused(self) -> int:
        """Visits that the app would not take; not one of them was wrong."""
        return sum(len(log.refused) for log in self.logs)

    @property
    def answers(self) -> Counter[str]:
        """What the phones heard, by status."""
        return sum((log.heard for log in self.logs), Counter())


@contextmanager
def rooms_in(folder: Path, database_url: str = "") -> Iterator[Rooms]:
    """The rooms over an empty database with all tables: a SQLite file in the folder, or the one named."""
    settings = Settings(data=folder, database_url=database_url, secret_key=KEY)
    store = Store.open(settings)
    upgrade(store.engine)
    yield Rooms(store, load_catalogue(settings.checklists), PhotoShelf(folder / "photos"), settings)
    store.close()


def run(rooms: Rooms, plan: Plan) -> Outcome:
    """Send everything until all of it is confirmed, or time is up; the app is gone at the end."""
    world = fill_world(rooms, [SHORT] * plan.visits, plan.phones)
    chance = Chance(1)
    with (
        killed_site(rooms.settings, plan, chance) as (site, kills),
        line_to(site, chance, plan.faults) as line,
    ):
        start = time.monotonic()
        logs = _send(world, line, start + plan.most_seconds)
        seconds = time.monotonic() - start
        line.wait_for_late_ones()
    return Outcome(world, logs, line.happened, len(kills), seconds, site.words.read_text())


@contextmanager
def killed_site(settings: Settings, plan: Plan, chance: Chance) -> Iterator[tuple[Site, list[float]]]:
    """The app, serving and being killed; the moments when it was."""
    enough, kills = Event(), list[float]()
    with Site(settings) as site:
        killing = Thread(target=_kill, args=(site, plan, chance, enough, kills))
        killing.start()
        try:
            yield site, kills
        finally:
            enough.set()
            killing.join()


def _kill(site: Site, plan: Plan, chance: Chance, enough: Event, kills: list[float]) -> None:
    """Kill and start again, on average each so many seconds of service."""
    while len(kills) < plan.most_kills and not enough.wait(plan.kill_every * chance.between(0.5, 1.5)):
        site.kill()
        kills.append(time.monotonic())
        site.start()


def _send(world: World, line: Line, deadline: float) -> tuple[Log, ...]:
    phones = {user: Phone(line.port, user, cookie, line.chance) for user, cookie in world.cookies.items()}
    own = {user: [visit for visit in world.visits if visit.shopper == user] for user in phones}
    with ThreadPoolExecutor(len(phones)) as hands:
        list(hands.map(lambda user: phones[user].send_all(own[user], deadline), phones))
    return tuple(phone.log for phone in phones.values())
