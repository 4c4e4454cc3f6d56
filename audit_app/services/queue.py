"""Work that nobody waits for: written with its cause, done by whichever runner comes first, retried.

A handler may be called twice for one job, after a runner died: it is idempotent, or notes a doubt first.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from audit_app.services import Rooms
from audit_app.storage import Scope, jobs
from audit_app.storage.jobs import Job
from audit_app.translations import lazy_gettext as _l

log = logging.getLogger(__name__)

Handler = Callable[[Rooms, Job, datetime], None]
Clock = Callable[[], datetime]
LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 1440))
"""How long to wait after the first try, the second, …: a mail server's bad night is outlasted."""
MOST_TRIES = len(PAUSES) + 1
LONGEST_ERROR = 500
NEVER_ENDED = _l("Each time this was begun, the program stopped before it was done.")


class TryLater(Exception):
    """It did not work now; `settled`: and surely nothing of it reached the outside world."""

    def __init__(self, reason: object, *, settled: bool = True) -> None:
        super().__init__(str(reason))
        self.settled = settled


class GiveUp(TryLater):
    """It will not work later either."""


class LeaseLost(Exception):
    """Somebody else has the job by now."""


def add(
    scope: Scope,
    kind: str,
    key: str,
    payload: Mapping[str, Any],
    now: datetime,
    run_at: datetime | None = None,
) -> bool:
    """Write a job in the transaction of its cause; False where there is one of its kind and key."""
    return jobs.add(scope, new_job(scope, kind, key, payload, now, run_at))


def new_job(
    scope: Scope,
    kind: str,
    key: str,
    payload: Mapping[str, Any],
    now: datetime,
    run_at: datetime | None = None,
) -> Job:
    """A job that nobody has written yet."""
    return Job(scope.organisation_id, uuid4(), kind, key, payload, now, run_at or now)


def run_next(rooms: Rooms, handlers: Mapping[str, Handler], clock: Clock) -> bool:
    """Do the job that has been due the longest; False where there is nothing to do."""
    now = clock()
    with rooms.store.reading_all() as desk:
        if not jobs.is_due(desk, handlers.keys(), now):
            return False
    with rooms.store.writing_all() as desk:
        held = jobs.lease(desk, handlers.keys(), now, now + LEASE)
    if held is not None:
        _run(rooms, held, handlers[held.kind], clock)
    return held is not None


def _run(rooms: Rooms, held: Job, handler: Handler, clock: Clock) -> None:
    try:
        if held.tries > MOST_TRIES:
            raise GiveUp(NEVER_ENDED, settled=False)
        handler(rooms, held, clock())
    except LeaseLost:
        log.warning("job %s was taken over by another runner", held.id)
    except TryLater as trouble:
        _note_trouble(rooms, held, trouble, clock())
    except Exception as error:  # this job's trouble, not the runner's
        log.exception("job %s (%s) broke", held.id, held.kind)
        _note_trouble(rooms, held, TryLater(type(error).__name__, settled=False), clock())
    else:
        with rooms.store.writing(held.organisation_id) as scope:
            jobs.finish(scope, held, clock())


def _note_trouble(rooms: Rooms, held: Job, trouble: TryLater, now: datetime) -> None:
    reason, settled = str(trouble)[:LONGEST_ERROR], trouble.settled
    with rooms.store.writing(held.organisation_id) as scope:
        if isinstance(trouble, GiveUp) or held.tries >= MOST_TRIES:
            jobs.give_up(scope, held, now, reason, settled=settled)
        else:
            jobs.put_off(scope, held, now + PAUSES[held.tries - 1], reason, settled=settled)
