"""Inserts that meet a row which is already there, in either engine's dialect; each made once and kept.

Making one costs ten times what running it costs: SQLAlchemy copies the whole table for it.
"""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


@cache
def keeping(dialect: str, table: Table) -> Any:
    """Insert, unless that breaks a uniqueness; gives the primary keys of the rows that were new."""
    return DIALECTS[dialect].insert(table).on_conflict_do_nothing().returning(*table.primary_key)


@cache
def replacing(dialect: str, table: Table) -> Any:
    """Insert, or write over the row with the same primary key."""
    statement = DIALECTS[dialect].insert(table)
    others = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=others)


@cache
def adding(dialect: str, table: Table) -> Any:
    """Insert, or add `n` to the row with the same primary key."""
    statement = DIALECTS[dialect].insert(table)
    sum_of_both = {"n": table.c.n + statement.excluded.n}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=sum_of_both)
