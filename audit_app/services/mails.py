"""Mails: posted in the transaction of their cause, sent by a job, each once to each person.

The one case in which a letter can arrive twice: the line broke, or the program was killed, after the server
was given the letter and before its answer was noted. Then it is sent once more, word for word under the same
Message-ID, by which a receiver can drop it; after a second such case it is given up and the owner is told.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from audit_app.core.mails import MailKind, MailWish
from audit_app.core.programme import Person
from audit_app.messaging import Letter, NotSent, Refused, Sender, Unsure
from audit_app.services import Rooms, mail_words
from audit_app.services.mail_letters import Frame, Reader, letter_of
from audit_app.services.mail_wishes import switch_off_path
from audit_app.services.queue import GiveUp, LeaseLost, TryLater, new_job
from audit_app.storage import Scope, jobs, locations, mails, organisations, people
from audit_app.storage.jobs import Job
from audit_app.storage.mails import Mail
from audit_app.translations import lazy_gettext as _l

KIND = "mail"
"""The kind of the jobs that send mails."""
MORNING = time(8)
MOST_DOUBTS = 2
OLDEST = timedelta(days=14)
MAY_HAVE_ARRIVED = _l("The connection broke twice while the mail was handed over. It may have arrived.")
TOO_OLD = _l("It waited for two weeks and is of no use any more.")
NO_SENDER = _l("No mail server is set up.")


@dataclass(frozen=True)
class Outsider:
    """Somebody without an account who is written to: an applicant, an invited person or firm."""

    email: str
    name: str
    language: str


def post(
    scope: Scope,
    kind: MailKind,
    to: Person | Outsider,
    now: datetime,
    *,
    about: UUID,
    words: Mapping[str, str],
    link: str,
) -> bool:
    """Have a mail sent once this transaction is committed; False where it was posted before or is not wanted.

    `about` is the thing it tells of: one mail per kind, person and thing. `words` are facts of
    `mail_words.FACTS`, days and moments in ISO. `link` is a path of ours. Raises ValueError else.
    """
    words = mail_words.checked(words)
    if not link.startswith("/") or link.startswith(("//", "/\\")) or not link.isprintable():
        raise ValueError(f"a mail leads to a path of ours, not to {link!r}")
    job = _job_for(scope, kind, to, about, now)
    return job is not None and mails.add(scope, _mail(job, kind, to, about, words, link, now))


def _mail(
    job: Job,
    kind: MailKind,
    to: Person | Outsider,
    about: UUID,
    words: Mapping[str, str],
    link: str,
    now: datetime,
) -> Mail:
    person_id, outsider = (to.id, None) if isinstance(to, Person) else (None, vars(to))
    return Mail(job.organisation_id, uuid4(), job.id, kind, person_id, outsider, about, words, link, now)


def _job_for(scope: Scope, kind: MailKind, to: Person | Outsider, about: UUID, now: datetime) -> Job | None:
    """The job that will carry a mail, at once or in the morning; None where nobody is to be written to."""
    if isinstance(to, Outsider):
        return _new(scope, f"{kind}:{about}:{_digest(to.email)}", now)
    wished = mails.wishes(scope, to.id).get(kind, MailWish.AT_ONCE)
    if wished is MailWish.OFF:
        return None
    if wished is MailWish.DIGEST:
        return _digest_job(scope, to, now)
    return _new(scope, f"{kind}:{about}:{to.id}", now)


def _new(scope: Scope, key: str, now: datetime) -> Job | None:
    job = new_job(scope, KIND, key, {}, now)
    return job if jobs.add(scope, job) else None


def _digest(email: str) -> str:
    return hashlib.sha256(people.normalised(email).encode()).hexdigest()[:32]


def _digest_job(scope: Scope, to: Person, now: datetime) -> Job:
    """The job of the person's next morning that no runner has begun."""
    morning = now
    while True:
        morning = next_morning(morning, zone_of(scope))
        key = f"digest:{to.id}:{morning.isoformat()}"
        jobs.add(scope, new_job(scope, KIND, key, {}, now, morning))
        job = jobs.of_key(scope, KIND, key)
        assert job is not None
        if not (job.lease or job.done_at or job.given_up_at):
            return job


def next_morning(now: datetime, zone: str) -> datetime:
    """The first 8 o'clock after a moment, on the clock of an IANA zone."""
    clock = ZoneInfo(zone)
    today = now.astimezone(clock).date()
    mornings = (datetime.combine(today + timedelta(days=days), MORNING, clock) for days in (0, 1))
    return next(morning for morning in mornings if morning > now).astimezone(now.tzinfo)


def zone_of(scope: Scope) -> str:
    """An organisation's clock: that of most of its places, UTC where it has none."""
    zones = sorted(place.zone for place in locations.every(scope))
    return max(zones, key=zones.count, default="UTC")


def deliver(rooms: Rooms, job: Job, now: datetime) -> None:
    """Send what a job carries, as one letter; the handler of `KIND`."""
    if rooms.sender is None:
        raise TryLater(NO_SENDER)
    if job.doubts >= MOST_DOUBTS:
        raise GiveUp(MAY_HAVE_ARRIVED, settled=False)
    letter = _letter(rooms, job, now)
    if letter is not None:
        _send(rooms, rooms.sender, job, letter)
    with rooms.store.writing(job.organisation_id) as scope:
        if jobs.finish(scope, job, now):
            mails.forget_links(scope, job.id)


def _send(rooms: Rooms, sender: Sender, job: Job, letter: Letter) -> None:
    def note_the_doubt() -> None:
        with rooms.store.writing(job.organisation_id) as scope:
            if not jobs.doubt(scope, job):
                raise LeaseLost

    try:
        sender.send(letter, note_the_doubt)
    except Refused as refused:
        raise GiveUp(refused) from refused
    except NotSent as trouble:
        raise TryLater(trouble) from trouble
    except Unsure as trouble:
        raise TryLater(trouble, settled=False) from trouble


def _letter(rooms: Rooms, job: Job, now: datetime) -> Letter | None:
    """The job's letter as it is wanted by now; None where nothing of it is."""
    with rooms.store.reading(job.organisation_id) as scope:
        found = _wanted(scope, mails.of_job(scope, job.id))
        if not found:
            return None
        if now - max(mail.posted_at for mail in found) > OLDEST:
            raise GiveUp(TOO_OLD)
        reader, by = _reader(scope, found[0]), organisations.this(scope).name
    path = switch_off_path(rooms.settings, found)
    home = rooms.settings.address
    # RFC 8058 wants https: no mail program posts to anything else.
    one_click = home + path if path and home.startswith("https://") else ""
    frame = Frame(home, by, one_click, home + path if path else "")
    return letter_of(str(job.id), found, reader, frame, now)


def _wanted(scope: Scope, found: Sequence[Mail]) -> list[Mail]:
    """What may still be sent: the person has access and has not switched the kind off since."""
    if not found or found[0].person_id is None:
        return list(found)
    if not mails.is_enabled(scope, found[0].person_id):
        return []
    chosen = mails.wishes(scope, found[0].person_id)
    return [mail for mail in found if chosen.get(mail.kind) is not MailWish.OFF]


def _reader(scope: Scope, mail: Mail) -> Reader:
    zone = zone_of(scope)
    if mail.outsider is not None:
        one = Outsider(**mail.outsider)
        return Reader(one.email, one.name, one.language, zone)
    assert mail.person_id is not None
    person = people.get(scope, mail.person_id)
    assert person is not None
    return Reader(person.email, person.name, person.language, zone)
