"""The states of a visit, what can happen to it and who acts: the words of the table in `lifecycle_moves`."""

from dataclasses import dataclass
from enum import StrEnum

from audit_app.core.visit_clocks import Clock


class VisitState(StrEnum):
    """Where a visit of a programme stands. Before it is published there is none."""

    OPEN = "open"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    EXCLUDED = "excluded"
    REJECTED = "rejected"
    VOID = "void"
    ABANDONED = "abandoned"
    PUBLISHED = "published"
    DISPUTED = "disputed"
    LOCKED = "locked"


class EventKind(StrEnum):
    """What can happen to a visit."""

    PUBLISH = "publish"
    APPLY = "apply"
    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    START = "start"
    ABANDON = "abandon"
    SUBMIT = "submit"
    TAKE = "take"
    RETURN = "return"
    RESUBMIT = "resubmit"
    EXPIRE_RETURN = "expire_return"
    APPROVE = "approve"
    APPROVE_EXCLUDED = "approve_excluded"
    REJECT = "reject"
    APPEAL = "appeal"
    VOID = "void"
    PUBLISH_RESULT = "publish_result"
    DISPUTE = "dispute"
    DECIDE_DISPUTE = "decide_dispute"
    LOCK = "lock"


class Actor(StrEnum):
    """In which part somebody acts; `approver` is the location's own, `clock` is nobody."""

    MANAGER = "manager"
    SHOPPER = "shopper"
    EDITOR = "editor"
    APPROVER = "approver"
    CLOCK = "clock"


@dataclass(frozen=True)
class Move:
    """A row of the table: an event that leads from some states (none: before it is published) to another.

    `clock` is the window within which it can be made or, for a move of the clock alone, whose end makes it.
    A move that happens `once` is refused the second time in one visit; `reasoned` ones need a written reason.
    """

    event: EventKind
    froms: frozenset[VisitState]
    to: VisitState
    who: frozenset[Actor]
    guard: str = ""
    clock: Clock | None = None
    effect: str = ""
    once: bool = False
    reasoned: bool = False
