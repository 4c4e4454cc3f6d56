"""The owner pays what is due, once, and hands papers on; a shopper sees their own money and nobody else's."""

import csv
from io import StringIO
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree

from audit_app.core.pay import Owed
from audit_app.services import pay
from audit_app.storage import assignments
from audit_app.storage.tables import payment
from tests.web.conftest import send
from tests.web.firms import ACCOUNT, NOW

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
FINNISH = {"holder": "Aino Virtanen", "iban": "FI21 1234 5600 0007 85", "bic": ""}


@pytest.fixture(autouse=True)
def only_theirs(app, ours):
    """Nothing is owed for the visits that editors have approved."""
    with app.extensions["rooms"].store.writing(ours.id) as scope:
        scope.delete(payment, payment.c.shopper_id == ours.visitor.id)


@pytest.fixture
def owner(browser_of, ours):
    return browser_of(ours.owner)


@pytest.fixture
def shopper(browser_of, ours):
    return browser_of(ours.shopper)


@pytest.fixture
def owe(app, ours):
    """Owes somebody one more visit, in whichever currency."""

    def make(currency: str, whom=ours.shopper) -> None:
        with app.extensions["rooms"].store.writing(ours.id) as scope:
            pay.owe(scope, assignments.get(scope, ours.unread), whom.id, Owed(1000, 0, 0, currency), NOW)

    return make


def page(answer, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.data, "html5lib")


def words(found) -> str:
    return " ".join(found.get_text(" ").split())


def chosen(form) -> dict[str, object]:
    """What a form would send as it stands."""
    ticked = [box["value"] for box in form.select("[name=payment][checked]")]
    return {
        "id": form.select_one("[name=id]")["value"],
        "pay_on": form.select_one("[name=pay_on]")["value"],
        "payment": ticked,
    }


def test_what_is_due_is_paid_once(owner, ours):
    due = page(owner.get("/owner/pay"))
    [form] = due.select("form.section")
    assert words(form.h2) == "Due: €27.00"
    assert "€12.00 of €18.90" in words(form.table)
    made = send(owner, "/owner/pay", chosen(form))
    assert made.status_code == 303
    batch = page(owner.get(made.location))
    assert words(batch.h1) == "€27.00"
    assert "1 payment on 10 Mar 2026, made by Owner" in words(batch.main)
    assert "Nothing is due" in words(page(owner.get("/owner/pay")).main)
    again = send(owner, "/owner/pay", chosen(form))
    assert again.location == made.location
    other_page = send(owner, "/owner/pay", {**chosen(form), "id": str(uuid4())}, follow_redirects=True)
    assert "Nothing was paid twice." in words(page(other_page).main)
    assert len(page(owner.get("/owner/pay")).select("tbody tr")) == 2


def test_nothing_chosen_and_no_day_are_said(owner, ours):
    form = page(owner.get("/owner/pay")).select_one("form.section")
    nothing = send(owner, "/owner/pay", {**chosen(form), "payment": []}, follow_redirects=True)
    assert "Choose at least one payment." in words(page(nothing).main)
    no_day = send(owner, "/owner/pay", {**chosen(form), "pay_on": "soon"})
    assert "Please write a day like 2026-03-31." in words(page(no_day, 422).main)
    assert page(owner.get("/owner/pay")).select("form.section")


def test_each_currency_has_a_form_and_an_id_of_its_own(owner, owe):
    owe("TRY")
    forms = page(owner.get("/owner/pay")).select("form.section")
    assert [words(form.h2) for form in forms] == ["Due: €27.00", "Due: TRY10.00"]
    assert len({chosen(form)["id"] for form in forms}) == 2
    both = [box for form in forms for box in chosen(form)["payment"]]
    mixed = send(owner, "/owner/pay", {**chosen(forms[0]), "payment": both})
    assert "Make one batch for each currency." in words(page(mixed, 422))
    made = send(owner, "/owner/pay", chosen(forms[1]))
    assert not page(owner.get(made.location)).select("[href$='transfers.xml']")
    assert owner.get(f"{made.location}/transfers.xml").status_code == 409


