"""Who may take a visit, and every reason why not, as data that a page can put into words.

may_take(candidate, opening, rules, today=…, visits_here=…, invited=…) -> Eligibility

Every day here is a local day of the place; `today` too. The caller turns moments into days, once, by the
place's zone: so no summer-time change and no traveller's clock can move a boundary.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from audit_app.core.day_spans import Span, free_runs


class ReasonKind(StrEnum):
    """Why a shopper may not take a visit, in the order in which a page names them."""

    WINDOW_OVER = "window_over"
    CONFLICT = "conflict"
    LANGUAGE = "language"
    LEVEL = "level"
    INVITATION_ONLY = "invitation_only"
    STANDING = "standing"
    VISITED_HERE = "visited_here"
    PROMISED_HERE = "promised_here"
    VISITED_BRAND = "visited_brand"
    PROMISED_BRAND = "promised_brand"
    TOO_CLOSE = "too_close"


class Outcome(StrEnum):
    """What became of a shopper's visit. One that was not done (given up, void unseen) locks nothing."""

    DONE = "done"
    AHEAD = "ahead"
    NOT_DONE = "not_done"


@dataclass(frozen=True)
class ShopperVisit:
    """A visit of the shopper: on one day where it is done, on some day of its window where it is ahead."""

    location: UUID
    brand: str
    days: Span
    outcome: Outcome = Outcome.DONE


@dataclass(frozen=True)
class Candidate:
    """A shopper as the rules see one. `standing` 0–100, None while there are no visits to judge by."""

    id: UUID
    languages: frozenset[str] = frozenset()
    level: int = 0
    standing: int | None = None
    conflict_locations: frozenset[UUID] = frozenset()
    conflict_brands: frozenset[str] = frozenset()
    visits: tuple[ShopperVisit, ...] = ()


@dataclass(frozen=True)
class TakingRules:
    """What a programme asks of whoever takes a visit; days, certificate level, standing 0–100.

    `language` is the brief's, None where the brief is in all languages. `standing_needed` and `self_assign`
    are about taking a visit unasked: an invited shopper is measured by neither.
    """

    place_lockout_days: int = 0
    brand_lockout_days: int = 0
    gap_days: int = 0
    level: int = 0
    standing_needed: int | None = None
    self_assign: bool = True
    language: str | None = None


@dataclass(frozen=True)
class VisitWindow:
    """A visit on offer: the place, its brand ("" for none) and the days on which it may be made."""

    location: UUID
    brand: str
    days: Span


@dataclass(frozen=True)
class Reason:
    """One reason against, with its numbers; what a kind has no use for is None (`brand`: "").

    `day` and `days_ago`: the last day of the visit (or window) in the way, `days_ago` only where it is past.
    `again_from`: the first day on which this reason is gone. `needed`, `has`: levels, standings, gap days.
    """

    kind: ReasonKind
    day: date | None = None
    days_ago: int | None = None
    again_from: date | None = None
    needed: int | None = None
    has: int | None = None
    language: str | None = None
    brand: str = ""


@dataclass(frozen=True)
class Eligibility:
    """Whether a shopper may take a visit; if so, on which `days`, else every reason in the order of kinds.

    `days` is what is left of the window once lock-outs and gap are taken out: its longest unbroken stretch,
    the earlier of two. The assignment is to be given these days, not those of the opening.
    """

    reasons: tuple[Reason, ...] = ()
    days: Span | None = None

    @property
    def allowed(self) -> bool:
        """Nothing stands against it."""
        return not self.reasons


@dataclass(frozen=True)
class Lock:
    """Days that a visit closes to another one, the visit being made on some day of `visit`."""

    kind: ReasonKind
    visit: Span
    lockout_days: int
    brand: str = ""

    @property
    def days(self) -> Span:
        """The closed days: up to `lockout_days` − 1 after the visit, and as many before one still ahead."""
        return self.visit.widened(self.lockout_days - 1)


