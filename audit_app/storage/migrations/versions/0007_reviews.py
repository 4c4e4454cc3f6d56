"""What editors and appeals change."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BANDS = ("look_0", "look_1", "look_2", "look_3")
ROLES, DECISIONS = ("owner", "hr", "shopper"), ("counted", "left_out")

column = partial(sa.Column, nullable=False)
UUID, CODE, TEXT, JSON = sa.Uuid(), sa.String(200), sa.Text(), sa.JSON()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    give_photos_looks()
    allow_words((*ROLES, "editor"), (*DECISIONS, "returned"))
    keep_what_editors_change()


def downgrade() -> None:
    for table in ("second_look", "answer_edit"):
        op.drop_table(table)
    # Words that were not known: an editor keeps the account with the least rights, and a visit waits again.
    op.execute("UPDATE person SET role = 'shopper' WHERE role = 'editor'")
    op.execute(
        "UPDATE submission SET decision = NULL, decided_at = NULL, decided_by = NULL WHERE decision = 'returned'"
    )
    allow_words(ROLES, DECISIONS)
    take_looks_from_photos()


def give_photos_looks() -> None:
    # Photos that are there already stay without: they are found by nothing.
    op.add_column("photo", sa.Column("look", sa.String(16)))
    op.add_column("photo", sa.Column("latitude", sa.Float()))
    op.add_column("photo", sa.Column("longitude", sa.Float()))
    for band in BANDS:
        op.add_column("photo", sa.Column(band, sa.Integer()))
        op.create_index(f"ix_photo_{band}", "photo", ["organisation_id", band])


def take_looks_from_photos() -> None:
    for band in BANDS:
        op.drop_index(f"ix_photo_{band}", "photo")
    for name in (*BANDS, "longitude", "latitude", "look"):
        op.drop_column("photo", name)


def allow_words(roles, decisions) -> None:
    for table, column, words in (("person", "role", roles), ("submission", "decision", decisions)):
        rule = f"ck_{table}_{column}"
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(rule), type_="check")
            batch.create_check_constraint(op.f(rule), f"{column} IN ({quoted(words)})")


def quoted(words):
    return ", ".join(f"'{word}'" for word in words)


def inside(name, column, table):
    there = [f"{table}.organisation_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], there, name=name)


def frame(table, key):
    return (
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation"),
        sa.PrimaryKeyConstraint("organisation_id", key, name=f"pk_{table}"),
    )


def keep_what_editors_change() -> None:
    op.create_table(
        "answer_edit",
        column("organisation_id", UUID), column("id", UUID), column("assignment_id", UUID),
        column("submission_id", UUID), column("question", CODE), column("before", JSON), column("after", JSON),
        column("why", TEXT), column("by", UUID), column("at", MOMENT),
        inside("fk_answer_edit_assignment", "assignment_id", "assignment"),
        inside("fk_answer_edit_submission", "submission_id", "submission"),
        inside("fk_answer_edit_person", "by", "person"),
        *frame("answer_edit", "id"),
    )
    op.create_index("ix_answer_edit_assignment", "answer_edit", ["organisation_id", "assignment_id"])
    op.create_table(
        "second_look",
        column("organisation_id", UUID), column("assignment_id", UUID), column("first_by", UUID),
        column("asked_at", MOMENT), column("by", UUID, nullable=True), column("at", MOMENT, nullable=True),
        column("answers", JSON, nullable=True), column("same", JSON), column("other", JSON),
        sa.CheckConstraint('("by" IS NULL) = (at IS NULL)', name=op.f("ck_second_look_done")),
        sa.CheckConstraint('"by" <> first_by', name=op.f("ck_second_look_another")),
        inside("fk_second_look_assignment", "assignment_id", "assignment"),
        inside("fk_second_look_person", "first_by", "person"),
        inside("fk_second_look_second", "by", "person"),
        *frame("second_look", "assignment_id"),
    )
