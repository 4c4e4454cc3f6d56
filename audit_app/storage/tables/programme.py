"""Organisations, their locations, people and visits."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Table, Text, UniqueConstraint, Uuid

from audit_app.core.programme import PlaceKind, Role
from audit_app.storage.columns import UtcDateTime, code_of
from audit_app.storage.tables.base import KEY, id_column, inside, metadata, organisation_column
from audit_app.storage.tables.programmes import with_scenario

organisation = Table(
    "organisation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", KEY, nullable=False),
)

location = Table(
    "location",
    metadata,
    organisation_column(),
    id_column(),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("zone", KEY, nullable=False),
    Column("language", KEY, nullable=False),
    Column("kind", code_of(PlaceKind), nullable=False),
)

person = Table(
    "person",
    metadata,
    organisation_column(),
    id_column(),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", code_of(Role), nullable=False),
    Column("language", KEY, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled_at", UtcDateTime),
    UniqueConstraint("email", name="email"),
)

assignment = Table(
    "assignment",
    metadata,
    organisation_column(),
    id_column(),
    Column("location_id", Uuid, nullable=False),
    Column("shopper_id", Uuid, nullable=False),
    Column("questionnaire", KEY, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("brief_read_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("submitted_at", UtcDateTime),
    Column("programme_id", Uuid),
    Column("scenario_id", Uuid),
    Column("checklist_read_at", UtcDateTime),
    inside("location_id", "location"),
    inside("shopper_id", "person"),
    inside("programme_id", "programme"),
    with_scenario(),
    CheckConstraint("due_on >= opens_on", name="due_after_opening"),
    Index("ix_assignment_shopper", "organisation_id", "shopper_id", "due_on"),
    Index("ix_assignment_location", "organisation_id", "location_id", "due_on"),
)
