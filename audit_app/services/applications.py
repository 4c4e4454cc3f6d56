"""Applications of people who want to become shoppers: listed, accepted or declined with a reason."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from audit_app.core.mails import MailKind
from audit_app.core.panel import Application, ShopperProfile, Verdict
from audit_app.core.programme import Location, Person, Role
from audit_app.services import Rooms, invitations, mails
from audit_app.services.invitations import Issued
from audit_app.services.locations import among
from audit_app.services.mails import Outsider
from audit_app.services.refusals import NotHere, Refusal
from audit_app.storage import Scope, locations, panel, people
from audit_app.storage import mails as kept_mails
from audit_app.translations import lazy_gettext as _l


class AlreadyDecided(Refusal):
    """Somebody has accepted or declined this application before."""

    status = 409
    title = _l("This application has been decided already")
    message = _l("Go back to the list to see how. Nothing was changed.")


class HasAccount(Refusal):
    """There is an account with the applicant's e-mail address."""

    status = 409
    title = _l("This e-mail address already has an account")
    message = _l(
        "Nothing was changed. If this is a shopper of yours, send them a new link from the list of shoppers "
        "and decline this application. Otherwise ask the applicant for another address."
    )


@dataclass(frozen=True)
class Wanted:
    """Which applications to list: by verdict (None: waiting, unless `all`), a language spoken, an area."""

    state: str = "waiting"
    language: str = ""
    area: str = ""

    def fits(self, one: Application) -> bool:
        """Whether an application is wanted."""
        state = one.verdict.value if one.verdict else "waiting"
        return (
            self.state in ("all", state)
            and (not self.language or self.language in one.languages)
            and self.area.casefold() in one.area.casefold()
        )


@dataclass(frozen=True)
class Applied:
    """An application as an owner sees it.

    `is_known`: somebody of the organisation has this e-mail address; `others`: how many more applications do.
    """

    application: Application
    conflicts: tuple[Location, ...]
    is_known: bool
    others: int


def applications(rooms: Rooms, organisation_id: UUID, wanted: Wanted) -> list[Applied]:
    """The organisation's applications that are wanted, the newest first."""
    with rooms.store.reading(organisation_id) as scope:
        return [each for each in _applied(scope) if wanted.fits(each.application)]


def application(rooms: Rooms, organisation_id: UUID, application_id: UUID) -> Applied:
    """One application; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        for each in _applied(scope):
            if each.application.id == application_id:
                return each
    raise NotHere


def number_waiting(rooms: Rooms, organisation_id: UUID) -> int:
    """How many applications wait for a decision."""
    with rooms.store.reading(organisation_id) as scope:
        return panel.number_waiting(scope)


def _applied(scope: Scope) -> list[Applied]:
    listed = panel.applications(scope)
    emails = [one.email for one in listed]
    known = {person.email for person in people.every(scope)}
    places = locations.every(scope)
    return [
        Applied(one, among(places, one.conflicts), one.email in known, emails.count(one.email) - 1)
        for one in listed
    ]


def accept(rooms: Rooms, me: Person, application_id: UUID, reason: str, now: datetime) -> Issued:
    """Make a shopper of an applicant, with a profile and a personal link, which is mailed.

    Raises NotHere, AlreadyDecided, and HasAccount where the e-mail address is taken.
    """
    nobodys = invitations.nobodys_password()
    with rooms.store.writing(me.organisation_id) as scope:
        one = _decide(scope, me, application_id, Verdict.ACCEPTED, reason, now)
        person = Person(uuid4(), me.organisation_id, one.email, one.name, Role.SHOPPER, one.language)
        if not people.add(scope, person, nobodys):
            raise HasAccount
        panel.add_profile(scope, _profile_of(one, person))
        panel.became(scope, one.id, person.id)
        return invitations.issue(scope, person, now, MailKind.ACCEPTED)


def decline(rooms: Rooms, me: Person, application_id: UUID, reason: str, now: datetime) -> None:
    """Say no, also by mail; what the applicant wrote is deleted 90 days later.

    Raises NotHere and AlreadyDecided.
    """
    with rooms.store.writing(me.organisation_id) as scope:
        one = _decide(scope, me, application_id, Verdict.DECLINED, reason, now)
        to, page = Outsider(one.email, one.name, one.language), panel.page(scope)
        link = f"/join/{page.token}" if page else "/"
        mails.post(scope, MailKind.DECLINED, to, now, about=one.id, words={"reason": reason}, link=link)


def erase(rooms: Rooms, organisation_id: UUID, application_id: UUID) -> None:
    """Delete an application at once, because the applicant asked for it; raises NotHere.

    A shopper that came of it stays: access is ended in the list of people.
    """
    with rooms.store.writing(organisation_id) as scope:
        if not panel.erase_application(scope, application_id):
            raise NotHere
        kept_mails.erase_about(scope, application_id)


def _decide(
    scope: Scope, me: Person, application_id: UUID, verdict: Verdict, reason: str, now: datetime
) -> Application:
    """The decision comes first: of two people at once, the second one waits here and is refused."""
    decided = panel.decide(scope, application_id, verdict, reason, me.id, now)
    one = panel.find_application(scope, application_id)
    if one is None:
        raise NotHere
    if not decided:
        raise AlreadyDecided
    return one


def _profile_of(one: Application, person: Person) -> ShopperProfile:
    return ShopperProfile(
        person_id=person.id,
        organisation_id=person.organisation_id,
        languages=one.languages,
        area=one.area,
        age_band=one.age_band,
        availability=one.availability,
        phone=one.phone,
        conflicts=one.conflicts,
        conflict_words=one.conflict_words,
        consented_at=one.consented_at,
    )
