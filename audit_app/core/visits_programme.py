"""A mystery-shopping programme: its rules, scenarios, brief, and the test that certifies its shoppers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from audit_app.core.programme import PlaceKind
from audit_app.core.questionnaire import LANGUAGES, Texts


class ProgrammeState(StrEnum):
    """Where a programme stands; derived from its moments."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ENDED = "ended"


class CheckIn(StrEnum):
    """Whether a shopper's distance to the place is asked for; never more than a hint to who reviews."""

    OFF = "off"
    SOFT = "soft"


class Purpose(StrEnum):
    """What the results may be used for: never for measures against single people."""

    IMPROVEMENT = "improvement"
    TRAINING = "training"


@dataclass(frozen=True)
class ProgrammeDetails:
    """What an owner decides: `fee` and `expenses_cap` in cents of `currency`, gaps and lock-outs in days.

    `level` is the certificate a shopper needs (0: none), `pass_percent` of its test's answers must be right.
    """

    name: str
    questionnaire: str
    kind: PlaceKind
    opens_on: date
    closes_on: date | None
    purpose: Purpose
    per_month: int
    gap_days: int
    place_lockout_days: int
    brand_lockout_days: int
    submit_within_hours: int
    self_assign: bool
    standing_needed: int | None
    second_look_percent: int
    fee: int
    currency: str
    expenses_cap: int
    wants_receipt: bool
    check_in: CheckIn
    recording_allowed: bool
    legal_basis: str
    staff_told_on: date | None
    level: int
    pass_percent: int


@dataclass(frozen=True)
class Programme(ProgrammeDetails):
    """A programme of an organisation. Moments are UTC; `staff_notice` is what staff is told beforehand."""

    id: UUID
    organisation_id: UUID
    created_at: datetime
    staff_notice: Texts = field(default_factory=dict)
    published_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def state(self) -> ProgrammeState:
        """Draft until it is published, published until it is ended."""
        if self.ended_at:
            return ProgrammeState.ENDED
        return ProgrammeState.PUBLISHED if self.published_at else ProgrammeState.DRAFT

    @property
    def category(self) -> str:
        """What a certificate is for: all programmes with an edition of the same questionnaire share it."""
        return category_of(self.questionnaire)


def category_of(edition: str) -> str:
    """The questionnaire of an edition.

    >>> category_of("shop-visit.v2")
    'shop-visit'
    """
    return edition.rpartition(".v")[0] or edition


class Misfit(StrEnum):
    """Rules that do not go together."""

    RECEIPT = "receipt"
    CHECK_IN = "check_in"
    RECORDING = "recording"
    PERIOD = "period"
    PLACES = "places"


def can_have_receipt(kind: PlaceKind) -> bool:
    """Whether something can be bought there: nobody gets a receipt on the phone."""
    return kind is not PlaceKind.PHONE


def can_check_in(kind: PlaceKind) -> bool:
    """Whether there is a place to be near to."""
    return kind is PlaceKind.SHOP


def misfits(details: ProgrammeDetails, visited: Iterable[PlaceKind] = ()) -> frozenset[Misfit]:
    """What keeps the rules from going together, given the kinds of the places; empty where all is well."""
    wrong = {
        Misfit.RECEIPT: details.wants_receipt and not can_have_receipt(details.kind),
        Misfit.CHECK_IN: details.check_in is not CheckIn.OFF and not can_check_in(details.kind),
        Misfit.RECORDING: details.recording_allowed and not details.legal_basis.strip(),
        Misfit.PLACES: any(kind is not details.kind for kind in visited),
        Misfit.PERIOD: details.closes_on is not None and details.closes_on < details.opens_on,
    }
    return frozenset(misfit for misfit, is_wrong in wrong.items() if is_wrong)


FIXED_ONCE_PUBLISHED = (
    "questionnaire", "kind", "opens_on", "purpose", "submit_within_hours", "fee", "currency", "expenses_cap",
    "wants_receipt", "check_in", "recording_allowed", "legal_basis", "level", "pass_percent",
)  # fmt: skip
"""What shoppers were promised and tested on, and staff was told: it stays as it was published."""


def fixed_changes(before: ProgrammeDetails, after: ProgrammeDetails) -> tuple[str, ...]:
    """The fields that a published programme keeps and that would become others."""
    return tuple(name for name in FIXED_ONCE_PUBLISHED if getattr(before, name) != getattr(after, name))


@dataclass(frozen=True)
class Scenario:
    """A part that a shopper plays, in a sentence or two; `position` counts from 0."""

    id: UUID
    organisation_id: UUID
    programme_id: UUID
    position: int
    names: Texts


@dataclass(frozen=True)
class BriefPicture:
    """A picture for a brief: `![what is seen](picture-1)` shows `number` 1; `digest` is SHA-256 in hex."""

    id: UUID
    organisation_id: UUID
    programme_id: UUID
    number: int
    digest: str
    width: int
    height: int
    added_at: datetime


@dataclass(frozen=True)
class Brief:
    """What a shopper reads before a visit: Markdown by language, and the pictures it may show."""

    programme_id: UUID
    texts: Texts
    pictures: tuple[BriefPicture, ...] = ()


@dataclass(frozen=True)
class QuizQuestion:
    """A question of the test with its offered answers; `right` is the position of the right one, from 0."""

    id: UUID
    organisation_id: UUID
    programme_id: UUID
    position: int
    texts: Texts
    choices: tuple[Texts, ...]
    right: int

    def is_in(self, language: str) -> bool:
        """Whether the question and all its answers can be read in a language."""
        return all(texts.get(language) for texts in (self.texts, *self.choices))


@dataclass(frozen=True)
class QuizResult:
    """One try at a programme's test: `given` are the positions chosen, in the order of the questions."""

    id: UUID
    organisation_id: UUID
    programme_id: UUID
    person_id: UUID
    at: datetime
    asked: int
    right: int
    passed: bool
    given: tuple[int, ...]


@dataclass(frozen=True)
class Certificate:
    """A level that a shopper has reached in a category, by a test or by somebody's word (`granted_by`)."""

    id: UUID
    organisation_id: UUID
    person_id: UUID
    category: str
    level: int
    granted_at: datetime
    programme_id: UUID | None = None
    granted_by: UUID | None = None


@dataclass(frozen=True)
class Completeness:
    """How much of a programme's words there is in a language: `done` of `wanted` pieces."""

    language: str
    done: int
    wanted: int

    @property
    def share(self) -> Fraction:
        """From 0 to 1."""
        return Fraction(self.done, self.wanted)


def completeness(
    texts: Texts, notice: Texts, scenarios: Sequence[Scenario], questions: Sequence[QuizQuestion]
) -> tuple[Completeness, ...]:
    """For each language: the brief, the staff's notice, each scenario and each question of the test."""
    pieces: list[Mapping[str, object]] = [texts, notice, *(one.names for one in scenarios)]
    pieces += [{code: one.is_in(code) for code in LANGUAGES} for one in questions]
    return tuple(
        Completeness(code, sum(bool(piece.get(code)) for piece in pieces), len(pieces)) for code in LANGUAGES
    )