def test_the_bank_gets_a_file_and_the_bookkeeper_a_table(owner, ours):
    at = f"/owner/pay/batches/{ours.batch}"
    file = owner.get(f"{at}/transfers.xml")
    assert file.headers["Content-Disposition"] == f'attachment; filename="transfers-{ours.batch}.xml"'
    root = ElementTree.fromstring(file.data)
    assert [found.text for found in root.findall(".//p:InstdAmt", NS)] == ["27.00"]
    assert root.find(".//p:CdtrAcct/p:Id/p:IBAN", NS).text == ACCOUNT
    table = owner.get(f"{at}/payments.csv?lang=el")
    assert table.mimetype == "text/csv"
    [titles, row] = csv.reader(StringIO(table.data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (len(titles), row[5:8]) == (10, ["15,00", "12,00", "27,00"])
    assert ACCOUNT not in table.text


def test_no_page_shows_an_account_whole(owner, shopper, ours):
    pages = [
        owner.get(path) for path in ("/owner/pay", "/owner/pay/account", f"/owner/pay/batches/{ours.batch}")
    ]
    for shown in (*pages, shopper.get("/visits/money")):
        assert ACCOUNT not in page(shown).decode().replace(" ", "")
        assert "GR ···· 0695" in words(page(shown))


def test_a_batch_is_reopened_with_a_reason(owner, ours):
    at = f"/owner/pay/batches/{ours.batch}"
    silent = send(owner, f"{at}/reopen", {"reason": "  "})
    assert "Please write a reason" in words(page(silent, 422).main)
    assert send(owner, f"{at}/reopen", {"reason": "The <b>bank</b> refused it"}).status_code == 303
    reopened = page(owner.get(at))
    assert "Reopened by Owner: its payments are due again. The <b>bank</b> refused it" in words(reopened.main)
    assert not reopened.select("[href$='transfers.xml'], details.confirm")
    assert owner.get(f"{at}/payments.csv").status_code == 409
    assert "Due: €54.00" in words(page(owner.get("/owner/pay")).main)


def test_whoever_has_no_account_is_named_before_and_after(owner, owe, ours, browser_of):
    assert "Nothing yet." in words(page(browser_of(ours.colleague).get("/visits/money")).main)
    owe("EUR", ours.colleague)
    form = page(owner.get("/owner/pay")).select_one("form.section")
    assert {words(row.th) for row in form.select("tbody tr")} == {
        "Shopper – Ermou Street",
        "Colleague – Ermou Street No account yet",
    }
    batch = page(send(owner, "/owner/pay", chosen(form), follow_redirects=True))
    assert words(batch.select_one(".note.warn li")) == "Colleague"


def test_a_shopper_sees_what_is_due_and_paid(shopper):
    mine = page(shopper.get("/visits/money"))
    assert words(mine.select_one(".card .big")) == "€27.00"
    assert "Paid so far: €27.00" in words(mine.main)
    assert "You spent €18.90; up to €12.00 is paid back." in words(mine.main)
    assert sorted(words(badge) for badge in mine.select("li.card .badge")) == ["Not paid yet", "Paid"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("iban", "FI21 1234 5600 0007 58", "This cannot be an IBAN. Please compare it with your card."),
        ("iban", "", "Please write the IBAN."),
        ("bic", "NOBANK", "A BIC has 8 or 11 letters and digits. It can be left out."),
        ("holder", " ", "Please write the name on the account."),
        ("holder", "x" * 71, "Please keep it under 70 characters."),
    ],
)
@pytest.mark.parametrize("path", ["/visits/money", "/owner/pay/account"])
def test_a_slip_of_the_hand_is_noticed_and_keeps_what_was_good(owner, shopper, path, field, value, said):
    browser = shopper if path == "/visits/money" else owner
    refused = page(send(browser, path, {**FINNISH, field: value}), 422)
    assert words(refused.select_one(f"#{field}-error")) == said
    assert refused.select_one("[name=holder]")["value"] == ({**FINNISH, field: value}["holder"].strip())
    assert "GR ···· 0695" in words(refused.main)


def test_an_account_is_changed(owner, shopper):
    for browser, path in ((shopper, "/visits/money"), (owner, "/owner/pay/account")):
        assert send(browser, path, FINNISH).status_code == 303
        assert "FI ···· 0785" in words(page(browser.get(path)).main)


@pytest.mark.parametrize("language", ["en", "el", "fi", "hy", "tr"])
def test_money_stands_in_every_language(owner, shopper, ours, language):
    for browser, path in (
        (owner, "/owner/pay"),
        (owner, f"/owner/pay/batches/{ours.batch}"),
        (shopper, "/visits/money"),
    ):
        shown = words(page(browser.get(f"{path}?lang={language}")).main)
        assert ("€27.00" if language == "en" else "27,00") in shown
