"""What is kept of a visit that came in: a plain frozen record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.programme import Decision, HeldFor, Via


@dataclass(frozen=True)
class Submission:
    """A visit as its shopper sent it: `body` word for word, `digest` its SHA-256 (hex).

    `received_at` by our clock, `sent_at` by the phone's as it said it; `started_at` and `finished_at`
    corrected by the difference, `skew` (seconds, None: not known). `active` seconds in front of the page.
    Without a decision it waits for a person. One that was counted at once has a decision by nobody.
    """

    id: UUID
    organisation_id: UUID
    assignment_id: UUID
    shopper_id: UUID
    edition: str
    digest: str
    body: str
    received_at: datetime
    finished_at: datetime
    via: Via
    sent_at: datetime | None = None
    started_at: datetime | None = None
    skew: float | None = None
    active: int | None = None
    held_for: tuple[HeldFor, ...] = ()
    decision: Decision | None = None
    decided_at: datetime | None = None
    decided_by: UUID | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a person."""
        return self.decision is None
