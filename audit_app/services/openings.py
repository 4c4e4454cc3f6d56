"""Openings: an owner drafts visits, puts them on the board or offers them to one shopper, or takes them off.

A visit has one id through its life: its opening's, which the assignment is given. What happened stands in the
log (`visit_log`); an opening's row holds what can be asked for, and both are written in one transaction.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from audit_app.core.eligibility import Eligibility
from audit_app.core.lifecycle import VoidReason
from audit_app.core.mails import MailKind
from audit_app.core.programme import Person
from audit_app.core.visit_clocks import Clock, ends_at
from audit_app.core.visit_states import Actor, EventKind
from audit_app.core.visits_programme import Programme
from audit_app.services import Rooms, eligible, mails, queue
from audit_app.services.eligible import Known
from audit_app.services.opening_refusals import AlreadyOnOffer, NotEligible
from audit_app.services.programmes import running
from audit_app.services.refusals import NotHere
from audit_app.services.visit_log import record
from audit_app.storage import Scope, briefs, openings, programmes
from audit_app.storage.openings import Opening

SWEEP = "visits"
"""The kind of the jobs that look, at the moment when a window ends, what time has done to visits."""


@dataclass(frozen=True)
class Wish:
    """What an owner writes of a visit: its local days, and for whom it is meant (None: for the board)."""

    programme_id: UUID
    location_id: UUID
    starts_on: date
    due_on: date
    shopper_id: UUID | None = None


def here(scope: Scope, opening_id: UUID) -> Opening:
    """One opening, locked until the transaction ends; raises NotHere."""
    found = openings.locked(scope, opening_id)
    if found is None:
        raise NotHere
    return found


def draft(rooms: Rooms, organisation_id: UUID, opening_id: UUID, wish: Wish, now: datetime) -> Opening:
    """A visit that no shopper sees yet; its id was made with the form, so that sending it twice makes one.

    Raises NotHere for a place, programme or shopper that is not there, NotPublished or HasEnded.
    """
    with rooms.store.writing(organisation_id) as scope:
        programme = running(scope, wish.programme_id)
        if wish.location_id not in programmes.places(scope).get(programme.id, frozenset()):
            raise NotHere
        _must_be_shopper(eligible.known(scope, now), wish.shopper_id)
        played = briefs.scenarios(scope, programme.id)
        new = Opening(
            id=opening_id,
            organisation_id=organisation_id,
            programme_id=programme.id,
            location_id=wish.location_id,
            starts_on=wish.starts_on,
            due_on=wish.due_on,
            created_at=now,
            scenario_id=played[wish.starts_on.toordinal() % len(played)].id if played else None,
            offered_to=wish.shopper_id,
        )
        openings.add(scope, new)
        return here(scope, opening_id)


def change(rooms: Rooms, organisation_id: UUID, opening_id: UUID, wish: Wish, now: datetime) -> Opening:
    """Give a draft other days or another shopper; what else the wish says is passed over.

    Raises NotHere, and AlreadyOnOffer once it was published.
    """
    with rooms.store.writing(organisation_id) as scope:
        before = _draft_here(scope, opening_id)
        _must_be_shopper(eligible.known(scope, now), wish.shopper_id)
        aim = before.aimed_at
        if aim is None or not wish.starts_on <= aim <= wish.due_on:
            aim = wish.starts_on
        changed = replace(
            before,
            starts_on=wish.starts_on,
            due_on=wish.due_on,
            aimed_at=aim,
            offered_to=wish.shopper_id,
        )
        openings.change(scope, changed)
        return changed


def remove(rooms: Rooms, organisation_id: UUID, opening_id: UUID) -> None:
    """Forget a draft. Raises NotHere, and AlreadyOnOffer once it was published."""
    with rooms.store.writing(organisation_id) as scope:
        openings.drop(scope, _draft_here(scope, opening_id).id)


def _draft_here(scope: Scope, opening_id: UUID) -> Opening:
    found = here(scope, opening_id)
    if found.published_at:
        raise AlreadyOnOffer
    return found


def _must_be_shopper(known: Known, shopper_id: UUID | None) -> None:
    if shopper_id is not None and shopper_id not in known.shoppers:
        raise NotHere


def publish(scope: Scope, opening: Opening, owner: Person, known: Known) -> Eligibility | None:
    """Publish a draft in the caller's transaction: offered to whom it is meant for, else on the board.

    Gives how the one it is meant for was judged: who may not take it is not asked, and it is on the board.
    """
    record(scope, opening.id, EventKind.PUBLISH, Actor.MANAGER, owner.id, known.now)
    meant_for = opening.offered_to
    on_board = replace(opening, published_at=known.now, offered_to=None)
    openings.change(scope, on_board)
    if meant_for is None:
        return None
    programme = running(scope, opening.programme_id)
    judged = known.judge(known.shoppers[meant_for], opening, programme, invited=True)
    if judged.allowed:
        _ask(scope, on_board, programme, known.shoppers[meant_for], owner, known)
    return judged


def publish_one(rooms: Rooms, owner: Person, opening_id: UUID, now: datetime) -> None:
    """Publish one draft. Raises NotHere, AlreadyOnOffer, HasEnded."""
    with rooms.store.writing(owner.organisation_id) as scope:
        publish(scope, _draft_here(scope, opening_id), owner, eligible.known(scope, now))


def offer(rooms: Rooms, owner: Person, opening_id: UUID, shopper_id: UUID, now: datetime) -> None:
    """Keep a visit of the board for one shopper, for 48 hours, and write to them.

    Raises NotHere, HasEnded, NotEligible with every reason, WrongState where it is not on the board.
    """
    with rooms.store.writing(owner.organisation_id) as scope:
        opening, known = here(scope, opening_id), eligible.known(scope, now)
        _must_be_shopper(known, shopper_id)
        programme, shopper = running(scope, opening.programme_id), known.shoppers[shopper_id]
        judged = known.judge(shopper, opening, programme, invited=True)
        if not judged.allowed:
            raise NotEligible(judged.reasons)
        _ask(scope, opening, programme, shopper, owner, known)


def _ask(
    scope: Scope, opening: Opening, programme: Programme, shopper: Person, owner: Person, known: Known
) -> None:
    note = {"shopper": str(shopper.id)}
    record(scope, opening.id, EventKind.INVITE, Actor.MANAGER, owner.id, known.now, note=note)
    place = known.places[opening.location_id]
    until = ends_at(Clock.OFFER, known.now, place.zone)
    openings.change(scope, replace(opening, offered_to=shopper.id, offered_until=until))
    look_at(scope, opening.id, known.now, until)
    mails.post(
        scope,
        MailKind.OFFER,
        shopper,
        known.now,
        about=opening.id,
        words={"programme": programme.name, "place": place.name, "until_at": until.isoformat()},
        link=f"/visits/board/{opening.id}",
    )


def look_at(scope: Scope, visit_id: UUID, now: datetime, then: datetime) -> None:
    """Have it looked at what time has done to a visit, once a window of it ends."""
    queue.add(scope, SWEEP, f"{visit_id}:{then.isoformat()}", {}, now, then)


def to_board(scope: Scope, opening: Opening) -> Opening:
    """An offer that was not taken up: from now on anybody may take it."""
    freed = replace(opening, offered_to=None, offered_until=None)
    openings.change(scope, freed)
    return freed


def take_off(rooms: Rooms, owner: Person, opening_id: UUID, now: datetime) -> None:
    """Take a published visit that nobody has taken off the board, for good; the log says so.

    Raises NotHere also for one that was taken: that is a visit by then, and is withdrawn as one.
    """
    with rooms.store.writing(owner.organisation_id) as scope:
        opening = here(scope, opening_id)
        if opening.taken_as or opening.published_at is None:
            raise NotHere
        withdrawn = VoidReason.WITHDRAWN.value
        record(scope, opening.id, EventKind.VOID, Actor.EDITOR, owner.id, now, withdrawn)
        to_board(scope, opening)


def reopen(scope: Scope, given_back: Opening, now: datetime, today: date) -> Opening | None:
    """A new opening in place of one whose visit was given back, on the board at once.

    None where its days or its programme are over. The clock publishes it: nobody has to think of it.
    """
    programme = programmes.get(scope, given_back.programme_id)
    if given_back.due_on < today or programme is None or programme.ended_at:
        return None
    again = replace(
        given_back,
        id=uuid4(),
        created_at=now,
        published_at=now,
        offered_to=None,
        offered_until=None,
        taken_as=None,
    )
    openings.add(scope, again)
    note = {"instead_of": str(given_back.id)}
    record(scope, again.id, EventKind.PUBLISH, Actor.CLOCK, None, now, note=note)
    return again
