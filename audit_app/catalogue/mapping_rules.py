"""What must hold between the values of a mapping file, and between it, the questionnaire and the table.

The data has been judged by the shape before; a value that it refused stands here as None or is no text.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime

from audit_app.catalogue.mistakes import Flaw, Path, Words, nearest, printable, write, write_text
from audit_app.catalogue.question_rules import CHOSEN, NUMERIC, Data
from audit_app.catalogue.tables import heading
from audit_app.core.questionnaire import Question, Questionnaire, QuestionType, View
from audit_app.translations import gettext as _

LANGUAGE = re.compile(r"[a-z]{2,3}")
SOURCES = ("location", "date", "language")
ISO = "2031-12-25"


def source_of(data: Data, key: str) -> Data:
    """A source written in full: `Athens` is `{fixed: Athens}`."""
    value = data.get(key)
    return {"fixed": value} if isinstance(value, str) else value if isinstance(value, dict) else {}


def listed(value: object) -> list[str]:
    """The texts of a list, or the one text that may stand for a list of one."""
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def mapping_flaws(data: Data, locations: Collection[str]) -> Iterator[Flaw]:
    """Everything that does not hold inside a mapping file, given the names of the locations."""
    for key in SOURCES:
        yield from _source_flaws(source_of(data, key), key)
    for path, name in _said(data, "location"):
        yield from _location_flaws(path, name, {heading(each): each for each in locations})
    for path, day in _said(data, "date"):
        if not is_day(day):
            yield Flaw(path, _('"%(day)s" is no day', day=printable(day)), write_text("2026-12-31"))
    for path, language in _said(data, "language"):
        if not LANGUAGE.fullmatch(language):
            message = _('"%(word)s" is no code of a language', word=printable(language))
            yield Flaw(path, message, write_text("en"))
    for name, codes in (data.get("code_sets") or {}).items():
        yield from _said_twice(codes or {}, ("code_sets", name))


def _location_flaws(path: Path, name: str, known: Mapping[str, str]) -> Iterator[Flaw]:
    """Whether there is a location of this name; those that begin so may be meant."""
    if heading(name) not in known:
        begin_so = [spelled for each, spelled in known.items() if each.startswith(heading(name))]
        message = _('there is no location "%(name)s"', name=printable(name))
        yield Flaw(path, message, nearest("" if begin_so else name, begin_so or known.values()))


def _source_flaws(source: Data, key: str) -> Iterator[Flaw]:
    if source and ("fixed" in source) == ("column" in source):
        yield Flaw((key,), _("exactly one of fixed and column is wanted here"), write("column: …"))
    for extra in ("codes", "format"):
        if extra in source and "column" not in source:
            yield Flaw((key, extra), _("this belongs to a column"), write("column: …"))
    if "codes" in source and "format" in source:
        message = _("days are written as codes or in a format, not in both")
        yield Flaw((key, "format"), message, _("remove one of the two"))
    elif source.get("format") and day_in(
        _in_format(source["format"]), source["format"]
    ) != date.fromisoformat(ISO):
        message = _('the format "%(format)s" does not say day, month and year', format=source["format"])
        yield Flaw((key, "format"), message, write_text("%d.%m.%Y"))


def _said(data: Data, key: str) -> Iterator[tuple[Path, str]]:
    """What a mapping itself says of a source: the fixed word, or what each code means."""
    source = source_of(data, key)
    if isinstance(source.get("fixed"), str):
        yield (key, "fixed"), source["fixed"]
    for code, word in (source.get("codes") or {}).items():
        if isinstance(word, str):
            yield (key, "codes", code), word


def _in_format(format_: str) -> str:
    return datetime.fromisoformat(ISO).strftime(format_)


def day_in(text: str, format_: str) -> date | None:
    """The day that a text says in a format ("" is ISO 8601, with or without a time), None where none."""
    try:
        if format_:
            return datetime.strptime(text, format_).replace(tzinfo=UTC).date()
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """Whether a text of a mapping file says a day."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and day_in(text, "") is not None


