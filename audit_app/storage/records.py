"""What storage keeps beside the programme's own records: plain frozen data that travels upwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Channel, Person, Wave
from audit_app.core.questionnaire import View
from audit_app.core.scoring import Outcome, Score, SheetScore
from audit_app.storage.counts import (
    AnswerCount,
    SheetCount,
    StaffAnswerCount,
    StaffCell,
    StandardCount,
    TallyDifference,
    Team,
)
from audit_app.storage.received import Submission

__all__ = [
    "AcceptedSheet",
    "Account",
    "AnswerCount",
    "AnswersOf",
    "Arrival",
    "CountedAnswers",
    "Draft",
    "EditionConflict",
    "FoundSignIn",
    "ImportRun",
    "IssuedReport",
    "KeptScore",
    "OtherVersion",
    "PhotoConflict",
    "SheetConflict",
    "SheetCount",
    "SignIn",
    "StaffAnswerCount",
    "StaffCell",
    "StandardCount",
    "Submission",
    "TallyDifference",
    "Team",
    "TeamToken",
    "UsedEdition",
]


@dataclass(frozen=True)
class KeptScore:
    """What stays of a sheet's score: exact (earned, possible) per standard and in all.

    `judged` in points 0–100, `coverage` a share 0–1; both None where nothing was possible.
    """

    standards: Mapping[str, Score]
    total: Score
    judged: Fraction | None = None
    outcome: Outcome | None = None
    failed: tuple[str, ...] = ()
    coverage: Fraction | None = None

    @classmethod
    def of(cls, score: SheetScore) -> "KeptScore":
        """The part of a sheet's score that is kept; a standard nobody could earn on is left out."""
        return cls(
            standards={code: part for code, part in score.standards.items() if part.possible},
            total=score.total,
            judged=score.judged,
            outcome=score.outcome,
            failed=score.failed,
            coverage=score.coverage,
        )


@dataclass(frozen=True)
class AcceptedSheet:
    """One accepted answer sheet of any view.

    `id` was made by the phone (a random UUID), `digest` is the SHA-256 (hex) of the bytes as they came.
    `day` is the location's local day. An audit names its assignment, a customer's answer its survey or
    its `import_key`, a team's answer its wave. A team's answer has no `received_at` and no `started_at`
    and takes its wave's first day, so that nothing orders or times the team's sheets.
    """

    id: UUID
    organisation_id: UUID
    location_id: UUID
    view: View
    channel: Channel
    questionnaire: str
    day: date
    language: str
    answers: AnswerSheet
    scores: KeptScore
    scoring_edition: int
    digest: str
    received_at: datetime | None = None
    started_at: datetime | None = None
    assignment_id: UUID | None = None
    survey_id: UUID | None = None
    wave_id: UUID | None = None
    import_key: str | None = None


CountedAnswers = tuple[tuple[str, str], ...]
"""What one sheet adds to the tally of answers: (question, value).

A value is a choice code (of several answers each one), a number as text, or a mark that is no code, such as
"" for unanswered. Words that somebody wrote are never counted, only "*" for having written some.
"""

AnswersOf = Callable[[AcceptedSheet], CountedAnswers]
"""The rule that says what a sheet adds; the rooms above own it."""

Arrival = tuple[AcceptedSheet, CountedAnswers]
"""A sheet about to be kept, with what it adds to the tally of answers."""


class SheetConflict(Exception):
    """Other answers are already kept under the same sheet id, assignment or import key."""


class PhotoConflict(Exception):
    """Another picture is already kept under the same photo id."""


class EditionConflict(Exception):
    """Another content is already in use under the same questionnaire key: editions are frozen."""


@dataclass(frozen=True)
class OtherVersion:
    """A sheet that came in second with other answers: it does not count, but is kept for a person to see."""

    organisation_id: UUID
    sheet_id: UUID
    digest: str
    assignment_id: UUID | None
    answers: AnswerSheet
    received_at: datetime


@dataclass(frozen=True)
class Draft:
    """The answers of a visit so far, as last saved.

    Each saving that changes something is a revision. `stamps` has the revision in which a field (`q.CODE`,
    `c.CODE`) was last changed, emptied ones too; a field without one is as old as the draft: 1.
    """

    organisation_id: UUID
    assignment_id: UUID
    answers: AnswerSheet
    updated_at: datetime
    revision: int = 1
    stamps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SignIn:
    """One sign-in of a person: `id` is the SHA-256 (hex) of the random token that only the browser holds."""

    id: str
    organisation_id: UUID
    person_id: UUID
    created_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class FoundSignIn:
    """A sign-in with the person it stands for."""

    row: SignIn
    person: Person


@dataclass(frozen=True)
class Account:
    """What a sign-in is checked against."""

    person: Person
    password_hash: str
    disabled_at: datetime | None


@dataclass(frozen=True)
class UsedEdition:
    """A questionnaire edition frozen by its first use: `content` is the questionnaire as plain data."""

    organisation_id: UUID
    key: str
    digest: str
    content: Mapping[str, Any]
    first_used_at: datetime


@dataclass(frozen=True)
class TeamToken:
    """A one-time key to a wave, found by its digest; nothing joins it to a sheet."""

    wave: Wave
    used: bool


@dataclass(frozen=True)
class IssuedReport:
    """A finished report with the data it was printed from; a reprint shows the same numbers.

    `digest` is the SHA-256 (hex) of the data; `parameters` what was asked for.
    """

    id: UUID
    organisation_id: UUID
    kind: str
    language: str
    title: str
    parameters: Mapping[str, Any]
    data: Mapping[str, Any]
    digest: str
    created_at: datetime
    created_by: UUID | None


@dataclass(frozen=True)
class ImportRun:
    """One import of a file: `counts` of rows by what became of them."""

    id: UUID
    organisation_id: UUID
    file_digest: str
    mapping_digest: str
    counts: Mapping[str, int]
    created_at: datetime
