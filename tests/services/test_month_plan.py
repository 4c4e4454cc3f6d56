"""A month's plan: proposed once, edited, published; what cannot be placed is named."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from audit_app.core.day_spans import Span
from audit_app.core.panel import ShopperProfile
from audit_app.core.plan import WhyNot
from audit_app.core.visit_states import VisitState
from audit_app.services import Rooms, month_plan, openings, programmes, taking
from audit_app.services.month_records import Month, Published
from audit_app.services.opening_refusals import NotInMonth
from audit_app.services.openings import Wish
from audit_app.services.programme_refusals import HasEnded
from audit_app.services.refusals import NotHere
from audit_app.storage import panel
from tests.services.recruited import Recruited, recruit
from tests.web.firms import NOW

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def rooms(shipped: Rooms) -> Rooms:
    return shipped


@pytest.fixture
def ours(rooms: Rooms) -> Recruited:
    return recruit(rooms)


def month(ours: Recruited, first: date = APRIL) -> Month:
    return month_plan.month_of(ours.rooms, ours.organisation_id, ours.programme_id, first, NOW)


def propose(ours: Recruited, first: date = APRIL) -> int:
    return month_plan.propose(ours.rooms, ours.organisation_id, ours.programme_id, first, NOW)


def publish(ours: Recruited, first: date = APRIL) -> Published:
    return month_plan.publish_all(ours.rooms, ours.owner, ours.programme_id, first, NOW)


def test_a_month_is_proposed_once(ours):
    assert month(ours).missing == 2
    assert propose(ours) == 2
    assert propose(ours) == 0
    planned = month(ours)
    assert (planned.missing, planned.drafts) == (0, 2)
    assert {row.place.name for row in planned.rows} == {"Ermou", "Plaka"}
    assert {row.shopper for row in planned.rows} == {ours.shopper, ours.other}, "each gets one"
    assert sum(planned.coverage.weekdays) == 2
    assert all(Span(APRIL, date(2026, 4, 30)).touches(row.opening.days) for row in planned.rows)


def test_what_was_removed_can_be_proposed_again(ours):
    propose(ours)
    openings.remove(ours.rooms, ours.organisation_id, month(ours).rows[0].opening.id)
    assert month(ours).missing == propose(ours) == 1


def test_published_drafts_are_offered_or_stand_on_the_board(ours):
    propose(ours)
    first = month(ours).rows[0]
    to_board = Wish(ours.programme_id, first.place.id, first.opening.starts_on, first.opening.due_on)
    openings.change(ours.rooms, ours.organisation_id, first.opening.id, to_board, NOW)
    assert publish(ours) == Published(offered=1, on_board=1, not_eligible=0)
    assert publish(ours) == Published(0, 0, 0)
    assert {row.state for row in month(ours).rows} == {VisitState.OPEN, VisitState.OFFERED}
    assert month(ours).missing == 0


def test_who_became_partial_meanwhile_is_not_asked(ours):
    propose(ours)
    with ours.rooms.store.writing(ours.organisation_id) as scope:
        for one in (ours.shopper, ours.other):
            conflicts = (ours.ermou.id, ours.plaka.id)
            known = ShopperProfile(one.id, ours.organisation_id, ("en",), "Athens", conflicts=conflicts)
            panel.change_profile(scope, known)
    assert publish(ours) == Published(offered=0, on_board=2, not_eligible=2)
    assert {row.shopper for row in month(ours).rows} == {None}


def test_visits_for_which_there_is_no_room_are_named(rooms):
    """Thirty days hold two visits at a gap of 20 days: the third of each place has no room."""
    ours = recruit(rooms, per_month=3, gap_days=20)
    assert propose(ours) == 4
    planned = month(ours)
    assert [(one.place.name, one.why, one.visits) for one in planned.not_placed] == [
        ("Ermou", WhyNot.NO_ROOM, 1),
        ("Plaka", WhyNot.NO_ROOM, 1),
    ]


def test_a_visit_given_back_leaves_room_for_its_successor_only(ours):
    propose(ours)
    publish(ours)
    row = month(ours).rows[0]
    assert row.shopper
    taking.accept(ours.rooms, row.shopper, row.opening.id, NOW)
    assert {one.state for one in month(ours).rows} == {VisitState.ASSIGNED, VisitState.OFFERED}
    taking.abandon(ours.rooms, row.shopper, row.opening.id, "", NOW)
    assert {one.state for one in month(ours).rows} == {VisitState.OPEN, VisitState.OFFERED}
    assert month(ours).missing == 0


def test_only_a_month_of_a_running_programme_is_planned(ours, rooms):
    with pytest.raises(NotInMonth):
        propose(ours, MARCH - timedelta(days=1))
    with pytest.raises(NotHere):
        month_plan.propose(rooms, ours.organisation_id, uuid4(), APRIL, NOW)
    programmes.end(rooms, ours.organisation_id, ours.programme_id, NOW)
    with pytest.raises(HasEnded):
        propose(ours)
    theirs = recruit(rooms)
    for act in (month_plan.month_of, month_plan.propose):
        with pytest.raises(NotHere):
            act(rooms, theirs.organisation_id, ours.programme_id, APRIL, NOW)
    with pytest.raises(NotHere):
        month_plan.publish_all(rooms, theirs.owner, ours.programme_id, APRIL, NOW)
