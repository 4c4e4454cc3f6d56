"""Accepted answer sheets of all three views. Accepting one counts it in the same transaction."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func

from audit_app.core.questionnaire import View
from audit_app.storage import assignments, tallies
from audit_app.storage.records import AcceptedSheet, Arrival, CountedAnswers, OtherVersion, SheetConflict
from audit_app.storage.scope import CHUNK, Scope, columns_of
from audit_app.storage.tables import other_version, sheet, wave

COLUMNS = columns_of(sheet, AcceptedSheet)


def accept(scope: Scope, arrived: AcceptedSheet, answers: CountedAnswers) -> bool:
    """Keep a sheet and add it to the tallies; whether it was new. The same sheet again changes nothing.

    Its questionnaire's edition must have been frozen before (`editions.freeze`). An audit also marks its
    visit as submitted. Raises SheetConflict where other answers are kept under the same id, visit or
    import key: end the transaction and keep them with `set_aside` in another one.
    """
    if accept_all(scope, [(arrived, answers)]):
        return True
    kept = get(scope, arrived.id)
    if kept is None or kept.digest != arrived.digest:
        raise SheetConflict(arrived.id)
    return False


def accept_all(scope: Scope, arrivals: Iterable[Arrival]) -> set[UUID]:
    """Keep many sheets at once, e.g. of an import; the ids of those that were new. Others are left out."""
    by_id = {one.id: (one, answers) for one, answers in reversed(list(arrivals))}
    rows = sorted(
        (vars(one) for one, _ in by_id.values()), key=lambda row: row["import_key"] or row["id"].hex
    )
    new = {row.id for row in scope.insert_missing(sheet, *rows)}
    fresh = [by_id[sheet_id] for sheet_id in new]
    assignments.submit(scope, _visits(fresh))
    tallies.add(scope, fresh)
    return new


def exchange(scope: Scope, before: Arrival, after: Arrival) -> None:
    """Put other answers in place of a kept sheet's, in the tallies too.

    Raises SheetConflict where something else is kept by now than `before`: end the transaction.
    """
    old, new = before[0], after[0]
    known = sheet.c.id == old.id, sheet.c.digest == old.digest
    said = {"answers": new.answers, "scores": new.scores, "scoring_edition": new.scoring_edition}
    if old.id != new.id or not scope.update(sheet, *known, digest=new.digest, **said):
        raise SheetConflict(old.id)
    tallies.exchange(scope, before, after)


def _visits(arrivals: Iterable[Arrival]) -> dict[UUID, datetime]:
    return {
        one.assignment_id: one.received_at for one, _ in arrivals if one.assignment_id and one.received_at
    }


def get(scope: Scope, sheet_id: UUID) -> AcceptedSheet | None:
    """The sheet with this id, if it is the organisation's."""
    return scope.record(AcceptedSheet, scope.select(*COLUMNS).where(sheet.c.id == sheet_id))


def of_assignment(scope: Scope, assignment_id: UUID) -> AcceptedSheet | None:
    """The audit that came back from a visit."""
    return scope.record(AcceptedSheet, scope.select(*COLUMNS).where(sheet.c.assignment_id == assignment_id))


def imported(scope: Scope, keys: Collection[str]) -> list[AcceptedSheet]:
    """The sheets that were imported under any of these keys, in no order."""
    query = scope.select(*COLUMNS)
    some = (list(keys)[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
    found = (scope.records(AcceptedSheet, query.where(sheet.c.import_key.in_(part))) for part in some)
    return [one for part in found for one in part]


def sheets_between(
    scope: Scope,
    view: View,
    locations: Collection[UUID],
    first_day: date,
    last_day: date,
    limit: int | None = None,
) -> list[AcceptedSheet]:
    """Audits or customers' sheets of a period, both days included, the newest first.

    Raises ValueError for the staff view: teams are read as whole, closed waves (`staff_sheets`).
    """
    if view is View.STAFF:
        raise ValueError("teams' sheets are read by closed waves only")
    query = scope.select(*COLUMNS).where(*_of_period(view, locations, first_day, last_day))
    query = query.order_by(sheet.c.day.desc(), sheet.c.received_at.desc(), sheet.c.id)
    return scope.records(AcceptedSheet, query.limit(limit))


def staff_sheets(
    scope: Scope, locations: Collection[UUID], first_day: date, last_day: date
) -> list[AcceptedSheet]:
    """Teams' sheets of the closed waves that opened in a period, by wave; their order says nothing."""
    query = scope.select(*COLUMNS).where(*_of_period(View.STAFF, locations, first_day, last_day))
    return scope.records(AcceptedSheet, query.order_by(sheet.c.day, sheet.c.wave_id, sheet.c.id))


def _of_period(
    view: View, locations: Collection[UUID], first_day: date, last_day: date
) -> tuple[ColumnElement[bool], ...]:
    of_view = sheet.c.view == view, sheet.c.location_id.in_(locations)
    of_closed_wave = (sheet.c.wave_id == wave.c.id, wave.c.closed_at.is_not(None))
    days = sheet.c.day.between(first_day, last_day)
    return (*of_view, days, *(of_closed_wave if view is View.STAFF else ()))


def days_of(
    scope: Scope, view: View, locations: Collection[UUID], first_day: date, last_day: date
) -> tuple[date, date] | None:
    """The first and the last day of a period with a sheet of a view (teams: of a closed wave), or None.

    One place and one end at a time: so each is a single step into an index, however many sheets there are.
    """
    of_places = [_of_period(view, [place], first_day, last_day) for place in locations]
    firsts = [_day(scope, func.min(sheet.c.day), of_place) for of_place in of_places]
    lasts = [_day(scope, func.max(sheet.c.day), of_place) for of_place in of_places]
    return (min(filter(None, firsts)), max(filter(None, lasts))) if any(firsts) else None


def _day(scope: Scope, end: ColumnElement[Any], criteria: Sequence[ColumnElement[bool]]) -> date | None:
    day: date | None = scope.rows(scope.select(end).where(*criteria))[0][0]
    return day


def set_aside(scope: Scope, other: OtherVersion) -> None:
    """Keep answers that came second, for a person to look at; they are never counted."""
    scope.insert_missing(other_version, vars(other))


def set_aside_versions(scope: Scope) -> list[OtherVersion]:
    """All answers that came second, the newest first."""
    query = scope.select(*columns_of(other_version, OtherVersion))
    return scope.records(OtherVersion, query.order_by(other_version.c.received_at.desc()))


def every(scope: Scope) -> Iterator[AcceptedSheet]:
    """All sheets of the organisation, fetched some at a time."""
    return scope.stream_records(AcceptedSheet, scope.select(*COLUMNS))
