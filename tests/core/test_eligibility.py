"""Who may take a visit: every boundary to the day, every reason with its numbers."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.day_spans import Span
from audit_app.core.eligibility import (
    Candidate,
    Outcome,
    Reason,
    ReasonKind,
    ShopperVisit,
    TakingRules,
    VisitWindow,
    may_take,
)

HERE, THERE, YOU = UUID(int=1), UUID(int=2), UUID(int=9)
TODAY = date(2026, 2, 12)
SIXTY = TakingRules(place_lockout_days=60)
JANUARY_2 = Span(date(2026, 1, 2), date(2026, 1, 2))  # 41 days before TODAY; 60 days on is 3 March
few = settings(max_examples=150, deadline=None)


def one_day(day: date) -> Span:
    return Span(day, day)


def opening(first: date = TODAY, last: date = date(2026, 2, 28), brand: str = "") -> VisitWindow:
    return VisitWindow(HERE, brand, Span(first, last))


def been(location: UUID = HERE, days: Span = JANUARY_2, brand: str = "", outcome: Outcome = Outcome.DONE):
    return Candidate(YOU, visits=(ShopperVisit(location, brand, days, outcome),))


def ask(candidate=None, window=None, rules=None, **more):
    return may_take(
        candidate or Candidate(YOU), window or opening(), rules or TakingRules(), today=TODAY, **more
    )


def kinds(answer) -> list[ReasonKind]:
    return [reason.kind for reason in answer.reasons]


def test_nothing_against_it_gives_the_whole_window():
    assert ask().allowed
    assert ask().days == opening().days


def test_a_window_that_began_is_left_from_today_on():
    assert ask(window=opening(date(2026, 2, 1))).days == Span(TODAY, date(2026, 2, 28))


def test_you_visited_this_place_41_days_ago_again_from_3_march():
    assert ask(been(), rules=SIXTY).reasons == (
        Reason(ReasonKind.VISITED_HERE, date(2026, 1, 2), 41, date(2026, 3, 3), needed=60),
    )


@pytest.mark.parametrize(
    ("lockout", "day_of_visit", "allowed"),
    [
        (60, date(2026, 3, 2), False),
        (60, date(2026, 3, 3), True),  # D + 60
        (59, date(2026, 3, 2), True),
        (0, TODAY, True),
    ],
)
def test_a_lock_out_ends_on_the_day_itself(lockout, day_of_visit, allowed):
    window = opening(day_of_visit, day_of_visit)
    assert ask(been(), window, TakingRules(place_lockout_days=lockout)).allowed is allowed


@pytest.mark.parametrize(("lockout", "allowed"), [(0, True), (1, False)])
def test_twice_on_a_day_is_for_those_without_a_lock_out(lockout, allowed):
    again = ask(been(days=one_day(TODAY)), opening(TODAY, TODAY), TakingRules(place_lockout_days=lockout))
    assert again.allowed is allowed


def test_a_leap_day_is_a_day():
    visited = been(days=one_day(date(2028, 1, 1)))
    window = VisitWindow(HERE, "", Span(date(2028, 2, 29), date(2028, 3, 5)))
    answer = may_take(visited, window, SIXTY, today=date(2028, 2, 1))
    assert answer.days.first == date(2028, 3, 1)  # 31 days of January, 29 of February


def test_a_window_that_is_partly_locked_is_left_from_where_it_opens():
    answer = ask(been(), opening(last=date(2026, 3, 10)), SIXTY)
    assert answer.days == Span(date(2026, 3, 3), date(2026, 3, 10))


def test_another_place_of_the_brand_has_the_brands_lock_out():
    rules = TakingRules(place_lockout_days=90, brand_lockout_days=60)
    answer = ask(been(THERE, brand="Nord"), opening(brand="Nord"), rules)
    assert answer.reasons == (
        Reason(ReasonKind.VISITED_BRAND, date(2026, 1, 2), 41, date(2026, 3, 3), needed=60, brand="Nord"),
    )
    assert ask(been(THERE, brand="Nord"), opening(brand="Süd"), rules).allowed
    assert ask(been(THERE), opening(), rules).allowed  # no brand is not a brand


def test_the_longer_lock_out_closes_the_place_itself():
    rules = TakingRules(place_lockout_days=10, brand_lockout_days=60)
    (reason,) = ask(been(brand="Nord"), opening(brand="Nord"), rules).reasons
    assert (reason.kind, reason.again_from) == (ReasonKind.VISITED_HERE, date(2026, 3, 3))


def test_a_visit_that_was_not_done_locks_nothing():
    assert ask(been(outcome=Outcome.NOT_DONE), rules=SIXTY).allowed


def test_a_visit_still_ahead_locks_on_both_sides_of_its_window():
    ahead = been(days=Span(date(2026, 3, 1), date(2026, 3, 5)), outcome=Outcome.AHEAD)
    rules = TakingRules(place_lockout_days=10)
    assert ask(ahead, opening(last=date(2026, 3, 20)), rules).days == Span(TODAY, date(2026, 2, 19))
    (reason,) = ask(ahead, opening(date(2026, 2, 20), date(2026, 3, 14)), rules).reasons
    assert (reason.kind, reason.days_ago, reason.again_from) == (
        ReasonKind.PROMISED_HERE,
        None,
        date(2026, 3, 15),
    )


def test_of_two_visits_the_one_that_opens_last_is_named():
    earlier = ShopperVisit(HERE, "", one_day(date(2025, 12, 24)))
    twice = replace(been(), visits=(*been().visits, earlier))
    (reason,) = ask(twice, rules=SIXTY).reasons
    assert reason.again_from == date(2026, 3, 3)


def test_conflicts_name_the_place_or_the_brand():
    works_here = Candidate(YOU, conflict_locations=frozenset({HERE}))
    assert ask(works_here).reasons == (Reason(ReasonKind.CONFLICT),)
    worked_for_them = Candidate(YOU, conflict_brands=frozenset({"Nord"}))
    assert ask(worked_for_them, opening(brand="Nord")).reasons == (Reason(ReasonKind.CONFLICT, brand="Nord"),)
    assert ask(worked_for_them).allowed


@pytest.mark.parametrize(("level", "allowed"), [(1, False), (2, True), (3, True)])
def test_the_level_is_reached_when_it_is_equal(level, allowed):
    answer = ask(Candidate(YOU, level=level), rules=TakingRules(level=2))
    assert answer.allowed is allowed
    assert allowed or answer.reasons == (Reason(ReasonKind.LEVEL, needed=2, has=1),)


@pytest.mark.parametrize(("standing", "allowed"), [(None, False), (82, False), (83, True)])
def test_standing_is_for_taking_unasked(standing, allowed):
    shopper, rules = Candidate(YOU, standing=standing), TakingRules(standing_needed=83)
    assert ask(shopper, rules=rules).allowed is allowed
    assert allowed or ask(shopper, rules=rules).reasons == (
        Reason(ReasonKind.STANDING, needed=83, has=standing),
    )
    assert ask(shopper, rules=rules, invited=True).allowed


def test_by_invitation_only_lets_the_invited_in():
    closed = TakingRules(self_assign=False, standing_needed=83)
    assert kinds(ask(rules=closed)) == [ReasonKind.INVITATION_ONLY]
    assert ask(rules=closed, invited=True).allowed


def test_the_brief_must_be_readable():
    rules = TakingRules(language="fi")
    assert ask(Candidate(YOU, languages=frozenset({"fi", "en"})), rules=rules).allowed
    refused = ask(Candidate(YOU, languages=frozenset({"en"})), rules=rules)
    assert refused.reasons == (Reason(ReasonKind.LANGUAGE, language="fi"),)


def test_the_gap_counts_anybodys_visit():
    week, shopper = TakingRules(gap_days=7), Candidate(YOU)
    visits = [one_day(date(2026, 2, 10))]
    refused = ask(shopper, opening(last=date(2026, 2, 16)), week, visits_here=visits)
    assert refused.reasons == (
        Reason(ReasonKind.TOO_CLOSE, date(2026, 2, 10), 2, date(2026, 2, 17), needed=7),
    )
    left = ask(shopper, opening(last=date(2026, 2, 17)), week, visits_here=visits)
    assert left.days == one_day(date(2026, 2, 17))


@pytest.mark.parametrize(("last", "over"), [(date(2026, 2, 11), True), (TODAY, False)])
def test_a_window_is_over_the_day_after(last, over):
    answer = ask(window=opening(date(2026, 2, 1), last))
    assert answer.allowed is not over
    assert not over or answer.reasons == (Reason(ReasonKind.WINDOW_OVER, last, 1),)


def test_every_reason_is_told_at_once():
    unfit = replace(been(), conflict_locations=frozenset({HERE}))
    rules = replace(SIXTY, level=1, standing_needed=50, language="el", gap_days=90)
    assert kinds(ask(unfit, rules=rules, visits_here=[JANUARY_2])) == [
        ReasonKind.CONFLICT,
        ReasonKind.LANGUAGE,
        ReasonKind.LEVEL,
        ReasonKind.STANDING,
        ReasonKind.VISITED_HERE,
        ReasonKind.TOO_CLOSE,
    ]


DAYS = st.integers(-90, 90).map(lambda days: TODAY + timedelta(days=days))
WINDOWS = st.tuples(DAYS, st.integers(0, 30)).map(lambda pair: Span(pair[0], pair[0] + timedelta(pair[1])))
VISITS = st.builds(
    ShopperVisit,
    st.sampled_from([HERE, THERE]),
    st.sampled_from(["", "Nord", "Süd"]),
    WINDOWS,
    st.sampled_from(Outcome),
)
RULES = st.builds(TakingRules, st.integers(0, 60), st.integers(0, 60), st.integers(0, 20))


def keeps_apart(day: date, other: Span, days: int) -> bool:
    return all(abs((day - each).days) >= days for each in other.days)


def free(day: date, visit: ShopperVisit, brand: str, rules: TakingRules) -> bool:
    """Told day by day, as the rule is said in words."""
    same_brand = brand and visit.brand == brand
    return visit.outcome is Outcome.NOT_DONE or (
        (visit.location != HERE or keeps_apart(day, visit.days, rules.place_lockout_days))
        and (not same_brand or keeps_apart(day, visit.days, rules.brand_lockout_days))
    )


@few
@given(
    st.lists(VISITS, max_size=4), WINDOWS, RULES, st.lists(WINDOWS, max_size=3), st.sampled_from(["", "Nord"])
)
def test_a_visit_is_allowed_exactly_where_a_day_is_left(visits, window, rules, here, brand):
    left = {
        day
        for day in window.days
        if day >= TODAY
        and all(free(day, visit, brand, rules) for visit in visits)
        and all(keeps_apart(day, other, rules.gap_days) for other in here)
    }
    shopper = Candidate(YOU, visits=tuple(visits))
    answer = ask(shopper, VisitWindow(HERE, brand, window), rules, visits_here=here)
    assert answer.allowed is bool(left)
    assert answer.days is None or set(answer.days.days) <= left


@few
@given(VISITS, WINDOWS, RULES)
def test_again_from_is_the_first_day_that_opens(visit, window, rules):
    shopper = Candidate(YOU, visits=(visit,))
    for reason in ask(shopper, VisitWindow(HERE, "Nord", window), rules).reasons:
        if reason.again_from:
            eve = reason.again_from - timedelta(days=1)
            assert ask(shopper, VisitWindow(HERE, "Nord", one_day(reason.again_from)), rules).allowed
            assert not ask(shopper, VisitWindow(HERE, "Nord", one_day(eve)), rules).allowed
