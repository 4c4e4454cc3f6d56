"""An answer sheet as named fields, the way a page posts it and a phone keeps it, and back again.

`q.CODE` holds the answer to a question, `c.CODE` the comment beside it; each is a list of texts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from audit_app.core.answers import AnswerSheet, Value
from audit_app.core.questionnaire import Question, Questionnaire, QuestionType
from audit_app.core.rules import limits_of
from audit_app.translations import gettext as _

VALUE, COMMENT = "q.", "c."
LONGEST_TEXT = 5000

Fields = Mapping[str, Sequence[str]]


class NotAnAnswer(ValueError):
    """A value that cannot be an answer to its question; the text says why, to the reader."""


@dataclass(frozen=True)
class Posted:
    """What a page brought: the sheet of all usable answers, and by question code what was wrong.

    `typed` is what stands in the fields with a mistake.
    """

    sheet: AnswerSheet = field(default_factory=AnswerSheet)
    mistakes: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def read_answers(questionnaire: Questionnaire, fields: Fields) -> Posted:
    """The answers in some fields; an unusable value is reported and left out, the rest is kept."""
    values: dict[str, Value] = {}
    mistakes: dict[str, str] = {}
    for question in questionnaire.questions():
        try:
            value = PARSERS[question.type](question, fields.get(VALUE + question.code, ()))
        except NotAnAnswer as mistake:
            mistakes[question.code] = str(mistake)
            continue
        if value not in (None, "", ()):
            values[question.code] = value
    typed = {code: _first(fields, VALUE + code) for code in mistakes}
    return Posted(AnswerSheet(values, _comments(questionnaire, fields)), mistakes, typed)


def fields_of(sheet: AnswerSheet) -> dict[str, list[str]]:
    """The fields from which `read_answers` would read this sheet."""
    values = {VALUE + code: _written(value) for code, value in sheet.values.items()}
    return values | {COMMENT + code: [text] for code, text in sheet.comments.items()}


def _written(value: Value) -> list[str]:
    return list(value) if isinstance(value, tuple) else [str(value)]


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _comments(questionnaire: Questionnaire, fields: Fields) -> dict[str, str]:
    written = {q.code: _text(_first(fields, COMMENT + q.code)) for q in questionnaire.questions()}
    return {code: text for code, text in written.items() if text}


def whole(text: str) -> str:
    """The text without what no database keeps: half an emoji, as a phone may cut it, and the sign NUL."""
    return text.encode(errors="ignore").decode().replace("\x00", "")


def _text(text: str) -> str:
    return whole(text).replace("\r\n", "\n").strip()[:LONGEST_TEXT]


def _choice(question: Question, given: Sequence[str]) -> Value | None:
    codes = [code for code in given if code]
    if not codes:
        return None
    if len(codes) > 1 or question.scale is None or question.scale.choice(codes[0]) is None:
        raise NotAnAnswer(_("Please choose one of the offered answers."))
    return codes[0]


def _choices(question: Question, given: Sequence[str]) -> Value | None:
    codes = tuple(dict.fromkeys(code for code in given if code))
    if question.scale is None or any(question.scale.choice(code) is None for code in codes):
        raise NotAnAnswer(_("Please choose from the offered answers."))
    return codes


def _number(question: Question, given: Sequence[str]) -> Value | None:
    lowest, highest = limits_of(question)
    text = given[0].strip() if given else ""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and lowest <= int(text) <= highest):
        raise NotAnAnswer(
            _("Please write a whole number from %(lowest)s to %(highest)s.", lowest=lowest, highest=highest)
        )
    return int(text)


def _words(_question: Question, given: Sequence[str]) -> Value | None:
    return _text(given[0]) if given else None


PARSERS: Mapping[QuestionType, Callable[[Question, Sequence[str]], Value | None]] = {
    QuestionType.CHOICE: _choice,
    QuestionType.MULTIPLE: _choices,
    QuestionType.RECOMMEND: _number,
    QuestionType.NUMBER: _number,
    QuestionType.DURATION: _number,
    QuestionType.TEXT: _words,
    QuestionType.PRAISE: _words,
}
