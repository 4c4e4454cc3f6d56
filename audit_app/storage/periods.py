"""A period as whole months, which tallies know, and the days left over at its two ends."""

from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(days=1)

Days = tuple[date, date]
"""A first and a last day, both included."""


@dataclass(frozen=True)
class Parts:
    """`months` names the first days of the first and the last whole month, None where no month is whole."""

    months: Days | None
    edges: tuple[Days, ...]


def month_of(day: date) -> date:
    """The first day of the month a day lies in."""
    return day.replace(day=1)


def parts_of(first_day: date, last_day: date) -> Parts:
    """Split a period, both days included: 28 Jan to 2 Apr is February, March, 28–31 Jan and 1–2 Apr."""
    if last_day < first_day:
        return Parts(None, ())
    starts = first_day if first_day.day == 1 else _next_month(first_day)
    ends = month_of(last_day + A_DAY)
    if starts >= ends:
        return Parts(None, ((first_day, last_day),))
    edges = [(first_day, starts - A_DAY), (ends, last_day)]
    return Parts((starts, month_of(ends - A_DAY)), tuple(edge for edge in edges if edge[0] <= edge[1]))


def _next_month(day: date) -> date:
    return month_of(month_of(day) + timedelta(days=31))
