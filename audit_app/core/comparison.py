"""Two or three views laid side by side on each standard: readings, gaps, verdicts; made by `compare`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from audit_app.core.questionnaire import View
from audit_app.core.tally import StandardTally


class Absence(StrEnum):
    """Why a view has no figure to show."""

    NOTHING = "nothing"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Reading:
    """What one view says of one standard.

    `points` is the exact mean of its sheets' shares on 0–100 (of the locations' means where several
    locations are read together); `low` and `high` its 95 % interval in points, None below two sheets.
    `n` counts sheets that answered the standard. `absence` says why there is no figure;
    `enough` is False where the figure may be printed with its n but nothing may be concluded from it.
    """

    view: View
    n: int
    points: Fraction | None = None
    low: float | None = None
    high: float | None = None
    enough: bool = False
    absence: Absence | None = Absence.NOTHING


class Verdict(StrEnum):
    """What a gap means."""

    AGREE = "agree"
    BLIND_SPOT = "blind_spot"
    HIDDEN_STRENGTH = "hidden_strength"
    TOO_FEW = "too_few"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Gap:
    """`left` minus `right` in points: > 0 where `left` sees the service better than `right`.

    `low`, `high`: the interval at the level that is adjusted for testing all standards at once.
    """

    left: View
    right: View
    verdict: Verdict
    points: Fraction | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class StandardComparison:
    """All readings and gaps of one standard. `main` is the gap that decides its place in the report."""

    standard: str
    readings: Mapping[View, Reading]
    gaps: tuple[Gap, ...]
    main: Gap | None


@dataclass(frozen=True)
class Band:
    """A named range of points: from `at_least` upwards, e.g. 80 → "strong"."""

    code: str
    at_least: int
    names: Mapping[str, str]


@dataclass(frozen=True)
class Thresholds:
    """Judgement as data (checklists/comparison.yaml)."""

    least_gap: int = 10
    least_sheets: Mapping[View, int] = field(
        default_factory=lambda: {View.STAFF: 5, View.OBSERVED: 3, View.CUSTOMER: 10}
    )
    least_team: int = 5
    confidence: Fraction = Fraction(95, 100)
    least_coverage: int = 70
    weak_below: int = 60
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What one view has of one standard: location → tally of the sheets that may be shown.

    `hidden` says that all there is must not be shown (teams under `least_team`): whatever `tallies`
    holds is then ignored. `weights`: location → traffic, where locations are not to count the same.
    """

    tallies: Mapping[str, StandardTally] = field(default_factory=dict)
    hidden: bool = False
    weights: Mapping[str, Fraction] | None = None
