"""Shoppers who apply, what is known of them, and invitations."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

column = partial(sa.Column, nullable=False)
UUID, CODE, DIGEST, TEXT = sa.Uuid(), sa.String(200), sa.String(64), sa.Text()
MOMENT, INTEGER, JSON = sa.DateTime(timezone=True), sa.Integer(), sa.JSON()


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)


def inside(name, column, table):
    there = [f"{table}.organisation_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], there, name=name)


def of_organisation(table):
    return sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation")


def upgrade() -> None:
    age = one_of("ageband", "18-29", "30-44", "45-59", "60+")
    phone = one_of("phonetype", "android", "iphone", "other")
    op.create_table(
        "recruiting_page",
        column("organisation_id", UUID), column("token", CODE), column("texts", JSON),
        column("opened_at", MOMENT), column("closed_at", MOMENT, nullable=True),
        of_organisation("recruiting_page"),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_recruiting_page"),
        sa.UniqueConstraint("token", name=op.f("uq_recruiting_page_token")),
    )
    op.create_table(
        "application",
        column("organisation_id", UUID), column("id", UUID), column("name", TEXT), column("email", TEXT),
        column("language", CODE), column("languages", JSON), column("area", TEXT),
        column("age_band", age, nullable=True), column("availability", JSON),
        column("phone", phone, nullable=True), column("conflicts", JSON), column("conflict_words", TEXT),
        column("consented_at", MOMENT),
        column("verdict", one_of("verdict", "accepted", "declined"), nullable=True), column("reason", TEXT),
        column("decided_at", MOMENT, nullable=True), column("decided_by", UUID, nullable=True),
        column("person_id", UUID, nullable=True),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_application_decided")),
        inside("fk_application_decider", "decided_by", "person"),
        inside("fk_application_person", "person_id", "person"),
        of_organisation("application"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_application"),
    )
    op.create_index("ix_application_waiting", "application", ["organisation_id", "decided_at", "consented_at"])
    op.create_index("ix_application_email", "application", ["organisation_id", "email"])
    op.create_table(
        "shopper_profile",
        column("organisation_id", UUID), column("person_id", UUID), column("languages", JSON),
        column("area", TEXT), column("age_band", age, nullable=True), column("availability", JSON),
        column("phone", phone, nullable=True), column("conflicts", JSON), column("conflict_words", TEXT),
        column("level", INTEGER), column("consented_at", MOMENT, nullable=True),
        column("conflicts_at", MOMENT, nullable=True), column("conflicts_seen_at", MOMENT, nullable=True),
        sa.CheckConstraint("level >= 0", name=op.f("ck_shopper_profile_level")),
        inside("fk_shopper_profile_person", "person_id", "person"),
        of_organisation("shopper_profile"),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", name="pk_shopper_profile"),
    )
    op.create_table(
        "invitation",
        column("organisation_id", UUID), column("id", UUID), column("kind", one_of("invitationkind", "shopper")),
        column("person_id", UUID), column("email", TEXT), column("digest", DIGEST),
        column("created_at", MOMENT), column("expires_at", MOMENT), column("used_at", MOMENT, nullable=True),
        inside("fk_invitation_person", "person_id", "person"),
        of_organisation("invitation"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_invitation"),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    op.create_index("ix_invitation_person", "invitation", ["organisation_id", "person_id"])


def downgrade() -> None:
    for table in ("invitation", "shopper_profile", "application", "recruiting_page"):
        op.drop_table(table)
