"""Visits from phones: each kept as it came, held ones too; drafts with revisions, photos with their origin."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

column = partial(sa.Column, nullable=False)
UUID, CODE, DIGEST, TEXT = sa.Uuid(), sa.String(200), sa.String(64), sa.Text()
MOMENT, INTEGER, JSON = sa.DateTime(timezone=True), sa.Integer(), sa.JSON()
VIA = sa.Enum("phone", "page", "rescue", name="via", native_enum=False, create_constraint=True, length=20)
DECISION = sa.Enum("counted", "left_out", name="decision", native_enum=False, create_constraint=True, length=20)


def inside(name, column, table):
    there = [f"{table}.organisation_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], there, name=name)


def upgrade() -> None:
    op.create_table(
        "submission",
        column("organisation_id", UUID), column("id", UUID), column("assignment_id", UUID),
        column("shopper_id", UUID), column("edition", CODE), column("digest", DIGEST), column("body", TEXT),
        column("received_at", MOMENT), column("sent_at", MOMENT, nullable=True),
        column("started_at", MOMENT, nullable=True), column("finished_at", MOMENT),
        column("skew", sa.Float(), nullable=True), column("active", INTEGER, nullable=True),
        column("held_for", JSON), column("via", VIA), column("decision", DECISION, nullable=True),
        column("decided_at", MOMENT, nullable=True), column("decided_by", UUID, nullable=True),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_submission_decided")),
        inside("fk_submission_assignment", "assignment_id", "assignment"),
        inside("fk_submission_person", "shopper_id", "person"),
        inside("fk_submission_decider", "decided_by", "person"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_submission_organisation"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_submission"),
    )
    op.create_index("ix_submission_assignment", "submission", ["organisation_id", "assignment_id"])
    op.create_index("ix_submission_waiting", "submission", ["organisation_id", "decision", "received_at"])
    op.create_table(
        "former_shopper",
        column("organisation_id", UUID), column("assignment_id", UUID), column("shopper_id", UUID),
        column("until", MOMENT),
        inside("fk_former_shopper_assignment", "assignment_id", "assignment"),
        inside("fk_former_shopper_person", "shopper_id", "person"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_former_shopper_organisation"),
        sa.PrimaryKeyConstraint("organisation_id", "assignment_id", "shopper_id", name="pk_former_shopper"),
    )
    # Drafts and photos that are there already: a first revision without stamps, an unknown origin.
    op.add_column("draft", column("revision", INTEGER, server_default="1"))
    op.add_column("draft", column("stamps", JSON, server_default="{}"))
    op.add_column("photo", column("taken_at", MOMENT, nullable=True))
    op.add_column("photo", column("sent_digest", DIGEST, nullable=True))


def downgrade() -> None:
    for table, name in (("photo", "sent_digest"), ("photo", "taken_at"), ("draft", "stamps"), ("draft", "revision")):
        op.drop_column(table, name)
    op.drop_table("former_shopper")
    op.drop_table("submission")
