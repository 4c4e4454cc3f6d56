"""Work that nobody waits for: kept with its cause, lent to one runner at a time, done or visibly given up.

A runner holds a job by a lease, a random token: every word it writes about the job says the token, so a
runner that was away for too long finds that it has nothing to say any more.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_

from audit_app.storage.scope import Everywhere, Scope, columns_of
from audit_app.storage.tables import job


@dataclass(frozen=True)
class Job:
    """A piece of work, one per organisation, `kind` and `key`.

    `tries` counts the leases. `doubts` counts the tries of which nobody knows whether the outside world took
    what they gave it: a runner died, or a line broke, between the giving and the answer.
    """

    organisation_id: UUID
    id: UUID
    kind: str
    key: str
    payload: Mapping[str, Any]
    created_at: datetime
    run_at: datetime
    leased_until: datetime | None = None
    lease: UUID | None = None
    tries: int = 0
    doubts: int = 0
    error: str = ""
    done_at: datetime | None = None
    given_up_at: datetime | None = None


COLUMNS = columns_of(job, Job)
OPEN = (job.c.done_at.is_(None), job.c.given_up_at.is_(None))


def add(scope: Scope, new: Job) -> bool:
    """Write a job in the transaction of its cause; False where there is one of its kind and key."""
    return bool(scope.insert_missing(job, vars(new)))


def of_key(scope: Scope, kind: str, key: str) -> Job | None:
    """The job of this kind and key; a writer keeps runners from beginning it until the transaction ends."""
    query = scope.select(*COLUMNS).where(job.c.kind == kind, job.c.key == key)
    return scope.record(Job, query.with_for_update())


def get(scope: Scope, job_id: UUID) -> Job | None:
    """One job."""
    return scope.record(Job, scope.select(*COLUMNS).where(job.c.id == job_id))


def unfinished(scope: Scope, kind: str) -> list[Job]:
    """What of a kind waits, runs or was given up, the oldest first."""
    query = scope.select(*COLUMNS).where(job.c.kind == kind, job.c.done_at.is_(None))
    return scope.records(Job, query.order_by(job.c.created_at, job.c.id))


def is_due(everywhere: Everywhere, kinds: Collection[str], now: datetime) -> bool:
    """Whether there is something to lease: asked before, so that an idle runner never claims the write."""
    return everywhere.first(everywhere.select(job.c.id).where(*_due(kinds, now))) is not None


def lease(everywhere: Everywhere, kinds: Collection[str], now: datetime, until: datetime) -> Job | None:
    """The job that has been due the longest, from here on ours until a moment; None where none is due.

    On PostgreSQL a job that another runner is just taking is passed over; on SQLite writers come one by one.
    """
    query = everywhere.select(*COLUMNS).where(*_due(kinds, now)).order_by(job.c.run_at, job.c.id)
    found = everywhere.record(Job, query.with_for_update(skip_locked=True))
    if found is None:
        return None
    ours = replace(found, lease=uuid4(), leased_until=until, tries=found.tries + 1)
    this = (job.c.organisation_id == found.organisation_id, job.c.id == found.id)
    everywhere.update(job, *this, lease=ours.lease, leased_until=until, tries=ours.tries)
    return ours


def _due(kinds: Collection[str], now: datetime) -> tuple[ColumnElement[bool], ...]:
    free = or_(job.c.leased_until.is_(None), job.c.leased_until <= now)
    return (*OPEN, job.c.kind.in_(kinds), job.c.run_at <= now, free)


def _held(held: Job) -> tuple[ColumnElement[bool], ...]:
    return (*OPEN, job.c.id == held.id, job.c.lease == held.lease)


def doubt(scope: Scope, held: Job) -> bool:
    """Note, before giving something to the outside world, that it may have it; False: the lease was lost."""
    return scope.update(job, *_held(held), doubts=held.doubts + 1) == 1


def finish(scope: Scope, held: Job, now: datetime) -> bool:
    """Note that it is done; False where the lease was lost or this has been noted before."""
    return _end(scope, held, done_at=now, doubts=held.doubts, error="")


def put_off(scope: Scope, held: Job, until: datetime, error: str, *, settled: bool = False) -> bool:
    """Give it back to be tried again, with the reason; `settled`: the outside world surely took nothing."""
    return _end(scope, held, run_at=until, error=error, **_settled(held, settled))


def give_up(scope: Scope, held: Job, now: datetime, error: str, *, settled: bool = False) -> bool:
    """Note that it will not be tried again, with the reason; `settled` as above."""
    return _end(scope, held, given_up_at=now, error=error, **_settled(held, settled))


def _settled(held: Job, settled: bool) -> dict[str, int]:
    return {"doubts": held.doubts} if settled else {}


def _end(scope: Scope, held: Job, **noted: Any) -> bool:
    return scope.update(job, *_held(held), lease=None, leased_until=None, **noted) == 1


def try_again(scope: Scope, kind: str, job_id: UUID, now: datetime) -> bool:
    """Take up what was given up; whether it was."""
    given_up = (job.c.kind == kind, job.c.id == job_id, job.c.given_up_at.is_not(None))
    return scope.update(job, *given_up, given_up_at=None, run_at=now, tries=0, doubts=0) == 1
