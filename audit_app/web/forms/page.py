"""Plain data of a questionnaire page: what `questions.html` needs, in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audit_app.core.answers import AnswerSheet, Lack, Missing, Value
from audit_app.core.questionnaire import (
    Kind,
    Need,
    Operator,
    Question,
    Questionnaire,
    QuestionType,
    ShowIf,
    text_in,
)
from audit_app.translations import gettext as _
from audit_app.web.forms.answers import LONGEST_TEXT

SHORT_LABEL, SIDE_BY_SIDE = 14, 3


@dataclass(frozen=True)
class ChoiceOnPage:
    """One offered answer."""

    code: str
    label: str
    is_chosen: bool
    is_aside: bool = False


@dataclass(frozen=True)
class PhotoOnPage:
    """One picture already stored."""

    id: str
    url: str
    alt: str


@dataclass(frozen=True)
class QuestionOnPage:
    """One question with what has been answered so far and what is still missing."""

    code: str
    number: str
    type: str
    text: str
    hint: str
    condition: str
    required: bool
    marks_optional: bool
    choices: tuple[ChoiceOnPage, ...]
    is_short: bool
    has_many: bool
    value: str
    comment: str
    unit: str
    minimum: int
    maximum: int | None
    wants_comment: bool
    comment_label: str
    wants_photo: bool
    photo_label: str
    photos: tuple[PhotoOnPage, ...]
    photo_faults: tuple[str, ...]
    lacks: tuple[str, ...]
    longest: int = LONGEST_TEXT


@dataclass(frozen=True)
class SectionOnPage:
    """One section."""

    code: str
    title: str
    intro: str
    questions: tuple[QuestionOnPage, ...]


@dataclass(frozen=True)
class Filled:
    """What is known when a page is shown: answers, mistakes in them, what is missing, photos.

    `typed` is what was written where no answer could be read from it, `photo_faults` what was wrong with
    pictures; both by question code, like all the rest.
    """

    sheet: AnswerSheet = field(default_factory=AnswerSheet)
    mistakes: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    photo_faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    photos: Mapping[str, Sequence[PhotoOnPage]] = field(default_factory=dict)


def page_of(questionnaire: Questionnaire, language: str, filled: Filled) -> tuple[SectionOnPage, ...]:
    """The sections of a questionnaire as a page in `language`."""
    numbers = (str(number) for number in range(1, 10_000))
    some_required = _asks_for_all(questionnaire)
    return tuple(
        SectionOnPage(
            code=section.code,
            title=text_in(section.titles, language),
            intro=text_in(section.intros, language),
            questions=tuple(
                _question(question, next(numbers), questionnaire, language, filled, some_required)
                for question in section.questions
            ),
        )
        for section in questionnaire.sections
    )


def _asks_for_all(questionnaire: Questionnaire) -> bool:
    """Customers and the team may leave out whatever they like; only an audit has to be complete."""
    is_audit = questionnaire.kind is Kind.AUDIT
    return is_audit and any(question.required for question in questionnaire.questions())


def _question(
    question: Question, number: str, questionnaire: Questionnaire, language: str, filled: Filled, marks: bool
) -> QuestionOnPage:
    value = filled.sheet.values.get(question.code)
    choices = tuple(_choices(question, language, value))
    return QuestionOnPage(
        code=question.code,
        number=f"{number}.",
        type=question.type.value,
        text=text_in(question.texts, language),
        hint=text_in(question.hints, language),
        condition=_condition(question.show_if, questionnaire, language),
        required=question.required,
        marks_optional=marks,
        choices=choices,
        is_short=all(len(choice.label) <= SHORT_LABEL for choice in choices),
        has_many=len(choices) > SIDE_BY_SIDE,
        value=_written(value) or filled.typed.get(question.code, ""),
        comment=filled.sheet.comments.get(question.code, ""),
        unit=unit_name(question.unit),
        minimum=question.minimum or 0,
        maximum=question.maximum,
        wants_comment=question.comment is not Need.NEVER,
        comment_label=_comment_label(question.comment),
        wants_photo=question.photo is not Need.NEVER,
        photo_label=_photo_label(question.photo),
        photos=tuple(filled.photos.get(question.code, ())),
        photo_faults=tuple(filled.photo_faults.get(question.code, ())),
        lacks=tuple(_lacks(question, filled)),
    )


def _written(value: Value | None) -> str:
    return "" if value is None or isinstance(value, tuple) else str(value)


def _choices(question: Question, language: str, value: Value | None) -> Iterator[ChoiceOnPage]:
    if question.type is QuestionType.RECOMMEND:
        yield from (ChoiceOnPage(str(n), str(n), is_chosen=value == n) for n in range(11))
    elif question.scale:
        chosen = value if isinstance(value, tuple) else (value,)
        for choice in question.scale.choices:
            label = text_in(choice.labels, language)
            yield ChoiceOnPage(choice.code, label, choice.code in chosen, choice.is_not_applicable)


def _lacks(question: Question, filled: Filled) -> Iterator[str]:
    if question.code in filled.mistakes:
        yield filled.mistakes[question.code]
    for missing in filled.missing:
        if missing.question.code == question.code and question.code not in filled.mistakes:
            yield lack_sentence(missing.lack)


def lack_sentence(lack: Lack) -> str:
    """What is missing, in words."""
    return {
        Lack.ANSWER: _("Please answer this question."),
        Lack.COMMENT: _("Please write what happened."),
        Lack.PHOTO: _("Please add a photo."),
    }[lack]


def _comment_label(need: Need) -> str:
    if need is Need.BELOW_BEST:
        return _("What happened? (needed unless the answer is the best one)")
    return _("What happened?") if need is Need.ALWAYS else _("Comment (optional)")


def _photo_label(need: Need) -> str:
    if need is Need.BELOW_BEST:
        return _("Photo (needed unless the answer is the best one)")
    return _("Photo (needed)") if need is Need.ALWAYS else _("Photo (optional)")


def unit_name(unit: str) -> str:
    """The shown name of a unit code; an unknown one is shown as it is."""
    names = {"seconds": _("seconds"), "minutes": _("minutes"), "people": _("people"), "count": ""}
    return names.get(unit, unit)


def _condition(rule: ShowIf | None, questionnaire: Questionnaire, language: str) -> str:
    if rule is None:
        return ""
    order = [question.code for question in questionnaire.questions()]
    earlier = questionnaire.by_code[rule.question]
    choice = earlier.scale.choice(str(rule.value)) if earlier.scale else None
    words = {
        "number": order.index(rule.question) + 1,
        "answer": text_in(choice.labels, language) if choice else str(rule.value),
    }
    return {
        Operator.IS: _("Only if you answered question %(number)s with “%(answer)s”.", **words),
        Operator.IS_NOT: _("Skip this if you answered question %(number)s with “%(answer)s”.", **words),
        Operator.AT_LEAST: _("Only if your answer to question %(number)s is %(answer)s or more.", **words),
        Operator.AT_MOST: _("Only if your answer to question %(number)s is %(answer)s or less.", **words),
        Operator.ANSWERED: _("Only if you answered question %(number)s.", **words),
    }[rule.operator]
