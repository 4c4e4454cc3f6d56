"""What is owed and paid: cents that add up, whatever the amounts."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from audit_app.core.bank_accounts import BadIban, clean_iban, masked_iban
from audit_app.core.pay import (
    CURRENCIES,
    LARGEST,
    NO_CENTS,
    BadAmount,
    Balance,
    MixedCurrencies,
    Owed,
    Payment,
    PayState,
    as_decimal,
    balances,
    batch_total,
    digits_of,
)

NOW = datetime(2026, 3, 10, tzinfo=UTC)
NOBODY = UUID(int=0)
cents = st.integers(0, LARGEST)
owed = st.builds(Owed, cents, cents, cents, st.sampled_from(["EUR", "TRY", "JPY"]))


def payment(one: Owed, paid_at: datetime | None = None) -> Payment:
    return Payment(**vars(one), id=NOBODY, organisation_id=NOBODY, assignment_id=NOBODY, shopper_id=NOBODY,
                   owed_at=NOW, paid_at=paid_at)  # fmt: skip


def test_expenses_are_paid_back_up_to_the_cap():
    assert (Owed(1500, 1890, 1200, "EUR").reimbursed, Owed(1500, 1890, 1200, "EUR").total) == (1200, 2700)
    assert Owed(1500, 1100, 1200, "EUR").total == 2600
    assert Owed(1500, 1890, 0, "EUR").total == 1500


@given(owed)
def test_a_cap_is_never_exceeded_and_nobody_gets_more_than_they_laid_out(one):
    assert one.reimbursed <= one.cap
    assert one.reimbursed <= one.expenses
    assert one.total == one.fee + one.reimbursed
    assert one.reimbursed in {one.cap, one.expenses}


@pytest.mark.parametrize(
    "wrong",
    [
        {"fee": -1},
        {"expenses": LARGEST + 1},
        {"cap": -5},
        {"currency": "eur"},
        {"currency": "XXX"},
    ],
)
def test_what_is_no_amount_is_refused(wrong):
    with pytest.raises(BadAmount):
        replace(Owed(1500, 0, 0, "EUR"), **wrong)


@given(st.lists(st.tuples(owed, st.booleans())))
def test_what_is_due_and_what_was_paid_are_all_there_is(drawn):
    payments = [payment(one, NOW if paid else None) for one, paid in drawn]
    for currency, balance in balances(payments).items():
        together = sum(each.total for each in payments if each.currency == currency)
        assert balance.due + balance.paid == together
    assert set(balances(payments)) == {each.currency for each in payments}


def test_a_balance_by_hand():
    due, paid = Owed(1500, 1890, 1200, "EUR"), Owed(100, 0, 0, "EUR")
    assert [payment(due).state, payment(paid, NOW).state] == [PayState.DUE, PayState.PAID]
    assert balances([payment(due), payment(paid, NOW)]) == {"EUR": Balance(2700, 100)}


@given(st.lists(owed, min_size=1))
def test_a_batch_is_the_sum_of_its_lines_and_of_one_currency(lines):
    if len({one.currency for one in lines}) == 1:
        assert batch_total(lines) == (sum(one.total for one in lines), lines[0].currency)
    else:
        with pytest.raises(MixedCurrencies):
            batch_total(lines)


def test_an_empty_batch_has_no_currency():
    with pytest.raises(MixedCurrencies):
        batch_total([])


@pytest.mark.parametrize(
    ("number", "currency", "written"),
    [
        (1250, "EUR", "12.50"),
        (5, "EUR", "0.05"),
        (1250, "JPY", "1250"),
        (1250, "KWD", "1.250"),
        (0, "AMD", "0.00"),
    ],
)
def test_cents_as_people_write_them(number, currency, written):
    assert str(as_decimal(number, currency)) == written


@given(st.integers(-(10**15), 10**15), st.sampled_from(sorted(CURRENCIES)))
def test_cents_lose_nothing_when_written(number, currency):
    assert as_decimal(number, currency) * 10 ** digits_of(currency) == number


def test_decimals_are_no_fewer_than_another_table_has():
    """Babel's are of everyday use: of fewer decimals than the standard's, never of more (bar these two)."""
    more = {code for code in CURRENCIES if get_currency_precision(code) > digits_of(code)}
    assert more <= NO_CENTS | {"MGA", "MRU"}
    assert Decimal(digits_of("EUR")) == get_currency_precision("EUR")


GOOD = ["GB82 WEST 1234 5698 7654 32", "gr1601101250000000012300695", "FI21 1234 5600 0007 85",
        "DE89370400440532013000", "TR33 0006 1005 1978 6457 8413 26"]  # fmt: skip


@pytest.mark.parametrize("iban", GOOD)
def test_accounts_that_can_exist(iban):
    assert clean_iban(iban) == iban.replace(" ", "").upper()


@pytest.mark.parametrize(
    "iban",
    ["", "GB82", "GB83 WEST 1234 5698 7654 32", "FI21 1234 5600 0007 8", "GB82-WEST-1234-5698-7654-32",
     "8282WEST12345698765432", "ＧＢ82WEST12345698765432", "GB82 WEST 1234 5698 7654 23"],
)  # fmt: skip
def test_numbers_that_no_account_has(iban):
    with pytest.raises(BadIban):
        clean_iban(iban)


@given(st.sampled_from(GOOD), st.integers(2, 40), st.sampled_from("0123456789"))
def test_a_single_wrong_digit_is_always_noticed(iban, place, digit):
    known = clean_iban(iban)
    place %= len(known)
    changed = known[:place] + digit + known[place + 1 :]
    if changed == known:
        assert clean_iban(changed) == known
    else:
        with pytest.raises(BadIban):
            clean_iban(changed)


def test_an_account_is_shown_by_its_country_and_four_signs():
    assert masked_iban("GB82WEST12345698765432") == "GB ···· 5432"
