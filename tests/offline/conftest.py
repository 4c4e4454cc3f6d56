"""A running site, and phones in front of it: Chromium with scripts on, each with storage of its own."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from audit_app.core.programme import Person
from tests.offline.world import Site, World, prepare, site_in
from tools.chromium import find

PHONE = {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--metrics-recording-only",
    "--no-proxy-server",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/offline" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # A phone that goes away in the middle of a picture leaves the test's server with an open file.
            item.add_marker(
                pytest.mark.filterwarnings("ignore:.*unclosed file:pytest.PytestUnraisableExceptionWarning")
            )
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"))


@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> tuple[Path, World]:
    folder = tmp_path_factory.mktemp("phone") / "data"
    return folder, prepare(folder, empty_sqlite)


@pytest.fixture
def world(prepared_site: tuple[Path, World]) -> World:
    return prepared_site[1]


@pytest.fixture
def site(prepared_site: tuple[Path, World], tmp_path: Path) -> Iterator[Site]:
    """The app with a copy of the world, serving on a port that no test before has used as its origin."""
    folder, world = prepared_site
    running = site_in(Path(shutil.copytree(folder, tmp_path / "data")), world)
    running.start()
    yield running
    running.stop()
    running.rooms.store.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def new_phone(chromium: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Another phone; given a person, that person is signed in on it."""
    opened: list[BrowserContext] = []

    def make(person: Person | None = None, **more: Any) -> BrowserContext:
        context = chromium.new_context(
            base_url=site.address, viewport=PHONE, locale="en-GB", has_touch=True, **more
        )
        context.set_default_timeout(40_000)
        opened.append(context)
        if person:
            sign_in(context, site, person)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def phone(new_phone: Callable[..., BrowserContext], world: World) -> BrowserContext:
    """Danae's phone, signed in."""
    return new_phone(world.danae)


def sign_in(context: BrowserContext, site: Site, person: Person) -> None:
    """Put a running sign-in's cookie into a browser, as if the form had been sent."""
    serializer = site.app.session_interface.get_signing_serializer(site.app)
    token = site.world.tokens[person.email]
    value = serializer.dumps({"_user_id": token, "_fresh": True, "_permanent": True})
    context.add_cookies([{"name": "session", "value": value, "url": site.address, "httpOnly": True}])


def until(check: Callable[[], Any], what: str = "it", seconds: float = 40) -> Any:
    """Ask again and again until it is true; the pages' policy forbids asking from inside."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not happen within {seconds} s; last answer: {found!r}")
        time.sleep(0.05)


def is_ready(page: Page) -> Any:
    """Whether the form keeps what is typed."""
    return page.evaluate("!!document.documentElement.dataset.ready")


def kept(page: Page, store: str) -> list[dict[str, Any]]:
    """Everything in one store of this phone's database (buffers as their lengths)."""
    script = """store => new Promise((resolve, reject) => {
      const opening = indexedDB.open("extra-eyes");
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const db = opening.result;
        if (![...db.objectStoreNames].includes(store)) { db.close(); resolve([]); return; }
        const all = db.transaction(store).objectStore(store).getAll();
        all.onerror = () => reject(all.error);
        const plain = one => one.buf ? {...one, buf: one.buf.byteLength} : one;
        all.onsuccess = () => { db.close(); resolve(all.result.map(plain)); };
      };
    })"""
    found: list[dict[str, Any]] = page.evaluate(script, store)
    return found
