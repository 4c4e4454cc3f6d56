"""What shoppers are owed and paid, in whole cents: a fee and what they laid out, up to a cap.

The pay track is apart from the review: a visit may be excluded from the results and its shopper paid.
Amounts count the currency's smallest unit as ISO 4217 has it (EUR: cents, JPY: yen, KWD: thousandths).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


def _codes(written: str) -> frozenset[str]:
    return frozenset(written.split())


CURRENCIES = _codes(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ "
    "GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR "
    "LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN "
    "PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
    "TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)
NO_CENTS = _codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")
THOUSANDTHS = _codes("BHD IQD JOD KWD LYD OMR TND")

LARGEST = 99_999_999
"""Cents of one amount: what a visit costs has no more digits, and a slip of the hand often has."""


class BadAmount(ValueError):
    """Not an amount that can be owed: negative, beyond reason, or of no currency."""


class MixedCurrencies(ValueError):
    """Amounts of different currencies were to be added."""


class PayState(StrEnum):
    """Where a payment stands."""

    DUE = "due"
    PAID = "paid"


def digits_of(currency: str) -> int:
    """Decimals of a currency: EUR 2, JPY 0, KWD 3; raises BadAmount for an unknown one."""
    if currency not in CURRENCIES:
        raise BadAmount(currency)
    return 0 if currency in NO_CENTS else 3 if currency in THOUSANDTHS else 2


def as_decimal(cents: int, currency: str) -> Decimal:
    """Cents as the amount people write, exactly: 1250 EUR → 12.50, 1250 JPY → 1250."""
    digits = tuple(int(digit) for digit in str(abs(cents)))
    return Decimal((int(cents < 0), digits, -digits_of(currency)))


@dataclass(frozen=True)
class Owed:
    """What one visit costs, in cents: its fee, what the shopper laid out, and the most that is paid back.

    Worked: fee 1500, expenses 1890, cap 1200 → 1200 paid back, 2700 in all. Raises BadAmount.
    """

    fee: int
    expenses: int
    cap: int
    currency: str

    def __post_init__(self) -> None:
        digits_of(self.currency)
        for cents in (self.fee, self.expenses, self.cap):
            if not 0 <= cents <= LARGEST:
                raise BadAmount(cents)

    @property
    def reimbursed(self) -> int:
        """What is paid back of the expenses."""
        return min(self.expenses, self.cap)

    @property
    def total(self) -> int:
        """Fee and reimbursement together."""
        return self.fee + self.reimbursed


@dataclass(frozen=True)
class Payment(Owed):
    """What one visit costs, and whether it was paid: then in which batch. Moments in UTC."""

    id: UUID
    organisation_id: UUID
    assignment_id: UUID
    shopper_id: UUID
    owed_at: datetime
    paid_at: datetime | None = None
    batch_id: UUID | None = None

    @property
    def state(self) -> PayState:
        """Due until it is in a batch."""
        return PayState.DUE if self.paid_at is None else PayState.PAID


@dataclass(frozen=True)
class Batch:
    """Payments of one currency made together, to be carried out on `pay_on`; reopened with a reason, once."""

    id: UUID
    organisation_id: UUID
    currency: str
    pay_on: date
    made_at: datetime
    made_by: UUID
    reopened_at: datetime | None = None
    reopened_by: UUID | None = None
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One payment of a batch as it was made: cents, the account's holder, IBAN and BIC ('': none known)."""

    batch_id: UUID
    payment_id: UUID
    shopper_id: UUID
    name: str
    iban: str
    bic: str
    fee: int
    reimbursed: int

    @property
    def total(self) -> int:
        """Fee and reimbursement together."""
        return self.fee + self.reimbursed


@dataclass(frozen=True)
class Balance:
    """Cents of one currency that are due, and that have been paid."""

    due: int = 0
    paid: int = 0


def balances(payments: Iterable[Payment]) -> Mapping[str, Balance]:
    """What is due and what was paid, by currency in the order of their codes."""
    sums: dict[str, dict[PayState, int]] = defaultdict(lambda: dict.fromkeys(PayState, 0))
    for payment in payments:
        sums[payment.currency][payment.state] += payment.total
    return {
        currency: Balance(each[PayState.DUE], each[PayState.PAID]) for currency, each in sorted(sums.items())
    }


def batch_total(payments: Iterable[Owed]) -> tuple[int, str]:
    """The sum of a batch and its currency; raises MixedCurrencies, also for an empty one."""
    owed = list(payments)
    currencies = {each.currency for each in owed}
    if len(currencies) != 1:
        raise MixedCurrencies(sorted(currencies))
    return sum(each.total for each in owed), currencies.pop()
