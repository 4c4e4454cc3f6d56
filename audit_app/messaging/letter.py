"""A finished letter, and how it travels: two readings of the same words, and headers nobody can add to."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 300


class BadLetter(Exception):
    """The letter cannot be sent as it is written: a header would break, or the address is none."""


@dataclass(frozen=True)
class Letter:
    """What one person is sent. `id` makes the Message-ID: the same letter has the same one each time.

    `sender_name` stands before our own address; `switch_off` is the https address that ends mails of this
    kind by a single POST (RFC 8058), empty where the reader has nothing to switch off.
    """

    id: str
    to_name: str
    to_address: str
    sender_name: str
    subject: str
    plain: str
    html: str
    language: str
    date: datetime
    switch_off: str = ""


def domain_of(address: str) -> str:
    """What follows the @, as it is written on the wire."""
    return address.rpartition("@")[2].encode("idna").decode()


def wire_address(address: str) -> str:
    """An address in ASCII, its domain by IDNA. Raises BadLetter where it is none or needs other letters."""
    name, _at, domain = address.rpartition("@")
    try:
        wire = f"{name}@{domain.encode('idna').decode()}"
        parsed = Address(addr_spec=wire)
    except (ValueError, IndexError, MessageError) as error:
        raise BadLetter("This is no e-mail address that can be written to.") from error
    is_plain = wire.isascii() and wire.isprintable() and " " not in wire and parsed.addr_spec == wire
    if not (name and domain and is_plain and len(wire) <= LONGEST_ADDRESS):
        raise BadLetter("This is no e-mail address that can be written to.")
    return wire


def as_message(letter: Letter, our_address: str) -> EmailMessage:
    """The letter as it travels. Raises BadLetter where a header has a line's end or another control sign."""
    ours, to = wire_address(our_address), wire_address(letter.to_address)
    for text in (letter.id, letter.to_name, letter.sender_name, letter.subject, letter.switch_off):
        _refuse_control(text)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(letter.sender_name, addr_spec=ours)
    message["To"] = Address(letter.to_name, addr_spec=to)
    message["Subject"] = letter.subject[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = f"<{letter.id}@{domain_of(ours)}>"
    message["Auto-Submitted"] = "auto-generated"  # so that no absence note answers
    if letter.switch_off:
        message["List-Unsubscribe"] = f"<{letter.switch_off}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.plain, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    # Only now: what is said of the content would have moved into the first part with it.
    message["Content-Language"] = letter.language
    return message


def _refuse_control(text: str) -> None:
    """Line ends of any kind, other control signs, and marks that turn the direction of reading."""
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") or sign in DIRECTIONS for sign in text):
        raise BadLetter("A header of this mail has signs in it that do not belong there.")


DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
