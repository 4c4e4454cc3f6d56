"""Shoppers take visits: the board, offers with the time left, yes and no, and giving a visit back."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from audit_app.core.day_spans import Span
from audit_app.core.eligibility import Eligibility
from audit_app.core.lifecycle import VisitState, WrongState
from audit_app.core.programme import Assignment, Location, Person, PlaceKind
from audit_app.core.questionnaire import Questionnaire, Texts
from audit_app.core.visit_clocks import dates_of
from audit_app.core.visit_states import Actor, EventKind
from audit_app.core.visits_programme import Programme
from audit_app.services import Rooms, editions, eligible
from audit_app.services.assigning import AuditIsIn
from audit_app.services.eligible import Known
from audit_app.services.locations import here as place_here
from audit_app.services.locations import local_day
from audit_app.services.opening_refusals import NotEligible, OfferOver, TakenByAnother
from audit_app.services.openings import here, look_at, reopen, to_board
from audit_app.services.programmes import running
from audit_app.services.refusals import NotHere
from audit_app.services.visit_log import record, state_of
from audit_app.services.visits import own_assignment
from audit_app.storage import Scope, assignments, briefs, openings, programmes, submissions
from audit_app.storage.openings import Opening


@dataclass(frozen=True)
class OnOffer:
    """A visit that a shopper is shown; `is_mine`: it is kept for this shopper until `until` (UTC)."""

    opening: Opening
    programme: Programme
    place: Location
    eligibility: Eligibility
    is_mine: bool

    @property
    def until(self) -> datetime | None:
        """Until when the shopper may say yes; None for what is on the board."""
        return self.opening.offered_until if self.is_mine else None


@dataclass(frozen=True)
class Board:
    """What a shopper may choose from: offers to this shopper, visits to take, and those not possible now."""

    offers: tuple[OnOffer, ...]
    possible: tuple[OnOffer, ...]
    not_possible: tuple[OnOffer, ...]
    cities: tuple[str, ...]


@dataclass(frozen=True)
class Sieve:
    """What of the board a shopper wants to see; an empty part lets everything through."""

    city: str = ""
    kind: PlaceKind | None = None
    days: Span | None = None

    def lets_through(self, one: OnOffer) -> bool:
        """Whether it is wanted; of days, one in common is enough."""
        return (
            self.city in ("", one.place.city)
            and self.kind in (None, one.place.kind)
            and (self.days is None or self.days.touches(one.opening.days))
        )


def board(rooms: Rooms, shopper: Person, sieve: Sieve, now: datetime) -> Board:
    """All that is on offer to a shopper; offers made to them are shown whatever they look for."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        known = eligible.known(scope, now, shopper)
        taking = {one.id: one for one in programmes.every(scope) if one.published_at and not one.ended_at}
        shown = [
            _shown(known, shopper, one, taking[one.programme_id])
            for one in openings.on_offer(scope)
            if one.programme_id in taking and _is_for(one, shopper, known)
        ]
    return _sorted_out(shown, sieve)


def _is_for(opening: Opening, shopper: Person, known: Known) -> bool:
    """Whether a shopper may see it: not while it is kept for another one, nor once its days are over."""
    kept = opening.offered_until is not None and known.now < opening.offered_until
    is_mine = opening.is_kept_for(shopper.id, known.now)
    return (is_mine or not kept) and known.today(opening.location_id) <= opening.due_on


def _shown(known: Known, shopper: Person, opening: Opening, programme: Programme) -> OnOffer:
    is_mine = opening.is_kept_for(shopper.id, known.now)
    judged = known.judge(shopper, opening, programme, invited=is_mine)
    return OnOffer(opening, programme, known.places[opening.location_id], judged, is_mine)


def _sorted_out(shown: Collection[OnOffer], sieve: Sieve) -> Board:
    for_all = [one for one in shown if not one.is_mine]
    wanted = [one for one in for_all if sieve.lets_through(one)]
    return Board(
        offers=tuple(one for one in shown if one.is_mine),
        possible=tuple(one for one in wanted if one.eligibility.allowed),
        not_possible=tuple(one for one in wanted if not one.eligibility.allowed),
        cities=tuple(sorted({one.place.city for one in for_all})),
    )


