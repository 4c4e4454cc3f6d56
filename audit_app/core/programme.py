"""Who and where: organisations, locations, people, assignments, surveys, waves; their derived states."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person may do in an organisation."""

    OWNER = "owner"
    HR = "hr"
    SHOPPER = "shopper"
    EDITOR = "editor"


class PlaceKind(StrEnum):
    """What kind of place is visited."""

    SHOP = "shop"
    PHONE = "phone"
    WEBSITE = "website"


class Channel(StrEnum):
    """The way an answer sheet came in."""

    VISIT = "visit"
    LINK = "link"
    COUNTER = "counter"
    TEAM = "team"
    IMPORT = "import"


class Via(StrEnum):
    """The road on which a shopper's visit came in: from the phone's outbox, the plain page, a rescue file."""

    PHONE = "phone"
    PAGE = "page"
    RESCUE = "rescue"


class HeldFor(StrEnum):
    """Why a visit that came in waits for a person instead of being counted at once.

    `REVIEW` is no fault: an editor reads every visit of a programme before it counts.
    """

    REVIEW = "review"
    LATE = "late"
    EARLY = "early"
    WITHDRAWN = "withdrawn"
    REASSIGNED = "reassigned"
    DUPLICATE = "duplicate"
    OLD_EDITION = "old_edition"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"


class Decision(StrEnum):
    """What became of a visit that came in."""

    COUNTED = "counted"
    LEFT_OUT = "left_out"
    RETURNED = "returned"


@dataclass(frozen=True)
class Organisation:
    """A tenant: everything else belongs to one."""

    id: UUID
    name: str
    language: str


@dataclass(frozen=True)
class Location:
    """A place that is visited: a shop, a phone line or a website. `zone` is an IANA time zone."""

    id: UUID
    organisation_id: UUID
    name: str
    city: str
    country: str
    zone: str
    language: str
    kind: PlaceKind = PlaceKind.SHOP


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    id: UUID
    organisation_id: UUID
    email: str
    name: str
    role: Role
    language: str


class AssignmentState(StrEnum):
    """Where a visit stands; derived from its facts."""

    WITHDRAWN = "withdrawn"
    SUBMITTED = "submitted"
    NOT_YET = "not_yet"
    OVERDUE = "overdue"
    STARTED = "started"
    READY = "ready"
    OFFERED = "offered"


@dataclass(frozen=True)
class Assignment:
    """One visit given to a shopper: a questionnaire edition, a location and a window of local days.

    Moments are UTC. `brief_read_at` is when the shopper confirmed having read the brief, `checklist_read_at`
    the checklist; a visit outside any programme asks for both in one.
    """

    id: UUID
    organisation_id: UUID
    location_id: UUID
    shopper_id: UUID
    questionnaire: str
    opens_on: date
    due_on: date
    created_at: datetime
    brief_read_at: datetime | None = None
    withdrawn_at: datetime | None = None
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    programme_id: UUID | None = None
    scenario_id: UUID | None = None
    checklist_read_at: datetime | None = None

    def state(self, today: date) -> AssignmentState:
        """Where the visit stands on `today`, the location's local day."""
        if self.submitted_at:
            return AssignmentState.SUBMITTED
        if self.withdrawn_at:
            return AssignmentState.WITHDRAWN
        if today < self.opens_on:
            return AssignmentState.NOT_YET
        if today > self.due_on:
            return AssignmentState.OVERDUE
        if self.started_at:
            return AssignmentState.STARTED
        return AssignmentState.READY if self.brief_read_at else AssignmentState.OFFERED


@dataclass(frozen=True)
class Photo:
    """Evidence beside one question: where its bytes are (`digest`, SHA-256 hex) and their size.

    `sent_digest` is the digest of the bytes as they came, `taken_at` when the phone took it (UTC, corrected
    where its clock was known to be wrong); both unknown for a photo that came with a page. `look` is what the
    picture looks like in 64 bits (16 hex digits), None for one of an even colour and for those kept before
    looks were. Degrees north and east where it was taken, where the programme asks and the camera noted it.
    """

    id: UUID
    organisation_id: UUID
    assignment_id: UUID
    question: str
    digest: str
    width: int
    height: int
    uploaded_at: datetime
    taken_at: datetime | None = None
    sent_digest: str | None = None
    look: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Survey:
    """A customer questionnaire running at a location on one channel, reached by `token`."""

    id: UUID
    organisation_id: UUID
    location_id: UUID
    questionnaire: str
    channel: Channel
    token: str
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Wave:
    """One round of the staff self-assessment of a location's team; shown only once closed."""

    id: UUID
    organisation_id: UUID
    location_id: UUID
    questionnaire: str
    opens_on: date
    created_at: datetime
    closed_at: datetime | None = None
