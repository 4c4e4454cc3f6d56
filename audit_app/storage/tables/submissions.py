"""Visits as they came in, word for word, and who had a visit before it was given to somebody else."""

from sqlalchemy import CheckConstraint, Column, Float, Index, Integer, Table, Text, Uuid

from audit_app.core.programme import Decision, Via
from audit_app.storage.columns import HeldReasons, UtcDateTime, code_of
from audit_app.storage.tables.base import DIGEST, KEY, id_column, inside, metadata, organisation_column

submission = Table(
    "submission",
    metadata,
    organisation_column(),
    id_column(),
    Column("assignment_id", Uuid, nullable=False),
    Column("shopper_id", Uuid, nullable=False),
    Column("edition", KEY, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("body", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime, nullable=False),
    Column("skew", Float),
    Column("active", Integer),
    Column("held_for", HeldReasons, nullable=False),
    Column("via", code_of(Via), nullable=False),
    Column("decision", code_of(Decision)),
    Column("decided_at", UtcDateTime),
    Column("decided_by", Uuid),
    inside("assignment_id", "assignment"),
    inside("shopper_id", "person"),
    inside("decided_by", "person", name="fk_submission_decider"),
    CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
    Index("ix_submission_assignment", "organisation_id", "assignment_id"),
    Index("ix_submission_waiting", "organisation_id", "decision", "received_at"),
)

former_shopper = Table(
    "former_shopper",
    metadata,
    organisation_column(),
    Column("assignment_id", Uuid, primary_key=True),
    Column("shopper_id", Uuid, primary_key=True),
    Column("until", UtcDateTime, nullable=False),
    inside("assignment_id", "assignment"),
    inside("shopper_id", "person"),
)
