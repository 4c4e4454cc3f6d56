"""The one way to the data: transactions, each within one organisation."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection, Engine

from audit_app.settings import Settings
from audit_app.storage.engine import for_reading, open_engine
from audit_app.storage.scope import Everywhere, Scope
from audit_app.storage.turns import turn_of


class Store:
    """Opens transactions on one database. What is done inside is committed together or not at all."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn = turn_of(engine.url)

    @classmethod
    def open(cls, settings: Settings) -> "Store":
        """The store that the settings name; it connects when first used."""
        settings.private_folder()
        return cls(open_engine(settings.database))

    @contextmanager
    def reading(self, organisation_id: UUID) -> Iterator[Scope]:
        """Read one organisation's rows, all as of one moment."""
        with self._readers_transaction() as connection:
            yield Scope(connection, organisation_id)

    @contextmanager
    def writing(self, organisation_id: UUID) -> Iterator[Scope]:
        """Read and write one organisation's rows; committed at the end, rolled back by any exception."""
        with self._writers_transaction() as connection:
            yield Scope(connection, organisation_id)

    @contextmanager
    def reading_all(self) -> Iterator[Everywhere]:
        """Read across organisations: for what comes before one is known, like an e-mail or a public token."""
        with self._readers_transaction() as connection:
            yield Everywhere(connection)

    @contextmanager
    def writing_all(self) -> Iterator[Everywhere]:
        """Write across organisations: founding one, counting attempts, ending a sign-in."""
        with self._writers_transaction() as connection:
            yield Everywhere(connection)

    @contextmanager
    def _readers_transaction(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, for_reading(connection).begin():
            yield connection

    @contextmanager
    def _writers_transaction(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, self._turn(), connection.begin():
            yield connection

    def close(self) -> None:
        """Close all connections; the store opens new ones when it is used again."""
        self.engine.dispose()
