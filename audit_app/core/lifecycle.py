"""Following the life of a visit: pure functions over the table of moves and over a visit's own log.

    follow(state, event, actor) -> VisitState       moves_from(state, actor, done) -> tuple of moves
    add(log, event, actor) -> log                   state_of(log) -> VisitState
    payment_due(state, reason, went) -> bool

A log is never changed, only lengthened; the state is its fold. `None` is where a visit stands before it is
published. Everything that refuses raises a `MoveRefused` and changes nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from uuid import UUID

from audit_app.core.lifecycle_moves import BEFORE_APPROVAL, MOVES
from audit_app.core.visit_states import Actor, EventKind, Move, VisitState

__all__ = [
    "BEFORE_APPROVAL",
    "ENDED",
    "MOVES",
    "NO_FAULT",
    "Actor",
    "EventKind",
    "Move",
    "MoveRefused",
    "NotAllowed",
    "OnlyOnce",
    "ReasonMissing",
    "VisitEvent",
    "VisitState",
    "VoidReason",
    "WrongState",
    "add",
    "follow",
    "moves_from",
    "payment_due",
    "state_of",
]


@dataclass(frozen=True)
class VisitEvent:
    """A fact in the log of a visit: what happened when (UTC), by whom (None: the clock), and why."""

    id: UUID
    assignment_id: UUID
    event: EventKind
    at: datetime
    by: UUID | None = None
    reason: str | None = None
    note: str = ""


Log = tuple[VisitEvent, ...]


class MoveRefused(Exception):
    """A move that cannot be made; nothing was changed."""


class WrongState(MoveRefused):
    """The event cannot happen in this state."""

    def __init__(self, state: VisitState | None, event: EventKind) -> None:
        super().__init__(f"{event} cannot happen while {state or 'not published'}")
        self.state, self.event = state, event


class NotAllowed(MoveRefused):
    """The event could happen, but not by this actor."""

    def __init__(self, event: EventKind, actor: Actor) -> None:
        super().__init__(f"{event} is not for the {actor}")
        self.event, self.actor = event, actor


class OnlyOnce(MoveRefused):
    """The event happens once in a visit, and has."""

    def __init__(self, event: EventKind) -> None:
        super().__init__(f"{event} happens once")
        self.event = event


class ReasonMissing(MoveRefused):
    """The event needs a written reason."""

    def __init__(self, event: EventKind) -> None:
        super().__init__(f"{event} needs a reason")
        self.event = event


def _drawn() -> dict[tuple[VisitState | None, EventKind], Move]:
    ordered = (None, *VisitState)
    return {
        (state, move.event): move for move in MOVES for state in ordered if state in (move.froms or {None})
    }


DRAWN = _drawn()
"""The table by state and event, in the order of the moves and then of the states."""

ENDED = frozenset(VisitState) - {state for state, _ in DRAWN}
"""The states in which nothing can happen any more."""


def follow(state: VisitState | None, event: EventKind, actor: Actor) -> VisitState:
    """The state after an event. Raises WrongState, or NotAllowed where the event is another's.

    >>> follow(VisitState.SUBMITTED, EventKind.TAKE, Actor.EDITOR)
    <VisitState.IN_REVIEW: 'in_review'>
    """
    move = _move(state, event)
    if actor not in move.who:
        raise NotAllowed(event, actor)
    return move.to


def moves_from(state: VisitState | None, actor: Actor, done: Collection[EventKind] = ()) -> tuple[Move, ...]:
    """What an actor can do next; without the moves made once that stand among the events already `done`."""
    moves = (move for (start, _), move in DRAWN.items() if start == state and actor in move.who)
    return tuple(move for move in moves if not (move.once and move.event in done))


def add(log: Log, event: VisitEvent, actor: Actor, start: VisitState | None = None) -> Log:
    """The log with one more fact. Raises WrongState, NotAllowed, OnlyOnce or ReasonMissing.

    `start` is where the log begins: OPEN or OFFERED for one that is kept since a visit was accepted.
    """
    state = state_of(log, start)
    follow(state, event.event, actor)
    move = _move(state, event.event)
    if move.once and any(fact.event is event.event for fact in log):
        raise OnlyOnce(event.event)
    if move.reasoned and not (event.reason or "").strip():
        raise ReasonMissing(event.event)
    return (*log, event)


def state_of(log: Iterable[VisitEvent], start: VisitState | None = None) -> VisitState | None:
    """The state at the end of a log, oldest first; who acted was judged when it happened.

    Raises WrongState for a log that nobody could have written.
    """
    return reduce(lambda state, fact: _move(state, fact.event).to, log, start)


class VoidReason(StrEnum):
    """Why a visit is void: it says nothing about the location, whoever is to blame."""

    PLACE_CLOSED = "place_closed"
    RECOGNISED = "recognised"
    EXTRAORDINARY = "extraordinary"
    GAVE_AWAY = "gave_away"
    CONFLICT = "conflict"
    WITHDRAWN = "withdrawn"


NO_FAULT = frozenset({VoidReason.PLACE_CLOSED, VoidReason.RECOGNISED, VoidReason.EXTRAORDINARY})
"""Reasons for which a shopper who went is paid: they did what was asked, and it was in vain."""

EARNED = frozenset(
    {VisitState.APPROVED, VisitState.EXCLUDED, VisitState.PUBLISHED, VisitState.DISPUTED, VisitState.LOCKED}
)


def payment_due(state: VisitState | None, reason: VoidReason | None, went: bool) -> bool:
    """Whether a visit is to be paid: once approved, counted or not, whatever follows.

    A void one is paid where the shopper `went` and the `reason` is none of their doing.

    >>> payment_due(VisitState.EXCLUDED, None, went=True)
    True
    >>> payment_due(VisitState.VOID, VoidReason.PLACE_CLOSED, went=False)
    False
    """
    return state in EARNED or (state is VisitState.VOID and went and reason in NO_FAULT)


def _move(state: VisitState | None, event: EventKind) -> Move:
    if (state, event) not in DRAWN:
        raise WrongState(state, event)
    return DRAWN[state, event]
