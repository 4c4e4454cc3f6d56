"""Shoppers: the page that finds them, what applicants wrote, what is known of them, their personal links."""

from sqlalchemy import JSON, CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint, Uuid

from audit_app.core.panel import AgeBand, InvitationKind, PhoneType, Verdict
from audit_app.storage.columns import Ids, UtcDateTime, Words, code_of
from audit_app.storage.tables.base import DIGEST, KEY, id_column, inside, metadata, organisation_column

recruiting_page = Table(
    "recruiting_page",
    metadata,
    organisation_column(),
    Column("token", KEY, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("token", name="token"),
)

application = Table(
    "application",
    metadata,
    organisation_column(),
    id_column(),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("language", KEY, nullable=False),
    Column("languages", Words, nullable=False),
    Column("area", Text, nullable=False),
    Column("age_band", code_of(AgeBand)),
    Column("availability", Words, nullable=False),
    Column("phone", code_of(PhoneType)),
    Column("conflicts", Ids, nullable=False),
    Column("conflict_words", Text, nullable=False),
    Column("consented_at", UtcDateTime, nullable=False),
    Column("verdict", code_of(Verdict)),
    Column("reason", Text, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decided_by", Uuid),
    Column("person_id", Uuid),
    inside("decided_by", "person", name="fk_application_decider"),
    inside("person_id", "person", name="fk_application_person"),
    CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided"),
    Index("ix_application_waiting", "organisation_id", "decided_at", "consented_at"),
    Index("ix_application_email", "organisation_id", "email"),
)

shopper_profile = Table(
    "shopper_profile",
    metadata,
    organisation_column(),
    Column("person_id", Uuid, primary_key=True),
    Column("languages", Words, nullable=False),
    Column("area", Text, nullable=False),
    Column("age_band", code_of(AgeBand)),
    Column("availability", Words, nullable=False),
    Column("phone", code_of(PhoneType)),
    Column("conflicts", Ids, nullable=False),
    Column("conflict_words", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("consented_at", UtcDateTime),
    Column("conflicts_at", UtcDateTime),
    Column("conflicts_seen_at", UtcDateTime),
    inside("person_id", "person"),
    CheckConstraint("level >= 0", name="level"),
)

invitation = Table(
    "invitation",
    metadata,
    organisation_column(),
    id_column(),
    Column("kind", code_of(InvitationKind), nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("email", Text, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    inside("person_id", "person"),
    UniqueConstraint("digest", name="digest"),
    Index("ix_invitation_person", "organisation_id", "person_id"),
)
