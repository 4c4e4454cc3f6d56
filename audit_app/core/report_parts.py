"""The parts of a report that show one view each: sources, questions, findings, what people say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from audit_app.core.questionnaire import View


@dataclass(frozen=True)
class Source:
    """Where a view comes from: sheets counted, first and last day, channels, and what was left out.

    `hidden` counts teams (location and wave) below the least group size, never their answers.
    """

    view: View
    sheets: int
    channels: Mapping[str, int]
    first_day: date | None
    last_day: date | None
    questionnaires: tuple[str, ...]
    asked: int | None = None
    not_applicable: int = 0
    low_coverage: int = 0
    hidden: int = 0


@dataclass(frozen=True)
class ChoiceCount:
    """How often one choice was given; `points` None where it means "not applicable"."""

    label: str
    points: int | None
    count: int


@dataclass(frozen=True)
class QuestionFigures:
    """Every numerator and denominator of one question.

    `answered` is the base: not applicable and blank are never in it. `top_two` counts answers that
    earn 75 % of the best points or more (excellent and good). `mean` is Σ earned ÷ Σ possible in points.
    """

    questionnaire: str
    code: str
    text: str
    standard: str
    view: View
    choices: tuple[ChoiceCount, ...]
    answered: int
    not_applicable: int
    unanswered: int
    earned: int
    possible: int
    top_two: int | None = None
    critical_failures: int = 0
    median: Fraction | None = None
    unit: str = ""


@dataclass(frozen=True)
class Share:
    """A share with its base: count ÷ base, and Wilson's interval in percent (0–100)."""

    count: int
    base: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Recommendation:
    """NPS over those who answered: −100 to 100, with its standard error's 95 % interval."""

    promoters: int
    passives: int
    detractors: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class CriticalFailure:
    """A critical question that failed in one audit."""

    day: date
    place: str
    question: str
    answer: str
    comment: str
    finding: str


@dataclass(frozen=True)
class CustomerPart:
    """The customer view: satisfaction with the overall rating, recommendation, every question."""

    satisfaction: Share | None
    satisfaction_question: str
    recommendation: Recommendation | None
    questions: tuple[QuestionFigures, ...]


@dataclass(frozen=True)
class Finding:
    """The author's own sentence for an answer below the best, with how often it was given."""

    text: str
    count: int
    base: int
    standard: str


@dataclass(frozen=True)
class ObservedPart:
    """The observed view: outcomes, critical failures, findings, every question.

    `outcomes`: pass, fail, critical_fail → number of audits. `distortion`: 1 ÷ audits, the most one
    untypical visit can move a location's figure (in percent of the scale), for the least-visited place.
    """

    audits: int
    outcomes: Mapping[str, int]
    distortion: Fraction | None
    failures: tuple[CriticalFailure, ...]
    findings: tuple[Finding, ...]
    questions: tuple[QuestionFigures, ...]


@dataclass(frozen=True)
class StaffPart:
    """The staff view: teams shown, teams hidden for their size, every question of the shown ones."""

    answers: int
    teams_shown: int
    teams_hidden: int
    questions: tuple[QuestionFigures, ...]


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, in the language they wrote them."""

    text: str
    language: str
    place: str
    day: date | None


@dataclass(frozen=True)
class Voices:
    """What people say: answers to one open question."""

    question: str
    total: int
    quotes: tuple[Quote, ...]
