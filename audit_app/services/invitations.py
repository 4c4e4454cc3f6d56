"""Personal links by which a new shopper chooses a password: good for a week, and once."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from audit_app.core.mails import MailKind
from audit_app.core.panel import Invitation, InvitationKind
from audit_app.core.programme import Organisation, Person, Role
from audit_app.services import Rooms, accounts, mails
from audit_app.services.accounts import Entered
from audit_app.services.refusals import NotHere, Refusal
from audit_app.storage import Scope, organisations, panel, people, sign_ins
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l

GOOD_FOR = timedelta(days=7)
TOKEN_BYTES = 24
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
SHORTEST, LONGEST, LEAST_SIGNS = 12, 200, 5


class LinkSpent(Refusal):
    """A personal link that was used, has expired or was replaced by a newer one."""

    status = 410
    title = _l("This link no longer works")
    message = _l(
        "If you have chosen your password already, sign in with it. Otherwise ask whoever invited you for a "
        "new link: each one works once, and for seven days."
    )


class WeakPassword(Refusal):
    """A password that would be guessed; the message says what is wrong with it."""

    status = 422
    title = _l("Please choose another password")

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Issued:
    """A fresh personal link. `token` is known only now: storage keeps its digest."""

    person: Person
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Invited:
    """What a personal link leads to."""

    invitation: Invitation
    person: Person
    organisation: Organisation


def issue(scope: Scope, person: Person, now: datetime, mail_kind: MailKind = MailKind.INVITATION) -> Issued:
    """Make a shopper's personal link and mail it; older unused ones stop working.

    Every link is made here, in the transaction of its cause.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    new = Invitation(
        id=uuid4(),
        organisation_id=person.organisation_id,
        kind=InvitationKind.SHOPPER,
        person_id=person.id,
        email=person.email,
        digest=_digest(token),
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    panel.end_invitations(scope, [person.id], now)
    panel.add_invitation(scope, new)
    words = {"until_at": new.expires_at.isoformat()}
    mails.post(scope, mail_kind, person, now, about=new.id, words=words, link=f"/invited/{token}")
    return Issued(person, token, new.expires_at)


def renew(rooms: Rooms, organisation_id: UUID, person_id: UUID, now: datetime) -> Issued:
    """A new link for a shopper who lost the first one; raises NotHere for anybody else."""
    with rooms.store.writing(organisation_id) as scope:
        for person in people.every(scope, Role.SHOPPER):
            if person.id == person_id:
                return issue(scope, person, now)
    raise NotHere


def nobodys_password() -> str:
    """A real hash of a password that nobody knows: signing in takes as long as for everybody else."""
    return accounts.hash_password(secrets.token_urlsafe(TOKEN_BYTES))


def find_open(rooms: Rooms, token: str, now: datetime) -> Invited:
    """Who a personal link is for; raises NotHere, and LinkSpent once it no longer works."""
    if not TOKEN.fullmatch(token):
        raise NotHere
    with rooms.store.reading_all() as everywhere:
        invitation = panel.invitation_by_digest(everywhere, _digest(token))
        account = people.account(everywhere, invitation.email) if invitation else None
    if invitation is None:
        raise NotHere
    is_fresh = invitation.used_at is None and invitation.expires_at > now
    if not is_fresh or account is None or account.disabled_at or account.person.id != invitation.person_id:
        raise LinkSpent
    with rooms.store.reading(invitation.organisation_id) as scope:
        return Invited(invitation, account.person, organisations.this(scope))


def choose_password(rooms: Rooms, invited: Invited, password: str, now: datetime) -> Entered:
    """Set the password, spend the link, and sign in; of two at once one wins.

    Raises WeakPassword, which leaves the link as it was, and LinkSpent.
    """
    _expect_strong(password, invited.person)
    password_hash = accounts.hash_password(password)
    person = invited.person
    with rooms.store.writing(person.organisation_id) as scope:
        if not panel.use_invitation(scope, invited.invitation.id, now):
            raise LinkSpent
        people.set_password(scope, person.id, password_hash)
        sign_ins.end_all_of(scope, person.id, now)
    return accounts.enter(rooms, person, now)


def _expect_strong(password: str, person: Person) -> None:
    if len(password) < SHORTEST:
        raise WeakPassword(
            _("Please use at least %(least)s characters: a short sentence is good.", least=SHORTEST)
        )
    if len(password) > LONGEST:
        raise WeakPassword(_("Please use at most %(most)s characters.", most=LONGEST))
    if len(set(password)) < LEAST_SIGNS:
        raise WeakPassword(_("This repeats itself too often. Please use more different characters."))
    if len(_without_own_words(password, person)) < LEAST_SIGNS:
        raise WeakPassword(
            _("This is little more than your own name. Please add something that nobody expects.")
        )


def _without_own_words(password: str, person: Person) -> str:
    left = password.casefold()
    for word in (person.email.partition("@")[0], *person.name.casefold().split()):
        left = left.replace(word, "")
    return left.strip()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
