"""Credit transfers for a bank, as the file that every bank of the euro area takes."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from audit_app.core.bank_accounts import BankAccount

FORMAT = "pain.001.001.09"
SPACE = f"{{urn:iso:std:iso:20022:tech:xsd:{FORMAT}}}"
NOT_ALLOWED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
"""All signs but those that the European Payments Council lets banks rely on."""
LONGEST_NAME, LONGEST_TEXT, LONGEST_ID = 70, 140, 35


class NotTransferable(ValueError):
    """The file would break the rules of its own format: nothing is written."""


@dataclass(frozen=True)
class Transfer:
    """Cents of euro to an account; `id` (at most 35 signs) comes back on the statement."""

    id: str
    to: BankAccount
    cents: int
    text: str


def credit_transfers(
    batch_id: str, payer: BankAccount, transfers: Sequence[Transfer], pay_on: date, now: datetime
) -> bytes:
    """One SEPA credit transfer file (ISO 20022 pain.001.001.09), checked with its schema.

    The same batch always has the same message id, so that a bank refuses a file that it was given before.
    Names and texts are put into Latin letters: "Μαρία" → "Maria". Raises NotTransferable.
    """
    from sepaxml.transfer import SepaTransfer

    if not transfers or any(each.cents <= 0 for each in transfers):
        raise NotTransferable("nothing to transfer")
    holder = {
        "name": _plain(payer.holder, LONGEST_NAME),
        "IBAN": payer.iban,
        "currency": "EUR",
        "batch": True,
    }
    document = SepaTransfer({**holder, **_bic(payer)}, schema=FORMAT, clean=False)
    for each in transfers:
        document.add_payment(_payment(each, pay_on))
    return _checked(_named(document.export(validate=False), batch_id[:LONGEST_ID], now))


def _payment(transfer: Transfer, pay_on: date) -> dict[str, object]:
    return {
        "name": _plain(transfer.to.holder, LONGEST_NAME),
        "IBAN": transfer.to.iban,
        "amount": transfer.cents,
        "execution_date": pay_on,
        "description": _plain(transfer.text, LONGEST_TEXT),
        "endtoend_id": transfer.id[:LONGEST_ID],
        **_bic(transfer.to),
    }


def _bic(account: BankAccount) -> dict[str, str]:
    return {"BIC": account.bic} if account.bic else {}


def _plain(text: str, longest: int) -> str:
    from text_unidecode import unidecode

    latin = " ".join(NOT_ALLOWED.sub(" ", unidecode(text)).split())
    if not latin:
        raise NotTransferable(text)
    return latin[:longest].rstrip()


def _named(written: bytes, batch_id: str, now: datetime) -> bytes:
    """The file under the batch's id and our clock, where the library takes dice and the machine's."""
    root = ET.fromstring(written)  # noqa: S314 - what we have just written ourselves
    for path, text in (
        ("GrpHdr/MsgId", batch_id),
        ("GrpHdr/CreDtTm", now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("PmtInf/PmtInfId", batch_id),
    ):
        found = root.find(f"{SPACE}CstmrCdtTrfInitn/" + "/".join(SPACE + part for part in path.split("/")))
        assert found is not None
        found.text = text
    _without_bank(root)
    ET.register_namespace("", SPACE.strip("{}"))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _without_bank(root: ET.Element) -> None:
    """Say so where the payer's bank is left to the IBAN: the European rules want a word there."""
    for bank in root.iter(f"{SPACE}FinInstnId"):
        if not len(bank):
            ET.SubElement(ET.SubElement(bank, f"{SPACE}Othr"), f"{SPACE}Id").text = "NOTPROVIDED"


def _checked(written: bytes) -> bytes:
    from sepaxml.validation import ValidationError, try_valid_xml

    try:
        try_valid_xml(written, FORMAT)
    except ValidationError as error:
        raise NotTransferable(str(error.__cause__)) from error
    return written
