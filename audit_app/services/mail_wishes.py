"""How people want to hear of things: at once, once a day, or not at all; a link in a mail ends its kind."""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from audit_app.core.mails import MailKind, MailWish
from audit_app.core.programme import Person, Role
from audit_app.services import Rooms
from audit_app.services.mail_words import WORDINGS
from audit_app.services.refusals import NotHere
from audit_app.settings import Settings
from audit_app.storage import Scope, mails
from audit_app.storage.mails import Mail

PURPOSE = b"switch mails off\0"
A_DAYS = "digest"
"""Stands for every kind that is wished once a day."""
PATH = "/mails/off/"
SIGNATURE = 32
FOR_SHOPPERS = (
    MailKind.OFFER,
    MailKind.REMINDER,
    MailKind.RETURNED,
    MailKind.APPROVED,
    MailKind.REJECTED,
    MailKind.PAID,
)
FOR_THE_OFFICE = (MailKind.APPLIED, MailKind.ESCALATION, MailKind.PUBLISHED)


@dataclass(frozen=True)
class Choice:
    """One kind of mail and what a person wishes of it."""

    kind: MailKind
    name: object
    wish: MailWish


@dataclass(frozen=True)
class SwitchOff:
    """What a link in a mail switches off, and for whom."""

    organisation_id: UUID
    person_id: UUID
    what: str


def choices(rooms: Rooms, person: Person) -> list[Choice]:
    """What somebody can choose, and has chosen."""
    with rooms.store.reading(person.organisation_id) as scope:
        chosen = mails.wishes(scope, person.id)
    kinds = FOR_SHOPPERS if person.role is Role.SHOPPER else FOR_THE_OFFICE
    return [Choice(kind, WORDINGS[kind].name, chosen.get(kind, MailWish.AT_ONCE)) for kind in kinds]


def choose(rooms: Rooms, person: Person, wishes: Mapping[MailKind, MailWish]) -> None:
    """Keep what somebody chose."""
    with rooms.store.writing(person.organisation_id) as scope:
        for kind, wish in wishes.items():
            mails.wish(scope, person.id, kind, wish)


def switch_off_path(settings: Settings, found: Sequence[Mail]) -> str:
    """The path that ends such mails without a sign-in; empty where there is nothing to switch off."""
    person_id = found[0].person_id
    if person_id is None:
        return ""
    kinds = {mail.kind for mail in found}
    what = kinds.pop().value if len(kinds) == 1 else A_DAYS
    return PATH + token_of(settings, SwitchOff(found[0].organisation_id, person_id, what))


def token_of(settings: Settings, off: SwitchOff) -> str:
    """The link's token: who and what, signed. It does not expire, since a mail may be read years later."""
    said = off.organisation_id.bytes + off.person_id.bytes + off.what.encode()
    return base64.urlsafe_b64encode(_signature(settings, said) + said).rstrip(b"=").decode()


def _signature(settings: Settings, said: bytes) -> bytes:
    return hmac.digest(settings.signing_key().encode(), PURPOSE + said, "sha256")


def read_token(settings: Settings, token: str) -> SwitchOff:
    """What a link says; raises NotHere for a token that we did not sign."""
    try:
        whole = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotHere from error
    signature, said = whole[:SIGNATURE], whole[SIGNATURE:]
    if not hmac.compare_digest(signature, _signature(settings, said)):
        raise NotHere
    return SwitchOff(UUID(bytes=said[:16]), UUID(bytes=said[16:32]), said[32:].decode())


def name_of(off: SwitchOff) -> object | None:
    """The kind's name; None where it is all that comes once a day."""
    return None if off.what == A_DAYS else WORDINGS[MailKind(off.what)].name


def switch_off(rooms: Rooms, token: str) -> SwitchOff:
    """Do what the link says, however often it is asked; raises NotHere."""
    off = read_token(rooms.settings, token)
    with rooms.store.writing(off.organisation_id) as scope:
        for kind in _kinds(scope, off):
            mails.wish(scope, off.person_id, kind, MailWish.OFF)
    return off


def _kinds(scope: Scope, off: SwitchOff) -> list[MailKind]:
    if off.what != A_DAYS:
        return [MailKind(off.what)]
    chosen = mails.wishes(scope, off.person_id)
    return [kind for kind, wish in chosen.items() if wish is MailWish.DIGEST]
