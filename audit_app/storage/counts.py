"""What counting sheets gives: plain frozen rows, each a key and how many sheets there are of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audit_app.core.programme import Channel
from audit_app.core.questionnaire import View


@dataclass(frozen=True)
class StandardCount:
    """How many sheets of a view earned exactly `earned` of `possible` on a standard."""

    location_id: UUID
    view: View
    standard: str
    earned: int
    possible: int
    n: int


@dataclass(frozen=True)
class AnswerCount:
    """How many sheets of a view answered a question with `value` ("" unanswered, "*" free text)."""

    location_id: UUID
    view: View
    questionnaire: str
    question: str
    value: str
    n: int


@dataclass(frozen=True)
class SheetCount:
    """How many sheets came in on a channel with an outcome ("" none) and a coverage in whole percent.

    `coverage` is rounded down, −1 where nothing was possible: below 70 % is `0 <= coverage < 70`.
    """

    location_id: UUID
    view: View
    questionnaire: str
    channel: Channel
    outcome: str
    coverage: int
    n: int


@dataclass(frozen=True)
class Team:
    """One closed wave at a location: how many were asked and how many answered."""

    location_id: UUID
    wave_id: UUID
    questionnaire: str
    day: date
    asked: int
    answered: int


@dataclass(frozen=True)
class StaffCell:
    """How many of a wave's sheets earned exactly `earned` of `possible` on a standard."""

    location_id: UUID
    wave_id: UUID
    standard: str
    earned: int
    possible: int
    n: int


@dataclass(frozen=True)
class StaffAnswerCount:
    """How many of a wave's sheets answered a question with `value`."""

    location_id: UUID
    wave_id: UUID
    questionnaire: str
    question: str
    value: str
    n: int


@dataclass(frozen=True)
class TallyDifference:
    """A key whose kept number is not what the sheets add up to."""

    tally: str
    key: tuple[str, ...]
    kept: int
    counted: int
