"""The runner: does what waits in the job table, in a thread of `make run` or in a process of its own.

It asks the table each second or so, so nothing has to be rung for and nothing that was written is overlooked.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from threading import Event, Thread

from audit_app.services import Rooms, forgetting, mails, openings, review_clocks, sweeping
from audit_app.services.queue import Handler, run_next

log = logging.getLogger(__name__)

PAUSE = 1.0
PAUSE_AFTER_TROUBLE = 10.0
"""Seconds between two looks."""
LONGEST_GOODBYE = 30.0


def handlers(rooms: Rooms) -> Mapping[str, Handler]:
    """What is done for each kind of job; a kind that cannot be done here waits."""
    sending: Mapping[str, Handler] = {mails.KIND: mails.deliver} if rooms.sender is not None else {}
    ours = {forgetting.KIND: forgetting.forget, openings.SWEEP: sweeping.when_due}
    return {**sending, **review_clocks.HANDLERS, **ours}


def _now() -> datetime:
    return datetime.now(UTC)


def run_all(rooms: Rooms, clock: Callable[[], datetime] = _now) -> int:
    """Do everything that is due; how many jobs that were."""
    done = 0
    while run_next(rooms, handlers(rooms), clock):
        done += 1
    return done


def run_until(stop: Event, rooms: Rooms, clock: Callable[[], datetime] = _now) -> None:
    """Do what is due, and look again, until somebody says stop; the job in hand is done first."""
    planned: date | None = None
    while not stop.is_set():
        planned = _plan_the_day(rooms, clock(), planned)
        stop.wait(_one_step(rooms, clock))


def _plan_the_day(rooms: Rooms, now: datetime, planned: date | None) -> date | None:
    """Write what is to be done each day, once a day; the day (UTC) that is planned by now."""
    if planned == now.astimezone(UTC).date():
        return planned
    try:
        return forgetting.plan(rooms, now)
    except Exception:  # the database is away: planned with the next look
        log.exception("the runner could not plan the day")
        return planned


def _one_step(rooms: Rooms, clock: Callable[[], datetime]) -> float:
    """Do one job; how many seconds to wait before the next look."""
    try:
        return 0.0 if run_next(rooms, handlers(rooms), clock) else PAUSE
    except Exception:  # the database is away: the jobs wait for it
        log.exception("the runner could not look for jobs")
        return PAUSE_AFTER_TROUBLE


@contextmanager
def running(rooms: Rooms) -> Iterator[None]:
    """Run jobs in a thread beside what is done in the block."""
    stop = Event()
    thread = Thread(target=run_until, args=(stop, rooms), name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LONGEST_GOODBYE)
