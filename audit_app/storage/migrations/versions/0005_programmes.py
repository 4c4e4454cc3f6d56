"""Programmes with their briefs, scenarios and tests."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

column = partial(sa.Column, nullable=False)
maybe = partial(sa.Column, nullable=True)
UUID, CODE, DIGEST, TEXT = sa.Uuid(), sa.String(200), sa.String(64), sa.Text()
MOMENT, INTEGER, JSON = sa.DateTime(timezone=True), sa.Integer(), sa.JSON()
DAY, BOOLEAN = sa.Date(), sa.Boolean()


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)


def inside(table, column, there, name=None):
    there = [f"{there}.organisation_id", f"{there}.id"]
    name = name or f"fk_{table}_{there[0].partition('.')[0]}"
    return sa.ForeignKeyConstraint(["organisation_id", column], there, name=name)


def frame(table, *key):
    return (
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation"),
        sa.PrimaryKeyConstraint("organisation_id", *key, name=f"pk_{table}"),
    )


def create(table, key, *parts):
    of_organisation = column("organisation_id", UUID)
    op.create_table(table, of_organisation, *parts, *frame(table, *key))


def upgrade() -> None:
    create(
        "programme", ["id"],
        column("id", UUID), column("name", TEXT), column("questionnaire", CODE),
        column("kind", one_of("placekind", "shop", "phone", "website")),
        column("opens_on", DAY), maybe("closes_on", DAY),
        column("purpose", one_of("purpose", "improvement", "training")),
        column("per_month", INTEGER), column("gap_days", INTEGER), column("place_lockout_days", INTEGER),
        column("brand_lockout_days", INTEGER), column("submit_within_hours", INTEGER),
        column("self_assign", BOOLEAN), maybe("standing_needed", INTEGER), column("second_look_percent", INTEGER),
        column("fee", INTEGER), column("currency", CODE), column("expenses_cap", INTEGER),
        column("wants_receipt", BOOLEAN), column("check_in", one_of("checkin", "off", "soft")),
        column("recording_allowed", BOOLEAN), column("legal_basis", TEXT), maybe("staff_told_on", DAY),
        column("level", INTEGER), column("pass_percent", INTEGER),
        column("created_at", MOMENT), column("staff_notice", JSON),
        maybe("published_at", MOMENT), maybe("ended_at", MOMENT),
    )
    create(
        "programme_location", ["programme_id", "location_id"],
        column("programme_id", UUID), column("location_id", UUID),
        inside("programme_location", "programme_id", "programme"),
        inside("programme_location", "location_id", "location"),
    )
    create(
        "scenario", ["id"],
        column("id", UUID), column("programme_id", UUID), column("position", INTEGER), column("names", JSON),
        inside("scenario", "programme_id", "programme"),
        sa.UniqueConstraint("organisation_id", "programme_id", "id", name=op.f("uq_scenario_programme")),
    )
    create(
        "brief", ["programme_id", "language"],
        column("programme_id", UUID), column("language", CODE), column("text", TEXT), column("changed_at", MOMENT),
        inside("brief", "programme_id", "programme"),
    )
    create(
        "brief_picture", ["id"],
        column("id", UUID), column("programme_id", UUID), column("number", INTEGER), column("digest", DIGEST),
        column("width", INTEGER), column("height", INTEGER), column("added_at", MOMENT),
        inside("brief_picture", "programme_id", "programme"),
        sa.UniqueConstraint("organisation_id", "programme_id", "number", name=op.f("uq_brief_picture_number")),
    )
    create(
        "quiz_question", ["id"],
        column("id", UUID), column("programme_id", UUID), column("position", INTEGER), column("texts", JSON),
        column("choices", JSON), column("right", INTEGER),
        inside("quiz_question", "programme_id", "programme"),
    )
    op.create_index("ix_quiz_question_programme", "quiz_question", ["organisation_id", "programme_id", "position"])
    create(
        "quiz_result", ["id"],
        column("id", UUID), column("programme_id", UUID), column("person_id", UUID), column("at", MOMENT),
        column("asked", INTEGER), column("right", INTEGER), column("passed", BOOLEAN), column("given", JSON),
        inside("quiz_result", "programme_id", "programme"), inside("quiz_result", "person_id", "person"),
    )
    op.create_index("ix_quiz_result_programme", "quiz_result", ["organisation_id", "programme_id", "at"])
    create(
        "quiz_pardon", ["programme_id", "person_id", "at"],
        column("programme_id", UUID), column("person_id", UUID), column("at", MOMENT), column("by", UUID),
        inside("quiz_pardon", "programme_id", "programme"), inside("quiz_pardon", "person_id", "person"),
        inside("quiz_pardon", "by", "person", "fk_quiz_pardon_giver"),
    )
    create(
        "certificate", ["id"],
        column("id", UUID), column("person_id", UUID), column("category", CODE), column("level", INTEGER),
        column("granted_at", MOMENT), maybe("programme_id", UUID), maybe("granted_by", UUID),
        inside("certificate", "person_id", "person"), inside("certificate", "programme_id", "programme"),
        inside("certificate", "granted_by", "person", "fk_certificate_giver"),
    )
    op.create_index("ix_certificate_person", "certificate", ["organisation_id", "person_id"])
    with op.batch_alter_table("assignment") as visit:
        visit.add_column(maybe("programme_id", UUID))
        visit.add_column(maybe("scenario_id", UUID))
        visit.add_column(maybe("checklist_read_at", MOMENT))
        organisation_and = ["organisation_id", "programme_id"]
        visit.create_foreign_key("fk_assignment_programme", "programme", organisation_and, ["organisation_id", "id"])
        visit.create_foreign_key(
            "fk_assignment_scenario", "scenario",
            [*organisation_and, "scenario_id"], [*organisation_and, "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("assignment") as visit:
        visit.drop_constraint("fk_assignment_scenario", type_="foreignkey")
        visit.drop_constraint("fk_assignment_programme", type_="foreignkey")
        for name in ("checklist_read_at", "scenario_id", "programme_id"):
            visit.drop_column(name)
    for table in (
        "certificate", "quiz_pardon", "quiz_result", "quiz_question", "brief_picture", "brief", "scenario",
        "programme_location", "programme",
    ):
        op.drop_table(table)
