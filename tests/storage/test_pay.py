"""Each visit is owed once and paid once, whoever tries how often at the same time."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from audit_app.core.bank_accounts import BankAccount
from audit_app.core.pay import PayState
from audit_app.storage import assignments, pay, tables
from tests.storage.making import NOW, batch, id_of, line, payment, replace, visit
from tests.storage.test_concurrency import WRITERS, at_once

LATER = NOW + timedelta(days=1)


@pytest.fixture
def owed(store, ours):
    """Eight visits that are due."""
    made = []
    with store.writing(ours.id) as scope:
        for number in range(8):
            one = visit(ours.id, f"visit {number}")
            assignments.add(scope, one)
            made.append(payment(ours, id=id_of(f"payment {number}"), assignment_id=one.id))
            assert pay.owe(scope, made[-1])
    return made


def test_a_visit_is_owed_once_and_the_first_amount_stays(store, ours):
    with store.writing(ours.id) as scope:
        assert pay.owe(scope, payment(ours))
        assert not pay.owe(scope, payment(ours, id=id_of("again"), fee=9900))
        assert pay.of_assignment(scope, ours.visit.id) == payment(ours)
        assert pay.of_shopper(scope, ours.shopper.id) == [payment(ours)]


def test_a_visit_owed_by_eight_at_once_is_owed_once(store, ours):
    def owe(number: int) -> bool:
        with store.writing(ours.id) as scope:
            return pay.owe(scope, payment(ours, id=id_of(f"try {number}")))

    assert sum(at_once(owe)) == 1
    with store.reading(ours.id) as scope:
        assert len(pay.due(scope)) == 1


def test_what_costs_nothing_is_never_due(store, ours):
    with store.writing(ours.id) as scope:
        pay.owe(scope, payment(ours, fee=0, cap=0))
        assert pay.due(scope) == []


def test_a_batch_pays_what_it_names_and_no_more(store, ours, owed):
    lines = [line(ours, payment_id=one.id) for one in owed[:3]]
    with store.writing(ours.id) as scope:
        assert pay.pay(scope, batch(ours), lines, LATER) == 3
        assert {one.id for one in pay.due(scope)} == {one.id for one in owed[3:]}
        assert pay.sums(scope) == {id_of("batch"): (3, 3 * 2700)}
        assert pay.of_assignment(scope, owed[0].assignment_id).state is PayState.PAID
        assert {one.payment_id for one in pay.lines(scope, id_of("batch"))} == {one.id for one in owed[:3]}
        assert pay.batches(scope) == [batch(ours)]


def test_overlapping_batches_of_eight_at_once_pay_each_visit_once(store, ours, owed):
    """Each takes all eight payments, in another order; who comes late is paid nothing and takes it back."""

    class Late(Exception):
        pass

    def take(number: int) -> bool:
        chosen = [one.id for one in owed[number:] + owed[:number]]
        try:
            with store.writing(ours.id) as scope:
                free = [one for one in pay.locked(scope, chosen) if one.state is PayState.DUE]
                made = batch(ours, id=id_of(f"batch {number}"))
                lines = [line(ours, batch_id=made.id, payment_id=one.id) for one in free]
                if pay.pay(scope, made, lines, LATER) < len(chosen):
                    raise Late
        except Late:
            return False
        return True

    assert sum(at_once(take)) == 1
    with store.reading(ours.id) as scope:
        assert pay.due(scope) == []
        assert list(pay.sums(scope).values()) == [(WRITERS, WRITERS * 2700)]


def test_a_batch_is_reopened_once_and_keeps_its_lines(store, ours, owed):
    with store.writing(ours.id) as scope:
        pay.pay(scope, batch(ours), [line(ours, payment_id=owed[0].id)], LATER)
        assert pay.reopen(scope, id_of("batch"), ours.owner.id, "Wrong account", LATER)
        assert not pay.reopen(scope, id_of("batch"), ours.owner.id, "Once more", LATER)
        assert len(pay.due(scope)) == len(owed)
        assert len(pay.lines(scope, id_of("batch"))) == 1
        told = {"reopened_at": LATER, "reopened_by": ours.owner.id, "reason": "Wrong account"}
        assert pay.batch(scope, id_of("batch")) == batch(ours, **told)


@pytest.mark.parametrize(
    "wrong", [{"fee": -1}, {"paid_at": NOW}, {"currency": None}, {"shopper_id": id_of("nobody")}]
)
def test_the_tables_refuse_what_cannot_be(store, ours, wrong):
    row = {**vars(payment(ours)), **wrong}
    with pytest.raises(IntegrityError), store.writing(ours.id) as scope:
        scope.insert(tables.payment, row)


def test_nothing_is_reopened_without_a_reason(store, ours):
    with store.writing(ours.id) as scope:
        pay.pay(scope, batch(ours), [], LATER)
    with pytest.raises(IntegrityError), store.writing(ours.id) as scope:
        pay.reopen(scope, id_of("batch"), ours.owner.id, "", LATER)


def test_an_account_is_the_last_one_that_was_given(store, ours):
    first = BankAccount("Maria", "FI2112345600000785")
    with store.writing(ours.id) as scope:
        assert pay.account_of(scope, ours.shopper.id) is None
        assert pay.own_account(scope) is None
        for account in (first, replace(first, bic="NDEAFIHH")):
            pay.set_account(scope, ours.shopper.id, account, NOW)
            pay.set_own_account(scope, account, NOW)
        assert pay.accounts(scope) == {ours.shopper.id: replace(first, bic="NDEAFIHH")}
        assert pay.own_account(scope) == pay.account_of(scope, ours.shopper.id)
