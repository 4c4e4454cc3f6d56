"""Mystery shoppers: who may become one, what is known of them, and the links by which they come in."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from audit_app.core.questionnaire import Texts


class TimeBand(StrEnum):
    """A part of the day: until noon, until five, after that."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class AgeBand(StrEnum):
    """How old somebody is, as coarsely as a visit may ask for it."""

    YOUNG = "18-29"
    MIDDLE = "30-44"
    MATURE = "45-59"
    SENIOR = "60+"


class PhoneType(StrEnum):
    """What a shopper fills a visit in with."""

    ANDROID = "android"
    IPHONE = "iphone"
    OTHER = "other"


class Verdict(StrEnum):
    """What was decided on an application."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class InvitationKind(StrEnum):
    """What a personal link is for."""

    SHOPPER = "shopper"


def slot(weekday: int, band: TimeBand) -> str:
    """A weekday (Monday is 0, as in `date.weekday`) with a part of the day, as it is kept.

    >>> slot(5, TimeBand.MORNING)
    '5.morning'
    """
    return f"{weekday}.{band.value}"


SLOTS = tuple(slot(weekday, band) for weekday in range(7) for band in TimeBand)
"""All twenty-one, Monday morning first."""


@dataclass(frozen=True)
class RecruitingPage:
    """An organisation's public page for people who want to become shoppers, reached by `token`.

    `texts` is what the owner says about the work, by language; empty where our own words are enough.
    """

    organisation_id: UUID
    token: str
    texts: Texts
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Application:
    """What somebody wrote about themselves on the recruiting page, and what was decided.

    `id` was made with the page, so that sending it twice is one application. `language` is the page's,
    `languages` are those spoken (codes), `availability` are slots. A conflict of interest is a location's id
    (works or worked there, family, knows staff) or told in words.
    """

    id: UUID
    organisation_id: UUID
    name: str
    email: str
    language: str
    languages: tuple[str, ...]
    area: str
    age_band: AgeBand | None
    availability: tuple[str, ...]
    phone: PhoneType | None
    conflicts: tuple[UUID, ...]
    conflict_words: str
    consented_at: datetime
    verdict: Verdict | None = None
    reason: str = ""
    decided_at: datetime | None = None
    decided_by: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class ShopperProfile:
    """What is known of a shopper. `level` is the certificate level reached, 0 for none.

    `conflicts_at` is when the shopper last named a new conflict of interest, `conflicts_seen_at` when the
    owner last looked at them.
    """

    person_id: UUID
    organisation_id: UUID
    languages: tuple[str, ...] = ()
    area: str = ""
    age_band: AgeBand | None = None
    availability: tuple[str, ...] = ()
    phone: PhoneType | None = None
    conflicts: tuple[UUID, ...] = ()
    conflict_words: str = ""
    level: int = 0
    consented_at: datetime | None = None
    conflicts_at: datetime | None = None
    conflicts_seen_at: datetime | None = None

    @property
    def has_new_conflict(self) -> bool:
        """Whether a conflict was named that the owner has not looked at yet."""
        if self.conflicts_at is None:
            return False
        return self.conflicts_seen_at is None or self.conflicts_seen_at < self.conflicts_at

    @property
    def has_conflicts(self) -> bool:
        """Whether any conflict of interest is known."""
        return bool(self.conflicts or self.conflict_words)

    def is_free(self, day: date, band: TimeBand) -> bool:
        """Whether a day's part suits; somebody who named no times is free at any."""
        return not self.availability or slot(day.weekday(), band) in self.availability


@dataclass(frozen=True)
class Invitation:
    """A personal link that works once and until `expires_at`: only the digest of its token is kept."""

    id: UUID
    organisation_id: UUID
    kind: InvitationKind
    person_id: UUID
    email: str
    digest: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
