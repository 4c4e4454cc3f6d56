"""What shoppers are owed, the batches that paid them, and accounts. Nothing here is ever deleted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func

from audit_app.core.bank_accounts import BankAccount
from audit_app.core.pay import Batch, Line, Payment
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import (
    assignment,
    location,
    pay_batch,
    pay_line,
    payee_account,
    paying_account,
    payment,
)

COLUMNS = columns_of(payment, Payment)
BATCH, LINE = columns_of(pay_batch, Batch), columns_of(pay_line, Line)
PAYEE, PAYER = columns_of(payee_account, BankAccount), columns_of(paying_account, BankAccount)


@dataclass(frozen=True)
class Visited:
    """Where and until when the visit was that a payment is for."""

    location: str
    due_on: date


def owe(scope: Scope, new: Payment) -> bool:
    """Keep what a visit costs; False where something is kept for this visit already: that stays."""
    return bool(scope.insert_missing(payment, vars(new)))


def of_assignment(scope: Scope, assignment_id: UUID) -> Payment | None:
    """What a visit costs."""
    return scope.record(Payment, scope.select(*COLUMNS).where(payment.c.assignment_id == assignment_id))


def of_shopper(scope: Scope, shopper_id: UUID) -> list[Payment]:
    """All that somebody was ever owed, the newest first."""
    query = scope.select(*COLUMNS).where(payment.c.shopper_id == shopper_id)
    return scope.records(Payment, query.order_by(payment.c.owed_at.desc(), payment.c.id))


def due(scope: Scope) -> list[Payment]:
    """What is still to be paid, the oldest first; a visit that costs nothing is not."""
    query = (
        scope.select(*COLUMNS).where(payment.c.paid_at.is_(None)).order_by(payment.c.owed_at, payment.c.id)
    )
    return [owed for owed in scope.records(Payment, query) if owed.total]


def locked(scope: Scope, payment_ids: Collection[UUID]) -> list[Payment]:
    """These payments, held until the transaction ends, always in the same order: nobody waits in a ring."""
    query = scope.select(*COLUMNS).where(payment.c.id.in_(payment_ids)).order_by(payment.c.id)
    return scope.records(Payment, query.with_for_update())


def pay(scope: Scope, batch: Batch, lines: Sequence[Line], now: datetime) -> int:
    """Keep a batch with its lines and mark as paid what was due; how many were."""
    scope.insert(pay_batch, vars(batch))
    scope.insert(pay_line, *(vars(line) for line in lines))
    chosen = payment.c.id.in_([line.payment_id for line in lines])
    return scope.update(payment, chosen, payment.c.paid_at.is_(None), paid_at=now, batch_id=batch.id)


def batch(scope: Scope, batch_id: UUID) -> Batch | None:
    """The batch with this id."""
    return scope.record(Batch, scope.select(*BATCH).where(pay_batch.c.id == batch_id))


def batches(scope: Scope) -> list[Batch]:
    """All batches, the newest first."""
    return scope.records(Batch, scope.select(*BATCH).order_by(pay_batch.c.made_at.desc(), pay_batch.c.id))


def lines(scope: Scope, batch_id: UUID) -> list[Line]:
    """What a batch paid, by name."""
    query = scope.select(*LINE).where(pay_line.c.batch_id == batch_id)
    return scope.records(Line, query.order_by(pay_line.c.name, pay_line.c.payment_id))


def sums(scope: Scope) -> dict[UUID, tuple[int, int]]:
    """How many lines each batch has, and their sum in cents."""
    total = func.sum(pay_line.c.fee + pay_line.c.reimbursed)
    query = scope.select(pay_line.c.batch_id, func.count(), total).group_by(pay_line.c.batch_id)
    return {batch_id: (count, int(cents)) for batch_id, count, cents in scope.rows(query)}


def reopen(scope: Scope, batch_id: UUID, by: UUID, reason: str, now: datetime) -> bool:
    """What a batch paid is due again; whether it had not been reopened before."""
    is_closed = pay_batch.c.reopened_at.is_(None)
    told = {"reopened_at": now, "reopened_by": by, "reason": reason}
    if not scope.update(pay_batch, pay_batch.c.id == batch_id, is_closed, **told):
        return False
    scope.update(payment, payment.c.batch_id == batch_id, batch_id=None, paid_at=None)
    return True


def account_of(scope: Scope, person_id: UUID) -> BankAccount | None:
    """Where somebody wants to be paid."""
    return scope.record(BankAccount, scope.select(*PAYEE).where(payee_account.c.person_id == person_id))


def accounts(scope: Scope) -> dict[UUID, BankAccount]:
    """Where everybody wants to be paid, by person."""
    rows = scope.rows(scope.select(payee_account.c.person_id, *PAYEE))
    return {person_id: BankAccount(*account) for person_id, *account in rows}


def set_account(scope: Scope, person_id: UUID, account: BankAccount, now: datetime) -> None:
    """Keep where somebody wants to be paid from now on."""
    scope.put(payee_account, {"person_id": person_id, **vars(account), "changed_at": now})


def own_account(scope: Scope) -> BankAccount | None:
    """Where the organisation pays from."""
    return scope.record(BankAccount, scope.select(*PAYER))


def set_own_account(scope: Scope, account: BankAccount, now: datetime) -> None:
    """Keep where the organisation pays from."""
    scope.put(paying_account, {**vars(account), "changed_at": now})


def visited(scope: Scope, payment_ids: Collection[UUID]) -> dict[UUID, Visited]:
    """What each of these payments is for, by payment."""
    query = scope.select(payment.c.id, location.c.name, assignment.c.due_on).where(
        payment.c.assignment_id == assignment.c.id,
        assignment.c.location_id == location.c.id,
        payment.c.id.in_(payment_ids),
    )
    return {payment_id: Visited(name, due_on) for payment_id, name, due_on in scope.rows(query)}
