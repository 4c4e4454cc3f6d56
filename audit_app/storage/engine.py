"""The two database engines, each set up so that an accepted answer survives a crash."""

import json
import logging
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

log = logging.getLogger(__name__)

FIXED_SQLITE = (3, 51, 3)
"""From here on a write-ahead log cannot be reset under a reader (a corruption in 3.7.0 to 3.51.2)."""

PATIENCE = 10_000
"""Milliseconds that SQLite waits for a foreign lock, e.g. of a backup."""

ROWS_AT_ONCE = 50
"""Of an import, in one statement to PostgreSQL: psycopg spends more than the server on a longer one."""

READS = "only_reads"


def open_engine(url: str | URL) -> Engine:
    """An engine for a SQLite file or a PostgreSQL server (psycopg); it connects when first used."""
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        json_serializer=_written,
        insertmanyvalues_page_size=ROWS_AT_ONCE,
    )


_written = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def _open_sqlite(url: URL) -> Engine:
    driver = _sqlite_driver()
    journal = _journal_for(driver.sqlite_version_info)
    endless = {} if url.database in (None, "", ":memory:") else {"max_overflow": -1}
    engine = create_engine(url, module=driver, json_serializer=_written, **endless)
    event.listen(engine, "connect", partial(_prepare, journal))
    event.listen(engine, "begin", _begin)
    return engine


def _sqlite_driver() -> Any:
    try:
        import pysqlite3.dbapi2 as driver
    except ImportError:
        import sqlite3 as driver  # noqa: TID251 - sound or not, `_journal_for` sees which it is
    return driver


def _journal_for(version: tuple[int, ...]) -> str:
    if version >= FIXED_SQLITE:
        return "wal"
    log.warning(
        "SQLite %s can corrupt a write-ahead log; using a rollback journal: readers and writers wait for "
        "each other. Install pysqlite3 or SQLite %s to have both at once.",
        ".".join(map(str, version)),
        ".".join(map(str, FIXED_SQLITE)),
    )
    return "delete"


def _prepare(journal: str, connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin below, never by the driver's guess
    for pragma in (
        f"busy_timeout = {PATIENCE}",
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """A writer claims the write at once, so it never has to give up half-way; a reader cannot write."""
    reads = connection.get_execution_options().get(READS, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def for_reading(connection: Connection) -> Connection:
    """A connection whose transaction only reads, and sees one moment from its first to its last query."""
    if connection.dialect.name == "sqlite":
        return connection.execution_options(**{READS: True})
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
