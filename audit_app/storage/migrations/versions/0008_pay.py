"""What shoppers are owed and paid."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

column = partial(sa.Column, nullable=False)
empty = partial(sa.Column, nullable=True)
UUID, KEY, TEXT, INTEGER = sa.Uuid(), sa.String(200), sa.Text(), sa.Integer()
MOMENT, CURRENCY, IBAN, BIC = sa.DateTime(timezone=True), sa.String(3), sa.String(34), sa.String(11)


def inside(name, column, table):
    there = [f"{table}.organisation_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], there, name=name)


def owned(table, *columns, key=("id",)):
    op.create_table(
        table,
        column("organisation_id", UUID), *columns,
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation"),
        sa.PrimaryKeyConstraint("organisation_id", *key, name=f"pk_{table}"),
    )


def account():
    return column("holder", KEY), column("iban", IBAN), column("bic", BIC), column("changed_at", MOMENT)


def upgrade() -> None:
    owned(
        "pay_batch",
        column("id", UUID), column("currency", CURRENCY), column("pay_on", sa.Date()),
        column("made_at", MOMENT), column("made_by", UUID), empty("reopened_at", MOMENT),
        empty("reopened_by", UUID), column("reason", TEXT),
        sa.CheckConstraint("(reopened_at IS NULL) = (reopened_by IS NULL)", name=op.f("ck_pay_batch_reopened")),
        sa.CheckConstraint("(reopened_at IS NULL) = (reason = '')", name=op.f("ck_pay_batch_reason")),
        inside("fk_pay_batch_maker", "made_by", "person"),
        inside("fk_pay_batch_reopener", "reopened_by", "person"),
    )
    op.create_index("ix_pay_batch_made", "pay_batch", ["organisation_id", "made_at"])
    owned(
        "payment",
        column("id", UUID), column("assignment_id", UUID), column("shopper_id", UUID), column("fee", INTEGER),
        column("expenses", INTEGER), column("cap", INTEGER), column("currency", CURRENCY),
        column("owed_at", MOMENT), empty("paid_at", MOMENT), empty("batch_id", UUID),
        sa.UniqueConstraint("organisation_id", "assignment_id", name=op.f("uq_payment_assignment")),
        sa.CheckConstraint("fee >= 0 AND expenses >= 0 AND cap >= 0", name=op.f("ck_payment_amounts")),
        sa.CheckConstraint("(paid_at IS NULL) = (batch_id IS NULL)", name=op.f("ck_payment_paid_in_batch")),
        inside("fk_payment_assignment", "assignment_id", "assignment"),
        inside("fk_payment_person", "shopper_id", "person"),
        inside("fk_payment_pay_batch", "batch_id", "pay_batch"),
    )
    op.create_index("ix_payment_shopper", "payment", ["organisation_id", "shopper_id"])
    op.create_index("ix_payment_due", "payment", ["organisation_id", "paid_at", "owed_at"])
    owned(
        "pay_line",
        column("batch_id", UUID), column("payment_id", UUID), column("shopper_id", UUID), column("name", TEXT),
        column("iban", IBAN), column("bic", BIC), column("fee", INTEGER), column("reimbursed", INTEGER),
        inside("fk_pay_line_pay_batch", "batch_id", "pay_batch"),
        inside("fk_pay_line_payment", "payment_id", "payment"),
        inside("fk_pay_line_person", "shopper_id", "person"),
        key=("batch_id", "payment_id"),
    )
    owned(
        "payee_account", column("person_id", UUID), *account(),
        inside("fk_payee_account_person", "person_id", "person"),
        key=("person_id",),
    )
    owned("paying_account", *account(), key=())


def downgrade() -> None:
    for table in ("paying_account", "payee_account", "pay_line", "payment", "pay_batch"):
        op.drop_table(table)
