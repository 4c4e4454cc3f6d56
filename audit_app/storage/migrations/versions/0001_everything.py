"""Everything that the first version keeps."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

column, key = partial(sa.Column, nullable=False), sa.PrimaryKeyConstraint
UUID, CODE, DIGEST, TEXT = sa.Uuid(), sa.String(200), sa.String(64), sa.Text()
DAY, MOMENT, INTEGER, JSON = sa.Date(), sa.DateTime(timezone=True), sa.Integer(), sa.JSON()
CHANNEL = sa.Enum("visit", "link", "counter", "team", "import", name="channel", native_enum=False, create_constraint=True, length=20)
PLACEKIND = sa.Enum("shop", "phone", "website", name="placekind", native_enum=False, create_constraint=True, length=20)
ROLE = sa.Enum("owner", "hr", "shopper", name="role", native_enum=False, create_constraint=True, length=20)
VIEW = sa.Enum("staff", "observed", "customer", name="view", native_enum=False, create_constraint=True, length=20)


def own_id():
    return column("organisation_id", UUID), column("id", UUID)


def owned(name):
    return sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=name)


def inside(name, column, table, other="id"):
    there = [f"{table}.organisation_id", f"{table}.{other}"]
    return sa.ForeignKeyConstraint(["organisation_id", column], there, name=name)


def unique(name, *columns):
    return sa.UniqueConstraint(*columns, name=op.f(name))


def check(name, rule):
    return sa.CheckConstraint(rule, name=op.f(name))


def upgrade() -> None:
    op.create_table(
        "attempt",
        column("key", CODE), column("tokens", sa.Float()), column("updated_at", MOMENT),
        key("key", name="pk_attempt"),
    )
    op.create_table(
        "organisation",
        column("id", UUID), column("name", TEXT), column("language", CODE), key("id", name="pk_organisation"),
    )
    op.create_table(
        "import_run",
        *own_id(), column("file_digest", DIGEST), column("mapping_digest", DIGEST), column("counts", JSON),
        column("created_at", MOMENT), owned("fk_import_run_organisation"),
        key("organisation_id", "id", name="pk_import_run"),
    )
    op.create_table(
        "location",
        *own_id(), column("name", TEXT), column("city", TEXT), column("country", TEXT), column("zone", CODE),
        column("language", CODE), column("kind", PLACEKIND), owned("fk_location_organisation"),
        key("organisation_id", "id", name="pk_location"),
    )
    op.create_table(
        "person",
        *own_id(), column("email", TEXT), column("name", TEXT), column("role", ROLE),
        column("language", CODE), column("password_hash", TEXT), column("disabled_at", MOMENT, nullable=True),
        owned("fk_person_organisation"), key("organisation_id", "id", name="pk_person"),
        unique("uq_person_email", "email"),
    )
    op.create_table(
        "used_edition",
        column("organisation_id", UUID), column("key", CODE), column("digest", DIGEST),
        column("content", JSON), column("first_used_at", MOMENT), owned("fk_used_edition_organisation"),
        key("organisation_id", "key", name="pk_used_edition"),
    )
    op.create_table(
        "answer_tally",
        column("organisation_id", UUID), column("location_id", UUID), column("month", DAY),
        column("view", VIEW), column("questionnaire", CODE), column("question", CODE), column("value", CODE),
        column("n", INTEGER), check("ck_answer_tally_no_staff", "view <> 'staff'"),
        check("ck_answer_tally_n", "n > 0"), inside("fk_answer_tally_location", "location_id", "location"),
        owned("fk_answer_tally_organisation"),
        key("organisation_id", "location_id", "month", "view", "questionnaire", "question", "value", name="pk_answer_tally"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "assignment",
        *own_id(), column("location_id", UUID), column("shopper_id", UUID), column("questionnaire", CODE),
        column("opens_on", DAY), column("due_on", DAY), column("created_at", MOMENT),
        column("brief_read_at", MOMENT, nullable=True), column("withdrawn_at", MOMENT, nullable=True),
        column("started_at", MOMENT, nullable=True), column("submitted_at", MOMENT, nullable=True),
        check("ck_assignment_due_after_opening", "due_on >= opens_on"),
        inside("fk_assignment_location", "location_id", "location"),
        inside("fk_assignment_person", "shopper_id", "person"), owned("fk_assignment_organisation"),
        key("organisation_id", "id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_location", "assignment", ["organisation_id", "location_id", "due_on"])
    op.create_index("ix_assignment_shopper", "assignment", ["organisation_id", "shopper_id", "due_on"])
    op.create_table(
        "issued_report",
        *own_id(), column("kind", CODE), column("language", CODE), column("title", TEXT),
        column("parameters", JSON), column("data", JSON), column("digest", DIGEST),
        column("created_at", MOMENT), column("created_by", UUID, nullable=True),
        inside("fk_issued_report_person", "created_by", "person"), owned("fk_issued_report_organisation"),
        key("organisation_id", "id", name="pk_issued_report"),
    )
    op.create_index("ix_issued_report_created", "issued_report", ["organisation_id", "created_at"])
    op.create_table(
        "sheet_tally",
        column("organisation_id", UUID), column("location_id", UUID), column("month", DAY),
        column("view", VIEW), column("questionnaire", CODE), column("channel", CHANNEL),
        column("outcome", CODE), column("coverage", INTEGER), column("n", INTEGER),
        check("ck_sheet_tally_no_staff", "view <> 'staff'"), check("ck_sheet_tally_n", "n > 0"),
        inside("fk_sheet_tally_location", "location_id", "location"), owned("fk_sheet_tally_organisation"),
        key("organisation_id", "location_id", "month", "view", "questionnaire", "channel", "outcome", "coverage", name="pk_sheet_tally"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_in",
        column("organisation_id", UUID), column("id", DIGEST), column("person_id", UUID),
        column("created_at", MOMENT), column("last_seen_at", MOMENT), column("ends_at", MOMENT),
        column("ended_at", MOMENT, nullable=True), inside("fk_sign_in_person", "person_id", "person"),
        owned("fk_sign_in_organisation"), key("organisation_id", "id", name="pk_sign_in"),
        unique("uq_sign_in_id", "id"),
    )
    op.create_index("ix_sign_in_person", "sign_in", ["organisation_id", "person_id"])
    op.create_table(
        "standard_tally",
        column("organisation_id", UUID), column("location_id", UUID), column("month", DAY),
        column("view", VIEW), column("questionnaire", CODE), column("standard", CODE),
        column("earned", INTEGER), column("possible", INTEGER), column("n", INTEGER),
        check("ck_standard_tally_no_staff", "view <> 'staff'"), check("ck_standard_tally_n", "n > 0"),
        check("ck_standard_tally_possible", "possible > 0"),
        inside("fk_standard_tally_location", "location_id", "location"),
        owned("fk_standard_tally_organisation"),
        key("organisation_id", "location_id", "month", "view", "questionnaire", "standard", "earned", "possible", name="pk_standard_tally"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey",
        *own_id(), column("location_id", UUID), column("questionnaire", CODE), column("channel", CHANNEL),
        column("token", CODE), column("created_at", MOMENT), column("closed_at", MOMENT, nullable=True),
        inside("fk_survey_location", "location_id", "location"), owned("fk_survey_organisation"),
        key("organisation_id", "id", name="pk_survey"), unique("uq_survey_token", "token"),
    )
    op.create_table(
        "wave",
        *own_id(), column("location_id", UUID), column("questionnaire", CODE), column("opens_on", DAY),
        column("created_at", MOMENT), column("closed_at", MOMENT, nullable=True),
        inside("fk_wave_location", "location_id", "location"), owned("fk_wave_organisation"),
        key("organisation_id", "id", name="pk_wave"),
    )
    op.create_index("ix_wave_location", "wave", ["organisation_id", "location_id", "opens_on"])
    op.create_table(
        "draft",
        column("organisation_id", UUID), column("assignment_id", UUID), column("answers", JSON),
        column("updated_at", MOMENT), inside("fk_draft_assignment", "assignment_id", "assignment"),
        owned("fk_draft_organisation"), key("organisation_id", "assignment_id", name="pk_draft"),
    )
    op.create_table(
        "other_version",
        column("organisation_id", UUID), column("sheet_id", UUID), column("digest", DIGEST),
        column("assignment_id", UUID, nullable=True), column("answers", JSON), column("received_at", MOMENT),
        inside("fk_other_version_assignment", "assignment_id", "assignment"),
        owned("fk_other_version_organisation"),
        key("organisation_id", "sheet_id", "digest", name="pk_other_version"),
    )
    op.create_table(
        "photo",
        *own_id(), column("assignment_id", UUID), column("question", CODE), column("digest", DIGEST),
        column("width", INTEGER), column("height", INTEGER), column("uploaded_at", MOMENT),
        column("removed_at", MOMENT, nullable=True), check("ck_photo_size", "width > 0 AND height > 0"),
        inside("fk_photo_assignment", "assignment_id", "assignment"), owned("fk_photo_organisation"),
        key("organisation_id", "id", name="pk_photo"),
    )
    op.create_index("ix_photo_assignment", "photo", ["organisation_id", "assignment_id"])
    op.create_table(
        "sheet",
        *own_id(), column("location_id", UUID), column("view", VIEW), column("channel", CHANNEL),
        column("questionnaire", CODE), column("day", DAY), column("language", CODE), column("answers", JSON),
        column("scores", JSON), column("scoring_edition", INTEGER), column("digest", DIGEST),
        column("received_at", MOMENT, nullable=True), column("started_at", MOMENT, nullable=True),
        column("assignment_id", UUID, nullable=True), column("survey_id", UUID, nullable=True),
        column("wave_id", UUID, nullable=True), column("import_key", CODE, nullable=True),
        check(
            "ck_sheet_one_origin",
            "(view = 'observed' AND assignment_id IS NOT NULL AND survey_id IS NULL AND wave_id IS NULL)"
            " OR (view = 'customer' AND assignment_id IS NULL AND wave_id IS NULL"
            " AND (survey_id IS NOT NULL OR import_key IS NOT NULL))"
            " OR (view = 'staff' AND assignment_id IS NULL AND survey_id IS NULL AND wave_id IS NOT NULL)",
        ),
        check("ck_sheet_staff_not_timed", "(view = 'staff') = (received_at IS NULL)"),
        check("ck_sheet_staff_not_started", "view <> 'staff' OR started_at IS NULL"),
        inside("fk_sheet_assignment", "assignment_id", "assignment"),
        inside("fk_sheet_location", "location_id", "location"),
        inside("fk_sheet_used_edition", "questionnaire", "used_edition", "key"),
        inside("fk_sheet_survey", "survey_id", "survey"), inside("fk_sheet_wave", "wave_id", "wave"),
        owned("fk_sheet_organisation"), key("organisation_id", "id", name="pk_sheet"),
        unique("uq_sheet_assignment", "organisation_id", "assignment_id"),
        unique("uq_sheet_import_key", "organisation_id", "import_key"),
    )
    op.create_index("ix_sheet_place", "sheet", ["organisation_id", "location_id", "view", "day"])
    op.create_index("ix_sheet_survey", "sheet", ["organisation_id", "survey_id"])
    op.create_index("ix_sheet_wave", "sheet", ["organisation_id", "wave_id"])
    op.create_table(
        "team_token",
        column("organisation_id", UUID), column("digest", DIGEST), column("wave_id", UUID),
        column("used", sa.Boolean()), inside("fk_team_token_wave", "wave_id", "wave"),
        owned("fk_team_token_organisation"), key("organisation_id", "digest", name="pk_team_token"),
        unique("uq_team_token_digest", "digest"), sqlite_with_rowid=False,
    )
    op.create_index("ix_team_token_wave", "team_token", ["organisation_id", "wave_id"])


def downgrade() -> None:
    for table in (
        "team_token", "sheet", "photo", "other_version", "draft", "wave", "survey", "standard_tally",
        "sign_in", "sheet_tally", "issued_report", "assignment", "answer_tally", "used_edition",
        "person", "location", "import_run", "organisation", "attempt",
    ):
        op.drop_table(table)
