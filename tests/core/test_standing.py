"""A shopper's standing, worked by hand."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.standing import WEIGHTS, Part, PastVisit, cancelled, handed_in, standing

DUE = date(2026, 3, 20)


def moment(number):
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)


def report(number=0, brief=100, completeness=100, language=100, on_time=True):
    return handed_in(
        moment(number), brief=brief, completeness=completeness, language=language, on_time=on_time
    )


def given_back(number, days_before):
    return cancelled(moment(number), DUE - timedelta(days=days_before), DUE)


@pytest.mark.parametrize(
    ("visit", "points"),
    [
        (report(), 100),
        (report(brief=0), 60),  # 9 of 15
        (report(completeness=50), 90),  # 13.5 of 15
        (report(language=0), Fraction(280, 3)),  # 14 of 15
        (report(on_time=False), 80),  # 12 of 15
        (report(brief=0, completeness=0, language=0, on_time=False), Fraction(40, 3)),  # 2 of 15
        (given_back(0, days_before=1), 0),
    ],
)
def test_three_alike_stand_as_worked_by_hand(visit, points):
    assert standing([visit] * 3).points == points


def test_parts_are_means_and_the_worst_loss_is_to_be_improved_first():
    stands = standing(
        [report(0, brief=70), report(1, language=0), report(2, brief=50, on_time=False), given_back(3, 2)]
    )
    assert stands.parts == {
        Part.BRIEF: Fraction(220, 3),
        Part.COMPLETENESS: 100,
        Part.LANGUAGE: Fraction(200, 3),
        Part.PUNCTUALITY: Fraction(200, 3),
        Part.CANCELLATIONS: 75,
    }
    # (6 · 73⅓ + 3 · 100 + 1 · 66⅔ + 3 · 66⅔ + 2 · 75) / 15
    assert stands.points == Fraction(440 * 3 + 300 * 3 + 200 + 600 + 150 * 3, 45)
    # they cost 160, 100, 50 and 33⅓
    assert stands.improve == (Part.BRIEF, Part.PUNCTUALITY, Part.CANCELLATIONS, Part.LANGUAGE)


@pytest.mark.parametrize(("figure", "improve"), [(79, (Part.BRIEF,)), (80, ()), (100, ())])
def test_eighty_points_are_good_enough(figure, improve):
    assert standing([report(brief=figure)] * 3).improve == improve


@pytest.mark.parametrize(("visits", "too_few"), [(0, True), (1, True), (2, True), (3, False)])
def test_fewer_than_three_visits_are_too_few_to_say(visits, too_few):
    stands = standing([report(number, brief=0) for number in range(visits)])
    assert (stands.too_few, stands.points is None, stands.reached is None) == (too_few, too_few, too_few)
    assert stands.visits == visits
    assert stands.improve == ((Part.BRIEF,) if visits else ())


def test_the_last_ten_count_in_whatever_order_they_come():
    old = [report(number, brief=0, on_time=False) for number in range(5)]
    new = [report(number) for number in range(5, 15)]
    assert standing([*new, *old]).points == standing([*old, *new]).points == 100
    nine = standing([*old, *new[:9]])
    assert (nine.visits, nine.parts[Part.BRIEF]) == (10, 90)


@pytest.mark.parametrize(("days_before", "costs"), [(11, False), (10, True), (0, True), (-1, True)])
def test_giving_back_costs_within_ten_days_of_the_last(days_before, costs):
    stands = standing([report(0), report(1), report(2), given_back(3, days_before)])
    assert stands.parts[Part.CANCELLATIONS] == (75 if costs else 100)
    assert stands.visits == (4 if costs else 3)


def test_giving_back_in_good_time_pushes_no_visit_out():
    early = [given_back(20 + number, days_before=15) for number in range(10)]
    assert standing([report(0), report(1), report(2), *early]).points == 100


def test_what_nobody_judged_is_left_out_and_no_zero():
    unjudged = PastVisit(moment(0), {Part.BRIEF: 50, Part.PUNCTUALITY: 100})
    stands = standing([unjudged] * 3)
    assert stands.points == Fraction(6 * 50 + 3 * 100, 9)
    assert set(stands.parts) == {Part.BRIEF, Part.PUNCTUALITY}


def test_what_is_asked_must_be_reached_in_full():
    stands = standing([report(brief=66)] * 2 + [report(brief=Fraction(67))])
    assert stands.points == Fraction(6 * 199 + 3 * 900, 45)
    assert (stands.points > 86, stands.reached) == (True, 86)


@pytest.mark.parametrize("mark", [-1, 101, Fraction(201, 2)])
def test_a_mark_outside_the_scale_is_refused(mark):
    with pytest.raises(ValueError, match="0 to 100"):
        report(language=mark)


def test_following_the_brief_writing_and_language_weigh_as_in_the_usual_grade():
    assert [WEIGHTS[part] for part in (Part.BRIEF, Part.COMPLETENESS, Part.LANGUAGE)] == [6, 3, 1]
    assert set(WEIGHTS) == set(Part)


MARKS = st.dictionaries(st.sampled_from(Part), st.fractions(0, 100, max_denominator=12), min_size=1)
VISITS = st.lists(st.builds(PastVisit, st.integers(0, 400).map(moment), MARKS), max_size=14)


@settings(max_examples=30, deadline=None)
@given(VISITS)
def test_points_stay_on_the_scale_and_a_perfect_visit_never_harms(visits):
    before = standing(visits)
    perfect = PastVisit(moment(500), dict.fromkeys(Part, 100))
    assert before.points is None or min(before.parts.values()) <= before.points <= max(before.parts.values())
    assert all(0 <= figure <= 100 for figure in before.parts.values())
    after = standing([*visits, perfect])
    if len(visits) < 10:
        assert all(after.parts[part] >= figure for part, figure in before.parts.items())
    assert set(before.improve) <= set(before.parts)
