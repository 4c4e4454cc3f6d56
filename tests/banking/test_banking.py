"""Files for banks and bookkeepers, read back: every cent is there, and nothing that could do harm."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from sepaxml.validation import try_valid_xml

from audit_app.banking import Entry, NotTransferable, Transfer, bookkeeping, credit_transfers
from audit_app.core.bank_accounts import BankAccount

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
FIRM = BankAccount("Kiosk Oy", "FI2112345600000785", "NDEAFIHH")
MARIA = BankAccount("Μαρία Ωνάση", "GR1601101250000000012300695")
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
TITLES = ["Batch", "Day", "Name", "Place", "Visit", "Fee", "Back", "Sum", "Currency", "Account"]


def transfer(cents: int = 2700, text: str = "Visit of 10 March", to: BankAccount = MARIA) -> Transfer:
    return Transfer("11111111222233334444555555555555", to, cents, text)


def written(*transfers: Transfer, batch: str = "batch-1"):
    return ElementTree.fromstring(credit_transfers(batch, FIRM, transfers, TODAY, NOW))


def texts(root, path: str) -> list[str]:
    return [found.text for found in root.findall(f".//{path}", NS)]


def test_a_transfer_read_back():
    root = written(transfer(), transfer(5))
    assert texts(root, "p:GrpHdr/p:MsgId") == texts(root, "p:PmtInfId") == ["batch-1"]
    assert texts(root, "p:GrpHdr/p:CreDtTm") == ["2026-03-10T09:30:00Z"]
    assert texts(root, "p:CtrlSum") == ["27.05", "27.05"]
    assert texts(root, "p:NbOfTxs") == ["2", "2"]
    assert texts(root, "p:InstdAmt") == ["27.00", "0.05"]
    assert {found.get("Ccy") for found in root.findall(".//p:InstdAmt", NS)} == {"EUR"}
    assert texts(root, "p:DbtrAcct/p:Id/p:IBAN") == [FIRM.iban]
    assert texts(root, "p:DbtrAgt/p:FinInstnId/p:BICFI") == ["NDEAFIHH"]
    assert texts(root, "p:CdtrAcct/p:Id/p:IBAN") == [MARIA.iban] * 2
    assert texts(root, "p:Cdtr/p:Nm") == ["Maria Onase"] * 2
    assert texts(root, "p:ReqdExctnDt/p:Dt") == ["2026-03-10"]
    assert texts(root, "p:Ustrd") == ["Visit of 10 March"] * 2


def test_a_payer_is_known_by_the_iban_alone():
    payer = BankAccount("Kiosk Oy", FIRM.iban)
    root = ElementTree.fromstring(credit_transfers("b", payer, [transfer()], TODAY, NOW))
    assert texts(root, "p:DbtrAgt/p:FinInstnId/p:Othr/p:Id") == ["NOTPROVIDED"]


def test_the_same_batch_is_the_same_file():
    once, again = (credit_transfers("batch-1", FIRM, [transfer()], TODAY, NOW) for _ in range(2))
    assert once == again
    assert once != credit_transfers("batch-2", FIRM, [transfer()], TODAY, NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [transfer(0)],
        [transfer(to=BankAccount("Maria", "not an IBAN"))],
        [transfer(to=BankAccount("Maria", MARIA.iban, "NO"))],
        [transfer(to=BankAccount("§§", MARIA.iban)), transfer(to=BankAccount("", MARIA.iban))],
    ],
    ids=["nothing", "no money", "no IBAN", "no BIC", "no name"],
)
def test_what_no_bank_would_take_is_not_written(wrong):
    with pytest.raises(NotTransferable):
        credit_transfers("batch", FIRM, wrong, TODAY, NOW)


@given(
    st.lists(st.integers(1, 99_999_999), min_size=1, max_size=8), st.text(max_size=200), st.text(max_size=90)
)
@settings(max_examples=15, deadline=None)
def test_whatever_names_and_texts_the_file_keeps_to_its_schema_and_its_sum(amounts, text, name):
    to = BankAccount(f"Maria {name}", MARIA.iban)
    data = credit_transfers(
        "b", FIRM, [transfer(cents, f"Visit {text}", to) for cents in amounts], TODAY, NOW
    )
    try_valid_xml(data, "pain.001.001.09")
    root = ElementTree.fromstring(data)
    assert sum(map(Decimal, texts(root, "p:InstdAmt"))) * 100 == sum(amounts)
    assert [Decimal(found) * 100 for found in texts(root, "p:CtrlSum")] == [sum(amounts)] * 2


def entry(**changed: object) -> Entry:
    known = {"batch": "b1", "paid_on": TODAY, "name": "Maria", "location": "Ermou", "visit": "v1",
             "fee": 1500, "reimbursed": 1200, "currency": "EUR", "account": "GR ···· 0695"}  # fmt: skip
    return Entry(**{**known, **changed})


def rows(data: bytes, delimiter: str) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize(
    ("language", "delimiter", "amounts"),
    [("en", ",", ["15.00", "12.00", "27.00"]), ("el", ";", ["15,00", "12,00", "27,00"])],
)
def test_a_table_read_back(language, delimiter, amounts):
    table = rows(bookkeeping(TITLES, [entry()], language), delimiter)
    assert table[0] == TITLES
    assert table[1] == ["b1", "2026-03-10", "Maria", "Ermou", "v1", *amounts, "EUR", "GR ···· 0695"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_no_cell_is_a_formula(start):
    [_, row] = rows(bookkeeping(TITLES, [entry(name=f"{start}HYPERLINK(1)")], "en"), ",")
    assert row[2] == f"'{start}HYPERLINK(1)"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40), st.sampled_from(["en", "fi"]))
def test_a_name_comes_back_whole(name, language):
    [_, row] = rows(bookkeeping(TITLES, [entry(name=name)], language), "," if language == "en" else ";")
    assert row[2] in (name, f"'{name}")
    assert not row[2].startswith(("=", "+", "-", "@"))
