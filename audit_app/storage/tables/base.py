"""What all tables share: names of constraints, the organisation's column, keys inside an organisation."""

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, MetaData, String, Uuid

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(constraint_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
}

metadata = MetaData(naming_convention=NAMES)

DIGEST = String(64)
"""A SHA-256 in hex."""

KEY = String(200)
"""A code, a questionnaire's key or a short value."""


def organisation_column() -> Column[object]:
    """The tenant: first part of the primary key of every row that belongs to one."""
    return Column("organisation_id", Uuid, ForeignKey("organisation.id"), primary_key=True)


def id_column() -> Column[object]:
    """The row's own id within its organisation."""
    return Column("id", Uuid, primary_key=True)


def inside(column: str, table: str, key: str = "id", name: str | None = None) -> ForeignKeyConstraint:
    """A reference to a row of the same organisation; the second one to the same table needs a name."""
    there = [f"{table}.organisation_id", f"{table}.{key}"]
    return ForeignKeyConstraint(["organisation_id", column], there, name=name)
