"""How often somebody tried something: token buckets, remembered over a restart and by every process."""

from datetime import datetime, timedelta

from audit_app.storage.scope import Everywhere
from audit_app.storage.tables import attempt


def take(everywhere: Everywhere, key: str, tries: int, per: timedelta, now: datetime) -> bool:
    """Count one attempt; False where more than `tries` came within about `per`.

    A bucket of `tries` tokens refills evenly: 10 tries per 10 minutes is one more each minute.
    """
    everywhere.insert_missing(attempt, {"key": key, "tokens": float(tries), "updated_at": now})
    bucket = everywhere.first(
        everywhere.select(attempt.c.tokens, attempt.c.updated_at)
        .where(attempt.c.key == key)
        .with_for_update()
    )
    assert bucket is not None
    refilled = max((now - bucket.updated_at) / per, 0) * tries
    tokens = min(bucket.tokens + refilled, tries)
    if tokens < 1:
        return False
    everywhere.update(attempt, attempt.c.key == key, tokens=tokens - 1, updated_at=now)
    return True


def forget(everywhere: Everywhere, before: datetime) -> int:
    """Delete the buckets last touched before a moment; how many there were."""
    return everywhere.delete(attempt, attempt.c.updated_at < before)
