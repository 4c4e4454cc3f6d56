"""What happens to a visit is judged, written down once, and comes to the state that is kept beside it."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from audit_app.core.lifecycle import (
    MOVES,
    Actor,
    EventKind,
    MoveRefused,
    ReasonMissing,
    VisitState,
    WrongState,
)
from audit_app.core.lifecycle import state_of as folded
from audit_app.services.visit_log import record, state_of
from audit_app.storage import Store, visit_log
from tests.storage import making
from tests.storage.making import NOW, OURS


@pytest.fixture
def ours(store: Store) -> making.Programme:
    return making.found(store, making.OURS)


def attempt(store: Store, who: UUID, visit: UUID, event: EventKind, actor: Actor, reason: str = "") -> bool:
    """Whether the move was made."""
    by = None if actor is Actor.CLOCK else who
    try:
        with store.writing(OURS) as scope:
            record(scope, visit, event, actor, by, NOW, reason)
    except MoveRefused:
        return False
    return True


@pytest.mark.parametrize("seed", range(3))
def test_the_kept_state_is_always_what_the_log_comes_to(store: Store, ours: making.Programme, seed: int):
    dice, visit, made = Random(seed), uuid4(), 0
    for _ in range(60):
        move = dice.choice(MOVES)
        actor = dice.choice(sorted(move.who))
        made += attempt(store, ours.owner.id, visit, move.event, actor, dice.choice(["", "a reason"]))
        with store.reading(OURS) as scope:
            log = visit_log.entries(scope, visit)
            assert state_of(scope, visit) == folded(one.fact for one in log)
            assert [one.number for one in log] == list(range(1, made + 1))
    assert made


def test_a_refused_move_leaves_nothing_behind(store: Store, ours: making.Programme):
    visit = uuid4()
    assert attempt(store, ours.owner.id, visit, EventKind.PUBLISH, Actor.MANAGER)
    for event, actor, refusal in (
        (EventKind.APPROVE, Actor.EDITOR, WrongState),
        (EventKind.VOID, Actor.EDITOR, ReasonMissing),
    ):
        with pytest.raises(refusal), store.writing(OURS) as scope:
            record(scope, visit, event, actor, ours.owner.id, NOW)
    with store.reading(OURS) as scope:
        assert [one.event for one in visit_log.entries(scope, visit)] == [EventKind.PUBLISH]


def test_of_many_who_accept_at_once_one_does(store: Store, ours: making.Programme):
    visit, together = uuid4(), Barrier(6)
    assert attempt(store, ours.owner.id, visit, EventKind.PUBLISH, Actor.MANAGER)

    def accept(_: int) -> bool:
        together.wait()
        return attempt(store, ours.shopper.id, visit, EventKind.ACCEPT, Actor.SHOPPER)

    with ThreadPoolExecutor(6) as shoppers:
        assert sorted(shoppers.map(accept, range(6))) == [False] * 5 + [True]
    with store.reading(OURS) as scope:
        assert state_of(scope, visit) is VisitState.ASSIGNED
        assert len(visit_log.entries(scope, visit)) == 2


def test_a_note_is_kept_with_its_event(store: Store, ours: making.Programme):
    visit = uuid4()
    with store.writing(OURS) as scope:
        record(scope, visit, EventKind.PUBLISH, Actor.MANAGER, ours.owner.id, NOW, note={"n": [1, "Ω"]})
        assert visit_log.entries(scope, visit)[0].note == {"n": [1, "Ω"]}


def test_another_organisations_visit_of_the_same_id_is_another_one(store: Store, ours: making.Programme):
    theirs, visit = making.found(store, making.THEIRS), uuid4()
    attempt(store, ours.owner.id, visit, EventKind.PUBLISH, Actor.MANAGER)
    with store.reading(theirs.id) as scope:
        assert state_of(scope, visit) is None
