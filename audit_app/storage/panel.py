"""The panel: the recruiting page, applications, shoppers' profiles and their personal links."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func

from audit_app.core.panel import Application, Invitation, RecruitingPage, ShopperProfile, Verdict
from audit_app.storage.scope import Everywhere, Scope, columns_of
from audit_app.storage.tables import application, assignment, invitation, recruiting_page, shopper_profile

PAGE = columns_of(recruiting_page, RecruitingPage)
APPLICATION = columns_of(application, Application)
PROFILE = columns_of(shopper_profile, ShopperProfile)
INVITATION = columns_of(invitation, Invitation)
NOT_SAID = ("level", "consented_at", "conflicts_seen_at")
"""What others write into a profile."""


# --- the recruiting page


def put_page(scope: Scope, page: RecruitingPage) -> None:
    """Write the organisation's page, in place of the one before."""
    scope.put(recruiting_page, vars(page))


def page(scope: Scope) -> RecruitingPage | None:
    """The organisation's page, open or closed."""
    return scope.record(RecruitingPage, scope.select(*PAGE))


def page_by_token(everywhere: Everywhere, token: str) -> RecruitingPage | None:
    """The page that a public link leads to, open or closed."""
    query = everywhere.select(*PAGE).where(recruiting_page.c.token == token)
    return everywhere.record(RecruitingPage, query)


# --- applications


def add_application(scope: Scope, new: Application) -> bool:
    """Write an application; False where one with this id is there already."""
    return bool(scope.insert_missing(application, vars(new)))


def find_application(scope: Scope, application_id: UUID) -> Application | None:
    """The application with this id, if it is the organisation's."""
    return scope.record(Application, scope.select(*APPLICATION).where(application.c.id == application_id))


def applications(scope: Scope) -> list[Application]:
    """All applications, the newest first."""
    order = (application.c.consented_at.desc(), application.c.id)
    return scope.records(Application, scope.select(*APPLICATION).order_by(*order))


def number_waiting(scope: Scope) -> int:
    """How many applications nobody has decided on."""
    found = scope.first(scope.select(func.count(application.c.id)).where(application.c.decided_at.is_(None)))
    return int(found[0]) if found else 0


def decide(
    scope: Scope, application_id: UUID, verdict: Verdict, reason: str, by: UUID, now: datetime
) -> bool:
    """Write a decision; False where there is one already, or no such application."""
    undecided = (application.c.id == application_id, application.c.decided_at.is_(None))
    decision = {"verdict": verdict, "reason": reason, "decided_by": by, "decided_at": now}
    return scope.update(application, *undecided, **decision) == 1


def became(scope: Scope, application_id: UUID, person_id: UUID) -> bool:
    """Write which shopper came of an application; whether there is such an application."""
    return scope.update(application, application.c.id == application_id, person_id=person_id) == 1


def erase_application(scope: Scope, application_id: UUID) -> bool:
    """Delete an application before its time; whether there was one."""
    return scope.delete(application, application.c.id == application_id) == 1


def forget_applications(everywhere: Everywhere, decided_before: datetime, sent_before: datetime) -> int:
    """Delete what was decided before one moment, and what nobody decided that came before another."""
    decided = everywhere.delete(application, application.c.decided_at < decided_before)
    waiting = (application.c.decided_at.is_(None), application.c.consented_at < sent_before)
    return decided + everywhere.delete(application, *waiting)


# --- profiles


def add_profile(scope: Scope, new: ShopperProfile) -> bool:
    """Write a shopper's first profile; False where there is one already."""
    return bool(scope.insert_missing(shopper_profile, vars(new)))


def change_profile(scope: Scope, changed: ShopperProfile) -> bool:
    """Write what a shopper says, but neither level nor consent; whether there is such a profile."""
    said = {name: value for name, value in vars(changed).items() if name not in NOT_SAID}
    return scope.update(shopper_profile, shopper_profile.c.person_id == changed.person_id, **said) == 1


def profile(scope: Scope, person_id: UUID) -> ShopperProfile | None:
    """A shopper's profile; None for somebody who never had one."""
    query = scope.select(*PROFILE).where(shopper_profile.c.person_id == person_id)
    return scope.record(ShopperProfile, query)


def profiles(scope: Scope) -> dict[UUID, ShopperProfile]:
    """All profiles by person."""
    found = scope.records(ShopperProfile, scope.select(*PROFILE))
    return {each.person_id: each for each in found}


def set_level(scope: Scope, person_id: UUID, level: int) -> bool:
    """Write the certificate level a shopper has reached; whether there is such a profile."""
    return scope.update(shopper_profile, shopper_profile.c.person_id == person_id, level=level) == 1


def see_conflicts(scope: Scope, person_id: UUID, now: datetime) -> bool:
    """Write that the owner has looked at a shopper's conflicts; whether there is such a profile."""
    mine = shopper_profile.c.person_id == person_id
    return scope.update(shopper_profile, mine, conflicts_seen_at=now) == 1


def last_visits(scope: Scope) -> dict[UUID, datetime]:
    """When each shopper last sent a visit: person → moment."""
    query = scope.select(assignment.c.shopper_id, func.max(assignment.c.submitted_at))
    sent = query.where(assignment.c.submitted_at.is_not(None)).group_by(assignment.c.shopper_id)
    return {row[0]: row[1] for row in scope.rows(sent)}


# --- personal links


def add_invitation(scope: Scope, new: Invitation) -> None:
    """Write a new personal link."""
    scope.insert(invitation, vars(new))


def invitation_by_digest(everywhere: Everywhere, digest: str) -> Invitation | None:
    """The invitation that a personal link leads to, used and expired ones too."""
    query = everywhere.select(*INVITATION).where(invitation.c.digest == digest)
    return everywhere.record(Invitation, query)


def invitations_of(scope: Scope, person_id: UUID) -> list[Invitation]:
    """A person's links, the newest first."""
    mine = scope.select(*INVITATION).where(invitation.c.person_id == person_id)
    return scope.records(Invitation, mine.order_by(invitation.c.created_at.desc(), invitation.c.id))


def open_invitations(scope: Scope, now: datetime) -> Counter[UUID]:
    """How many links of each person still work: person → number."""
    query = scope.select(invitation.c.person_id)
    waiting = query.where(invitation.c.used_at.is_(None), invitation.c.expires_at > now)
    return Counter(row[0] for row in scope.rows(waiting))


def use_invitation(scope: Scope, invitation_id: UUID, now: datetime) -> bool:
    """Spend a link; False where it was spent or has expired: of two at once one wins."""
    fresh = (invitation.c.id == invitation_id, invitation.c.used_at.is_(None), invitation.c.expires_at > now)
    return scope.update(invitation, *fresh, used_at=now) == 1


def end_invitations(scope: Scope, people: Iterable[UUID], now: datetime) -> int:
    """Let the unused links of these people expire now; how many there were."""
    waiting = (invitation.c.used_at.is_(None), invitation.c.expires_at > now)
    theirs = invitation.c.person_id.in_(list(people))
    return scope.update(invitation, theirs, *waiting, expires_at=now)


def forget_invitations(everywhere: Everywhere, expired_before: datetime) -> int:
    """Delete links that stopped working before a moment; how many there were."""
    return everywhere.delete(invitation, invitation.c.expires_at < expired_before)
