"""Mails to be sent, each once, and how people want to hear of things."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.mails import MailKind, MailWish
from audit_app.storage.scope import Everywhere, Scope, columns_of
from audit_app.storage.tables import mail, mail_wish, person


@dataclass(frozen=True)
class Mail:
    """One thing to be said to one person, or to an `outsider` (email, name, language) without an account.

    The job carries it, alone or with others of the same day. `words` are its facts by name, `link` is a path
    of ours; it is emptied once the mail went out, since an invitation's link is a secret.
    """

    organisation_id: UUID
    id: UUID
    job_id: UUID
    kind: MailKind
    person_id: UUID | None
    outsider: Mapping[str, str] | None
    about: UUID
    words: Mapping[str, str]
    link: str
    posted_at: datetime


COLUMNS = columns_of(mail, Mail)


def add(scope: Scope, new: Mail) -> bool:
    """Write a mail; False where this was said to this person before."""
    return bool(scope.insert_missing(mail, vars(new)))


def of_job(scope: Scope, job_id: UUID) -> list[Mail]:
    """What a job has to send, in the order it was posted."""
    query = scope.select(*COLUMNS).where(mail.c.job_id == job_id)
    return scope.records(Mail, query.order_by(mail.c.posted_at, mail.c.id))


def forget_links(scope: Scope, job_id: UUID) -> int:
    """Empty the links of what went out; how many mails there were."""
    return scope.update(mail, mail.c.job_id == job_id, link="")


def erase_about(scope: Scope, about: UUID) -> int:
    """Delete all mails that tell of a thing, sent or not; how many there were."""
    return scope.delete(mail, mail.c.about == about)


def forget_outsiders(everywhere: Everywhere, posted_before: datetime) -> int:
    """Delete mails to people without an account that are older than a moment; how many there were."""
    return everywhere.delete(mail, mail.c.outsider.is_not(None), mail.c.posted_at < posted_before)


def is_enabled(scope: Scope, person_id: UUID) -> bool:
    """Whether a person still has access."""
    query = scope.select(person.c.id).where(person.c.id == person_id, person.c.disabled_at.is_(None))
    return scope.first(query) is not None


def wishes(scope: Scope, person_id: UUID) -> dict[MailKind, MailWish]:
    """What a person chose, for the kinds that were chosen for."""
    query = scope.select(mail_wish.c.kind, mail_wish.c.wish).where(mail_wish.c.person_id == person_id)
    return {row.kind: row.wish for row in scope.rows(query)}


def wish(scope: Scope, person_id: UUID, kind: MailKind, wished: MailWish) -> None:
    """Write how a person wants to hear of a kind of thing."""
    scope.put(mail_wish, {"person_id": person_id, "kind": kind, "wish": wished})
