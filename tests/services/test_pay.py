"""A visit is owed once, paid once and told once; the papers say the same as the books."""

import csv
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from uuid import UUID, uuid4

import pytest
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit_app.core.bank_accounts import BadBic, BadIban
from audit_app.core.mails import MailKind
from audit_app.core.pay import Balance, Batch, Owed, PayState
from audit_app.services import pay, pay_papers
from audit_app.services.pay import PayWish
from audit_app.services.pay_papers import account_from
from audit_app.services.pay_refusals import (
    BatchReopened,
    NobodyToPay,
    NoOwnAccount,
    NothingChosen,
    OnlyEuro,
    PaidMeanwhile,
    ReasonNeeded,
    TwoCurrencies,
)
from audit_app.services.refusals import NotHere
from audit_app.storage import assignments, tables
from tests.arriving import at_once
from tests.visiting import A_DAY, NOW, TODAY, World, build_world

LATER = NOW + A_DAY
FEE = Owed(1500, 1890, 1200, "EUR")
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
TITLES = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
ACCOUNT = account_from(" Maria ", "gr16 0110 1250 0000 0001 2300 695", "")
OWN = account_from("Kiosk Oy", "FI21 1234 5600 0007 85", "ndeafihh")


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


@pytest.fixture
def owed(world):
    """Owes a new visit; gives the payment's id."""

    def owe(amount: Owed = FEE, shopper=None) -> UUID:
        visit_id = world.change()
        with world.rooms.store.writing(world.owner.organisation_id) as scope:
            one = assignments.get(scope, visit_id)
            return pay.owe(scope, one, (shopper or world.shopper).id, amount, NOW).id

    return owe


def wish(*payments: UUID, named: UUID | None = None) -> PayWish:
    return PayWish(named or uuid4(), frozenset(payments), TODAY)


def make(world, *payments: UUID, **more):
    return pay.pay_batch(world.rooms, world.owner, wish(*payments, **more), LATER)


def due(world) -> list[UUID]:
    return [each.payment.id for each in pay.due(world.rooms, world.owner.organisation_id)[0]]


def mails(world) -> list[tuple]:
    with world.rooms.store.reading(world.owner.organisation_id) as scope:
        mail = tables.mail
        return [tuple(row) for row in scope.rows(scope.select(mail.c.kind, mail.c.person_id, mail.c.words))]


def test_what_is_owed_first_stays(world):
    with world.rooms.store.writing(world.owner.organisation_id) as scope:
        visit = assignments.get(scope, world.visit_id)
        first = pay.owe(scope, visit, world.shopper.id, FEE, NOW)
        assert pay.owe(scope, visit, world.shopper.id, replace(FEE, fee=1), LATER) == first
    [listed], sums = pay.due(world.rooms, world.owner.organisation_id)
    assert (listed.payment, listed.has_account) == (first, False)
    assert sums == {"EUR": Balance(2700, 0)}


def test_a_batch_pays_and_tells_each_shopper_once(world, owed):
    first, second, other = owed(), owed(), owed()
    batch = make(world, first, second)
    assert due(world) == [other]
    assert mails(world) == [(MailKind.PAID, world.shopper.id, {"amount": "€54.00"})]
    money = pay_papers.money_of(world.rooms, world.shopper)
    assert money.balances == {"EUR": Balance(2700, 5400)}
    assert {one.id for one, _ in money.payments if one.state is PayState.PAID} == {first, second}
    [paid] = pay.batches(world.rooms, world.owner.organisation_id)
    assert (paid.batch, paid.by, paid.count, paid.total) == (batch, world.owner.name, 2, 5400)


def test_the_same_wish_again_is_the_same_batch(world, owed):
    named, payment = uuid4(), owed()
    assert make(world, payment, named=named) == make(world, payment, named=named)
    assert len(pay.batches(world.rooms, world.owner.organisation_id)) == len(mails(world)) == 1


def test_an_old_page_cannot_pay_something_else_under_the_same_id(world, owed):
    named, first, second = uuid4(), owed(), owed()
    make(world, first, named=named)
    with pytest.raises(PaidMeanwhile):
        make(world, second, named=named)
    assert due(world) == [second]


def test_eight_taps_on_one_button_make_one_batch(world, owed):
    named, payments = uuid4(), [owed() for _ in range(3)]
    made = at_once([lambda: make(world, *payments, named=named)] * 8)
    assert {batch.id for batch in made} == {named}
    assert len(pay.batches(world.rooms, world.owner.organisation_id)) == len(mails(world)) == 1


def test_eight_batches_of_the_same_visits_at_once_pay_one(world, owed):
    payments = [owed() for _ in range(3)]

    made = at_once([lambda: make(world, *payments)] * 8)
    assert [type(one) for one in made if not isinstance(one, Batch)] == [PaidMeanwhile] * 7
    [paid] = pay.batches(world.rooms, world.owner.organisation_id)
    assert (paid.count, paid.total, due(world)) == (3, 3 * 2700, [])


def test_a_batch_is_all_or_nothing(world, owed):
    paid, unpaid = owed(), owed()
    make(world, paid)
    with pytest.raises(PaidMeanwhile):
        make(world, paid, unpaid)
    with pytest.raises(NotHere):
        make(world, unpaid, uuid4())
    with pytest.raises(NothingChosen):
        make(world)
    with pytest.raises(TwoCurrencies):
        make(world, unpaid, owed(replace(FEE, currency="TRY")))
    assert unpaid in due(world)
    assert len(pay.batches(world.rooms, world.owner.organisation_id)) == 1