def may_take(
    candidate: Candidate,
    opening: VisitWindow,
    rules: TakingRules,
    *,
    today: date,
    visits_here: Iterable[Span] = (),
    invited: bool = False,
) -> Eligibility:
    """Whether the shopper may take the visit, and if not every reason.

    Visited on day D with a lock-out of N days: again from D + N, so 0 locks nothing and 1 locks the day.
    A window only partly locked may be taken, on the days that are left: after a visit on 2 January, locked
    for 60 days, one that ends on 3 March leaves that day. `visits_here`: anybody's visits, for the gap.

    >>> shop, you = UUID(int=1), UUID(int=2)
    >>> visit = ShopperVisit(shop, "", Span(date(2026, 1, 2), date(2026, 1, 2)))
    >>> def ask(due: date) -> Eligibility:
    ...     window = VisitWindow(shop, "", Span(date(2026, 2, 20), due))
    ...     rules = TakingRules(place_lockout_days=60)
    ...     return may_take(Candidate(you, visits=(visit,)), window, rules, today=date(2026, 2, 12))
    >>> refused = ask(date(2026, 3, 2)).reasons[0]
    >>> print(refused.kind, refused.days_ago, refused.again_from)
    visited_here 41 2026-03-03
    >>> print(ask(date(2026, 3, 3)).days.first)
    2026-03-03
    """
    reasons = list(lasting_reasons(candidate, opening, rules, invited=invited))
    if opening.days.last < today:
        over = Reason(ReasonKind.WINDOW_OVER, opening.days.last, (today - opening.days.last).days)
        return Eligibility((over, *reasons))
    window = Span(max(today, opening.days.first), opening.days.last)
    locks = [*shopper_locks(candidate.visits, opening, rules), *gap_locks(visits_here, rules.gap_days)]
    free = free_runs(window, [lock.days for lock in locks])
    if not free:
        reasons.extend(_lock_reasons([lock for lock in locks if lock.days.touches(window)], today))
    if reasons:
        return Eligibility(tuple(reasons))
    return Eligibility(days=max(free, key=lambda run: run.length))


def lasting_reasons(
    candidate: Candidate, opening: VisitWindow, rules: TakingRules, *, invited: bool = False
) -> Iterator[Reason]:
    """The reasons that no waiting cures: who the shopper is and what the programme asks.

    Level and standing reach when they equal what is needed; no standing yet does not reach.
    """
    if opening.location in candidate.conflict_locations:
        yield Reason(ReasonKind.CONFLICT)
    elif opening.brand and opening.brand in candidate.conflict_brands:
        yield Reason(ReasonKind.CONFLICT, brand=opening.brand)
    if rules.language and rules.language not in candidate.languages:
        yield Reason(ReasonKind.LANGUAGE, language=rules.language)
    if candidate.level < rules.level:
        yield Reason(ReasonKind.LEVEL, needed=rules.level, has=candidate.level)
    if not invited:
        yield from _reasons_against_taking_unasked(candidate, rules)


def _reasons_against_taking_unasked(candidate: Candidate, rules: TakingRules) -> Iterator[Reason]:
    if not rules.self_assign:
        yield Reason(ReasonKind.INVITATION_ONLY)
    elif rules.standing_needed is not None and (
        candidate.standing is None or candidate.standing < rules.standing_needed
    ):
        yield Reason(ReasonKind.STANDING, needed=rules.standing_needed, has=candidate.standing)


def shopper_locks(visits: Iterable[ShopperVisit], opening: VisitWindow, rules: TakingRules) -> Iterator[Lock]:
    """The days that the shopper's own visits close. A place of a brand is closed by the longer lock-out."""
    for visit in visits:
        if visit.outcome is Outcome.NOT_DONE:
            continue
        done, same_brand = visit.outcome is Outcome.DONE, bool(visit.brand) and visit.brand == opening.brand
        by_brand = rules.brand_lockout_days if same_brand else 0
        if visit.location == opening.location:
            kind, days = _HERE[done], max(rules.place_lockout_days, by_brand)
        else:
            kind, days = _BRAND[done], by_brand
        if days > 0:
            yield Lock(kind, visit.days, days, visit.brand if kind in _BRAND.values() else "")


_HERE = {True: ReasonKind.VISITED_HERE, False: ReasonKind.PROMISED_HERE}
_BRAND = {True: ReasonKind.VISITED_BRAND, False: ReasonKind.PROMISED_BRAND}


def gap_locks(visits_here: Iterable[Span], gap_days: int) -> Iterator[Lock]:
    """The days that anybody's visits at the place close: with a gap of 7, day D leaves D ± 7 open."""
    return (Lock(ReasonKind.TOO_CLOSE, visit, gap_days) for visit in visits_here if gap_days > 0)


def _lock_reasons(locks: Iterable[Lock], today: date) -> Iterator[Reason]:
    """One reason of each kind: the lock that opens last."""
    last: dict[ReasonKind, Lock] = {}
    for lock in locks:
        if lock.kind not in last or lock.days.last > last[lock.kind].days.last:
            last[lock.kind] = lock
    for kind in sorted(last, key=list(ReasonKind).index):
        lock = last[kind]
        day, ago = lock.visit.last, (today - lock.visit.last).days
        opens = lock.days.last + timedelta(days=1)
        yield Reason(kind, day, ago if ago >= 0 else None, opens, lock.lockout_days, brand=lock.brand)
