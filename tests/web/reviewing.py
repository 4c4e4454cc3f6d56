"""Visits of a programme in a firm: one that an editor reads, one that was sent back, one not accepted."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from audit_app.core.lifecycle import Actor, EventKind
from audit_app.core.programme import Assignment, Location, Person
from audit_app.core.review import RejectReason, ReviewNote, is_sampled
from audit_app.services import (
    Rooms,
    appeals,
    assigning,
    evidence,
    review_decisions,
    submissions,
    visit_log,
    visits,
)
from audit_app.services.evidence import PhotoIn
from audit_app.services.submissions import Via
from audit_app.storage import assignments
from audit_app.storage.tables import assignment as table
from tests.visiting import jpeg
from tests.web.phoning import frozen, listed

A_DAY = timedelta(days=1)
NOTE = "Did nobody look up at all?"
NOT_THERE = "The receipt is of another shop"


def found(
    rooms: Rooms,
    who: tuple[Person, Person, Person, Person],
    place: Location,
    *,
    programme: UUID,
    edition: str,
    fields: dict[str, list[str]],
    now: datetime,
) -> dict[str, UUID]:
    """The ids of visits that came in: to be read, being read, sent back, not accepted, looked at twice."""
    (owner, editor, visitor, other), made = who, dict[str, UUID]()
    for name in ("to_read", "returned", "rejected", "looked", "shown", "shown_too", "disputed", "reading"):
        shopper = other if name == "rejected" else visitor
        days = now.date() - A_DAY, now.date() + 9 * A_DAY
        wish = assigning.Wish(_id(name == "looked"), edition, place.id, shopper.id, *days)
        kept = assigning.assign(rooms, owner.organisation_id, wish, now - A_DAY)
        _belongs(rooms, kept, programme, owner, shopper, now)
        visits.confirm_brief(rooms, shopper, kept.id, now)
        body = frozen(kept.id, fields, (_photo(rooms, shopper, kept.id, made, now),))
        submissions.receive(rooms, shopper, submissions.read(uuid4(), body, now, Via.PHONE), now)
        if name != "to_read":
            review_decisions.take(rooms, editor, kept.id, now)
        made[name] = kept.id
    notes = [ReviewNote("greeted", NOTE, "say_more")]
    review_decisions.send_back(rooms, editor, made["returned"], notes, now)
    reason = RejectReason.WRONG_PLACE
    review_decisions.reject(rooms, editor, made["rejected"], reason, NOT_THERE, now)
    for name in ("looked", "shown", "shown_too", "disputed"):
        review_decisions.approve(rooms, editor, made[name], now)
    for name in ("shown", "shown_too", "disputed"):
        appeals.publish(rooms, owner, made[name], now)
    appeals.object_to(rooms, owner, made["disputed"], {"greeted": "The camera shows it"}, now)
    return made


def _photo(
    rooms: Rooms, shopper: Person, visit: UUID, made: dict[str, UUID], now: datetime
) -> dict[str, str]:
    made["read_photo"], data = uuid4(), jpeg("blue")
    taken = PhotoIn(made["read_photo"], visit, "staff_in_sight", now, data, sha256(data).hexdigest())
    evidence.receive_photo(rooms, shopper, taken, now)
    return listed(taken.id, taken.question, data)


def _id(is_looked_at: bool) -> UUID:
    """One that is in the sample, or is not."""
    return next(one for one in iter(uuid4, None) if is_sampled(one, 10) is is_looked_at)


def _belongs(
    rooms: Rooms, kept: Assignment, programme: UUID, owner: Person, shopper: Person, now: datetime
) -> None:
    with rooms.store.writing(kept.organisation_id) as scope:
        assert assignments.locked(scope, kept.id)
        scope.update(table, table.c.id == kept.id, programme_id=programme)
        visit_log.record(scope, kept.id, EventKind.PUBLISH, Actor.MANAGER, owner.id, now)
        visit_log.record(scope, kept.id, EventKind.ACCEPT, Actor.SHOPPER, shopper.id, now)
