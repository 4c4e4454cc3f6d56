"""Visits on offer, and the log of each visit."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

column = partial(sa.Column, nullable=False)
maybe = partial(sa.Column, nullable=True)
UUID, TEXT, INTEGER, JSON = sa.Uuid(), sa.Text(), sa.Integer(), sa.JSON()
MOMENT, DAY = sa.DateTime(timezone=True), sa.Date()

EVENTS = (
    "publish", "apply", "invite", "accept", "decline", "lapse", "start", "abandon", "submit", "take", "return",
    "resubmit", "expire_return", "approve", "approve_excluded", "reject", "appeal", "void", "publish_result",
    "dispute", "decide_dispute", "lock",
)
STATES = (
    "open", "offered", "assigned", "in_progress", "submitted", "in_review", "returned", "approved", "excluded",
    "rejected", "void", "abandoned", "published", "disputed", "locked",
)


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)


def inside(name, column, table):
    there = [f"{table}.organisation_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], there, name=name)


def frame(table, key):
    return (
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation"),
        sa.PrimaryKeyConstraint("organisation_id", key, name=f"pk_{table}"),
    )


def upgrade() -> None:
    op.create_table(
        "opening",
        column("organisation_id", UUID), column("id", UUID), column("programme_id", UUID),
        column("location_id", UUID), column("starts_on", DAY), column("due_on", DAY), column("created_at", MOMENT),
        maybe("aimed_at", DAY), maybe("band", one_of("timeband", "morning", "afternoon", "evening")),
        maybe("scenario_id", UUID), maybe("published_at", MOMENT), maybe("offered_to", UUID),
        maybe("offered_until", MOMENT), maybe("taken_as", UUID),
        sa.CheckConstraint("due_on >= starts_on", name=op.f("ck_opening_due_after_start")),
        sa.CheckConstraint(
            "offered_until IS NULL OR (offered_to IS NOT NULL AND published_at IS NOT NULL)",
            name=op.f("ck_opening_offer"),
        ),
        inside("fk_opening_programme", "programme_id", "programme"),
        inside("fk_opening_location", "location_id", "location"),
        inside("fk_opening_person", "offered_to", "person"),
        inside("fk_opening_assignment", "taken_as", "assignment"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "scenario_id"],
            ["scenario.organisation_id", "scenario.programme_id", "scenario.id"],
            name="fk_opening_scenario",
        ),
        *frame("opening", "id"),
    )
    op.create_index("ix_opening_programme", "opening", ["organisation_id", "programme_id", "starts_on"])
    op.create_table(
        "visit_event",
        column("organisation_id", UUID), column("id", UUID), column("visit_id", UUID), column("number", INTEGER),
        column("event", one_of("eventkind", *EVENTS)),
        column("actor", one_of("actor", "manager", "shopper", "editor", "approver", "clock")),
        column("at", MOMENT), maybe("by", UUID), column("reason", TEXT), column("note", JSON),
        sa.CheckConstraint("number >= 1", name=op.f("ck_visit_event_number")),
        sa.CheckConstraint('(actor = \'clock\') = ("by" IS NULL)', name=op.f("ck_visit_event_somebody")),
        inside("fk_visit_event_person", "by", "person"),
        *frame("visit_event", "id"),
        sa.UniqueConstraint("organisation_id", "visit_id", "number", name=op.f("uq_visit_event_number")),
    )
    op.create_index("ix_visit_event_event", "visit_event", ["organisation_id", "event", "at"])
    op.create_table(
        "visit_stage",
        column("organisation_id", UUID), column("visit_id", UUID), column("state", one_of("visitstate", *STATES)),
        column("since", MOMENT),
        *frame("visit_stage", "visit_id"),
    )
    op.create_index("ix_visit_stage_state", "visit_stage", ["organisation_id", "state", "since"])


def downgrade() -> None:
    for table in ("visit_stage", "visit_event", "opening"):
        op.drop_table(table)