def test_a_reopened_batch_is_due_again_and_says_why(world, owed):
    payment = owed()
    batch = make(world, payment)
    with pytest.raises(ReasonNeeded):
        pay.reopen(world.rooms, world.owner, batch.id, "  ", LATER)
    pay.reopen(world.rooms, world.owner, batch.id, " The account was wrong. ", LATER)
    content = pay.batch_of(world.rooms, world.owner.organisation_id, batch.id)
    assert (content.paid.batch.reason, content.reopened_by) == ("The account was wrong.", world.owner.name)
    assert (len(content.lines), due(world)) == (1, [payment])
    with pytest.raises(BatchReopened):
        pay.reopen(world.rooms, world.owner, batch.id, "Again", LATER)
    with pytest.raises(BatchReopened):
        pay_papers.table_of(world.rooms, world.owner.organisation_id, batch.id, TITLES, "en")
    make(world, payment)
    assert due(world) == []


def test_nothing_is_anybody_elses(world, owed):
    batch = make(world, owed())
    stranger = replace(world.owner, organisation_id=world.stranger.organisation_id)
    for act in (
        lambda: pay.batch_of(world.rooms, stranger.organisation_id, batch.id),
        lambda: pay.reopen(world.rooms, stranger, batch.id, "Mine now", LATER),
        lambda: pay.pay_batch(world.rooms, stranger, wish(owed()), LATER),
        lambda: pay_papers.transfers_of(world.rooms, stranger.organisation_id, batch.id, "Visit"),
    ):
        with pytest.raises(NotHere):
            act()
    assert pay_papers.money_of(world.rooms, world.colleague).payments == ()


def transfers(world, batch):
    data = pay_papers.transfers_of(world.rooms, world.owner.organisation_id, batch.id, "Visit")
    return ElementTree.fromstring(data)


def test_a_bank_gets_who_has_an_account_and_the_bookkeeper_all(world, owed):
    batch_before = make(world, owed())
    with pytest.raises(NoOwnAccount):
        transfers(world, batch_before)
    pay_papers.set_own_account(world.rooms, world.owner.organisation_id, OWN, NOW)
    with pytest.raises(NobodyToPay):
        transfers(world, batch_before)
    pay_papers.set_account(world.rooms, world.shopper, ACCOUNT, NOW)
    batch = make(world, owed(), owed(shopper=world.colleague), owed(replace(FEE, fee=5, cap=0)))
    root = transfers(world, batch)
    amounts = [found.text for found in root.findall(".//p:InstdAmt", NS)]
    assert sorted(amounts) == ["0.05", "27.00"]
    assert {found.text for found in root.findall(".//p:CdtrAcct/p:Id/p:IBAN", NS)} == {ACCOUNT.iban}
    assert root.find(".//p:MsgId", NS).text == batch.id.hex
    content = pay.batch_of(world.rooms, world.owner.organisation_id, batch.id)
    assert [line.shopper_id for line in content.without_account] == [world.colleague.id]
    table = pay_papers.table_of(world.rooms, world.owner.organisation_id, batch.id, TITLES, "en").decode(
        "utf-8-sig"
    )
    rows = list(csv.reader(StringIO(table, newline="")))
    assert sum(Decimal(row[7]) for row in rows[1:]) * 100 == content.paid.total == 2700 + 2700 + 5
    assert ACCOUNT.iban not in table


def test_an_account_that_changes_later_does_not_change_a_batch(world, owed):
    pay_papers.set_own_account(world.rooms, world.owner.organisation_id, OWN, NOW)
    pay_papers.set_account(world.rooms, world.shopper, ACCOUNT, NOW)
    batch = make(world, owed())
    before = pay_papers.transfers_of(world.rooms, world.owner.organisation_id, batch.id, "Visit")
    pay_papers.set_account(world.rooms, world.shopper, OWN, LATER)
    assert pay_papers.transfers_of(world.rooms, world.owner.organisation_id, batch.id, "Visit") == before


def test_sepa_is_for_euro(world, owed):
    batch = make(world, owed(replace(FEE, currency="TRY")))
    with pytest.raises(OnlyEuro):
        transfers(world, batch)


def test_an_account_is_shown_masked(world):
    pay_papers.set_account(world.rooms, world.shopper, ACCOUNT, NOW)
    money = pay_papers.money_of(world.rooms, world.shopper)
    assert (money.holder, money.account) == ("Maria", "GR ···· 0695")
    assert pay_papers.own_account(world.rooms, world.owner.organisation_id) is None


@pytest.mark.parametrize(("iban", "bic", "wrong"), [("GR16", "", BadIban), (ACCOUNT.iban, "NDEA", BadBic)])
def test_what_is_no_account_is_refused(iban, bic, wrong):
    with pytest.raises(wrong):
        account_from("Maria", iban, bic)


cents = st.integers(0, 99_999_999)


@given(st.lists(st.tuples(cents, cents, cents), min_size=1, max_size=5))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_batch_is_the_sum_of_its_lines_and_no_cap_is_exceeded(world, owed, amounts):
    payments = [owed(Owed(*three, "EUR")) for three in amounts]
    batch = make(world, *payments)
    content = pay.batch_of(world.rooms, world.owner.organisation_id, batch.id)
    assert content.paid.total == sum(fee + min(spent, cap) for fee, spent, cap in amounts)
    assert sorted(line.total for line in content.lines) == sorted(fee + min(s, c) for fee, s, c in amounts)
    assert max(line.reimbursed for line in content.lines) <= max(cap for _, _, cap in amounts)
