"""Programmes with their places, scenarios, briefs and tests; what shoppers have passed."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from audit_app.core.programme import PlaceKind
from audit_app.core.visits_programme import CheckIn, Purpose
from audit_app.storage.columns import UtcDateTime, code_of
from audit_app.storage.tables.base import DIGEST, KEY, id_column, inside, metadata, organisation_column

programme = Table(
    "programme",
    metadata,
    organisation_column(),
    id_column(),
    Column("name", Text, nullable=False),
    Column("questionnaire", KEY, nullable=False),
    Column("kind", code_of(PlaceKind), nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("closes_on", Date),
    Column("purpose", code_of(Purpose), nullable=False),
    Column("per_month", Integer, nullable=False),
    Column("gap_days", Integer, nullable=False),
    Column("place_lockout_days", Integer, nullable=False),
    Column("brand_lockout_days", Integer, nullable=False),
    Column("submit_within_hours", Integer, nullable=False),
    Column("self_assign", Boolean, nullable=False),
    Column("standing_needed", Integer),
    Column("second_look_percent", Integer, nullable=False),
    Column("fee", Integer, nullable=False),
    Column("currency", KEY, nullable=False),
    Column("expenses_cap", Integer, nullable=False),
    Column("wants_receipt", Boolean, nullable=False),
    Column("check_in", code_of(CheckIn), nullable=False),
    Column("recording_allowed", Boolean, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("staff_told_on", Date),
    Column("level", Integer, nullable=False),
    Column("pass_percent", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("staff_notice", JSON, nullable=False),
    Column("published_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
)

programme_location = Table(
    "programme_location",
    metadata,
    organisation_column(),
    Column("programme_id", Uuid, primary_key=True),
    Column("location_id", Uuid, primary_key=True),
    inside("programme_id", "programme"),
    inside("location_id", "location"),
)

scenario = Table(
    "scenario",
    metadata,
    organisation_column(),
    id_column(),
    Column("programme_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("names", JSON, nullable=False),
    inside("programme_id", "programme"),
    # A visit names both, so that it cannot take the scenario of another programme.
    UniqueConstraint("organisation_id", "programme_id", "id", name="programme"),
)

brief = Table(
    "brief",
    metadata,
    organisation_column(),
    Column("programme_id", Uuid, primary_key=True),
    Column("language", KEY, primary_key=True),
    Column("text", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    inside("programme_id", "programme"),
)

brief_picture = Table(
    "brief_picture",
    metadata,
    organisation_column(),
    id_column(),
    Column("programme_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    inside("programme_id", "programme"),
    UniqueConstraint("organisation_id", "programme_id", "number", name="number"),
)

quiz_question = Table(
    "quiz_question",
    metadata,
    organisation_column(),
    id_column(),
    Column("programme_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("right", Integer, nullable=False),
    inside("programme_id", "programme"),
    Index("ix_quiz_question_programme", "organisation_id", "programme_id", "position"),
)

quiz_result = Table(
    "quiz_result",
    metadata,
    organisation_column(),
    id_column(),
    Column("programme_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("given", JSON, nullable=False),
    inside("programme_id", "programme"),
    inside("person_id", "person"),
    Index("ix_quiz_result_programme", "organisation_id", "programme_id", "at"),
)

quiz_pardon = Table(
    "quiz_pardon",
    metadata,
    organisation_column(),
    Column("programme_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("at", UtcDateTime, primary_key=True),
    Column("by", Uuid, nullable=False),
    inside("programme_id", "programme"),
    inside("person_id", "person"),
    inside("by", "person", name="fk_quiz_pardon_giver"),
)

certificate = Table(
    "certificate",
    metadata,
    organisation_column(),
    id_column(),
    Column("person_id", Uuid, nullable=False),
    Column("category", KEY, nullable=False),
    Column("level", Integer, nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
    Column("programme_id", Uuid),
    Column("granted_by", Uuid),
    inside("person_id", "person"),
    inside("programme_id", "programme"),
    inside("granted_by", "person", name="fk_certificate_giver"),
    Index("ix_certificate_person", "organisation_id", "person_id"),
)


def with_scenario() -> ForeignKeyConstraint:
    """A reference to a scenario of the very programme that the row names."""
    columns = ("organisation_id", "programme_id", "scenario_id")
    there = [f"scenario.{name}" for name in ("organisation_id", "programme_id", "id")]
    return ForeignKeyConstraint(columns, there)
