"""Whose rows a transaction sees: the organisation's criterion is added here and nowhere else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, CursorResult, FromClause, Join, Select, Table
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import select as sql_select
from sqlalchemy import update as sql_update
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.functions import FunctionElement

from audit_app.storage import upserts

Record = TypeVar("Record")
Values = Mapping[str, Any]
CHUNK = 2_000


class ForeignRow(Exception):
    """A row of another organisation was about to be written: a mistake in our own code."""


class Everywhere:
    """A transaction over all organisations, for the few acts that happen before one is known."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def belongs(self, _table: Table) -> tuple[ColumnElement[bool], ...]:
        """The criteria that every statement on a table is given."""
        return ()

    def owned(self, _table: Table, row: Values) -> Values:
        """The row as it may be written."""
        return row

    def select(self, *columns: Column[Any] | ColumnElement[Any]) -> Select[Any]:
        """A query over tables and joins of tables; `rows` narrows it to whose rows may be seen."""
        return sql_select(*columns)

    def rows(self, query: Select[Any]) -> Sequence[Any]:
        """All rows of a query made by `select`."""
        return self._connection.execute(self._narrowed(query)).all()

    def first(self, query: Select[Any]) -> Any | None:
        """The first row of a query, or None."""
        return self._connection.execute(self._narrowed(query).limit(1)).first()

    def stream(self, query: Select[Any]) -> Iterator[Any]:
        """The rows of a query that may have very many, fetched some at a time."""
        some = {"yield_per": CHUNK}
        with self._connection.execute(self._narrowed(query), execution_options=some) as result:
            yield from result

    def records(self, kind: type[Record], query: Select[Any]) -> list[Record]:
        """The rows of a query over `columns_of` a record, as records."""
        return [kind(*row) for row in self.rows(query)]

    def record(self, kind: type[Record], query: Select[Any]) -> Record | None:
        """The first row of a query as a record, or None."""
        row = self.first(query)
        return None if row is None else kind(*row)

    def stream_records(self, kind: type[Record], query: Select[Any]) -> Iterator[Record]:
        """The rows of a query that may have very many, as records."""
        return (kind(*row) for row in self.stream(query))

    def insert(self, table: Table, *rows: Values) -> None:
        """Write new rows; a constraint they break raises IntegrityError."""
        if rows:
            self._connection.execute(sql_insert(table), [self.owned(table, row) for row in rows])

    def insert_missing(self, table: Table, *rows: Values) -> list[Any]:
        """Write the rows that break no uniqueness; the primary keys of those that were new."""
        return list(self._each(upserts.keeping, table, rows).all()) if rows else []

    def put(self, table: Table, row: Values) -> None:
        """Write a row in place of the one with the same primary key, if there is one."""
        self._each(upserts.replacing, table, [row])

    def add(self, table: Table, rows: Sequence[Values]) -> None:
        """Add each row's `n` to the row with the same primary key; hand them over sorted by key."""
        if rows:
            self._each(upserts.adding, table, rows)

    def _each(self, made: Callable[[str, Table], Any], table: Table, rows: Sequence[Values]) -> Any:
        statement = made(self._connection.dialect.name, table)
        return self._connection.execute(statement, [self.owned(table, row) for row in rows])

    def update(self, table: Table, *criteria: ColumnElement[bool], **values: Any) -> int:
        """Change the rows that meet the criteria; how many there were."""
        statement = sql_update(table).where(*self.belongs(table), *_about(table, criteria))
        return self._changed(statement.values(values))

    def delete(self, table: Table, *criteria: ColumnElement[bool]) -> int:
        """Delete the rows that meet the criteria; how many there were."""
        return self._changed(sql_delete(table).where(*self.belongs(table), *_about(table, criteria)))

    def _changed(self, statement: UpdateBase) -> int:
        result = self._connection.execute(statement)
        assert isinstance(result, CursorResult)
        return result.rowcount

    def _narrowed(self, query: Select[Any]) -> Select[Any]:
        return query.where(*(criterion for table in _tables_of(query) for criterion in self.belongs(table)))


class Scope(Everywhere):
    """A transaction within one organisation: other organisations' rows do not exist in it."""

    def __init__(self, connection: Connection, organisation_id: UUID) -> None:
        super().__init__(connection)
        self.organisation_id = organisation_id

    def belongs(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        """The organisation's criterion; raises AttributeError for a table that belongs to none."""
        column = table.c.id if table.name == "organisation" else table.c.organisation_id
        return (column == self.organisation_id,)

    def owned(self, table: Table, row: Values) -> Values:
        """The row with the organisation's id; raises ForeignRow where it names another one."""
        if row.get("organisation_id", self.organisation_id) != self.organisation_id:
            raise ForeignRow(table.name)
        return {**row, "organisation_id": self.organisation_id}


def columns_of(table: Table, kind: type[Any]) -> list[Column[Any]]:
    """The columns that a record is made of, in the order of its fields."""
    return [table.c[field.name] for field in fields(kind)]


TRANSPARENT = (Join, FunctionElement)
"""What is made of tables and columns that are seen by themselves."""


def _tables_of(query: Select[Any]) -> list[Table]:
    """Every table a query names; what could hide one from the criterion is refused."""
    # Not by `get_final_froms`, which compiles the query: that takes longer than running it.
    parts = list(visitors.iterate(query))
    sources: set[FromClause] = {part.table for part in parts if isinstance(part, Column)}
    sources |= {part for part in parts if isinstance(part, FromClause) and not isinstance(part, TRANSPARENT)}
    tables = [source for source in sources if isinstance(source, Table)]
    if len(tables) < len(sources) or sum(isinstance(part, Select) for part in parts) > 1:
        raise TypeError("only tables and joins of tables can be narrowed to an organisation")
    return sorted(tables, key=lambda table: table.name)


def _about(table: Table, criteria: Sequence[ColumnElement[bool]]) -> Sequence[ColumnElement[bool]]:
    """The criteria of a change, which may speak of the changed table alone."""
    parts = [part for criterion in criteria for part in visitors.iterate(criterion)]
    others = {part.table for part in parts if isinstance(part, Column)} - {table}
    if others or any(isinstance(part, Select) for part in parts):
        raise TypeError("a change of one table cannot be made to depend on another one")
    return criteria
