"""The test of a programme: what passes, when it may be tried again, and which level a shopper holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from audit_app.core.visits_programme import Certificate, Programme, QuizQuestion, QuizResult

WAIT_AFTER_FAILING = timedelta(hours=24)
MOST_TRIES = 3
"""Of one test, until somebody of the organisation allows three more."""


def count_right(questions: Sequence[QuizQuestion], given: Sequence[int]) -> int:
    """How many answers are right; one that was not given is wrong."""
    return sum(question.right == chosen for question, chosen in zip(questions, given, strict=False))


def needed_to_pass(asked: int, percent: int) -> int:
    """How many of the questions must be answered right, never fewer than the percentage.

    >>> needed_to_pass(5, 80), needed_to_pass(4, 80), needed_to_pass(3, 0)
    (4, 4, 0)
    """
    return -(-asked * percent // 100)


def level_held(certificates: Iterable[Certificate], category: str) -> int:
    """The highest level of a category among a shopper's certificates; 0 without any."""
    return max((one.level for one in certificates if one.category == category), default=0)


@dataclass(frozen=True)
class QuizStanding:
    """Where a shopper stands with a programme's test; `next_try_at` (UTC) is None once none is left."""

    level_needed: int
    level_held: int
    tries_left: int
    next_try_at: datetime | None
    last: QuizResult | None = None

    @property
    def is_certified(self) -> bool:
        """Whether nothing is asked for any more."""
        return self.level_held >= self.level_needed

    def may_try(self, now: datetime) -> bool:
        """Whether the test can be taken at this moment."""
        return not self.is_certified and self.next_try_at is not None and now >= self.next_try_at


def quiz_standing(
    programme: Programme,
    certificates: Iterable[Certificate],
    results: Iterable[QuizResult],
    last_pardon: datetime | None = None,
) -> QuizStanding:
    """Where a shopper stands, given all tries at the test and when more of them were last allowed.

    Three tries, a day after each failed one; a pardon gives three new ones at once.
    """
    tries = sorted(results, key=lambda result: result.at)
    counted = [one for one in tries if last_pardon is None or one.at > last_pardon]
    left = max(0, MOST_TRIES - len(counted))
    ready = counted[-1].at + WAIT_AFTER_FAILING if counted else programme.created_at
    return QuizStanding(
        level_needed=programme.level,
        level_held=level_held(certificates, programme.category),
        tries_left=left,
        next_try_at=ready if left else None,
        last=tries[-1] if tries else None,
    )
