"""Editions in use, drafts, photos, and the one table of accepted answer sheets of all three views."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

from audit_app.core.programme import Channel
from audit_app.core.questionnaire import View
from audit_app.storage.columns import Answers, KeptScores, UtcDateTime, code_of
from audit_app.storage.tables.base import DIGEST, KEY, id_column, inside, metadata, organisation_column

ONE_ORIGIN = (
    "(view = 'observed' AND assignment_id IS NOT NULL AND survey_id IS NULL AND wave_id IS NULL)"
    " OR (view = 'customer' AND assignment_id IS NULL AND wave_id IS NULL"
    " AND (survey_id IS NOT NULL OR import_key IS NOT NULL))"
    " OR (view = 'staff' AND assignment_id IS NULL AND survey_id IS NULL AND wave_id IS NOT NULL)"
)

used_edition = Table(
    "used_edition",
    metadata,
    organisation_column(),
    Column("key", KEY, primary_key=True),
    Column("digest", DIGEST, nullable=False),
    Column("content", JSON, nullable=False),
    Column("first_used_at", UtcDateTime, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    organisation_column(),
    Column("assignment_id", Uuid, primary_key=True),
    Column("answers", Answers, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("stamps", JSON, nullable=False, server_default="{}"),
    inside("assignment_id", "assignment"),
)

photo = Table(
    "photo",
    metadata,
    organisation_column(),
    id_column(),
    Column("assignment_id", Uuid, nullable=False),
    Column("question", KEY, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("uploaded_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("taken_at", UtcDateTime),
    Column("sent_digest", DIGEST),
    Column("look", String(16)),
    Column("latitude", Float),
    Column("longitude", Float),
    *(Column(f"look_{band}", Integer) for band in range(4)),
    inside("assignment_id", "assignment"),
    CheckConstraint("width > 0 AND height > 0", name="size"),
    Index("ix_photo_assignment", "organisation_id", "assignment_id"),
    *(Index(f"ix_photo_look_{band}", "organisation_id", f"look_{band}") for band in range(4)),
)

sheet = Table(
    "sheet",
    metadata,
    organisation_column(),
    id_column(),
    Column("location_id", Uuid, nullable=False),
    Column("view", code_of(View), nullable=False),
    Column("channel", code_of(Channel), nullable=False),
    Column("questionnaire", KEY, nullable=False),
    Column("day", Date, nullable=False),
    Column("language", KEY, nullable=False),
    Column("answers", Answers, nullable=False),
    Column("scores", KeptScores, nullable=False),
    Column("scoring_edition", Integer, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("received_at", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("assignment_id", Uuid),
    Column("survey_id", Uuid),
    Column("wave_id", Uuid),
    Column("import_key", KEY),
    inside("location_id", "location"),
    inside("questionnaire", "used_edition", "key"),
    inside("assignment_id", "assignment"),
    inside("survey_id", "survey"),
    inside("wave_id", "wave"),
    UniqueConstraint("organisation_id", "assignment_id", name="assignment"),
    UniqueConstraint("organisation_id", "import_key", name="import_key"),
    CheckConstraint(ONE_ORIGIN, name="one_origin"),
    CheckConstraint("(view = 'staff') = (received_at IS NULL)", name="staff_not_timed"),
    CheckConstraint("view <> 'staff' OR started_at IS NULL", name="staff_not_started"),
    Index("ix_sheet_place", "organisation_id", "location_id", "view", "day"),
    Index("ix_sheet_survey", "organisation_id", "survey_id"),
    Index("ix_sheet_wave", "organisation_id", "wave_id"),
)

other_version = Table(
    "other_version",
    metadata,
    organisation_column(),
    Column("sheet_id", Uuid, primary_key=True),
    Column("digest", DIGEST, primary_key=True),
    Column("assignment_id", Uuid),
    Column("answers", Answers, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    inside("assignment_id", "assignment"),
)
