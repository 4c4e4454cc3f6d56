"""Phones' clocks: often wrong, sometimes by days. Ours decides; theirs says how long things took."""

from datetime import datetime, timedelta


def skew_of(sent_at: datetime | None, now: datetime) -> float | None:
    """By how many seconds a phone's clock was behind ours when it sent; None where it did not say."""
    return (now - sent_at).total_seconds() if sent_at else None


def corrected(moment: datetime, sent_at: datetime | None, now: datetime) -> datetime:
    """A phone's moment by our clock, and never after now.

    A phone three days slow that says "finished on the 3rd at 10:00, sent on the 3rd at 12:00" and is heard on
    the 6th at 12:00 finished on the 6th at 10:00.
    """
    if sent_at is None:
        return min(moment, now)
    try:
        return now - max(sent_at - moment, timedelta())
    except OverflowError:  # before the first year there is
        return min(moment, now)