def find(rooms: Rooms, shopper: Person, opening_id: UUID, now: datetime) -> OnOffer:
    """One visit on offer. Raises NotHere for what this shopper may not see, and TakenByAnother."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        opening = openings.get(scope, opening_id)
        known = eligible.known(scope, now, shopper)
        if opening is None or opening.published_at is None or not _is_for(opening, shopper, known):
            raise NotHere
        _must_be_free(scope, opening)
        return _shown(known, shopper, opening, running(scope, opening.programme_id))


def _must_be_free(scope: Scope, opening: Opening) -> None:
    if opening.taken_as:
        raise TakenByAnother
    state = state_of(scope, opening.id)
    if state not in (VisitState.OPEN, VisitState.OFFERED):
        raise WrongState(state, EventKind.ACCEPT)


def accept(rooms: Rooms, shopper: Person, opening_id: UUID, now: datetime) -> Assignment:
    """Take a visit; the shopper has confirmed brief and checklist as read. Twice is once.

    The days are what the rules leave of the opening's. Raises NotHere for what is not for this shopper,
    TakenByAnother, OfferOver, NotEligible with every reason, HasEnded, WrongState.
    """
    with rooms.store.writing(shopper.organisation_id) as scope:
        # One at a time in a programme: what one takes may close days to the next.
        seen = openings.get(scope, opening_id)
        if seen is None or seen.published_at is None or programmes.locked(scope, seen.programme_id) is None:
            raise NotHere
        opening = here(scope, opening_id)
        if opening.taken_as:
            return _already_taken(scope, shopper, opening.taken_as)
        return _take(rooms, scope, shopper, opening, now)


def _already_taken(scope: Scope, shopper: Person, assignment_id: UUID) -> Assignment:
    taken = assignments.get(scope, assignment_id)
    if taken is None or taken.shopper_id != shopper.id:
        raise TakenByAnother
    return taken


def _take(rooms: Rooms, scope: Scope, shopper: Person, opening: Opening, now: datetime) -> Assignment:
    known, programme = eligible.known(scope, now, shopper), running(scope, opening.programme_id)
    if not _is_for(opening, shopper, known):
        raise NotHere
    was_asked, is_mine = opening.offered_to == shopper.id, opening.is_kept_for(shopper.id, now)
    if opening.offered_to is not None and not is_mine:
        opening = lapse(scope, opening, now)
    judged = known.judge(shopper, opening, programme, invited=is_mine)
    if judged.days is None:
        raise OfferOver if was_asked and not is_mine else NotEligible(judged.reasons)
    record(scope, opening.id, EventKind.ACCEPT, Actor.SHOPPER, shopper.id, now)
    editions.freeze(rooms, scope, programme.questionnaire, now)
    visit = _visit(opening, programme, shopper, judged.days, now)
    assignments.add(scope, visit)
    openings.change(scope, replace(opening, taken_as=visit.id))
    zone = known.places[visit.location_id].zone
    dates = dates_of(visit.opens_on, visit.due_on, programme.submit_within_hours, zone)
    look_at(scope, visit.id, now, dates.submit_by)
    return visit


def _visit(opening: Opening, programme: Programme, shopper: Person, days: Span, now: datetime) -> Assignment:
    return Assignment(
        id=opening.id,
        organisation_id=opening.organisation_id,
        location_id=opening.location_id,
        shopper_id=shopper.id,
        questionnaire=programme.questionnaire,
        opens_on=days.first,
        due_on=days.last,
        created_at=now,
        brief_read_at=now,
        programme_id=programme.id,
        scenario_id=opening.scenario_id,
        checklist_read_at=now,
    )


def decline(rooms: Rooms, shopper: Person, opening_id: UUID, reason: str, now: datetime) -> None:
    """Say no to an offer: it is on the board again.

    Raises NotHere for what was not offered to this shopper, and OfferOver.
    """
    with rooms.store.writing(shopper.organisation_id) as scope:
        opening = here(scope, opening_id)
        if opening.offered_to != shopper.id or opening.offered_until is None or opening.taken_as:
            raise NotHere
        if not opening.is_kept_for(shopper.id, now):
            raise OfferOver
        record(scope, opening.id, EventKind.DECLINE, Actor.SHOPPER, shopper.id, now, reason)
        to_board(scope, opening)


def lapse(scope: Scope, opening: Opening, now: datetime) -> Opening:
    """An offer that was not answered in time is on the board again; raises WrongState."""
    note = {"shopper": str(opening.offered_to)}
    record(scope, opening.id, EventKind.LAPSE, Actor.CLOCK, None, now, note=note)
    return to_board(scope, opening)


def abandon(rooms: Rooms, shopper: Person, visit_id: UUID, reason: str, now: datetime) -> Opening | None:
    """Give a visit of a programme back: what was filled in is kept, the place is on the board again.

    Gives the new opening, None where its days are over. Raises NotHere, AuditIsIn, WrongState.
    """
    with rooms.store.writing(shopper.organisation_id) as scope:
        own_assignment(scope, shopper, visit_id)
        return give_back(scope, visit_id, Actor.SHOPPER, shopper.id, now, reason)


def give_back(
    scope: Scope, visit_id: UUID, actor: Actor, by: UUID | None, now: datetime, reason: str = ""
) -> Opening | None:
    """The same in the caller's transaction, also for the clock."""
    visit = assignments.locked(scope, visit_id)
    if visit is None or visit.programme_id is None:
        raise NotHere
    record(scope, visit_id, EventKind.ABANDON, actor, by, now, reason)
    if visit.submitted_at or submissions.of_assignment(scope, visit_id):
        raise AuditIsIn
    assignments.withdraw(scope, visit_id, now)
    today = local_day(place_here(scope, visit.location_id), now)
    return reopen(scope, here(scope, visit_id), now, today)


def asked_in(rooms: Rooms, shopper: Person, one: OnOffer) -> tuple[Questionnaire, Texts]:
    """What a shopper reads before taking a visit, beside the brief: the checklist, and the part to play."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        questionnaire = editions.questionnaire_in_use(rooms, scope, one.programme.questionnaire)
        played = {each.id: each.names for each in briefs.scenarios(scope, one.programme.id)}
    return questionnaire, played.get(one.opening.scenario_id, {}) if one.opening.scenario_id else {}
