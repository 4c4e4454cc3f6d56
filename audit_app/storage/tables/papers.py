"""Issued reports and runs of imports."""

from sqlalchemy import JSON, Column, Index, Table, Text, Uuid

from audit_app.storage.columns import UtcDateTime
from audit_app.storage.tables.base import DIGEST, KEY, id_column, inside, metadata, organisation_column

issued_report = Table(
    "issued_report",
    metadata,
    organisation_column(),
    id_column(),
    Column("kind", KEY, nullable=False),
    Column("language", KEY, nullable=False),
    Column("title", Text, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("data", JSON, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Uuid),
    inside("created_by", "person"),
    Index("ix_issued_report_created", "organisation_id", "created_at"),
)

import_run = Table(
    "import_run",
    metadata,
    organisation_column(),
    id_column(),
    Column("file_digest", DIGEST, nullable=False),
    Column("mapping_digest", DIGEST, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
