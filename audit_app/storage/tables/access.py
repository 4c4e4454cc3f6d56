"""Sign-ins, and how often somebody has tried something."""

from sqlalchemy import Column, Float, Index, Table, UniqueConstraint, Uuid

from audit_app.storage.columns import UtcDateTime
from audit_app.storage.tables.base import DIGEST, KEY, inside, metadata, organisation_column

sign_in = Table(
    "sign_in",
    metadata,
    organisation_column(),
    Column("id", DIGEST, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    inside("person_id", "person"),
    UniqueConstraint("id", name="id"),
    Index("ix_sign_in_person", "organisation_id", "person_id"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)
