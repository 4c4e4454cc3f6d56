"""What decides who may take a visit: shoppers, their certificates and visits, as the rules read them.

An organisation has one brand, its own name: a programme's lock-out for the brand covers all its places.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from audit_app.core.certifying import level_held
from audit_app.core.day_spans import Span
from audit_app.core.eligibility import (
    Candidate,
    Eligibility,
    Outcome,
    ShopperVisit,
    TakingRules,
    VisitWindow,
    may_take,
)
from audit_app.core.panel import ShopperProfile
from audit_app.core.programme import Assignment, Location, Person, Role
from audit_app.core.visit_states import EventKind
from audit_app.core.visits_programme import Programme
from audit_app.services.locations import local_day
from audit_app.services.standing import standing_of
from audit_app.storage import (
    Scope,
    assignments,
    briefs,
    locations,
    organisations,
    panel,
    people,
    programmes,
    quizzes,
    visit_log,
)
from audit_app.storage.openings import Opening


@dataclass(frozen=True)
class Known:
    """What stands in the way or not, as of one transaction.

    `standings`: of whoever wants to take a visit unasked, for nobody else is measured by it.
    `by_shopper`, `by_place`: the visits that may lock days; `done_at`: when each of them was made, if it was.
    """

    now: datetime
    brand: str
    places: Mapping[UUID, Location]
    shoppers: Mapping[UUID, Person]
    profiles: Mapping[UUID, ShopperProfile]
    levels: Mapping[str, Mapping[UUID, int]]
    standings: Mapping[UUID, int | None]
    spoken: Mapping[UUID, frozenset[str]]
    by_shopper: Mapping[UUID, Sequence[Assignment]]
    by_place: Mapping[UUID, Sequence[Assignment]]
    done_at: Mapping[UUID, datetime]

    def rules(self, programme: Programme) -> TakingRules:
        """What a programme asks; its brief asks for a language only where it is written in a single one."""
        written = self.spoken.get(programme.id, frozenset())
        return TakingRules(
            place_lockout_days=programme.place_lockout_days,
            brand_lockout_days=programme.brand_lockout_days,
            gap_days=programme.gap_days,
            level=programme.level,
            standing_needed=programme.standing_needed,
            self_assign=programme.self_assign,
            language=next(iter(written)) if len(written) == 1 else None,
        )

    def candidate(self, shopper: Person, programme: Programme) -> Candidate:
        """A shopper as the rules of a programme see one; without a profile, of one language."""
        profile = self.profiles.get(shopper.id)
        return Candidate(
            id=shopper.id,
            languages=frozenset(profile.languages if profile else ()) or frozenset({shopper.language}),
            level=self.levels.get(programme.category, {}).get(shopper.id, 0),
            standing=self.standings.get(shopper.id),
            conflict_locations=frozenset(profile.conflicts if profile else ()),
            visits=tuple(self._made_by(shopper.id)),
        )

    def _made_by(self, shopper_id: UUID) -> Iterator[ShopperVisit]:
        for visit in self.by_shopper.get(shopper_id, ()):
            outcome = Outcome.DONE if visit.id in self.done_at else Outcome.AHEAD
            yield ShopperVisit(visit.location_id, self.brand, self.days_of(visit), outcome)

    def days_of(self, visit: Assignment) -> Span:
        """The day on which a visit was made; its window while it was not."""
        made = self.done_at.get(visit.id)
        if made is None:
            return Span(visit.opens_on, visit.due_on)
        day = min(max(local_day(self.places[visit.location_id], made), visit.opens_on), visit.due_on)
        return Span(day, day)

    def at_place(self, location_id: UUID) -> tuple[Span, ...]:
        """The days of everybody's visits at a place."""
        return tuple(self.days_of(visit) for visit in self.by_place.get(location_id, ()))

    def window(self, opening: Opening) -> VisitWindow:
        """An opening as the rules see it."""
        return VisitWindow(opening.location_id, self.brand, opening.days)

    def today(self, location_id: UUID) -> date:
        """Which day it is at a place."""
        return local_day(self.places[location_id], self.now)

    def judge(
        self, shopper: Person, opening: Opening, programme: Programme, *, invited: bool = False
    ) -> Eligibility:
        """Whether a shopper may take a visit, on which days, and if not every reason."""
        return may_take(
            self.candidate(shopper, programme),
            self.window(opening),
            self.rules(programme),
            today=self.today(opening.location_id),
            visits_here=self.at_place(opening.location_id),
            invited=invited,
        )


def known(scope: Scope, now: datetime, taker: Person | None = None) -> Known:
    """Read all that decides, for every programme at once; `taker` is who wants to take a visit unasked."""
    running = programmes.every(scope)
    longest = max(
        (max(one.place_lockout_days, one.brand_lockout_days, one.gap_days) for one in running), default=0
    )
    recent = assignments.due_since(scope, now.date() - timedelta(days=longest + 1))
    submitted = visit_log.first_moments(scope, EventKind.SUBMIT)
    return Known(
        now=now,
        brand=organisations.this(scope).name,
        places={place.id: place for place in locations.every(scope)},
        shoppers={person.id: person for person in people.every(scope, Role.SHOPPER)},
        profiles=panel.profiles(scope),
        levels={category: _levels(scope, category) for category in {one.category for one in running}},
        standings={taker.id: standing_of(scope, taker.id, now)} if taker else {},
        spoken={one.id: frozenset(briefs.texts(scope, one.id)) for one in running},
        by_shopper=_grouped(recent, lambda visit: visit.shopper_id),
        by_place=_grouped(recent, lambda visit: visit.location_id),
        done_at={
            visit.id: moment
            for visit in recent
            if (moment := visit.submitted_at or submitted.get(visit.id)) is not None
        },
    )


def _grouped(
    visits: Iterable[Assignment], key: Callable[[Assignment], UUID]
) -> Mapping[UUID, Sequence[Assignment]]:
    groups: dict[UUID, list[Assignment]] = defaultdict(list)
    for visit in visits:
        groups[key(visit)].append(visit)
    return groups


def _levels(scope: Scope, category: str) -> dict[UUID, int]:
    held = defaultdict(list)
    for certificate in quizzes.certificates(scope, category):
        held[certificate.person_id].append(certificate)
    return {person_id: level_held(theirs, category) for person_id, theirs in held.items()}
