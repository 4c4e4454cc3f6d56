"""Rows of a table into answer sheets, each with its problems; nothing is stored here."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Protocol, TypeVar
from uuid import UUID

from audit_app.catalogue.mapping import AnswerMapping
from audit_app.catalogue.mapping_rules import not_applicable
from audit_app.catalogue.mistakes import printable
from audit_app.catalogue.tables import Cell, Row, Table, heading
from audit_app.core.answers import AnswerSheet, answered_only
from audit_app.core.programme import Location
from audit_app.services.importing.cells import (
    Answer,
    Unusable,
    answer_in,
    day_of,
    language_of,
    text_of,
    word_in,
)
from audit_app.services.importing.outcome import Effect, Problem
from audit_app.services.locations import local_day
from audit_app.translations import gettext as _

Thing = TypeVar("Thing")
BETWEEN = "\x1f"
EFFECTS = {"refuse": Effect.REFUSED, "skip_row": Effect.SKIPPED, "blank": Effect.SKIPPED}
"""What a row with a problem meets under each policy; under `blank` a mere answer is left out instead."""


class Watch(Protocol):
    """Hands things on one by one and shows how far they are; `length` None where that is unknown."""

    def __call__(self, things: Iterable[Thing], label: str, length: int | None = None) -> Iterable[Thing]: ...


def unwatched(things: Iterable[Thing], label: str, length: int | None = None) -> Iterable[Thing]:  # noqa: ARG001
    """Hands things on and shows nothing."""
    return things


@dataclass(frozen=True)
class Response:
    """One row as an answer sheet. `key` is the same whenever the same answer is read again."""

    row: int
    key: str
    location_id: UUID
    day: date
    language: str
    sheet: AnswerSheet


@dataclass
class Reading:
    """What has been read: sheets, problems with their rows, how often each code answered a question.

    `digest` is the SHA-256 (hex) of the file.
    """

    digest: str
    responses: list[Response] = field(default_factory=list)
    problems: dict[Problem, list[int]] = field(default_factory=lambda: defaultdict(list))
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: int = 0
    empty_rows: int = 0


@dataclass(frozen=True)
class Surface:
    """What rows are read against: the locations by the heading of their name, and the moment it is."""

    places: Mapping[str, Location]
    now: datetime


def read_rows(table: Table, mapping: AnswerMapping, surface: Surface, watch: Watch = unwatched) -> Reading:
    """All rows of a table.

    Raises UnreadableTable, and MappingRefused where columns are missing.
    """
    reader = _Reader(mapping, table, surface)
    for row in watch(table.rows, _("Reading")):
        if row.is_empty:
            reader.reading.empty_rows += 1
        else:
            reader.read(row)
    return reader.reading


class _Reader:
    """Reads rows by a mapping; remembers which answers it has seen, so that none is taken for another."""

    def __init__(self, mapping: AnswerMapping, table: Table, surface: Surface) -> None:
        self.reading = Reading(table.digest)
        self._mapping = mapping
        self._places = surface.places
        self._now = surface.now
        self._width = len(table.header)
        self._at = mapping.find_columns(table.header)
        self._answers = [
            (source, [self._at[heading(column)] for column in source.columns]) for source in mapping.answers
        ]
        self._opt_outs = {source.question.code: not_applicable(source.question) for source in mapping.answers}
        self._first_row: dict[str, int] = {}
        self._alike: Counter[str] = Counter()

    def read(self, row: Row) -> None:
        """Add a row to the reading, as a sheet or as a problem."""
        self.reading.rows += 1
        if len(row.cells) < self._width or any(row.cells[self._width :]):
            torn = Unusable("", "", _("the row has more or fewer cells than the header"))
            return self._leave_out(row, [torn])
        wrong: list[Unusable] = []
        place = _tried(self._place, row, wrong)
        day = _tried(partial(self._day, place), row, wrong)
        language = _tried(self._language, row, wrong)
        key = _tried(self._key, row, wrong)
        answers, unknown = self._given(row)
        if not (place and day and key) or wrong or (unknown and self._mapping.unknown != "blank"):
            return self._leave_out(row, [*wrong, *unknown])
        self._tell(row, unknown, Effect.LEFT_BLANK)
        sheet = self._sheet(answers)
        response = Response(row.number, key, place.id, day, language or place.language, sheet)
        return self.reading.responses.append(response)

    def _place(self, row: Row) -> Location:
        source = self._mapping.location
        name = source.fixed or word_in(source, self._cell(row, source.column))
        place = self._places.get(heading(name))
        if place is None:
            raise Unusable(source.column, name, _("there is no location of this name"))
        return place

    def _day(self, place: Location | None, row: Row) -> date:
        cell = self._cell(row, self._mapping.date.column)
        day = day_of(self._mapping.date, cell)
        if place and day > local_day(place, self._now):
            raise Unusable(self._mapping.date.column, text_of(cell), _("this day has not come yet"))
        return day

    def _language(self, row: Row) -> str:
        source = self._mapping.language
        is_said = source.fixed or source.column
        return language_of(source, self._cell(row, source.column)) if is_said else ""

    def _cell(self, row: Row, column: str) -> Cell:
        return row.cells[self._at[heading(column)]] if column else ""

    def _key(self, row: Row) -> str:
        """What identifies an answer: its id, or else all its cells and how often they came before."""
        if self._mapping.id_columns:
            return self._key_of_id(row)
        cells = BETWEEN.join(map(text_of, row.cells[: self._width]))
        self._alike[cells] += 1
        return self._digest(cells, str(self._alike[cells]))

    def _key_of_id(self, row: Row) -> str:
        columns = self._mapping.id_columns
        words = [text_of(self._cell(row, column)) for column in columns]
        names, said = ", ".join(columns), ", ".join(words)
        if not any(words):
            raise Unusable(names, said, _("the row has no id"))
        first = self._first_row.setdefault(BETWEEN.join(words), row.number)
        if first != row.number:
            raise Unusable(names, said, _("row %(row)s has the same id", row=first))
        return self._digest(*words)

    def _digest(self, *words: str) -> str:
        return sha256(BETWEEN.join((self._mapping.source, *words)).encode()).hexdigest()

    def _given(self, row: Row) -> tuple[dict[str, Answer], list[Unusable]]:
        """The answers in a row by question, and the cells that are none."""
        answers: dict[str, Answer] = {}
        unknown: list[Unusable] = []
        for source, at in self._answers:
            try:
                answers[source.question.code] = answer_in(source, [row.cells[position] for position in at])
            except Unusable as problem:
                unknown.append(problem)
        return answers, unknown

    def _sheet(self, answers: Mapping[str, Answer]) -> AnswerSheet:
        """The answers to what was asked at all; each one's codes are counted."""
        given = AnswerSheet({code: value for code, (_codes, value) in answers.items() if value is not None})
        sheet = answered_only(self._mapping.questionnaire, given)
        for question in sheet.values:
            codes, value = answers[question]
            if value != self._opt_outs[question]:
                self.reading.codes.update((question, code) for code in codes)
        return sheet

    def _leave_out(self, row: Row, wrong: list[Unusable]) -> None:
        self._tell(row, wrong, EFFECTS[self._mapping.unknown])

    def _tell(self, row: Row, wrong: list[Unusable], effect: Effect) -> None:
        for one in wrong:
            problem = Problem(effect, one.message, one.column, printable(one.value))
            self.reading.problems[problem].append(row.number)


def _tried(part: Callable[[Row], Thing], row: Row, wrong: list[Unusable]) -> Thing | None:
    """A part of a row, None where it is unusable: then `wrong` says why."""
    try:
        return part(row)
    except Unusable as problem:
        wrong.append(problem)
        return None
