"""What shoppers are owed, and paying it: due, then paid in a batch, apart from what a review decides."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from audit_app.core.mails import MailKind
from audit_app.core.pay import (
    Balance,
    Batch,
    Line,
    MixedCurrencies,
    Owed,
    Payment,
    as_decimal,
    balances,
    batch_total,
)
from audit_app.core.programme import Assignment, Person
from audit_app.formatting import format_money
from audit_app.services import Rooms
from audit_app.services.mails import post
from audit_app.services.pay_refusals import (
    BatchReopened,
    NothingChosen,
    PaidMeanwhile,
    ReasonNeeded,
    TwoCurrencies,
)
from audit_app.services.refusals import NotHere
from audit_app.storage import Scope, pay, people
from audit_app.storage.pay import Visited

MONEY_PAGE = "/visits/money"
LONGEST_REASON = 500


@dataclass(frozen=True)
class DuePayment:
    """A payment that is due: to whom, for what, and whether an account is known."""

    payment: Payment
    shopper: str
    visited: Visited
    has_account: bool


@dataclass(frozen=True)
class PayWish:
    """The batch to be made under an id that was made with the form, to be carried out on a day."""

    id: UUID
    payment_ids: frozenset[UUID]
    pay_on: date


@dataclass(frozen=True)
class PaidBatch:
    """A batch, who made it, how many payments it has and their sum in cents."""

    batch: Batch
    by: str
    count: int
    total: int


@dataclass(frozen=True)
class BatchContent:
    """A batch with its lines and what each was for, by payment."""

    paid: PaidBatch
    lines: tuple[Line, ...]
    visited: Mapping[UUID, Visited]
    reopened_by: str

    @property
    def without_account(self) -> tuple[Line, ...]:
        """Lines that no bank can carry out: nobody told the account."""
        return tuple(line for line in self.lines if not line.iban)


def owe(scope: Scope, assignment: Assignment, shopper_id: UUID, owed: Owed, now: datetime) -> Payment:
    """Keep what a visit costs, once: who asks again is given what was kept first, whatever the amounts."""
    new = Payment(
        **vars(owed),
        id=uuid4(),
        organisation_id=scope.organisation_id,
        assignment_id=assignment.id,
        shopper_id=shopper_id,
        owed_at=now,
    )
    pay.owe(scope, new)
    kept = pay.of_assignment(scope, assignment.id)
    assert kept is not None
    return kept


def due(rooms: Rooms, organisation_id: UUID) -> tuple[list[DuePayment], Mapping[str, Balance]]:
    """All that is due, the oldest first, and its sums by currency."""
    with rooms.store.reading(organisation_id) as scope:
        payments, names, accounts = pay.due(scope), people.names(scope), pay.accounts(scope)
        visited = pay.visited(scope, [owed.id for owed in payments])
    listed = [
        DuePayment(owed, names[owed.shopper_id], visited[owed.id], owed.shopper_id in accounts)
        for owed in payments
    ]
    return listed, balances(payments)


def pay_batch(rooms: Rooms, owner: Person, wish: PayWish, now: datetime) -> Batch:
    """Pay what was chosen, all or nothing; the same wish again gives the batch that it made.

    Tells each shopper once. Raises NothingChosen, TwoCurrencies, PaidMeanwhile, and NotHere for what is
    nobody's here.
    """
    with rooms.store.writing(owner.organisation_id) as scope:
        # Locked before looking: the second of two taps on one button waits here and finds the first's batch.
        chosen = pay.locked(scope, wish.payment_ids)
        if known := pay.batch(scope, wish.id):
            return _the_same(scope, known, wish)
        if len(chosen) != len(wish.payment_ids):
            raise NotHere
        currency = _currency_of(chosen)
        batch = Batch(wish.id, owner.organisation_id, currency, wish.pay_on, now, owner.id)
        lines = _lines(scope, batch, chosen)
        if pay.pay(scope, batch, lines, now) != len(chosen):
            raise PaidMeanwhile
        _tell(scope, batch, lines, now)
    return batch


def _the_same(scope: Scope, known: Batch, wish: PayWish) -> Batch:
    if {line.payment_id for line in pay.lines(scope, known.id)} != wish.payment_ids:
        raise PaidMeanwhile
    return known


def _currency_of(chosen: Sequence[Payment]) -> str:
    if not chosen:
        raise NothingChosen
    try:
        return batch_total(chosen)[1]
    except MixedCurrencies:
        raise TwoCurrencies from None


def _lines(scope: Scope, batch: Batch, chosen: Sequence[Payment]) -> list[Line]:
    names, accounts = people.names(scope), pay.accounts(scope)
    return [
        Line(
            batch_id=batch.id,
            payment_id=owed.id,
            shopper_id=owed.shopper_id,
            name=account.holder if account else names[owed.shopper_id],
            iban=account.iban if account else "",
            bic=account.bic if account else "",
            fee=owed.fee,
            reimbursed=owed.reimbursed,
        )
        for owed in chosen
        for account in [accounts.get(owed.shopper_id)]
    ]


def _tell(scope: Scope, batch: Batch, lines: Sequence[Line], now: datetime) -> None:
    """One mail to each shopper, with the sum of all that the batch pays them."""
    sums: dict[UUID, int] = defaultdict(int)
    for line in lines:
        sums[line.shopper_id] += line.total
    for shopper_id, cents in sums.items():
        if to := people.get(scope, shopper_id):
            amount = format_money(as_decimal(cents, batch.currency), batch.currency, to.language)
            post(scope, MailKind.PAID, to, now, about=batch.id, words={"amount": amount}, link=MONEY_PAGE)


def batches(rooms: Rooms, organisation_id: UUID) -> list[PaidBatch]:
    """All batches, the newest first."""
    with rooms.store.reading(organisation_id) as scope:
        names, sums = people.names(scope), pay.sums(scope)
        return [_paid(batch, names, sums) for batch in pay.batches(scope)]


def _paid(batch: Batch, names: Mapping[UUID, str], sums: Mapping[UUID, tuple[int, int]]) -> PaidBatch:
    return PaidBatch(batch, names[batch.made_by], *sums.get(batch.id, (0, 0)))


def batch_of(rooms: Rooms, organisation_id: UUID, batch_id: UUID) -> BatchContent:
    """A batch with its lines; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        batch = pay.batch(scope, batch_id)
        if batch is None:
            raise NotHere
        names, lines = people.names(scope), tuple(pay.lines(scope, batch_id))
        visited = pay.visited(scope, [line.payment_id for line in lines])
        sums = {batch_id: (len(lines), sum(line.total for line in lines))}
    reopened_by = names[batch.reopened_by] if batch.reopened_by else ""
    return BatchContent(_paid(batch, names, sums), lines, visited, reopened_by)


def reopen(rooms: Rooms, owner: Person, batch_id: UUID, reason: str, now: datetime) -> None:
    """Make what a batch paid due again; raises NotHere, ReasonNeeded, and BatchReopened the second time."""
    told = reason.strip()[:LONGEST_REASON]
    if not told:
        raise ReasonNeeded
    with rooms.store.writing(owner.organisation_id) as scope:
        if pay.batch(scope, batch_id) is None:
            raise NotHere
        if not pay.reopen(scope, batch_id, owner.id, told, now):
            raise BatchReopened
