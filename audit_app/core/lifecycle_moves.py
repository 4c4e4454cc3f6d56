"""The life of a visit as data: every move that there is, who may make it, what must hold, what it causes.

`lifecycle` follows this table; docs/visits.md shows it. What stands in `guard` and `effect` is for people: a
guard is held by the service that makes the move, where the facts are.
"""

from audit_app.core.visit_clocks import Clock
from audit_app.core.visit_states import Actor, EventKind, Move, VisitState

S, E, A = VisitState, EventKind, Actor


def _states(*states: VisitState) -> frozenset[VisitState]:
    return frozenset(states)


def _who(*actors: Actor) -> frozenset[Actor]:
    return frozenset(actors)


BEFORE_APPROVAL = _states(S.OPEN, S.OFFERED, S.ASSIGNED, S.IN_PROGRESS, S.SUBMITTED, S.IN_REVIEW, S.RETURNED)
"""The states of a visit that may yet be approved without an appeal."""

MOVES = (
    Move(
        E.PUBLISH,
        _states(),
        S.OPEN,
        _who(A.MANAGER, A.CLOCK),
        guard="brief, checklist, pay and window are set; by the clock: in place of an abandoned one",
        effect="stands on the board",
    ),
    Move(
        E.APPLY,
        _states(S.OPEN),
        S.OPEN,
        _who(A.SHOPPER),
        guard="eligible: certificate, lock-outs, conflicts of interest",
        effect="the wish is noted; others may apply as well",
    ),
    Move(
        E.INVITE,
        _states(S.OPEN),
        S.OFFERED,
        _who(A.MANAGER),
        guard="that shopper is eligible",
        effect="kept for one shopper, who gets a mail",
    ),
    Move(
        E.ACCEPT,
        _states(S.OPEN),
        S.ASSIGNED,
        _who(A.SHOPPER, A.MANAGER),
        guard="a shopper who may assign themself, brief and checklist confirmed as read;"
        " or the manager takes one who applied",
        effect="editions frozen; an assignment with its id",
    ),
    Move(
        E.ACCEPT,
        _states(S.OFFERED),
        S.ASSIGNED,
        _who(A.SHOPPER),
        guard="the invited shopper; brief and checklist confirmed as read",
        clock=Clock.OFFER,
        effect="editions frozen; an assignment with its id",
    ),
    Move(E.DECLINE, _states(S.OFFERED), S.OPEN, _who(A.SHOPPER), effect="back on the board"),
    Move(
        E.LAPSE,
        _states(S.OFFERED),
        S.OPEN,
        _who(A.CLOCK),
        guard="not answered",
        clock=Clock.OFFER,
        effect="back on the board",
    ),
    Move(
        E.START,
        _states(S.ASSIGNED),
        S.IN_PROGRESS,
        _who(A.SHOPPER),
        guard="first answer; not before the first day",
    ),
    Move(
        E.ABANDON,
        _states(S.ASSIGNED, S.IN_PROGRESS),
        S.ABANDONED,
        _who(A.SHOPPER, A.CLOCK),
        guard="by the clock: not handed in when it had to be",
        effect="what was filled in is kept; the place is on the board again; counts in the standing",
    ),
    Move(
        E.SUBMIT,
        _states(S.IN_PROGRESS),
        S.SUBMITTED,
        _who(A.SHOPPER),
        guard="visited by the due day; handed in within the programme's hours of the visit",
        effect="waits in the queue",
    ),
    Move(
        E.TAKE,
        _states(S.SUBMITTED),
        S.IN_REVIEW,
        _who(A.EDITOR),
        clock=Clock.REVIEW,
        effect="one editor reads it; untaken when the window ends, it is escalated",
    ),
    Move(
        E.RETURN,
        _states(S.IN_REVIEW),
        S.RETURNED,
        _who(A.EDITOR),
        guard="notes at the questions",
        effect="the shopper goes on in the same visit; one reminder after 12 h",
    ),
    Move(
        E.RESUBMIT,
        _states(S.RETURNED),
        S.SUBMITTED,
        _who(A.SHOPPER),
        clock=Clock.RETURN,
        effect="the editor sees what changed",
    ),
    Move(
        E.EXPIRE_RETURN,
        _states(S.RETURNED),
        S.REJECTED,
        _who(A.CLOCK),
        guard="not handed in again",
        clock=Clock.RETURN,
        effect="mail with a link to appeal",
    ),
    Move(
        E.APPROVE,
        _states(S.IN_REVIEW),
        S.APPROVED,
        _who(A.EDITOR),
        guard="a sample is read by a second editor",
        effect="counted; pay becomes due",
    ),
    Move(
        E.APPROVE_EXCLUDED,
        _states(S.IN_REVIEW),
        S.EXCLUDED,
        _who(A.EDITOR),
        effect="not counted; pay becomes due",
        reasoned=True,
    ),
    Move(
        E.REJECT,
        _states(S.IN_REVIEW),
        S.REJECTED,
        _who(A.EDITOR),
        effect="mail with the reason and a link to appeal",
        reasoned=True,
    ),
    Move(
        E.APPEAL,
        _states(S.REJECTED),
        S.IN_REVIEW,
        _who(A.SHOPPER),
        guard="says what was followed, proved or in the way",
        clock=Clock.APPEAL,
        effect="read again",
        once=True,
    ),
    Move(
        E.VOID,
        BEFORE_APPROVAL,
        S.VOID,
        _who(A.EDITOR),
        guard="closed, recognised, something extraordinary",
        effect="not counted; paid where the reason says so",
        reasoned=True,
    ),
    Move(
        E.PUBLISH_RESULT,
        _states(S.APPROVED),
        S.PUBLISHED,
        _who(A.MANAGER, A.CLOCK),
        guard="by the clock: where the programme publishes by itself",
        effect="the location sees it",
    ),
    Move(
        E.DISPUTE,
        _states(S.PUBLISHED),
        S.DISPUTED,
        _who(A.APPROVER),
        guard="single answers, with evidence",
        clock=Clock.OBJECTION,
        effect="the editor decides",
        reasoned=True,
    ),
    Move(
        E.DECIDE_DISPUTE,
        _states(S.DISPUTED),
        S.PUBLISHED,
        _who(A.EDITOR),
        effect="a new version; score before and after are kept",
        reasoned=True,
    ),
    Move(
        E.LOCK,
        _states(S.PUBLISHED),
        S.LOCKED,
        _who(A.CLOCK),
        clock=Clock.LOCK,
        effect="never calculated again",
    ),
)
"""Every move there is, in the order in which a visit meets them."""