def answer_flaws(data: Data, questionnaire: Questionnaire) -> Iterator[Flaw]:
    """Everything in which a mapping does not fit the questionnaire that it fills in."""
    if questionnaire.view is not View.CUSTOMER:
        message = _("only answers of customers are imported")
        yield Flaw(("questionnaire",), message, _("choose a questionnaire of the kind customer"))
    sets = data.get("code_sets") or {}
    for code, answer in (data.get("questions") or {}).items():
        path: Path = ("questions", code)
        question = questionnaire.by_code.get(code)
        if not question:
            message = _('there is no question "%(code)s" in %(key)s', code=code, key=questionnaire.key)
            yield Flaw(path, message, nearest(code, questionnaire.by_code))
        else:
            yield from _column_flaws(answer or {}, question, path)
            yield from _code_flaws(answer or {}, question, path, sets)


def _column_flaws(answer: Data, question: Question, path: Path) -> Iterator[Flaw]:
    is_multiple = question.type is QuestionType.MULTIPLE
    if "columns" in answer and not is_multiple:
        message = _("only a multiple question has several columns")
        yield Flaw((*path, "columns"), message, write("column: …"))
    if "separator" in answer and (not is_multiple or "columns" in answer):
        message = _("a separator is for a multiple question with all answers in one column")
        yield Flaw((*path, "separator"), message, _("remove it"))
    if ("column" in answer) == ("columns" in answer):
        yield Flaw(path, _("exactly one of column and columns is wanted here"), write("column: …"))


def _code_flaws(answer: Data, question: Question, path: Path, sets: Data) -> Iterator[Flaw]:
    yield from _said_twice(answer, path)
    name = answer.get("code_set")
    if name and name not in sets:
        message = _('there is no code set "%(name)s"', name=printable(name))
        yield Flaw((*path, "code_set"), message, nearest(name, sets))
    # A code set's own flaws are told where it is used, for a set may suit one question and not another.
    for part, at in ((sets.get(name or "") or {}, (*path, "code_set")), (answer, None)):
        for code, meaning in (part.get("codes") or {}).items():
            words = _unfitting(question, meaning)
            if words:
                yield Flaw(at or (*path, "codes", code), *words)
        if part.get("not_applicable") and not not_applicable(question):
            message = _('"%(code)s" cannot be answered with "not applicable"', code=question.code)
            instead = _("write these codes under blank, or use a scale with a choice without points")
            yield Flaw(at or (*path, "not_applicable"), message, instead)


def _unfitting(question: Question, meaning: object) -> Words | None:
    """What is wrong with answering a question so; None where nothing is."""
    if not isinstance(meaning, str):
        return None
    word = printable(meaning)
    if question.type in CHOSEN and question.scale:
        choices = [choice.code for choice in question.scale.choices]
        message = _('"%(word)s" is not on the scale "%(scale)s"', word=word, scale=question.scale.code)
        return None if meaning.strip() in choices else (message, nearest(meaning, choices))
    if question.type in NUMERIC:
        number = whole_number(meaning)
        fits = number is not None and is_offered(question, number)
        return None if fits else (_('"%(word)s" is no answer here', word=word), limits(question))
    return _("an answer in words has no codes"), _("remove them; what means nothing stands under blank")


def whole_number(text: str) -> int | None:
    """The whole number that a text says, `7` or `7.0` as some software writes it, None where none."""
    said = re.fullmatch(r"\s*([+-]?[0-9]{1,9})(\.0+)?\s*", text)
    return int(said[1]) if said else None


def not_applicable(question: Question) -> str | None:
    """The code of the choice that takes a question out of the score, None where it has none."""
    choices = question.scale.choices if question.scale else ()
    return next((choice.code for choice in choices if choice.is_not_applicable), None)


def is_offered(question: Question, number: int) -> bool:
    """Whether a question could be answered with this number."""
    least, most = _limits(question)
    return (least is None or number >= least) and (most is None or number <= most)


def limits(question: Question) -> str:
    """What may be written where a number was wrong."""
    least, most = _limits(question)
    if least is None or most is None:
        return _("write a whole number")
    return _("write a whole number from %(least)s to %(most)s", least=least, most=most)


def _limits(question: Question) -> tuple[int | None, int | None]:
    if question.type is QuestionType.RECOMMEND:
        return 0, 10
    return 0 if question.minimum is None else question.minimum, question.maximum


def _said_twice(codes: Data, path: Path) -> Iterator[Flaw]:
    """Codes to which two meanings are given in one place."""
    told: set[str] = set()
    for key in ("codes", "not_applicable", "blank"):
        for code in map(str.strip, listed(list(codes.get(key) or ()))):
            if code in told:
                message = _('the code "%(code)s" is given two meanings', code=printable(code))
                yield Flaw((*path, key), message, _("remove one of the two"))
            told.add(code)
