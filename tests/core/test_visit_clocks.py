"""Windows, days and dates of a visit, on the days the clocks change as well.

In 2026 summer time begins on 29 March and ends on 25 October, in all of the EU at 01:00 UTC: in Athens and
Helsinki the clocks go from 03:00 to 04:00, and back from 04:00 to 03:00.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from audit_app.core.visit_clocks import (
    DAYS,
    HOURS,
    Clock,
    dates_of,
    end_of,
    ends_at,
    is_over,
    last_day,
    local_day,
    locks_at,
    reminder_due,
)

ATHENS, HELSINKI, YEREVAN = "Europe/Athens", "Europe/Helsinki", "Asia/Yerevan"
A_MICROSECOND = timedelta(microseconds=1)


def at(said, zone=None):
    """A moment as the wall shows it, in a zone or with an offset; `*` is the later of two such hours."""
    moment = datetime.fromisoformat(said.rstrip("*"))
    return moment.replace(tzinfo=ZoneInfo(zone), fold=said.endswith("*")) if zone else moment


ENDS = [
    # hours are absolute: on the wall 48 h are an hour more in spring, an hour less in autumn
    (Clock.OFFER, "2026-03-10 12:00", ATHENS, "2026-03-12 12:00"),
    (Clock.OFFER, "2026-03-28 12:00", ATHENS, "2026-03-30 13:00"),
    (Clock.OFFER, "2026-10-24 12:00", ATHENS, "2026-10-26 11:00"),
    (Clock.OFFER, "2026-03-28 12:00", YEREVAN, "2026-03-30 12:00"),
    (Clock.RETURN, "2026-03-28 20:30", HELSINKI, "2026-03-29 21:30"),
    (Clock.RETURN, "2026-10-24 20:30", HELSINKI, "2026-10-25 19:30"),
    (Clock.RETURN, "2026-10-24 03:30", HELSINKI, "2026-10-25 03:30"),
    (Clock.RETURN, "2026-10-24 04:30", HELSINKI, "2026-10-25 03:30*"),
    (Clock.REMINDER, "2026-03-28 20:00", HELSINKI, "2026-03-29 09:00"),
    (Clock.REVIEW, "2026-10-23 09:00", ATHENS, "2026-10-26 08:00"),
    # days are the location's: they end at its midnight
    (Clock.APPEAL, "2026-03-28 12:00", ATHENS, "2026-04-05 00:00"),
    (Clock.APPEAL, "2026-03-28 00:00", ATHENS, "2026-04-05 00:00"),
    (Clock.APPEAL, "2026-03-27 23:59", ATHENS, "2026-04-04 00:00"),
    (Clock.APPEAL, "2026-10-18 23:59", HELSINKI, "2026-10-26 00:00"),
    (Clock.OBJECTION, "2026-10-20 08:00", HELSINKI, "2026-10-28 00:00"),
    (Clock.OBJECTION, "2026-12-28 08:00", YEREVAN, "2027-01-05 00:00"),
]


@pytest.mark.parametrize(("clock", "since", "zone", "end"), ENDS)
def test_a_window_ends_when_worked_out_by_hand(clock, since, zone, end):
    assert ends_at(clock, at(since, zone), zone) == at(end, zone).astimezone(UTC)
    assert ends_at(clock, at(since, zone).astimezone(UTC), zone) == at(end, zone).astimezone(UTC)


def test_every_clock_has_one_window():
    assert sorted([*HOURS, *DAYS]) == sorted(Clock)
    assert HOURS == {Clock.OFFER: 48, Clock.REVIEW: 72, Clock.REMINDER: 12, Clock.RETURN: 24}
    assert DAYS == {Clock.APPEAL: 7, Clock.OBJECTION: 7, Clock.LOCK: 14}


@pytest.mark.parametrize("clock", Clock)
def test_a_window_is_over_from_the_moment_at_which_it_ends(clock):
    since = at("2026-03-28T12:00:00+00:00")
    end = ends_at(clock, since, ATHENS)
    assert not is_over(clock, since, ATHENS, end - A_MICROSECOND)
    assert is_over(clock, since, ATHENS, end)
    assert is_over(clock, since, ATHENS, end.astimezone(ZoneInfo(HELSINKI)) + A_MICROSECOND)


def test_the_same_moment_ends_on_another_day_elsewhere():
    since = at("2026-05-04T20:30:00+00:00")
    assert last_day(Clock.APPEAL, since, "Europe/London") == date(2026, 5, 11)
    assert last_day(Clock.APPEAL, since, ATHENS) == date(2026, 5, 11)
    assert last_day(Clock.APPEAL, since, YEREVAN) == date(2026, 5, 12)
    assert last_day(Clock.OFFER, since, YEREVAN) == date(2026, 5, 7)


@pytest.mark.parametrize(
    ("hours", "reminded", "due"),
    [
        (0, False, False),
        (11.99, False, False),
        (12, False, True),
        (23.99, False, True),
        (24, False, False),
        (12, True, False),
        (23.99, True, False),
    ],
)
def test_a_reminder_goes_out_once_in_the_second_half_of_the_day(hours, reminded, due):
    returned = at("2026-03-28 22:00", HELSINKI)
    now = returned.astimezone(UTC) + timedelta(hours=hours)
    assert reminder_due(returned, reminded, now) is due
    assert reminder_due(returned, reminded, now.astimezone(ZoneInfo(ATHENS))) is due


@pytest.mark.parametrize(
    ("month", "zone", "locked"),
    [
        (date(2026, 2, 1), ATHENS, "2026-03-14T22:00:00+00:00"),
        (date(2026, 3, 31), ATHENS, "2026-04-14T21:00:00+00:00"),
        (date(2026, 10, 1), HELSINKI, "2026-11-14T22:00:00+00:00"),
        (date(2026, 12, 15), YEREVAN, "2027-01-14T20:00:00+00:00"),
        (date(2028, 2, 29), YEREVAN, "2028-03-14T20:00:00+00:00"),
    ],
)
def test_a_month_is_locked_fourteen_days_after_its_end(month, zone, locked):
    assert locks_at(month, zone) == at(locked)
    assert locks_at(month, zone) == ends_at(Clock.LOCK, end_of(_last(month), zone) - A_MICROSECOND, zone)


def _last(month):
    return max(
        day
        for day in (month.replace(day=1) + timedelta(days=more) for more in range(31))
        if day.month == month.month
    )


def test_a_day_has_as_many_hours_as_the_clocks_leave_it():
    spring, autumn, eve = date(2026, 3, 29), date(2026, 10, 25), timedelta(days=1)
    assert end_of(spring, ATHENS) - end_of(spring - eve, ATHENS) == timedelta(hours=23)
    assert end_of(autumn, HELSINKI) - end_of(autumn - eve, HELSINKI) == timedelta(hours=25)
    assert end_of(autumn, YEREVAN) - end_of(autumn - eve, YEREVAN) == timedelta(hours=24)


def test_a_day_whose_midnight_is_swallowed_ends_with_the_change():
    """In Beirut the clocks went from 00:00 to 01:00 on 31 March 2024, at 22:00 UTC."""
    assert end_of(date(2024, 3, 30), "Asia/Beirut") == at("2024-03-30T22:00:00+00:00")
    assert local_day(at("2024-03-30T21:59:59+00:00"), "Asia/Beirut") == date(2024, 3, 30)
    assert local_day(at("2024-03-30T22:00:00+00:00"), "Asia/Beirut") == date(2024, 3, 31)


# --- the six dates


def march(hours=24, zone=ATHENS):
    return dates_of(date(2026, 3, 26), date(2026, 3, 28), hours, zone)


def test_until_the_visit_is_made_one_counts_from_the_end_of_its_last_day():
    assert march().submit_by == at("2026-03-30 01:00", ATHENS)
    assert march(12).submit_by == at("2026-03-29 13:00", ATHENS)
    assert (march().visited_at, march().first_submitted_at, march().reported_in) == (None, None, None)
    assert (march().on_time, march().in_window(ATHENS)) == (None, None)


def test_after_the_visit_one_counts_from_the_visit():
    made = march().visited(at("2026-03-28 18:00", ATHENS), 24, ATHENS)
    assert made.submit_by == at("2026-03-29 19:00", ATHENS)
    assert (made.starts_on, made.due_on) == (date(2026, 3, 26), date(2026, 3, 28))
    assert made.reported_in == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("moment", "zone", "month"),
    [
        ("2026-03-31T20:59:59+00:00", ATHENS, date(2026, 3, 1)),
        ("2026-03-31T21:00:00+00:00", ATHENS, date(2026, 4, 1)),
        ("2026-03-31T20:59:59+00:00", YEREVAN, date(2026, 4, 1)),
    ],
)
def test_a_visit_belongs_to_the_month_on_the_locations_calendar(moment, zone, month):
    assert march().visited(at(moment), 24, zone).reported_in == month


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-25 23:59", False),
        ("2026-03-26 00:00", True),
        ("2026-03-28 23:59", True),
        ("2026-03-29 00:00", False),
    ],
)
def test_a_visit_is_made_in_its_window_by_the_locations_days(moment, inside):
    assert march().visited(at(moment, ATHENS), 24, ATHENS).in_window(ATHENS) is inside


def test_the_first_handing_in_counts():
    made = march().visited(at("2026-03-28 18:00", ATHENS), 24, ATHENS)
    limit = made.submit_by
    punctual = made.submitted(limit - A_MICROSECOND).submitted(limit + timedelta(days=1))
    assert punctual.first_submitted_at == limit - A_MICROSECOND
    assert punctual.on_time is True
    assert made.submitted(limit).on_time is False


def test_a_moment_without_a_zone_is_refused():
    bare = datetime(2026, 3, 28, 12)  # noqa: DTZ001 - that is the point
    calls = [
        lambda: ends_at(Clock.OFFER, bare, ATHENS),
        lambda: is_over(Clock.APPEAL, bare, ATHENS, at("2026-03-28T12:00:00+00:00")),
        lambda: reminder_due(bare, False, at("2026-03-28T12:00:00+00:00")),
        lambda: local_day(bare, ATHENS),
        lambda: march().visited(bare, 24, ATHENS),
        lambda: march().submitted(bare),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="zone"):
            call()


def test_the_dates_stay_as_they_were_written():
    with pytest.raises(AttributeError):
        march().due_on = date(2026, 4, 1)
