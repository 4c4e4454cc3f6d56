"""What many sheets answered to one question: a histogram that merges, with every base beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from audit_app.core import statistics
from audit_app.core.answers import AnswerSheet, AnswerState, Value, points_of, state_of
from audit_app.core.questionnaire import Question, Questionnaire, QuestionType

WRITTEN = (QuestionType.TEXT, QuestionType.PRAISE)
"""Types answered in one's own words: only how many answered is counted."""


@dataclass(frozen=True)
class Groups:
    """How many would recommend (9–10), are passive (7–8) or would not (0–6)."""

    promoters: int
    passives: int
    detractors: int


@dataclass(frozen=True)
class AnswerTally:
    """Answers to one question: value → sheets, and the states apart from the values.

    `values` holds choice codes (of several answers each one, "not applicable" too) and numbers;
    `answered` is the base of every share: sheets that were asked, answered and did not opt out.
    """

    values: Mapping[str | int, int] = field(default_factory=dict)
    answered: int = 0
    not_applicable: int = 0
    unanswered: int = 0
    hidden: int = 0

    @property
    def n(self) -> int:
        """The base: sheets that answered."""
        return self.answered

    def __add__(self, other: "AnswerTally") -> "AnswerTally":
        return AnswerTally(
            Counter(self.values) + Counter(other.values),
            self.answered + other.answered,
            self.not_applicable + other.not_applicable,
            self.unanswered + other.unanswered,
            self.hidden + other.hidden,
        )


def tally_answers(
    question: Question, questionnaire: Questionnaire, sheets: Iterable[AnswerSheet]
) -> AnswerTally:
    """Count the answers to `question` on sheets of one edition."""
    values: Counter[str | int] = Counter()
    states: Counter[AnswerState] = Counter()
    for sheet in sheets:
        state = state_of(question, questionnaire, sheet)
        states[state] += 1
        if state in (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE):
            values.update(_countable(question, sheet.values[question.code]))
    return AnswerTally(
        values,
        states[AnswerState.ANSWERED],
        states[AnswerState.NOT_APPLICABLE],
        states[AnswerState.UNANSWERED],
        states[AnswerState.HIDDEN],
    )


def _countable(question: Question, value: Value) -> tuple[str | int, ...]:
    if question.type in WRITTEN:
        return ()
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,)


def earned_of(question: Question, tally: AnswerTally) -> int:
    """Σ weighted points earned over the sheets that answered."""
    return question.weight * sum(points_of(question, value) * n for value, n in tally.values.items())


def possible_of(question: Question, tally: AnswerTally) -> int:
    """Σ weighted points possible over the sheets that answered; a bonus has none."""
    return question.possible * tally.answered


def top_two(question: Question, tally: AnswerTally) -> int | None:
    """Answers that earn 75 % of the best points or more (excellent and good); None where not scored so.

    Divided by `answered` this is the customer satisfaction score (CSAT).
    """
    if question.type is QuestionType.MULTIPLE or not question.best_points:
        return None
    return sum(n for value, n in tally.values.items() if _is_top(question, value))


def _is_top(question: Question, value: str | int) -> bool:
    return 4 * points_of(question, value) >= 3 * question.best_points


def recommendation(tally: AnswerTally) -> Groups:
    """Promoters, passives and detractors among answers 0–10."""
    numbers = {value: n for value, n in tally.values.items() if isinstance(value, int)}
    promoters = sum(n for value, n in numbers.items() if value >= 9)
    passives = sum(n for value, n in numbers.items() if value in (7, 8))
    return Groups(promoters, passives, sum(numbers.values()) - promoters - passives)


def median_of(tally: AnswerTally) -> Fraction | None:
    """The exact median of a question answered by number, None of nothing."""
    return statistics.median({value: n for value, n in tally.values.items() if isinstance(value, int)})
