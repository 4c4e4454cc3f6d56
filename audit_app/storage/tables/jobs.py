"""Work that nobody waits for, written in the transaction of its cause."""

from sqlalchemy import JSON, CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint, Uuid

from audit_app.storage.columns import UtcDateTime
from audit_app.storage.tables.base import KEY, id_column, metadata, organisation_column

job = Table(
    "job",
    metadata,
    organisation_column(),
    id_column(),
    Column("kind", KEY, nullable=False),
    Column("key", KEY, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("run_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("lease", Uuid),
    Column("tries", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("done_at", UtcDateTime),
    Column("given_up_at", UtcDateTime),
    UniqueConstraint("organisation_id", "kind", "key", name="key"),
    CheckConstraint("done_at IS NULL OR given_up_at IS NULL", name="one_end"),
    CheckConstraint("(lease IS NULL) = (leased_until IS NULL)", name="lease"),
    Index("ix_job_due", "done_at", "given_up_at", "run_at"),
)
