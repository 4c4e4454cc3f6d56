"""What leaves for the bank and the bookkeeper, whose accounts they name, and a shopper's own money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.banking import Entry, NotTransferable, Transfer, bookkeeping, credit_transfers
from audit_app.core.bank_accounts import BankAccount, clean_bic, clean_iban, masked_iban
from audit_app.core.pay import Balance, Payment, balances
from audit_app.core.programme import Person
from audit_app.services import Rooms
from audit_app.services.pay import BatchContent, batch_of
from audit_app.services.pay_refusals import BatchReopened, NobodyToPay, NoOwnAccount, OnlyEuro
from audit_app.storage import pay
from audit_app.storage.pay import Visited

EURO = "EUR"


@dataclass(frozen=True)
class Money:
    """A shopper's own money: sums by currency, each payment with what it was for, and the account, masked."""

    balances: Mapping[str, Balance]
    payments: tuple[tuple[Payment, Visited], ...]
    holder: str
    account: str


def table_of(
    rooms: Rooms, organisation_id: UUID, batch_id: UUID, titles: Sequence[str], language: str
) -> bytes:
    """A batch for the bookkeeper (CSV, UTF-8); raises NotHere and BatchReopened."""
    content = _counting(rooms, organisation_id, batch_id)
    return bookkeeping(titles, [_entry(content, place) for place in range(len(content.lines))], language)


def _entry(content: BatchContent, place: int) -> Entry:
    batch, line = content.paid.batch, content.lines[place]
    visited = content.visited[line.payment_id]
    return Entry(
        batch=str(batch.id),
        paid_on=batch.pay_on,
        name=line.name,
        location=visited.location,
        visit=visited.due_on.isoformat(),
        fee=line.fee,
        reimbursed=line.reimbursed,
        currency=batch.currency,
        account=masked_iban(line.iban) if line.iban else "",
    )


def transfers_of(rooms: Rooms, organisation_id: UUID, batch_id: UUID, text: str) -> bytes:
    """A batch for the bank (SEPA, pain.001.001.09); `text` stands on the statement before the place.

    Whoever has no account and whatever costs nothing is not in it. Always the same file, dated by the
    batch, so that a bank refuses it the second time. Raises NotHere, BatchReopened, OnlyEuro, NoOwnAccount
    and NobodyToPay.
    """
    content = _counting(rooms, organisation_id, batch_id)
    batch = content.paid.batch
    if batch.currency != EURO:
        raise OnlyEuro
    with rooms.store.reading(organisation_id) as scope:
        payer = pay.own_account(scope)
    if payer is None:
        raise NoOwnAccount
    try:
        return credit_transfers(batch.id.hex, payer, _transfers(content, text), batch.pay_on, batch.made_at)
    except NotTransferable as error:
        raise NobodyToPay from error


def _transfers(content: BatchContent, text: str) -> list[Transfer]:
    return [
        Transfer(
            line.payment_id.hex,
            BankAccount(line.name, line.iban, line.bic),
            line.total,
            f"{text} {content.visited[line.payment_id].location}",
        )
        for line in content.lines
        if line.iban and line.total
    ]


def _counting(rooms: Rooms, organisation_id: UUID, batch_id: UUID) -> BatchContent:
    content = batch_of(rooms, organisation_id, batch_id)
    if content.paid.batch.reopened_at:
        raise BatchReopened
    return content


def account_from(holder: str, iban: str, bic: str) -> BankAccount:
    """An account as somebody typed it; raises BadIban and BadBic."""
    return BankAccount(holder.strip(), clean_iban(iban), clean_bic(bic))


def own_account(rooms: Rooms, organisation_id: UUID) -> BankAccount | None:
    """Where the organisation pays from."""
    with rooms.store.reading(organisation_id) as scope:
        return pay.own_account(scope)


def set_own_account(rooms: Rooms, organisation_id: UUID, account: BankAccount, now: datetime) -> None:
    """Pay from this account from now on."""
    with rooms.store.writing(organisation_id) as scope:
        pay.set_own_account(scope, account, now)


def set_account(rooms: Rooms, shopper: Person, account: BankAccount, now: datetime) -> None:
    """Be paid on this account from now on; batches that were made keep the one they had."""
    with rooms.store.writing(shopper.organisation_id) as scope:
        pay.set_account(scope, shopper.id, account, now)


def money_of(rooms: Rooms, shopper: Person) -> Money:
    """What a shopper is owed and was paid, the newest first, and where to; nobody else's."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        payments, account = pay.of_shopper(scope, shopper.id), pay.account_of(scope, shopper.id)
        visited = pay.visited(scope, [payment.id for payment in payments])
    return Money(
        balances=balances(payments),
        payments=tuple((payment, visited[payment.id]) for payment in payments),
        holder=account.holder if account else "",
        account=masked_iban(account.iban) if account else "",
    )
