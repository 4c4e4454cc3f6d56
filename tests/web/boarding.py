"""Visits on offer in a firm: one on the board, one offered, a draft, and one that its shopper has taken."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from audit_app.core.programme import Location, Person
from audit_app.services import Rooms, briefs, openings, programmes, taking
from audit_app.services.briefs import Words
from audit_app.services.openings import Wish
from tests.web import programming

A_WEEK = timedelta(days=7)
WORDS = Words("Buy *one* thing.", ("A present",), "")


def found(rooms: Rooms, place: Location, owner: Person, shopper: Person, now: datetime) -> dict[str, UUID]:
    """The ids of the four openings, and of their programme, which asks for nothing."""
    home, programme_id = place.organisation_id, uuid4()
    rules = replace(
        programming.details(now.date()), name="Open to all", level=0, gap_days=0, place_lockout_days=0
    )
    # The newest of the firm's programmes, which pages show first.
    programmes.create(rooms, home, programme_id, rules, [place.id], now + timedelta(seconds=1))
    briefs.write(rooms, home, programme_id, "en", WORDS, now)
    programmes.publish(rooms, home, programme_id, now)

    def opening(shopper_id: UUID | None, *, is_published: bool = True) -> UUID:
        first = now.date() + A_WEEK
        wish = Wish(programme_id, place.id, first, first + A_WEEK, shopper_id)
        made = openings.draft(rooms, home, uuid4(), wish, now)
        if is_published:
            openings.publish_one(rooms, owner, made.id, now)
        return made.id

    promised = opening(None)
    taking.accept(rooms, shopper, promised, now)
    return {
        "open_programme": programme_id,
        "promised": promised,
        "on_board": opening(None),
        "on_offer": opening(shopper.id),
        "drafted": opening(None, is_published=False),
    }
