"""Answers into scores: exact pairs of earned and possible, nothing rounded, nothing overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from audit_app.core.answers import AnswerSheet, AnswerState, points_of, state_of
from audit_app.core.questionnaire import CriticalMode, Question, Questionnaire

SCORING_EDITION = 1
"""Raised whenever a rule in this module changes; stored with every accepted sheet."""


@dataclass(frozen=True)
class Score:
    """Weighted points earned out of those possible; 0/0 where nothing could be earned.

    >>> Score(150, 200).share
    Fraction(3, 4)
    """

    earned: int = 0
    possible: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.earned + other.earned, self.possible + other.possible)

    @property
    def share(self) -> Fraction | None:
        """Earned ÷ possible as an exact fraction, None (never 0 or 1) where nothing was possible."""
        return Fraction(self.earned, self.possible) if self.possible else None

    @property
    def points(self) -> Fraction | None:
        """The share on the scale 0–100."""
        return None if self.share is None else self.share * 100


class Outcome(StrEnum):
    """The judgement that stands beside a score."""

    PASS = "pass"
    FAIL = "fail"
    CRITICAL_FAIL = "critical_fail"


@dataclass(frozen=True)
class SheetScore:
    """Everything one answer sheet earned.

    `total` is the score as answered; sections, standards and total are each capped at what is possible
    unless the questionnaire lets a bonus exceed it. `judged` is what section-zero and cap leave of the
    total, in exact points 0–100; `outcome` is derived from `judged` and the failed critical questions,
    and None where the questionnaire has neither a pass mark nor a critical question.
    `coverage` is possible-as-answered ÷ possible-on-the-form (share 0–1).
    """

    questions: Mapping[str, Score]
    sections: Mapping[str, Score]
    standards: Mapping[str, Score]
    total: Score
    judged: Fraction | None
    outcome: Outcome | None
    failed: tuple[str, ...]
    coverage: Fraction | None


def total_of(scores: Iterable[Score]) -> Score:
    """The sum of scores: Σ earned / Σ possible."""
    return sum(scores, Score())


def score_question(question: Question, questionnaire: Questionnaire, sheet: AnswerSheet) -> Score:
    """w·p / w·pmax when answered; 0/0 when not applicable, hidden or blank; a bonus only earns."""
    if state_of(question, questionnaire, sheet) is not AnswerState.ANSWERED or not question.is_scored:
        return Score()
    return Score(question.weight * points_of(question, sheet.values[question.code]), question.possible)


def score_sheet(questionnaire: Questionnaire, sheet: AnswerSheet) -> SheetScore:
    """The scores of one answer sheet, with its outcome and coverage."""
    questions = {q.code: score_question(q, questionnaire, sheet) for q in questionnaire.questions()}
    sections = {
        section.code: total_of(questions[q.code] for q in section.questions)
        for section in questionnaire.sections
    }
    failed = _failed(questionnaire, sheet)
    judged = _judged(questionnaire, sections, failed)
    return SheetScore(
        questions=questions,
        sections={code: _capped(score, questionnaire) for code, score in sections.items()},
        standards=_by_standard(questionnaire, questions),
        total=_capped(total_of(questions.values()), questionnaire),
        judged=judged,
        outcome=_outcome(questionnaire, judged, failed),
        failed=tuple(question.code for question in failed),
        coverage=_coverage(questionnaire, questions),
    )


def _by_standard(questionnaire: Questionnaire, questions: Mapping[str, Score]) -> dict[str, Score]:
    return {
        standard: _capped(
            total_of(questions[q.code] for q in questionnaire.questions() if q.standard == standard),
            questionnaire,
        )
        for standard in questionnaire.standards
    }


def _capped(score: Score, questionnaire: Questionnaire) -> Score:
    over = questionnaire.cap_bonus and score.earned > score.possible
    return Score(score.possible, score.possible) if over else score


def _failed(questionnaire: Questionnaire, sheet: AnswerSheet) -> tuple[Question, ...]:
    return tuple(
        question
        for question in questionnaire.questions()
        if question.critical
        and state_of(question, questionnaire, sheet) is AnswerState.ANSWERED
        and points_of(question, sheet.values[question.code]) <= question.critical.fails_at
    )


def _judged(
    questionnaire: Questionnaire, sections: Mapping[str, Score], failed: tuple[Question, ...]
) -> Fraction | None:
    zeroed = {q.code for q in failed if q.critical and q.critical.mode is CriticalMode.SECTION_ZERO}
    kept = total_of(
        Score(0, sections[section.code].possible)
        if zeroed & {q.code for q in section.questions}
        else sections[section.code]
        for section in questionnaire.sections
    )
    points = _capped(kept, questionnaire).points
    caps = [q.critical.cap for q in failed if q.critical and q.critical.mode is CriticalMode.CAP]
    return None if points is None else min([points, *map(Fraction, caps)])


def _outcome(
    questionnaire: Questionnaire, judged: Fraction | None, failed: tuple[Question, ...]
) -> Outcome | None:
    if any(q.critical and q.critical.mode is CriticalMode.FAIL for q in failed):
        return Outcome.CRITICAL_FAIL
    judges = questionnaire.pass_mark is not None or any(q.critical for q in questionnaire.questions())
    if judged is None or not judges:
        return None
    return Outcome.PASS if judged >= (questionnaire.pass_mark or 0) else Outcome.FAIL


def _coverage(questionnaire: Questionnaire, questions: Mapping[str, Score]) -> Fraction | None:
    on_the_form = sum(q.possible for q in questionnaire.questions() if q.is_scored)
    answered = sum(score.possible for score in questions.values())
    return Fraction(answered, on_the_form) if on_the_form else None
