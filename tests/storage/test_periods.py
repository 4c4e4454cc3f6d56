"""A period is whole months and the days left over, nothing twice and nothing left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.storage.periods import Parts, parts_of

D = date.fromisoformat
TWO_ENDS = [("2026-01-28", "2026-01-31"), ("2026-03-01", "2026-03-02")]


@pytest.mark.parametrize(
    ("first", "last", "months", "edges"),
    [
        ("2026-01-28", "2026-03-02", ("2026-02-01", "2026-02-01"), TWO_ENDS),
        ("2026-01-01", "2026-12-31", ("2026-01-01", "2026-12-01"), []),
        ("2024-02-01", "2024-02-29", ("2024-02-01", "2024-02-01"), []),
        ("2023-02-01", "2023-02-27", None, [("2023-02-01", "2023-02-27")]),
        ("2026-01-31", "2026-02-28", ("2026-02-01", "2026-02-01"), [("2026-01-31", "2026-01-31")]),
        ("2026-01-15", "2026-02-15", None, [("2026-01-15", "2026-02-15")]),
        ("2026-02-02", "2026-02-01", None, []),
    ],
)  # fmt: skip
def test_worked_by_hand(first, last, months, edges):
    whole = (D(months[0]), D(months[1])) if months else None
    assert parts_of(D(first), D(last)) == Parts(whole, tuple((D(start), D(end)) for start, end in edges))


days = st.dates(date(2023, 11, 1), date(2025, 3, 31))


@given(days, days)
def test_every_day_is_in_exactly_one_part(one, other):
    first, last = min(one, other), max(one, other)
    parts = parts_of(first, last)
    covered = [day for start, end in parts.edges for day in _days(start, end)]
    if parts.months:
        after = (parts.months[1] + timedelta(days=31)).replace(day=1)
        covered += _days(parts.months[0], after - timedelta(days=1))
    assert sorted(covered) == _days(first, last)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
