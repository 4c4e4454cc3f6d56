"""The daily job that forgets what was promised to be forgotten, in each organisation."""

from datetime import UTC, date, datetime

from audit_app.services import Rooms, panel, queue
from audit_app.storage import organisations
from audit_app.storage.jobs import Job

KIND = "forget"


def plan(rooms: Rooms, now: datetime) -> date:
    """Have every organisation forget today, once however often it is asked; the day in UTC."""
    today = now.astimezone(UTC).date()
    with rooms.store.reading_all() as everywhere:
        firms = organisations.every(everywhere)
    for firm in firms:
        with rooms.store.writing(firm.id) as scope:
            queue.add(scope, KIND, today.isoformat(), {}, now)
    return today


def forget(rooms: Rooms, job: Job, now: datetime) -> None:
    """Forget in the job's organisation; the handler of `KIND`."""
    panel.purge_in(rooms, job.organisation_id, now)
