"""The history of the tables, as plain Alembic revisions, driven from here: there is no alembic.ini."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from audit_app.storage.turns import turn_of

FOLDER = Path(__file__).parent
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7306353)")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to a revision, all or nothing; several processes may ask at once."""
    with _alone(engine) as connection:
        command.upgrade(configuration(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the tables back to a revision; `base` drops them with all they hold."""
    with _alone(engine) as connection:
        command.downgrade(configuration(connection), revision)


def configuration(connection: Connection) -> Config:
    """What Alembic's commands need, e.g. `command.revision(configuration(c), "…", autogenerate=True)`."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection, turn_of(engine.url)(), _unbound(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(ONE_AT_A_TIME)
        yield connection
        if (
            connection.dialect.name == "sqlite"
            and connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        ):
            raise LookupError("a revision left a row that refers to nothing")


@contextmanager
def _unbound(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by putting a copy in its place: until that is done, references lead nowhere."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF").close()
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON").close()
