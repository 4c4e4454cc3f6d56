"""What editors change in what came in, and what a second one says."""

from sqlalchemy import CheckConstraint, Column, Index, Table, Text, Uuid

from audit_app.storage.columns import Answers, Given, UtcDateTime, Words
from audit_app.storage.tables.base import KEY, id_column, inside, metadata, organisation_column

answer_edit = Table(
    "answer_edit",
    metadata,
    organisation_column(),
    id_column(),
    Column("assignment_id", Uuid, nullable=False),
    Column("submission_id", Uuid, nullable=False),
    Column("question", KEY, nullable=False),
    Column("before", Given, nullable=False),
    Column("after", Given, nullable=False),
    Column("why", Text, nullable=False),
    Column("by", Uuid, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    inside("assignment_id", "assignment"),
    inside("submission_id", "submission"),
    inside("by", "person"),
    Index("ix_answer_edit_assignment", "organisation_id", "assignment_id"),
)

second_look = Table(
    "second_look",
    metadata,
    organisation_column(),
    Column("assignment_id", Uuid, primary_key=True),
    Column("first_by", Uuid, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("by", Uuid),
    Column("at", UtcDateTime),
    Column("answers", Answers),
    Column("same", Words, nullable=False),
    Column("other", Words, nullable=False),
    inside("assignment_id", "assignment"),
    inside("first_by", "person"),
    inside("by", "person", name="fk_second_look_second"),
    CheckConstraint('("by" IS NULL) = (at IS NULL)', name="done"),
    CheckConstraint('"by" <> first_by', name="another"),
)
