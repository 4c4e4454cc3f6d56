"""What an owner should know of the mails that have not gone out, without their contents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.services import Rooms
from audit_app.services.mail_words import WORDINGS
from audit_app.services.mails import KIND
from audit_app.services.refusals import NotHere
from audit_app.storage import Scope, jobs, mails, people
from audit_app.storage.jobs import Job
from audit_app.storage.mails import Mail
from audit_app.translations import gettext


@dataclass(frozen=True)
class Unsent:
    """A letter that has not gone out: what it is about and for whom, when it is tried next, what went wrong.

    `run_at` is None where it was given up. `in_doubt`: it may have arrived all the same.
    """

    job_id: UUID
    subjects: list[object]
    to: str
    posted_at: datetime
    run_at: datetime | None
    trouble: str
    in_doubt: bool


@dataclass(frozen=True)
class Post:
    """All letters that have not gone out, and whether there is a server to send them."""

    has_server: bool
    waiting: list[Unsent]
    given_up: list[Unsent]


def post_of(rooms: Rooms, organisation_id: UUID) -> Post:
    """An organisation's unsent letters, the oldest first."""
    with rooms.store.reading(organisation_id) as scope:
        unsent = list(_unsent(scope))
    given_up = [one for one in unsent if one.run_at is None]
    return Post(rooms.sender is not None, [one for one in unsent if one.run_at], given_up)


def _unsent(scope: Scope) -> Iterator[Unsent]:
    names = people.names(scope)
    for job in jobs.unfinished(scope, KIND):
        if found := mails.of_job(scope, job.id):
            yield _described(job, found, _name(found[0], names))


def _name(mail: Mail, names: dict[UUID, str]) -> str:
    if mail.outsider is not None:
        return mail.outsider["name"]
    return names[mail.person_id] if mail.person_id else ""


def _described(job: Job, found: list[Mail], to: str) -> Unsent:
    subjects = [WORDINGS[mail.kind].subject for mail in found]
    run_at = None if job.given_up_at else job.run_at
    return Unsent(job.id, subjects, to, found[0].posted_at, run_at, _said(job.error), job.doubts > 0)


def _said(trouble: str) -> str:
    """Our own words in the reader's language, the server's as they came."""
    return gettext(trouble) if trouble else ""


def send_again(rooms: Rooms, organisation_id: UUID, job_id: UUID, now: datetime) -> None:
    """Take up a letter that was given up; raises NotHere where there is none such."""
    with rooms.store.writing(organisation_id) as scope:
        if not jobs.try_again(scope, KIND, job_id, now):
            raise NotHere
