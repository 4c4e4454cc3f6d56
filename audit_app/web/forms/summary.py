"""A filled-in questionnaire to read: every question that was asked, and what was answered."""

from dataclasses import dataclass

from audit_app.core.answers import AnswerState, state_of
from audit_app.core.questionnaire import Questionnaire
from audit_app.web.forms.page import Filled, QuestionOnPage, page_of


@dataclass(frozen=True)
class Row:
    """One question as it was answered; `answer` is empty where it was not.

    `unreadable` is what was given where that cannot be an answer.
    """

    question: QuestionOnPage
    answer: str
    unreadable: str = ""


@dataclass(frozen=True)
class Part:
    """One section with its rows."""

    title: str
    rows: tuple[Row, ...]


def summary_of(questionnaire: Questionnaire, language: str, filled: Filled) -> list[Part]:
    """The sections in which something was asked; what a skip rule hides was not."""
    sections = page_of(questionnaire, language, filled)
    asked = {
        question.code
        for question in questionnaire.questions()
        if state_of(question, questionnaire, filled.sheet) is not AnswerState.HIDDEN
    }
    parts = [
        Part(section.title, tuple(_row(each, filled) for each in section.questions if each.code in asked))
        for section in sections
    ]
    return [part for part in parts if part.rows]


def _row(question: QuestionOnPage, filled: Filled) -> Row:
    unreadable = filled.typed.get(question.code, "") if question.code in filled.mistakes else ""
    if question.choices:
        chosen = "\n".join(choice.label for choice in question.choices if choice.is_chosen)
        return Row(question, chosen, unreadable)
    answer = "" if unreadable else f"{question.value} {question.unit}".strip() if question.value else ""
    return Row(question, answer, unreadable)
