"""The recruiting page: an owner opens it, and anybody with its link may apply without an account."""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from audit_app.core.mails import MailKind
from audit_app.core.panel import AgeBand, Application, PhoneType, RecruitingPage
from audit_app.core.programme import Location, Organisation, Role
from audit_app.core.questionnaire import Texts
from audit_app.services import Rooms, mails
from audit_app.services.refusals import NotHere, Refusal, TooManyTries
from audit_app.storage import Scope, attempts, locations, organisations, panel, people
from audit_app.translations import lazy_gettext as _l

TOKEN_BYTES = 9
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
TRIES_PER = timedelta(hours=1)
TRIES_FROM_AN_ADDRESS = 30
"""A household or a café may apply from one address; a machine that fills the list may not."""
TRIES_AT_A_PAGE = 300
KEPT_AFTER_DECISION = timedelta(days=90)
KEPT_UNDECIDED = timedelta(days=365)


class RecruitingClosed(Refusal):
    """The page takes no more applications."""

    status = 410
    title = _l("No new shoppers are needed just now")
    message = _l("Thank you for your interest. This page may open again: keep its link if you like.")


@dataclass(frozen=True)
class Joining:
    """A recruiting page with all that it says: whose it is, and which places somebody may be biased about."""

    page: RecruitingPage
    organisation: Organisation
    places: tuple[Location, ...]


@dataclass(frozen=True)
class About:
    """What shoppers say of themselves, applying and later: see `core.panel.Application`."""

    languages: tuple[str, ...]
    area: str
    age_band: AgeBand | None
    availability: tuple[str, ...]
    phone: PhoneType | None
    conflicts: tuple[UUID, ...]
    conflict_words: str

    def at(self, places: tuple[Location, ...]) -> "About":
        """The same, with conflicts at these places alone: what else was named is nothing of ours."""
        known = {place.id for place in places}
        return replace(self, conflicts=tuple(each for each in self.conflicts if each in known))


@dataclass(frozen=True)
class Applicant:
    """A new application; `id` was made with the page, so that sending it twice is one."""

    id: UUID
    name: str
    email: str
    language: str
    about: About


# --- the applicant


def find(rooms: Rooms, token: str) -> Joining:
    """The page that a public link leads to, open or closed; raises NotHere."""
    if not TOKEN.fullmatch(token):
        raise NotHere
    with rooms.store.reading_all() as everywhere:
        page = panel.page_by_token(everywhere, token)
    if page is None:
        raise NotHere
    with rooms.store.reading(page.organisation_id) as scope:
        return _joining(scope, page)


def _joining(scope: Scope, page: RecruitingPage) -> Joining:
    return Joining(page, organisations.this(scope), tuple(locations.every(scope)))


def find_open(rooms: Rooms, token: str) -> Joining:
    """The page that a public link leads to; raises NotHere, and RecruitingClosed once it was closed."""
    joining = find(rooms, token)
    if joining.page.closed_at:
        raise RecruitingClosed
    return joining


def apply(rooms: Rooms, joining: Joining, applicant: Applicant, address: str, now: datetime) -> None:
    """Keep an application once, however often it is sent; it looks the same whoever the applicant is.

    Nobody learns here whether an e-mail address is known. Raises RecruitingClosed where the page was closed
    before it came, and TooManyTries.
    """
    _count_the_try(rooms, joining, address, now)
    new = _application(joining, applicant, now)
    with rooms.store.writing(joining.page.organisation_id) as scope:
        _expect_open_or_known(scope, applicant.id)
        if panel.add_application(scope, new):
            _tell_owners(scope, new, now)


def _tell_owners(scope: Scope, new: Application, now: datetime) -> None:
    """Without a word of the applicant's: what is forgotten in time must not stay in a mail."""
    link = f"/owner/panel/applications/{new.id}"
    for owner in people.every(scope, Role.OWNER):
        mails.post(scope, MailKind.APPLIED, owner, now, about=new.id, words={}, link=link)


def _expect_open_or_known(scope: Scope, application_id: UUID) -> None:
    """What arrived in time may come again, e.g. because the thanks were lost on the way."""
    page = panel.page(scope)
    if page and page.closed_at and panel.find_application(scope, application_id) is None:
        raise RecruitingClosed


def _application(joining: Joining, applicant: Applicant, now: datetime) -> Application:
    return Application(
        id=applicant.id,
        organisation_id=joining.page.organisation_id,
        name=applicant.name,
        email=people.normalised(applicant.email),
        language=applicant.language,
        consented_at=now,
        **vars(applicant.about.at(joining.places)),
    )


def _count_the_try(rooms: Rooms, joining: Joining, address: str, now: datetime) -> None:
    from_address = hashlib.sha256(address.encode()).hexdigest()
    limits = (
        (f"join-from:{from_address}", TRIES_FROM_AN_ADDRESS),
        (f"join-at:{joining.page.organisation_id}", TRIES_AT_A_PAGE),
    )
    with rooms.store.writing_all() as desk:
        for key, tries in limits:
            if not attempts.take(desk, key, tries, TRIES_PER, now):
                raise TooManyTries


# --- the owner


def page_of(rooms: Rooms, organisation_id: UUID) -> Joining | None:
    """The organisation's page; None before it was first opened."""
    with rooms.store.reading(organisation_id) as scope:
        page = panel.page(scope)
        return _joining(scope, page) if page else None


def open_page(rooms: Rooms, organisation_id: UUID, now: datetime) -> RecruitingPage:
    """Take applications; a page that was open before keeps its link, so printed codes go on working."""
    new = RecruitingPage(organisation_id, secrets.token_urlsafe(TOKEN_BYTES), {}, now)
    with rooms.store.writing(organisation_id) as scope:
        page = replace(panel.page(scope) or new, closed_at=None)
        panel.put_page(scope, page)
        return page


def close_page(rooms: Rooms, organisation_id: UUID, now: datetime) -> None:
    """Take no more applications; twice is once. Raises NotHere before it was first opened."""
    with rooms.store.writing(organisation_id) as scope:
        page = _here(scope)
        panel.put_page(scope, replace(page, closed_at=page.closed_at or now))


def say(rooms: Rooms, organisation_id: UUID, texts: Texts) -> None:
    """Write what the page says about the work, by language; raises NotHere before it was first opened."""
    said = {code: text for code, text in texts.items() if text}
    with rooms.store.writing(organisation_id) as scope:
        panel.put_page(scope, replace(_here(scope), texts=said))


def _here(scope: Scope) -> RecruitingPage:
    page = panel.page(scope)
    if page is None:
        raise NotHere
    return page
