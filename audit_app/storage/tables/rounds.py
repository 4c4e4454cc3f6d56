"""Surveys that run at a location, and rounds of the team's self-assessment with their one-time keys."""

from sqlalchemy import Boolean, Column, Date, Index, Table, UniqueConstraint, Uuid

from audit_app.core.programme import Channel
from audit_app.storage.columns import UtcDateTime, code_of
from audit_app.storage.tables.base import DIGEST, KEY, id_column, inside, metadata, organisation_column

survey = Table(
    "survey",
    metadata,
    organisation_column(),
    id_column(),
    Column("location_id", Uuid, nullable=False),
    Column("questionnaire", KEY, nullable=False),
    Column("channel", code_of(Channel), nullable=False),
    Column("token", KEY, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    inside("location_id", "location"),
    UniqueConstraint("token", name="token"),
)

wave = Table(
    "wave",
    metadata,
    organisation_column(),
    id_column(),
    Column("location_id", Uuid, nullable=False),
    Column("questionnaire", KEY, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    inside("location_id", "location"),
    Index("ix_wave_location", "organisation_id", "location_id", "opens_on"),
)

team_token = Table(
    "team_token",
    metadata,
    organisation_column(),
    Column("digest", DIGEST, primary_key=True),
    Column("wave_id", Uuid, nullable=False),
    Column("used", Boolean, nullable=False),
    inside("wave_id", "wave"),
    UniqueConstraint("digest", name="digest"),
    Index("ix_team_token_wave", "organisation_id", "wave_id"),
    sqlite_with_rowid=False,
)
