"""Which days a report covers, and the period before them, of the same length."""

from datetime import date, timedelta

A_DAY = timedelta(days=1)
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""The days that can be asked for."""


def period_before(first: date, last: date) -> tuple[date, date]:
    """As many whole months before whole months, else as many days: March–May → December–February."""
    if first.day == 1 and (last + A_DAY).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return _months_back(first, months), first - A_DAY
    return first - (last - first) - A_DAY, first - A_DAY


def _months_back(first: date, months: int) -> date:
    years, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(years, month + 1, 1)


def usual_period(today: date) -> tuple[date, date]:
    """What a report covers unless it is told otherwise: the last three whole months and this one so far."""
    return _months_back(today.replace(day=1), 3), today
