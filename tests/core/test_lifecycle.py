"""The life of a visit: the road by hand, who may go it, and what is refused."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from audit_app.core.lifecycle import (
    ENDED,
    MOVES,
    Actor,
    EventKind,
    NotAllowed,
    OnlyOnce,
    ReasonMissing,
    VisitEvent,
    VisitState,
    VoidReason,
    WrongState,
    add,
    follow,
    moves_from,
    payment_due,
    state_of,
)

VISIT, SOMEBODY = UUID(int=1), UUID(int=2)
PUBLISHED = "publish accept start submit take approve publish_result"

# Written down once more, apart from the table: from, event, to, who.
ROADS = """
-            publish           open         manager clock
open         apply             open         shopper
open         invite            offered      manager
open         accept            assigned     shopper manager
offered      accept            assigned     shopper
offered      decline           open         shopper
offered      lapse             open         clock
assigned     start             in_progress  shopper
assigned     abandon           abandoned    shopper clock
in_progress  abandon           abandoned    shopper clock
in_progress  submit            submitted    shopper
submitted    take              in_review    editor
in_review    return            returned     editor
returned     resubmit          submitted    shopper
returned     expire_return     rejected     clock
in_review    approve           approved     editor
in_review    approve_excluded  excluded     editor
in_review    reject            rejected     editor
rejected     appeal            in_review    shopper
open         void              void         editor
offered      void              void         editor
assigned     void              void         editor
in_progress  void              void         editor
submitted    void              void         editor
in_review    void              void         editor
returned     void              void         editor
approved     publish_result    published    manager clock
published    dispute           disputed     approver
disputed     decide_dispute    published    editor
published    lock              locked       clock
"""


def roads():
    for line in ROADS.strip().splitlines():
        start, event, to, *who = line.split()
        state = None if start == "-" else VisitState(start)
        yield (state, EventKind(event)), (VisitState(to), {Actor(name) for name in who})


EXPECTED = dict(roads())
STATES = [None, *VisitState]


def happened(number, event, reason=None):
    moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=number)
    return VisitEvent(UUID(int=100 + number), VISIT, EventKind(event), moment, SOMEBODY, reason)


def log_of(events):
    """A log written step by step, each event by the first who may."""
    log = ()
    for number, event in enumerate(events.split()):
        _, who = EXPECTED[state_of(log), EventKind(event)]
        log = add(log, happened(number, event, "because"), min(who))
    return log


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", EventKind)
def test_every_attempt_at_anything_ends_as_written_down(state, event):
    to, who = EXPECTED.get((state, event), (None, set()))
    for actor in Actor:
        if actor in who:
            assert follow(state, event, actor) is to
            continue
        with pytest.raises(NotAllowed if to else WrongState) as refused:
            follow(state, event, actor)
        assert refused.value.event is event
        assert (refused.value.actor if to else refused.value.state) == (actor if to else state)


def test_no_state_has_two_moves_for_one_event():
    assert sum(len(move.froms) or 1 for move in MOVES) == len(EXPECTED)


def test_every_move_of_the_clock_alone_says_which_clock_it_is():
    assert all(move.clock for move in MOVES if move.who == {Actor.CLOCK})


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ("publish", "open"),
        ("publish apply apply accept start submit take approve publish_result lock", "locked"),
        ("publish invite lapse invite decline invite accept", "assigned"),
        ("publish accept abandon", "abandoned"),
        ("publish accept start abandon", "abandoned"),
        ("publish accept start submit take return resubmit take return expire_return", "rejected"),
        ("publish accept start submit take reject appeal approve publish_result", "published"),
        ("publish accept start submit take reject appeal return resubmit take reject", "rejected"),
        ("publish accept start submit take approve_excluded", "excluded"),
        ("publish accept start submit take reject appeal void", "void"),
        (f"{PUBLISHED} dispute decide_dispute dispute decide_dispute", "published"),
    ],
)
def test_a_log_comes_to_the_state_at_its_end(events, state):
    assert state_of(log_of(events)) is VisitState(state)


def test_a_log_may_begin_where_a_visit_was_accepted():
    log = add((), happened(1, "accept"), Actor.SHOPPER, VisitState.OFFERED)
    assert state_of(log, VisitState.OFFERED) is VisitState.ASSIGNED
    with pytest.raises(WrongState):
        state_of(log)


def test_nothing_happened_is_no_state():
    assert state_of(()) is None


def test_one_appeals_once_even_after_it_was_read_again():
    log = log_of("publish accept start submit take reject appeal reject")
    with pytest.raises(OnlyOnce) as refused:
        add(log, happened(20, "appeal"), Actor.SHOPPER)
    assert refused.value.event is EventKind.APPEAL
    assert state_of(log) is VisitState.REJECTED


@pytest.mark.parametrize("reason", [None, "", "  \n"])
@pytest.mark.parametrize(
    ("before", "event", "actor"),
    [
        ("publish accept start submit take", "reject", Actor.EDITOR),
        ("publish accept start submit take", "approve_excluded", Actor.EDITOR),
        ("publish", "void", Actor.EDITOR),
        (PUBLISHED, "dispute", Actor.APPROVER),
        (f"{PUBLISHED} dispute", "decide_dispute", Actor.EDITOR),
    ],
)
def test_what_goes_against_somebody_needs_a_reason(before, event, actor, reason):
    log = log_of(before)
    with pytest.raises(ReasonMissing):
        add(log, happened(20, event, reason), actor)
    assert add(log, happened(20, event, "the shop was closed"), actor)[:-1] == log


def test_what_can_be_done_next():
    def named(state, actor, done=()):
        return {move.event for move in moves_from(state, actor, done)}

    assert named(VisitState.IN_REVIEW, Actor.EDITOR) == {
        "return",
        "approve",
        "approve_excluded",
        "reject",
        "void",
    }
    assert named(VisitState.IN_REVIEW, Actor.SHOPPER) == set()
    assert named(None, Actor.MANAGER) == {"publish"}
    assert named(VisitState.REJECTED, Actor.SHOPPER) == {"appeal"}
    assert named(VisitState.REJECTED, Actor.SHOPPER, [EventKind.APPEAL]) == set()
    assert named(VisitState.OPEN, Actor.SHOPPER, [EventKind.APPLY]) == {"apply", "accept"}


def test_what_has_ended_is_ended_for_everybody():
    assert {"abandoned", "excluded", "locked", "void"} == ENDED
    assert all(moves_from(state, actor) == () for state, actor in product(ENDED, Actor))


PAID_ANYWAY = {"approved", "excluded", "published", "disputed", "locked"}


@pytest.mark.parametrize(("state", "went"), list(product(STATES, [True, False])))
def test_pay_is_due_from_approval_on_whatever_follows(state, went):
    assert payment_due(state, None, went) is (state in PAID_ANYWAY)


@pytest.mark.parametrize(
    ("reason", "paid"),
    [
        ("place_closed", True),
        ("recognised", True),
        ("extraordinary", True),
        ("gave_away", False),
        ("conflict", False),
        ("withdrawn", False),
    ],
)
def test_a_void_visit_is_paid_to_who_went_and_is_not_to_blame(reason, paid):
    assert payment_due(VisitState.VOID, VoidReason(reason), went=True) is paid
    assert payment_due(VisitState.VOID, VoidReason(reason), went=False) is False
    assert payment_due(VisitState.REJECTED, VoidReason(reason), went=True) is False


def test_every_reason_has_a_case():
    assert len(VoidReason) == 6
