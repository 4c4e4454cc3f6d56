"""The clocks of a visit: how long each window is, when it ends, and the six dates of a visit.

Windows given in hours are absolute: 48 h are 48 h on the night the clocks change as well. Windows given in
days end with a day of the location's zone, so that "until 3 April" is true for whoever reads it. A window is
over from the moment at which it ends. Moments are aware; those returned are in UTC. A moment without a zone
raises ValueError.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)


class Clock(StrEnum):
    """Something that runs out by itself."""

    OFFER = "offer"
    REVIEW = "review"
    REMINDER = "reminder"
    RETURN = "return"
    APPEAL = "appeal"
    OBJECTION = "objection"
    LOCK = "lock"


HOURS = {Clock.OFFER: 48, Clock.REVIEW: 72, Clock.REMINDER: 12, Clock.RETURN: 24}
"""Windows in absolute hours since the event that started them."""

DAYS = {Clock.APPEAL: 7, Clock.OBJECTION: 7, Clock.LOCK: 14}
"""Windows in whole days of the location after the day of what started them; for LOCK the month's last day."""


def ends_at(clock: Clock, since: datetime, zone: str) -> datetime:
    """The moment from which a window is over that began at `since`; `zone` is the location's.

    >>> noon_before_summer_time = datetime(2026, 3, 28, 10, 0, tzinfo=UTC)
    >>> ends_at(Clock.OFFER, noon_before_summer_time, "Europe/Athens").isoformat()
    '2026-03-30T10:00:00+00:00'
    >>> ends_at(Clock.APPEAL, noon_before_summer_time, "Europe/Athens").isoformat()
    '2026-04-04T21:00:00+00:00'
    """
    if clock in HOURS:
        return _utc(since) + timedelta(hours=HOURS[clock])
    return end_of(last_day(clock, since, zone), zone)


def last_day(clock: Clock, since: datetime, zone: str) -> date:
    """The local day on which the window ends: the date that people are told."""
    if clock in HOURS:
        return local_day(ends_at(clock, since, zone), zone)
    return local_day(since, zone) + DAYS[clock] * A_DAY


def is_over(clock: Clock, since: datetime, zone: str, now: datetime) -> bool:
    """Whether the window that began at `since` has ended by `now`."""
    return _utc(now) >= ends_at(clock, since, zone)


def reminder_due(returned_at: datetime, reminded: bool, now: datetime) -> bool:
    """Whether a shopper is to be reminded of a returned visit: once, in the second half of the 24 hours."""
    passed = _utc(now) - _utc(returned_at)
    return not reminded and _hours(Clock.REMINDER) <= passed < _hours(Clock.RETURN)


def locks_at(month: date, zone: str) -> datetime:
    """The moment from which nothing of a reporting month is recalculated; `month` is any of its days.

    >>> locks_at(date(2026, 3, 1), "Europe/Helsinki").isoformat()
    '2026-04-14T21:00:00+00:00'
    """
    return end_of(_last_of_month(month) + DAYS[Clock.LOCK] * A_DAY, zone)


def end_of(day: date, zone: str) -> datetime:
    """The moment at which a local day ends: midnight, or the change of clocks that swallows it."""
    return datetime.combine(day + A_DAY, time(), ZoneInfo(zone)).astimezone(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """The day that a location's calendar shows at a moment."""
    return _utc(moment).astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True)
class VisitDates:
    """The six dates of a visit, which are never mixed up.

    `starts_on` and `due_on` are local days: the visit is made on one of them or between. `submit_by` is the
    moment until which it is to be handed in, `visited_at` when it was made; `first_submitted_at` stays
    whatever is sent after a return; `reported_in` is the first day of the month whose figures it belongs to.
    """

    starts_on: date
    due_on: date
    submit_by: datetime
    visited_at: datetime | None = None
    first_submitted_at: datetime | None = None
    reported_in: date | None = None

    @property
    def on_time(self) -> bool | None:
        """Whether it was first handed in before it had to be; None while it was not."""
        return self.first_submitted_at < self.submit_by if self.first_submitted_at else None

    def in_window(self, zone: str) -> bool | None:
        """Whether the visit was made on a day on which it was to be made; None while it was not."""
        return self.starts_on <= local_day(self.visited_at, zone) <= self.due_on if self.visited_at else None

    def visited(self, at: datetime, hours: int, zone: str) -> "VisitDates":
        """After the visit: to be handed in within `hours`, reported in the local month of the visit."""
        month = local_day(at, zone).replace(day=1)
        limit = _utc(at) + timedelta(hours=hours)
        return replace(self, visited_at=_utc(at), submit_by=limit, reported_in=month)

    def submitted(self, at: datetime) -> "VisitDates":
        """After it was sent: the first time counts."""
        return replace(self, first_submitted_at=self.first_submitted_at or _utc(at))


def dates_of(starts_on: date, due_on: date, hours: int, zone: str) -> VisitDates:
    """The dates of a visit not made yet: one made at the end of the last day is awaited for `hours` more."""
    return VisitDates(starts_on, due_on, end_of(due_on, zone) + timedelta(hours=hours))


def _hours(clock: Clock) -> timedelta:
    return timedelta(hours=HOURS[clock])


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + 4 * A_DAY).replace(day=1) - A_DAY


def _utc(moment: datetime) -> datetime:
    """In UTC, where a sum of hours is absolute; in a zone Python adds to what the clock on the wall shows."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return moment.astimezone(UTC)
