"""Visits on offer, the log of each visit, and the state that its log comes to."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from audit_app.core.panel import TimeBand
from audit_app.core.visit_states import Actor, EventKind, VisitState
from audit_app.storage.columns import UtcDateTime, code_of
from audit_app.storage.tables.base import id_column, inside, metadata, organisation_column
from audit_app.storage.tables.programmes import with_scenario

opening = Table(
    "opening",
    metadata,
    organisation_column(),
    id_column(),
    Column("programme_id", Uuid, nullable=False),
    Column("location_id", Uuid, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("aimed_at", Date),
    Column("band", code_of(TimeBand)),
    Column("scenario_id", Uuid),
    Column("published_at", UtcDateTime),
    Column("offered_to", Uuid),
    Column("offered_until", UtcDateTime),
    Column("taken_as", Uuid),
    inside("programme_id", "programme"),
    inside("location_id", "location"),
    inside("offered_to", "person"),
    inside("taken_as", "assignment"),
    with_scenario(),
    CheckConstraint("due_on >= starts_on", name="due_after_start"),
    CheckConstraint(
        "offered_until IS NULL OR (offered_to IS NOT NULL AND published_at IS NOT NULL)", name="offer"
    ),
    Index("ix_opening_programme", "organisation_id", "programme_id", "starts_on"),
)

visit_event = Table(
    "visit_event",
    metadata,
    organisation_column(),
    id_column(),
    Column("visit_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("event", code_of(EventKind), nullable=False),
    Column("actor", code_of(Actor), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Uuid),
    Column("reason", Text, nullable=False),
    Column("note", JSON, nullable=False),
    inside("by", "person"),
    # Of two who write at once, the second one's number is taken: it reads again and judges anew.
    UniqueConstraint("organisation_id", "visit_id", "number", name="number"),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("(actor = 'clock') = (\"by\" IS NULL)", name="somebody"),
    Index("ix_visit_event_event", "organisation_id", "event", "at"),
)
"""Only ever lengthened. A visit keeps the id of its opening when it is taken."""

visit_stage = Table(
    "visit_stage",
    metadata,
    organisation_column(),
    Column("visit_id", Uuid, primary_key=True),
    Column("state", code_of(VisitState), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Index("ix_visit_stage_state", "organisation_id", "state", "since"),
)
"""What the log of a visit comes to, for queries: written with each event and in no other way."""
