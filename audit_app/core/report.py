"""Plain data of a finished comparison report: what is printed, in the order it is printed.

Every number is exact (Fraction, int) or an interval's end (float, points 0–100); nothing is rounded
here. Texts that authors wrote stand here in the report's language; sentences are worded at print.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from audit_app.core.comparison import Gap, Reading, Thresholds, Verdict
from audit_app.core.questionnaire import View

REPORT_EDITION = 1


class HeadlineKind(StrEnum):
    """The one sentence that a report starts with."""

    BLIND_SPOT = "blind_spot"
    BLIND_SPOT_CONFIRMED = "blind_spot_confirmed"
    HIDDEN_STRENGTH = "hidden_strength"
    OBSERVED_HIGHER = "observed_higher"
    OBSERVED_LOWER = "observed_lower"
    AGREE = "agree"
    UNCLEAR = "unclear"
    ONE_VIEW = "one_view"
    TOO_FEW = "too_few"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Headline:
    """The answer first: which standard, by how many points `left` lies above `right`, and at which place.

    `place` is empty where it is true of all places together.
    """

    kind: HeadlineKind
    standard: str = ""
    points: Fraction | None = None
    left: View | None = None
    right: View | None = None
    place: str = ""


@dataclass(frozen=True)
class Change:
    """A view's figure now against the period of equal length before: `verdict` better / worse / none."""

    view: View
    standard: str
    before: Reading
    after: Reading
    points: Fraction
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Overall:
    """One of the three big numbers: a view over the standards that all shown views measure."""

    reading: Reading
    change: Change | None


@dataclass(frozen=True)
class StandardRow:
    """One line of the gap map. `names` of standards are in the report's language."""

    code: str
    name: str
    readings: Mapping[View, Reading]
    gaps: tuple[Gap, ...]
    main: Gap | None
    changes: tuple[Change, ...] = ()


class ActionKind(StrEnum):
    """Why something is proposed."""

    CRITICAL = "critical"
    BLIND_SPOT = "blind_spot"
    WEAKNESS = "weakness"
    HIDDEN_STRENGTH = "hidden_strength"
    MORE_ANSWERS = "more_answers"


@dataclass(frozen=True)
class Action:
    """What to do: why, about which standard or question, at which place, and the author's advice."""

    kind: ActionKind
    subject: str
    advice: str
    place: str = ""


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


@dataclass(frozen=True)
class PlaceRow:
    """One location in a report over several: its overall readings and what stands out there."""

    name: str
    city: str
    readings: Mapping[View, Reading]
    standouts: tuple["Standout", ...]


@dataclass(frozen=True)
class Standout:
    """A standard on which one location's views differ, or changed."""

    standard: str
    verdict: Verdict | None
    points: Fraction
    change: str = ""


@dataclass(frozen=True)
class Edition:
    """A questionnaire edition the report rests on."""

    key: str
    title: str
    view: View
    sheets: int


@dataclass(frozen=True)
class Method:
    """How the numbers were made: generated from the values the arithmetic used."""

    thresholds: Thresholds
    standards_tested: int
    adjusted_confidence: float
    scoring_edition: int
    editions: tuple[Edition, ...]
    locations_weighted_equally: bool = True


@dataclass(frozen=True)
class Report:
    """A finished comparison report over some locations and a period of days, both ends included."""

    edition: int
    language: str
    organisation: str
    places: tuple[str, ...]
    first_day: date
    last_day: date
    made_at: datetime
    headline: Headline
    overall: Mapping[View, Overall]
    common_standards: int
    actions: tuple[Action, ...]
    sources: tuple[Source, ...]
    rows: tuple[StandardRow, ...]
    customer: CustomerPart | None
    observed: ObservedPart | None
    staff: StaffPart | None
    voices: tuple[Voices, ...]
    praise: tuple[Quote, ...]
    by_place: tuple[PlaceRow, ...]
    method: Method
