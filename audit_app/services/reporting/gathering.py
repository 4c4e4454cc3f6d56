"""Everything a comparison rests on, read in one transaction and then only computed with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audit_app.core.comparison import Thresholds
from audit_app.core.programme import Location, Organisation
from audit_app.core.questionnaire import Questionnaire, Standard, View
from audit_app.services import Rooms
from audit_app.services.editions import questionnaire_in_use
from audit_app.services.refusals import NotHere
from audit_app.services.reporting.periods import period_before
from audit_app.services.sheets import answers_of
from audit_app.storage import Scope, assignments, locations, organisations, sheets, tallies, teams
from audit_app.storage.records import (
    AcceptedSheet,
    AnswerCount,
    SheetCount,
    StaffAnswerCount,
    StaffCell,
    StandardCount,
    Team,
)

MOST_WORDS_READ = 400
"""Customers' sheets, the newest first, among which quotations are looked for."""


@dataclass(frozen=True)
class Asked:
    """What a report is asked about: places and a period of local days, both ends included."""

    organisation: Organisation
    places: tuple[Location, ...]
    all_places: bool
    first_day: date
    last_day: date
    language: str


@dataclass(frozen=True)
class Counted:
    """The counts of one period: customers' and shoppers' sheets, and the teams' closed rounds."""

    standards: tuple[StandardCount, ...]
    cells: tuple[StaffCell, ...]


@dataclass(frozen=True)
class Gathered:
    """All that a report is computed from."""

    asked: Asked
    thresholds: Thresholds
    standards: Mapping[str, Standard]
    questionnaires: Mapping[str, Questionnaire]
    now: Counted
    before: Counted
    answers: tuple[AnswerCount, ...]
    sheets: tuple[SheetCount, ...]
    teams: tuple[Team, ...]
    staff_answers: tuple[StaffAnswerCount, ...]
    staff_sheets: tuple[AcceptedSheet, ...]
    audits: tuple[AcceptedSheet, ...]
    words: tuple[AcceptedSheet, ...]
    days: Mapping[View, tuple[date, date]]
    visits_due: int


def ask(
    scope: Scope, location_ids: Collection[UUID], first_day: date, last_day: date, language: str
) -> Asked:
    """The question put in order: no ids mean all locations; an unknown one raises NotHere."""
    known = locations.every(scope)
    wanted = set(location_ids) or {place.id for place in known}
    if not wanted <= {place.id for place in known}:
        raise NotHere
    chosen = tuple(place for place in known if place.id in wanted)
    return Asked(organisations.this(scope), chosen, len(chosen) == len(known), first_day, last_day, language)


def gather(rooms: Rooms, scope: Scope, asked: Asked) -> Gathered:
    """Read everything the report needs, as of one moment."""
    ids, first, last = [place.id for place in asked.places], asked.first_day, asked.last_day
    rule = answers_of(rooms, scope)
    sheet_counts = tallies.sheet_counts(scope, ids, first, last)
    rounds = teams.teams(scope, ids, first, last)
    days = {view: sheets.days_of(scope, view, ids, first, last) for view in View}
    return Gathered(
        asked=asked,
        thresholds=rooms.catalogue.thresholds,
        standards=rooms.catalogue.standards,
        questionnaires=_editions(rooms, scope, sheet_counts, rounds),
        now=_count(scope, ids, first, last),
        before=_count(scope, ids, *period_before(first, last)),
        answers=tuple(tallies.answer_counts(scope, ids, first, last, rule)),
        sheets=tuple(sheet_counts),
        teams=tuple(rounds),
        staff_answers=tuple(teams.staff_answer_counts(scope, ids, first, last, rule)),
        staff_sheets=tuple(sheets.staff_sheets(scope, ids, first, last)),
        audits=tuple(sheets.sheets_between(scope, View.OBSERVED, ids, first, last)),
        words=tuple(sheets.sheets_between(scope, View.CUSTOMER, ids, first, last, MOST_WORDS_READ)),
        days={view: period for view, period in days.items() if period},
        visits_due=assignments.due_between(scope, ids, first, last),
    )


def _count(scope: Scope, ids: list[UUID], first: date, last: date) -> Counted:
    return Counted(
        tuple(tallies.standard_counts(scope, ids, first, last)),
        tuple(teams.staff_cells(scope, ids, first, last)),
    )


def _editions(
    rooms: Rooms, scope: Scope, counts: Collection[SheetCount], rounds: Collection[Team]
) -> dict[str, Questionnaire]:
    keys = {one.questionnaire for one in counts} | {one.questionnaire for one in rounds}
    return {key: questionnaire_in_use(rooms, scope, key) for key in sorted(keys)}
