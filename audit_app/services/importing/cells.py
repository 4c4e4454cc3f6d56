"""What a cell of a table says: a word, a day, a language, the answer to a question."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import lru_cache

from audit_app.catalogue.mapping import AnswerSource, Source
from audit_app.catalogue.mapping_rules import LANGUAGE, day_in, is_offered, whole_number
from audit_app.catalogue.tables import Cell
from audit_app.core.answer_tally import WRITTEN
from audit_app.core.answers import NUMERIC, Value
from audit_app.core.questionnaire import QuestionType
from audit_app.translations import gettext as _

Answer = tuple[tuple[str, ...], Value | None]
"""The codes that stood in the file, and what they mean together (None: nothing)."""

# Letters that no page and no printed report can show, left behind by old software.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Unusable(Exception):
    """A cell that says nothing usable: its column, what stands in it, and why that is wrong."""

    def __init__(self, column: str, value: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.value = value
        self.message = message


def text_of(cell: Cell) -> str:
    """A cell as a text; a moment as ISO 8601, without its time at midnight."""
    if isinstance(cell, str):
        return cell
    return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()


def word_in(source: Source, cell: Cell) -> str:
    """The word that a cell stands for, as the mapping says it."""
    text = text_of(cell)
    if source.codes is None:
        return text
    number = whole_number(text)
    for code in (text, str(number)):
        if code in source.codes:
            return source.codes[code]
    raise Unusable(source.column, text, _("the mapping does not name this code"))


def day_of(source: Source, cell: Cell) -> date:
    """The day that a cell says, or that the mapping says for all rows."""
    if isinstance(cell, datetime) and source.codes is None:
        return cell.date()
    text = source.fixed or word_in(source, cell)
    day = _day(text, source.format)
    if day is None:
        as_format = source.format or "2026-12-31"
        raise Unusable(source.column, text, _("this is no day in the format %(format)s", format=as_format))
    return day


_day = lru_cache(maxsize=4096)(day_in)


def language_of(source: Source, cell: Cell) -> str:
    """The code of the language that a cell or the mapping says: `EN`, `en-GB` → `en`."""
    word = source.fixed or word_in(source, cell)
    code = re.split("[-_]", word.casefold())[0]
    if not LANGUAGE.fullmatch(code):
        raise Unusable(source.column, word, _("this is no code of a language"))
    return code


def answer_in(source: AnswerSource, cells: Iterable[Cell]) -> Answer:
    """The answer to a question that stands in the cells of its columns; raises Unusable."""
    if source.question.type is not QuestionType.MULTIPLE:
        ((code, value),) = (_meaning(source, text_of(cell), source.columns[0]) for cell in cells)
        return (code,), value
    given = list(dict.fromkeys(_chosen(source, cells)))
    return tuple(code for code, _value in given), tuple(str(value) for _code, value in given) or None


def _chosen(source: AnswerSource, cells: Iterable[Cell]) -> Iterator[tuple[str, Value]]:
    """Each choice among several answers, whether in cells of their own or together in one."""
    for column, cell in zip(source.columns, cells, strict=True):
        text = text_of(cell)
        for part in text.split(source.separator) if source.separator else [text]:
            code, value = _meaning(source, part.strip(), column)
            if value is not None:
                yield code, value


def _meaning(source: AnswerSource, text: str, column: str) -> tuple[str, Value | None]:
    """The code that a text is, and what it means; a number may be written 3 or 3.0."""
    if text in source.meanings:
        return text, source.meanings[text]
    question, number = source.question, whole_number(text)
    if number is not None and str(number) in source.meanings:
        return str(number), source.meanings[str(number)]
    if question.type in WRITTEN:
        words = _UNPRINTABLE.sub("", text.replace("\r\n", "\n")).strip()
        return "", words or None
    if question.type in NUMERIC and number is not None and is_offered(question, number):
        return str(number), number
    raise Unusable(column, text, _("the mapping does not name this code"))
