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
from audit_app.core.report_parts import CustomerPart, ObservedPart, Quote, Source, StaffPart, Voices

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
