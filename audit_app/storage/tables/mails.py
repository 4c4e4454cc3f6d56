"""What is to be said to whom by mail, once; and how each person wants to hear of it."""

from sqlalchemy import JSON, CheckConstraint, Column, Index, Table, Text, UniqueConstraint, Uuid

from audit_app.core.mails import MailKind, MailWish
from audit_app.storage.columns import UtcDateTime, code_of
from audit_app.storage.tables.base import id_column, inside, metadata, organisation_column

mail = Table(
    "mail",
    metadata,
    organisation_column(),
    id_column(),
    Column("job_id", Uuid, nullable=False),
    Column("kind", code_of(MailKind), nullable=False),
    Column("person_id", Uuid),
    Column("outsider", JSON(none_as_null=True)),
    Column("about", Uuid, nullable=False),
    Column("words", JSON, nullable=False),
    Column("link", Text, nullable=False),
    Column("posted_at", UtcDateTime, nullable=False),
    inside("job_id", "job"),
    inside("person_id", "person"),
    UniqueConstraint("organisation_id", "kind", "person_id", "about", name="once"),
    CheckConstraint("(person_id IS NULL) = (outsider IS NOT NULL)", name="addressee"),
    Index("ix_mail_job", "organisation_id", "job_id"),
)

mail_wish = Table(
    "mail_wish",
    metadata,
    organisation_column(),
    Column("person_id", Uuid, primary_key=True),
    Column("kind", code_of(MailKind), primary_key=True),
    Column("wish", code_of(MailWish), nullable=False),
    inside("person_id", "person"),
)
