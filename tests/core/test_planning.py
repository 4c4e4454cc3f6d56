"""A month is planned so that nothing is broken, all is spread, and nobody is favoured."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from time import perf_counter
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.day_spans import Span
from audit_app.core.eligibility import Candidate, Outcome, ShopperVisit, TakingRules
from audit_app.core.panel import SLOTS, TimeBand
from audit_app.core.plan import (
    PanelShopper,
    PassedOver,
    PlaceCoverage,
    PlanPlace,
    PlanRules,
    Unplaced,
    WhyNot,
    coverage_of,
)
from audit_app.core.planning import propose

APRIL = Span(date(2026, 4, 1), date(2026, 4, 30))  # 1 April is a Wednesday
BEFORE = date(2026, 3, 20)
MORNING, AFTERNOON, EVENING = TimeBand
few = settings(max_examples=60, deadline=None)


def place(number: int, **more) -> PlanPlace:
    return PlanPlace(UUID(int=number), **more)


def shopper(number: int, *visits: ShopperVisit, **more) -> PanelShopper:
    return PanelShopper(Candidate(UUID(int=1000 + number), visits=visits), **more)


def rules(per_place: int = 4, taking: TakingRules | None = None, **more) -> PlanRules:
    return PlanRules(APRIL, per_place, taking or TakingRules(gap_days=3), **more)


def april(day: int) -> date:
    return date(2026, 4, day)


def plan(asked, places, panel, today=BEFORE):
    return propose(asked, places, panel, today)


# --- by hand


def test_four_visits_fall_on_four_weekdays_and_all_bands():
    done = plan(rules(), [place(1)], [shopper(1)])
    assert coverage_of(done, rules()).places == (PlaceCoverage(UUID(int=1), 4, 0, weekdays=4, bands=3),)
    assert coverage_of(done, rules()).early == 2


def test_windows_lie_in_their_quarters_of_the_month_and_are_no_longer_than_asked():
    asked = rules(taking=TakingRules(gap_days=7), window_days=3)
    windows = [one.window for one in plan(asked, [place(1)], []).proposals]
    # 30 days less 3 × 6 idle ones leave 12: four legs of 3 days
    assert windows == [Span(april(day), april(day + 2)) for day in (1, 10, 19, 28)]


def test_a_closed_weekday_is_not_aimed_at():
    closed = frozenset({0, 1, 2, 3, 4, 6})
    done = plan(rules(), [place(1, closed=closed)], [shopper(1)])
    assert [one.day for one in done.proposals] == [april(4), april(11), april(18), april(25)]


def test_no_bands_at_the_weekend_keeps_the_weekend_free():
    done = plan(rules(per_place=8, weekend_bands=(), taking=TakingRules()), [place(1)], [])
    assert coverage_of(done, rules()).weekdays[5:] == (0, 0)


def test_what_does_not_fit_is_named():
    sundays = place(2, closed=frozenset(range(7)))
    asked = rules(per_place=5, taking=TakingRules(gap_days=10))
    done = plan(asked, [place(1), sundays], [])
    assert done.unplaced == (
        Unplaced(UUID(int=1), WhyNot.NO_ROOM, 2),  # days 1, 11, 21
        Unplaced(UUID(int=2), WhyNot.CLOSED, 3),
        Unplaced(UUID(int=2), WhyNot.NO_ROOM, 2),
    )


def test_a_month_that_is_over_has_no_visits_left():
    done = plan(rules(), [place(1)], [], today=date(2026, 5, 1))
    assert (done.proposals, done.unplaced) == ((), (Unplaced(UUID(int=1), WhyNot.MONTH_OVER, 4),))


def test_a_month_begun_is_planned_from_today():
    done = plan(rules(per_place=2), [place(1)], [], today=april(21))
    assert min(one.window.first for one in done.proposals) == april(21)


def test_what_the_place_already_has_counts_and_keeps_its_gap():
    there = Span(april(14), april(16))
    done = plan(rules(per_place=3, taking=TakingRules(gap_days=5)), [place(1, visits=(there,))], [])
    first, second = (one.window for one in done.proposals)
    assert (there.first - first.last).days >= 5
    assert (second.first - there.last).days >= 5


def test_last_months_visit_keeps_its_gap_but_counts_for_last_month():
    done = plan(rules(2, TakingRules(gap_days=9)), [place(1, visits=(Span(BEFORE, date(2026, 3, 31)),))], [])
    assert len(done.proposals) == 2
    assert done.proposals[0].window.first >= april(9)


def test_a_shopper_visits_when_they_are_free():
    saturday_mornings = shopper(1, availability=frozenset({"5.morning"}))
    done = plan(rules(), [place(1)], [saturday_mornings])
    assert {(one.day.weekday(), one.band, one.shopper) for one in done.proposals} == {
        (5, MORNING, saturday_mornings.id)
    }


def test_a_neighbour_goes_first_until_they_have_three_more():
    near, far = shopper(2, area="Oulu"), shopper(1, area="Turku")
    done = plan(rules(per_place=5), [place(1, area="oulu")], [far, near])
    assert Counter(one.shopper for one in done.proposals) == {near.id: 4, far.id: 1}


def test_who_was_never_here_goes_before_who_was():
    returning = shopper(1, ShopperVisit(UUID(int=1), "", Span(date(2025, 6, 1), date(2025, 6, 1))))
    done = plan(rules(per_place=1), [place(1)], [returning, shopper(2)])
    assert [one.shopper for one in done.proposals] == [shopper(2).id]


def test_standing_and_self_assignment_do_not_matter_to_an_invitation():
    asked = rules(1, TakingRules(standing_needed=90, self_assign=False))
    assert plan(asked, [place(1)], [shopper(1)]).proposals[0].shopper == shopper(1).id


def test_where_nobody_can_it_is_left_to_the_board_and_said_why():
    visited = ShopperVisit(UUID(int=1), "", Span(april(1), april(1)))
    elsewhere = ShopperVisit(UUID(int=7), "", Span(april(2), april(2)))
    family = PanelShopper(Candidate(UUID(int=1001), conflict_locations=frozenset({UUID(int=1)})))
    panel = [
        family,
        shopper(2, visited),
        shopper(3, *[elsewhere] * 2),
        shopper(4, availability=frozenset({"0.morning"})),
    ]
    asked = rules(1, TakingRules(place_lockout_days=60), most_per_shopper=2, weekday_bands=(EVENING,))
    (one,) = plan(asked, [place(1)], panel).proposals
    assert one.shopper is None
    assert dict(one.passed_over) == dict.fromkeys(PassedOver, 1)
    assert coverage_of(plan(asked, [place(1)], panel), asked).board == 1


def test_a_visit_that_was_given_up_is_no_load():
    given_up = ShopperVisit(UUID(int=7), "", Span(april(2), april(2)), Outcome.NOT_DONE)
    done = plan(rules(1, most_per_shopper=1), [place(1)], [shopper(1, given_up)])
    assert done.loads == ((shopper(1).id, 1),)


def test_a_plan_without_numbers_is_refused():
    with pytest.raises(ValueError, match="at least one visit"):
        rules(per_place=0)


# --- for every month

DAYS = st.integers(-60, 35).map(lambda days: APRIL.first + timedelta(days=days))
SPANS = st.tuples(DAYS, st.integers(0, 4)).map(lambda pair: Span(pair[0], pair[0] + timedelta(pair[1])))
BRANDS = st.sampled_from(["", "Nord", "Süd"])
NUMBERS = st.integers(1, 5)
PLACES = st.lists(
    st.builds(
        PlanPlace,
        NUMBERS.map(lambda number: UUID(int=number)),
        BRANDS,
        st.sampled_from(["", "Oulu", "Turku"]),
        st.frozensets(st.integers(0, 6), max_size=6),
        st.lists(SPANS, max_size=2).map(tuple),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)
VISITS = st.builds(
    ShopperVisit, NUMBERS.map(lambda number: UUID(int=number)), BRANDS, SPANS, st.sampled_from(Outcome)
)
PANEL = st.lists(
    st.builds(
        PanelShopper,
        st.builds(
            Candidate,
            st.integers(1001, 1009).map(lambda number: UUID(int=number)),
            level=st.integers(0, 1),
            conflict_brands=st.frozensets(BRANDS, max_size=1),
            visits=st.lists(VISITS, max_size=3).map(tuple),
        ),
        st.sampled_from(["", "Oulu", "Turku"]),
        st.frozensets(st.sampled_from(SLOTS), max_size=6),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)
RULES = st.builds(
    PlanRules,
    st.just(APRIL),
    st.integers(1, 6),
    st.builds(TakingRules, st.integers(0, 40), st.integers(0, 20), st.integers(0, 9), st.integers(0, 1)),
    st.integers(1, 8),
    st.integers(1, 4),
    weekend_bands=st.sampled_from([(), (MORNING,), tuple(TimeBand)]),
)
TODAY = st.sampled_from([BEFORE, april(12), april(29), date(2026, 5, 2)])


def apart(one: Span, other: Span) -> int:
    """The fewest days that two visits made in these windows can be apart."""
    return max((other.first - one.last).days, (one.first - other.last).days, 0)


@few
@given(RULES, PLACES, PANEL, TODAY)
def test_every_visit_is_proposed_or_has_a_reason(asked, places, panel, today):
    done = plan(asked, places, panel, today)
    for each in places:
        there = sum(one.location == each.id for one in done.proposals)
        missing = sum(one.visits for one in done.unplaced if one.location == each.id)
        begun = sum(visit.first in APRIL.days for visit in each.visits)
        assert there + missing == max(0, asked.per_place - begun)
    assert all(one.visits > 0 for one in done.unplaced)


@few
@given(RULES, PLACES, PANEL, TODAY)
def test_every_proposal_lies_in_open_days_ahead(asked, places, panel, today):
    by_id = {each.id: each for each in places}
    for one in plan(asked, places, panel, today).proposals:
        assert max(today, APRIL.first) <= one.window.first <= one.day <= one.window.last <= APRIL.last
        assert one.window.length <= asked.window_days
        assert one.day.weekday() not in by_id[one.location].closed
        assert one.band in asked.bands(one.day)


@few
@given(RULES, PLACES, PANEL, TODAY)
def test_no_two_visits_of_a_place_can_come_too_close(asked, places, panel, today):
    done = plan(asked, places, panel, today)
    for each in places:
        proposed = [one.window for one in done.proposals if one.location == each.id]
        pairs = [*combinations(proposed, 2), *((one, old) for one in proposed for old in each.visits)]
        assert all(apart(one, other) >= asked.taking.gap_days for one, other in pairs)


@few
@given(RULES, PLACES, PANEL, TODAY)
def test_no_proposal_breaks_a_lock_out_a_conflict_a_level_or_a_limit(asked, places, panel, today):
    done, brands = plan(asked, places, panel, today), {each.id: each.brand for each in places}
    for each in panel:
        mine = [
            (one.location, brands[one.location], one.window)
            for one in done.proposals
            if one.shopper == each.id
        ]
        kept = [visit for visit in each.candidate.visits if visit.outcome is not Outcome.NOT_DONE]
        old = [(visit.location, visit.brand, visit.days) for visit in kept]
        for one, other in [*combinations(mine, 2), *((one, was) for one in mine for was in old)]:
            same_place, same_brand = one[0] == other[0], one[1] and one[1] == other[1]
            assert not same_place or apart(one[2], other[2]) >= asked.taking.place_lockout_days
            assert not same_brand or apart(one[2], other[2]) >= asked.taking.brand_lockout_days
        assert not {brand for _, brand, _ in mine if brand} & each.candidate.conflict_brands
        assert not mine or each.candidate.level >= asked.taking.level
        assert not mine or len(mine) + len(each.days_given(APRIL)) <= asked.most_per_shopper


@few
@given(RULES, PLACES, PANEL, TODAY)
def test_shoppers_are_proposed_when_free_and_the_board_says_who_was_passed_over(asked, places, panel, today):
    by_id = {each.id: each for each in panel}
    for one in plan(asked, places, panel, today).proposals:
        if one.shopper:
            assert by_id[one.shopper].is_free(one.day, one.band)
        else:
            assert sum(count for _, count in one.passed_over) == len(panel)


@few
@given(RULES, PLACES, PANEL, TODAY, st.randoms(use_true_random=False))
def test_the_same_input_gives_the_same_plan_in_any_order(asked, places, panel, today, random):
    before = plan(asked, places, panel, today)
    random.shuffle(places)
    random.shuffle(panel)
    assert plan(asked, places, panel, today) == before


@few
@given(st.integers(1, 6), st.integers(1, 12), st.integers(1, 6), st.integers(0, 4))
def test_equals_have_equal_loads(places, shoppers, per_place, gap):
    asked = rules(per_place, TakingRules(gap_days=gap), most_per_shopper=99)
    panel = [shopper(number) for number in range(shoppers)]
    done = plan(asked, [place(number) for number in range(1, places + 1)], panel)
    assert coverage_of(done, asked).spread <= 1
    assert coverage_of(done, asked).board == 0


@few
@given(st.integers(1, 6), st.integers(1, 7))
def test_half_of_a_places_visits_lie_in_the_first_half(places, per_place):
    asked = rules(per_place)
    done = plan(asked, [place(number) for number in range(1, places + 1)], [shopper(1)])
    for number in range(1, places + 1):
        early = [asked.is_early(one.day) for one in done.proposals if one.location == UUID(int=number)]
        assert abs(early.count(True) - early.count(False)) <= 1


@few
@given(st.integers(1, 12), st.integers(1, 3))
def test_half_of_a_plan_lies_in_the_first_half(places, per_place):
    asked = rules(per_place)
    done = plan(asked, [place(number) for number in range(1, places + 1)], [])
    assert abs(2 * coverage_of(done, asked).early - len(done.proposals)) <= 1


@few
@given(st.integers(1, 6))
def test_up_to_seven_visits_of_a_place_fall_on_different_weekdays(per_place):
    asked = rules(per_place, TakingRules())
    (here,) = coverage_of(plan(asked, [place(1)], []), asked).places
    assert (here.weekdays, here.bands) == (per_place, min(per_place, len(TimeBand)))


def test_two_hundred_places_and_three_hundred_shoppers_take_seconds():
    areas = ["Oulu", "Turku", "Espoo"]
    places = [place(number, area=areas[number % 3], brand=str(number % 20)) for number in range(200)]
    panel = [
        shopper(number, area=areas[number % 3], availability=frozenset(SLOTS[number % 21 :: 4]))
        for number in range(300)
    ]
    asked = rules(4, TakingRules(place_lockout_days=90, brand_lockout_days=5, gap_days=4))
    began = perf_counter()
    done = plan(asked, places, panel)
    assert perf_counter() - began < 20  # about 1 s on one quiet core
    figures = coverage_of(done, asked)
    assert (len(done.proposals), figures.early, figures.board) == (800, 400, 0)
    assert replace(figures.places[0], location=None).weekdays == 4
