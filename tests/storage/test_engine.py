"""Each engine is set up so that what was accepted survives a crash, and nobody else reads the files."""

import logging
import stat

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from audit_app.settings import Settings
from audit_app.storage import Store, migrations
from audit_app.storage import engine as engines
from tests.storage import making


def pragmas(store, *names):
    with store.engine.connect() as connection:
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]


def test_sqlite_is_a_sound_one_and_durable(sqlite_store):
    with sqlite_store.engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
    sound = tuple(map(int, version.split("."))) >= engines.FIXED_SQLITE
    always, full = 1, 2
    journal, *rest = pragmas(sqlite_store, "journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    assert journal == ("wal" if sound else "delete")
    assert rest == [full, always, engines.PATIENCE]


def test_every_connection_is_set_up_alike(sqlite_store):
    opened = [sqlite_store.engine.connect() for _ in range(20)]
    assert {connection.exec_driver_sql("PRAGMA foreign_keys").scalar() for connection in opened[:1]} == {1}
    for connection in opened:
        connection.close()


def test_an_unsound_sqlite_gets_no_write_ahead_log(monkeypatch, sqlite_url, caplog):
    monkeypatch.setattr(engines, "FIXED_SQLITE", (99, 0, 0))
    with caplog.at_level(logging.WARNING):
        store = Store(engines.open_engine(sqlite_url))
    assert "can corrupt a write-ahead log" in caplog.text
    made = making.found(store)
    making.fill(store, made)
    assert pragmas(store, "journal_mode") == ["delete"]
    with store.reading(made.id) as scope:
        assert making.locations.every(scope) == [made.athens, made.helsinki]
    store.close()


def test_nobody_else_reads_the_files(tmp_path):
    settings = Settings(data=tmp_path / "kept")
    store = Store.open(settings)
    migrations.upgrade(store.engine)
    making.found(store)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.data.iterdir()}
    store.close()
    assert {"extra-eyes.sqlite", "extra-eyes.sqlite.turn"} <= modes.keys()
    assert set(modes.values()) == {0o600}


@pytest.mark.postgres
def test_postgresql_connections_that_died_are_replaced(postgresql_url):
    store = Store(engines.open_engine(postgresql_url))
    made = making.found(store)
    with store.engine.connect() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with psycopg.connect(postgresql_url) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    with store.reading(made.id) as scope:
        assert making.locations.every(scope) == [made.athens, made.helsinki]
    store.close()


def test_what_is_no_database_is_said(tmp_path):
    (tmp_path / "letter.sqlite").write_text("Dear customer, " * 100)
    store = Store(engines.open_engine(f"sqlite:///{tmp_path / 'letter.sqlite'}"))
    with pytest.raises(DBAPIError, match="not a database"):
        making.found(store)
    store.close()


def test_a_store_in_memory_serves_one_thread():
    store = Store(engines.open_engine("sqlite://"))
    migrations.upgrade(store.engine)
    made = making.found(store)
    with store.reading(made.id) as scope:
        assert making.locations.every(scope) == [made.athens, made.helsinki]
    store.close()
