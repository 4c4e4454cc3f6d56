"""Stretches of days are cut so that nothing is lost, taken twice or too close."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.day_spans import Span, free_runs, legs, room

START = date(2026, 3, 1)


def span(first: int, last: int) -> Span:
    return Span(START + timedelta(days=first), START + timedelta(days=last))


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: span(pair[0], sum(pair)))
few = settings(max_examples=80, deadline=None)


def test_a_stretch_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends before"):
        span(3, 2)


@few
@given(SPANS, st.lists(SPANS, max_size=5))
def test_free_runs_are_exactly_the_days_that_nothing_takes(window, taken):
    free = [day for run in free_runs(window, taken) for day in run.days]
    assert free == [day for day in window.days if not any(day in other.days for other in taken)]


@few
@given(SPANS, st.lists(SPANS, max_size=5))
def test_free_runs_are_as_long_as_they_can_be(window, taken):
    runs = free_runs(window, taken)
    assert all((after.first - run.last).days > 1 for run, after in pairwise(runs))


@few
@given(SPANS, st.integers(0, 15))
def test_room_is_the_most_that_the_gap_allows(run, gap):
    step = max(gap, 1)
    assert run.length > (room(run, gap) - 1) * step
    assert run.length <= room(run, gap) * step


@few
@given(SPANS, st.integers(0, 15), st.data())
def test_legs_keep_the_gap_and_are_even(run, gap, data):
    visits = data.draw(st.integers(1, room(run, gap)))
    cut = legs(run, visits, gap)
    assert len(cut) == visits
    assert (cut[0].first, cut[-1].last) == (run.first, run.last)
    assert all((b.first - a.last).days == max(gap, 1) for a, b in pairwise(cut))
    assert max(leg.length for leg in cut) - min(leg.length for leg in cut) <= 1


def test_more_visits_than_room_are_refused():
    assert room(span(0, 27), 9) == 4
    with pytest.raises(ValueError, match="no room"):
        legs(span(0, 26), 4, 9)
