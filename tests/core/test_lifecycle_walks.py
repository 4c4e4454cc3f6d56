"""Any walk through the life of a visit: never off the table, never back from an end, never two appeals."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from audit_app.core.lifecycle import (
    DRAWN,
    ENDED,
    Actor,
    EventKind,
    MoveRefused,
    VisitEvent,
    VisitState,
    add,
    follow,
    moves_from,
    payment_due,
    state_of,
)

VISIT = UUID(int=1)
BEGUN = datetime(2026, 3, 28, tzinfo=UTC)
EARNED = {"approved", "excluded", "published", "disputed", "locked"}


class Walk(RuleBasedStateMachine):
    """Legal steps, and attempts at anything; beside the log a state that is followed step by step."""

    def __init__(self):
        super().__init__()
        self.log, self.state, self.past = (), None, []

    def event(self, kind, reason="because"):
        number = len(self.log)
        return VisitEvent(UUID(int=number), VISIT, kind, BEGUN + timedelta(hours=number), reason=reason)

    def legal(self):
        done = [fact.event for fact in self.log]
        return [(move, actor) for actor in Actor for move in moves_from(self.state, actor, done)]

    @precondition(lambda self: self.legal())
    @rule(data=st.data())
    def a_legal_move(self, data):
        move, actor = data.draw(st.sampled_from(self.legal()))
        self.log = add(self.log, self.event(move.event), actor)
        self.past.append(self.state)
        self.state = follow(self.state, move.event, actor)
        assert self.state is move.to

    @rule(
        kind=st.sampled_from(EventKind),
        actor=st.sampled_from(Actor),
        reason=st.sampled_from(["because", None]),
    )
    def an_attempt(self, kind, actor, reason):
        legal = [move for move, who in self.legal() if move.event is kind and who is actor]
        before, allowed = self.log, bool(legal) and (reason is not None or not legal[0].reasoned)
        try:
            longer = add(self.log, self.event(kind, reason), actor)
        except MoveRefused:
            assert not allowed
        else:
            assert allowed
            assert longer[:-1] == before
        assert self.log == before
        assert state_of(self.log) is self.state

    @invariant()
    def the_log_comes_to_where_the_steps_led(self):
        assert state_of(self.log) is self.state

    @invariant()
    def it_stands_on_the_table(self):
        assert self.state is None or self.state in VisitState
        assert self.state in ENDED or any(start is self.state for start, _ in DRAWN)

    @invariant()
    def an_end_is_the_end(self):
        assert not ENDED.intersection(self.past)
        assert bool(self.legal()) is not (self.state in ENDED or self.appealed_in_vain())

    @invariant()
    def one_appeals_once(self):
        assert sum(fact.event is EventKind.APPEAL for fact in self.log) <= 1

    @invariant()
    def what_was_earned_stays_earned(self):
        if EARNED.intersection(self.past):
            assert payment_due(self.state, None, went=True)

    def appealed_in_vain(self):
        return self.state is VisitState.REJECTED and any(fact.event is EventKind.APPEAL for fact in self.log)


TestWalk = Walk.TestCase
TestWalk.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_every_state_can_be_reached():
    seen, ahead = set(), [None]
    while ahead:
        here = ahead.pop()
        new = {move.to for (start, _), move in DRAWN.items() if start is here} - seen
        seen |= new
        ahead.extend(new)
    assert seen == set(VisitState)


def test_an_end_can_be_reached_from_everywhere():
    arriving = set(ENDED)
    for _ in VisitState:
        arriving |= {start for (start, _), move in DRAWN.items() if move.to in arriving}
    assert arriving == {None, *VisitState}
