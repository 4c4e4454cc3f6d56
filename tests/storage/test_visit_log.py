"""What is kept of a visit's life: every fact once and in order, and the state it comes to."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from audit_app.core.visit_states import Actor, EventKind, VisitState
from audit_app.storage import Store, visit_log
from audit_app.storage.visit_log import Stage
from tests.storage import making, making_visits
from tests.storage.making import NOW, OURS, id_of

VISIT = id_of("programme's visit")


def test_a_log_is_read_back_as_it_was_written(store: Store, ours: making.Programme):
    first, second = making_visits.logged(OURS), making_visits.second(OURS)
    with store.writing(OURS) as scope:
        assert visit_log.append(scope, first, VisitState.OPEN)
        assert visit_log.append(scope, second, VisitState.OFFERED)
        assert visit_log.entries(scope, VISIT) == [first, second]
        assert visit_log.stage(scope, VISIT) == Stage(VISIT, VisitState.OFFERED, second.at)
        assert visit_log.first_moments(scope, EventKind.INVITE) == {VISIT: second.at}


def test_a_number_is_given_once(store: Store, ours: making.Programme):
    first = making_visits.logged(OURS)
    other = replace(making_visits.second(OURS), number=1)
    with store.writing(OURS) as scope:
        visit_log.append(scope, first, VisitState.OPEN)
        assert not visit_log.append(scope, other, VisitState.OFFERED)
        assert visit_log.entries(scope, VISIT) == [first]
        assert visit_log.stage(scope, VISIT) == Stage(VISIT, VisitState.OPEN, NOW)


def test_the_clock_alone_is_nobody(store: Store, ours: making.Programme):
    nobody = making_visits.logged(OURS, by=None)
    clock = making_visits.logged(OURS, actor=Actor.CLOCK, number=2)
    for fact in (nobody, clock):
        with pytest.raises(IntegrityError), store.writing(OURS) as scope:
            visit_log.append(scope, fact, VisitState.OPEN)


def test_stages_are_found_by_visit_and_by_state(store: Store, ours: making.Programme):
    with store.writing(OURS) as scope:
        visit_log.append(scope, making_visits.logged(OURS), VisitState.OPEN)
        other = making_visits.logged(OURS, "other", visit_id=id_of("other visit"))
        visit_log.append(scope, other, VisitState.OFFERED)
        assert set(visit_log.stages(scope)) == {VISIT, id_of("other visit")}
        assert set(visit_log.stages(scope, [VISIT])) == {VISIT}
        assert [one.visit_id for one in visit_log.standing_in(scope, [VisitState.OPEN])] == [VISIT]
