"""What shoppers are owed, the batches they are paid in, and the accounts on both sides."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from audit_app.storage.columns import UtcDateTime
from audit_app.storage.tables.base import KEY, id_column, inside, metadata, organisation_column

CURRENCY, IBAN, BIC = String(3), String(34), String(11)


def account_columns() -> tuple[Column[object], ...]:
    """Whose account, and which."""
    return (
        Column("holder", KEY, nullable=False),
        Column("iban", IBAN, nullable=False),
        Column("bic", BIC, nullable=False),
        Column("changed_at", UtcDateTime, nullable=False),
    )


payment = Table(
    "payment",
    metadata,
    organisation_column(),
    id_column(),
    Column("assignment_id", Uuid, nullable=False),
    Column("shopper_id", Uuid, nullable=False),
    Column("fee", Integer, nullable=False),
    Column("expenses", Integer, nullable=False),
    Column("cap", Integer, nullable=False),
    Column("currency", CURRENCY, nullable=False),
    Column("owed_at", UtcDateTime, nullable=False),
    Column("paid_at", UtcDateTime),
    Column("batch_id", Uuid),
    UniqueConstraint("organisation_id", "assignment_id", name="assignment"),
    CheckConstraint("fee >= 0 AND expenses >= 0 AND cap >= 0", name="amounts"),
    CheckConstraint("(paid_at IS NULL) = (batch_id IS NULL)", name="paid_in_batch"),
    inside("assignment_id", "assignment"),
    inside("shopper_id", "person"),
    inside("batch_id", "pay_batch"),
    Index("ix_payment_shopper", "organisation_id", "shopper_id"),
    Index("ix_payment_due", "organisation_id", "paid_at", "owed_at"),
)
"""Once per visit. How much of the expenses is paid back follows from the cap."""

pay_batch = Table(
    "pay_batch",
    metadata,
    organisation_column(),
    id_column(),
    Column("currency", CURRENCY, nullable=False),
    Column("pay_on", Date, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", Uuid, nullable=False),
    Column("reopened_at", UtcDateTime),
    Column("reopened_by", Uuid),
    Column("reason", Text, nullable=False),
    CheckConstraint("(reopened_at IS NULL) = (reopened_by IS NULL)", name="reopened"),
    CheckConstraint("(reopened_at IS NULL) = (reason = '')", name="reason"),
    inside("made_by", "person", name="fk_pay_batch_maker"),
    inside("reopened_by", "person", name="fk_pay_batch_reopener"),
    Index("ix_pay_batch_made", "organisation_id", "made_at"),
)

pay_line = Table(
    "pay_line",
    metadata,
    organisation_column(),
    Column("batch_id", Uuid, primary_key=True),
    Column("payment_id", Uuid, primary_key=True),
    Column("shopper_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("iban", IBAN, nullable=False),
    Column("bic", BIC, nullable=False),
    Column("fee", Integer, nullable=False),
    Column("reimbursed", Integer, nullable=False),
    inside("batch_id", "pay_batch"),
    inside("payment_id", "payment"),
    inside("shopper_id", "person"),
)
"""What a batch paid to whom, and on which account, as it was then: it stays when the batch is reopened."""

payee_account = Table(
    "payee_account",
    metadata,
    organisation_column(),
    Column("person_id", Uuid, primary_key=True),
    *account_columns(),
    inside("person_id", "person"),
)
"""Where a shopper wants to be paid."""

paying_account = Table("paying_account", metadata, organisation_column(), *account_columns())
"""Where the organisation pays from."""
