"""Many answer sheets counted into histograms, which merge.

    StandardTally.of(scores) · StandardTally({(earned, possible): n}) · a + b · .n .mean .variance
    shown_groups({group: tally}, least) -> the groups that are large enough to be shown

Every sheet counts once: a location's figure is the mean of its sheets' shares. What sheets answered to
one question is counted in `answer_tally`; what several locations say together is an `estimate`.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Protocol, TypeVar

from audit_app.core.scoring import Score


@dataclass(frozen=True)
class StandardTally:
    """How many sheets earned how much of one standard: (earned, possible) → sheets, share exact.

    Sheets on which nothing was possible may be given and never count.
    """

    counts: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, scores: Iterable[Score]) -> "StandardTally":
        """The tally of one score per sheet."""
        return cls(Counter((score.earned, score.possible) for score in scores))

    def __add__(self, other: "StandardTally") -> "StandardTally":
        return StandardTally(Counter(self.counts) + Counter(other.counts))

    @cached_property
    def _shares(self) -> tuple[int, tuple[tuple[int, int], ...]]:
        counted = [(pair, count) for pair, count in self.counts.items() if pair[1] and count]
        common = lcm(*(possible for (_, possible), _ in counted))
        return common, tuple((earned * (common // possible), count) for (earned, possible), count in counted)

    @cached_property
    def n(self) -> int:
        """Sheets that answered the standard."""
        return sum(count for _, count in self._shares[1])

    @property
    def earned(self) -> int:
        """Σ earned over the sheets that count."""
        return sum(earned * count for (earned, possible), count in self.counts.items() if possible)

    @property
    def possible(self) -> int:
        """Σ possible over the sheets."""
        return sum(possible * count for (_, possible), count in self.counts.items())

    @cached_property
    def mean(self) -> Fraction | None:
        """The mean of the sheets' shares (0–1), None without sheets."""
        common, shares = self._shares
        return Fraction(sum(share * count for share, count in shares), common * self.n) if self.n else None

    @cached_property
    def variance(self) -> Fraction | None:
        """The sample variance of the sheets' shares (n − 1 below), None below two sheets."""
        if self.n < 2:
            return None
        common, shares = self._shares
        total = sum(share * count for share, count in shares)
        squares = sum(share * share * count for share, count in shares)
        return Fraction(self.n * squares - total * total, common**2 * self.n * (self.n - 1))


class Counted(Protocol):
    """Anything that knows how many sheets are behind it."""

    @property
    def n(self) -> int: ...


Group = TypeVar("Group", bound=Hashable)
AnyTally = TypeVar("AnyTally", bound=Counted)


def shown_groups(groups: Mapping[Group, AnyTally], least: int) -> dict[Group, AnyTally]:
    """The groups of at least `least` answers; the others are left out before anything is added up.

    A group is the smallest set that is ever counted together: one team in one wave, per standard or
    question. Because a hidden group enters no total, no two totals differ by it.
    """
    return {group: tally for group, tally in groups.items() if tally.n >= least}
