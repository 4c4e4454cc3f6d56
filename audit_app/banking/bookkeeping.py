"""A batch as a table for the bookkeeper, that spreadsheets of the reader's language open as it is."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from audit_app.core.pay import as_decimal

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells spreadsheets that the file is UTF-8."""
DECIMAL_POINT = ("en",)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Entry:
    """One row: what was paid for which visit, in cents; `account` as it may be shown."""

    batch: str
    paid_on: date
    name: str
    location: str
    visit: str
    fee: int
    reimbursed: int
    currency: str
    account: str


def bookkeeping(titles: Sequence[str], entries: Iterable[Entry], language: str) -> bytes:
    """The table as UTF-8 under ten titles: an entry's fields in their order, with the sum after what it adds.

    English has commas between and points in numbers; the other languages semicolons and decimal commas.
    What a spreadsheet would take for a formula begins with an apostrophe (OWASP: CSV injection).
    """
    written = StringIO(newline="")
    table = csv.writer(written, delimiter="," if language in DECIMAL_POINT else ";", lineterminator="\r\n")
    table.writerow([_harmless(title) for title in titles])
    table.writerows(_row(entry, language) for entry in entries)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def _row(entry: Entry, language: str) -> list[str]:
    amounts = (entry.fee, entry.reimbursed, entry.fee + entry.reimbursed)
    written = [_amount(as_decimal(cents, entry.currency), language) for cents in amounts]
    words = [entry.batch, entry.paid_on.isoformat(), entry.name, entry.location, entry.visit]
    return [*map(_harmless, words), *written, entry.currency, _harmless(entry.account)]


def _amount(amount: Decimal, language: str) -> str:
    return str(amount) if language in DECIMAL_POINT else str(amount).replace(".", ",")


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
