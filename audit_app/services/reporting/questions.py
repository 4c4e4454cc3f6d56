"""Every question's figures, from the counts of its answers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit_app.core.answer_tally import (
    WRITTEN,
    AnswerTally,
    earned_of,
    median_of,
    possible_of,
    top_two,
)
from audit_app.core.answers import points_of
from audit_app.core.questionnaire import Question, Questionnaire, QuestionType, View, text_in
from audit_app.core.report_parts import ChoiceCount, QuestionFigures
from audit_app.services.reporting.gathering import Gathered
from audit_app.services.reporting.laying import name_of
from audit_app.storage.records import AnswerCount, StaffAnswerCount

NUMBERS = (QuestionType.RECOMMEND, QuestionType.NUMBER, QuestionType.DURATION)
Histogram = Mapping[str, int]
"""Value as tallied → sheets: "" unanswered, "*" answered in words or with several choices."""


@dataclass(frozen=True)
class Tallied:
    """One question with the tally of its answers."""

    questionnaire: Questionnaire
    question: Question
    tally: AnswerTally


def tallied(gathered: Gathered, view: View) -> tuple[Tallied, ...]:
    """All questions that anyone of this view was asked, in the order of their questionnaires."""
    counts: Iterable[AnswerCount | StaffAnswerCount]
    counts = shown_staff_answers(gathered) if view is View.STAFF else gathered.answers
    histograms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in counts:
        histograms[one.questionnaire, one.question][one.value] += one.n
    return tuple(
        Tallied(questionnaire, question, tally_of(question, histograms[key, question.code]))
        for key, questionnaire in sorted(gathered.questionnaires.items())
        if questionnaire.view is view
        for question in questionnaire.questions()
        if (key, question.code) in histograms
    )


def shown_staff_answers(gathered: Gathered) -> list[StaffAnswerCount]:
    """The answers of whole rounds in which this very question has enough answers to be shown."""
    totals: Counter[tuple[object, str]] = Counter()
    for one in gathered.staff_answers:
        if one.value:
            totals[one.wave_id, one.question] += one.n
    least = gathered.thresholds.least_team
    return [one for one in gathered.staff_answers if totals[one.wave_id, one.question] >= least]


def tally_of(question: Question, histogram: Histogram) -> AnswerTally:
    """A question's tally from the values as they were counted."""
    values = {value: n for value, n in histogram.items() if value not in ("", "*")}
    aside = sum(n for value, n in values.items() if _opts_out(question, value))
    marked = question.type in WRITTEN or question.type is QuestionType.MULTIPLE
    answered = histogram.get("*", 0) if marked else sum(values.values()) - aside
    typed = {int(value) if question.type in NUMBERS else value: n for value, n in values.items()}
    return AnswerTally(typed, answered, aside, histogram.get("", 0))


def _opts_out(question: Question, value: str) -> bool:
    choice = question.scale.choice(value) if question.scale else None
    return choice is not None and choice.is_not_applicable


def figures_of(gathered: Gathered, one: Tallied) -> QuestionFigures:
    """The figures of one question as they are printed in the annex."""
    question, tally = one.question, one.tally
    language = gathered.asked.language
    return QuestionFigures(
        questionnaire=one.questionnaire.key,
        code=question.code,
        text=text_in(question.texts, language),
        standard=name_of(gathered, question.standard) if question.standard else "",
        view=one.questionnaire.view,
        choices=_choices(question, tally, language),
        answered=tally.answered,
        not_applicable=tally.not_applicable,
        unanswered=tally.unanswered,
        earned=earned_of(question, tally),
        possible=possible_of(question, tally),
        top_two=top_two(question, tally),
        critical_failures=_failures(question, tally),
        median=median_of(tally) if question.type in NUMBERS else None,
        unit=question.unit,
    )


def _choices(question: Question, tally: AnswerTally, language: str) -> tuple[ChoiceCount, ...]:
    if question.type is QuestionType.RECOMMEND:
        return tuple(ChoiceCount(str(n), None, tally.values.get(n, 0)) for n in range(11))
    if question.scale is None:
        return ()
    return tuple(
        ChoiceCount(text_in(choice.labels, language), choice.points, tally.values.get(choice.code, 0))
        for choice in question.scale.choices
    )


def _failures(question: Question, tally: AnswerTally) -> int:
    if question.critical is None:
        return 0
    scored = {value: n for value, n in tally.values.items() if not _opts_out(question, str(value))}
    return sum(n for value, n in scored.items() if points_of(question, value) <= question.critical.fails_at)
