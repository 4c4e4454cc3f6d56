"""Monthly tallies: written with each sheet, read by reports, so that a report costs the same at any size.

Whole months come from the tallies, the days at the two ends of a period from the sheets themselves.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from math import floor
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func

from audit_app.core.questionnaire import View
from audit_app.storage.periods import Days, month_of, parts_of
from audit_app.storage.records import (
    AcceptedSheet,
    AnswerCount,
    AnswersOf,
    Arrival,
    SheetCount,
    StandardCount,
    TallyDifference,
)
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import answer_tally, sheet, sheet_tally, standard_tally

TALLIES = (standard_tally, answer_tally, sheet_tally)
TALLIED = (View.OBSERVED, View.CUSTOMER)
Key = tuple[Any, ...]
Listed = TypeVar("Listed")
Counts = dict[Table, Counter[Key]]


def add(scope: Scope, arrivals: Iterable[Arrival]) -> None:
    """Count newly kept sheets in all tallies, in one order so that two writers never block each other."""
    for table, counted in _count(arrivals).items():
        names = _key_names(table)
        rows = (dict(zip(names, key, strict=True), n=n) for key, n in counted.items())
        scope.add(table, sorted(rows, key=lambda row: [str(row[name]) for name in names]))


def exchange(scope: Scope, before: Arrival, after: Arrival) -> None:
    """Count other answers in place of a sheet's, in the same order as `add`.

    Raises LookupError where a tally does not have what is to be taken out of it.
    """
    taken, given = _count([before]), _count([after])
    for table in TALLIES:
        names, more = _key_names(table), Counter(given[table])
        more.subtract(taken[table])
        for key in sorted((key for key in more if more[key]), key=lambda key: [str(part) for part in key]):
            row = dict(zip(names, key, strict=True))
            if more[key] > 0:
                scope.add(table, [{**row, "n": more[key]}])
            else:
                _take(scope, table, row, -more[key])


def _take(scope: Scope, table: Table, row: Mapping[str, Any], n: int) -> None:
    """Take `n` out of a count, which is locked first; a count of nothing is no row."""
    this = [table.c[name] == value for name, value in row.items()]
    kept = scope.rows(scope.select(table.c.n).where(*this).with_for_update())
    if not kept or kept[0].n < n:
        raise LookupError(f"{table.name} has not counted {row}")
    if kept[0].n == n:
        scope.delete(table, *this)
    else:
        scope.update(table, *this, n=kept[0].n - n)


def standard_counts(
    scope: Scope, locations: Collection[UUID], first_day: date, last_day: date
) -> list[StandardCount]:
    """What observed and customers' sheets of a period earned on each standard, both days included."""
    columns = columns_of(standard_tally, StandardCount)[:-1]
    counted = _whole_months(scope, columns, locations, first_day, last_day)
    edges = _at_the_edges(scope, locations, first_day, last_day)
    counted.update((one.location_id, one.view, *part) for one in edges for part in standards_of(one))
    return listed(StandardCount, counted)


def answer_counts(
    scope: Scope, locations: Collection[UUID], first_day: date, last_day: date, answers_of: AnswersOf
) -> list[AnswerCount]:
    """What observed and customers' sheets of a period answered to each question, both days included."""
    columns = columns_of(answer_tally, AnswerCount)[:-1]
    counted = _whole_months(scope, columns, locations, first_day, last_day)
    edges = _at_the_edges(scope, locations, first_day, last_day)
    counted.update(
        (one.location_id, one.view, one.questionnaire, *part) for one in edges for part in answers_of(one)
    )
    return listed(AnswerCount, counted)


def sheet_counts(
    scope: Scope, locations: Collection[UUID], first_day: date, last_day: date
) -> list[SheetCount]:
    """How observed and customers' sheets of a period came in and came out, both days included."""
    columns = columns_of(sheet_tally, SheetCount)[:-1]
    counted = _whole_months(scope, columns, locations, first_day, last_day)
    edges = _at_the_edges(scope, locations, first_day, last_day)
    counted.update((one.location_id, one.view, one.questionnaire, *_kind(one)) for one in edges)
    return listed(SheetCount, counted)


def listed(kind: Callable[..., Listed], counted: Counter[Key]) -> list[Listed]:
    """A count's records: the fields of its key, then its number."""
    return [kind(*key, n) for key, n in counted.items()]


def standards_of(one: AcceptedSheet) -> tuple[tuple[str, int, int], ...]:
    """(standard, earned, possible) of the standards that a sheet answered."""
    scores = one.scores.standards.items()
    return tuple((code, score.earned, score.possible) for code, score in scores if score.possible)


def recount(scope: Scope, answers_of: AnswersOf) -> list[TallyDifference]:
    """Count all sheets anew: every key whose kept number is another one. Nothing is changed."""
    counted = _count(_all_arrivals(scope, answers_of))
    return [difference for table in TALLIES for difference in _differences(scope, table, counted[table])]


def rebuild(scope: Scope, answers_of: AnswersOf) -> None:
    """Replace the tallies by what the sheets add up to."""
    for table in TALLIES:
        scope.delete(table)
    add(scope, _all_arrivals(scope, answers_of))


def _all_arrivals(scope: Scope, answers_of: AnswersOf) -> Iterator[Arrival]:
    query = scope.select(*columns_of(sheet, AcceptedSheet)).where(sheet.c.view.in_(TALLIED))
    return ((one, answers_of(one)) for one in scope.stream_records(AcceptedSheet, query))


def _differences(scope: Scope, table: Table, counted: Counter[Key]) -> Iterator[TallyDifference]:
    rows = scope.stream(scope.select(*(table.c[name] for name in (*_key_names(table), "n"))))
    kept = {tuple(row)[:-1]: row.n for row in rows}
    for key in sorted(kept.keys() | counted.keys(), key=str):
        if kept.get(key, 0) != counted[key]:
            yield TallyDifference(table.name, tuple(map(str, key)), kept.get(key, 0), counted[key])


def _count(arrivals: Iterable[Arrival]) -> Counts:
    counted: Counts = {table: Counter() for table in TALLIES}
    for one, answers in arrivals:
        if one.view not in TALLIED:
            continue
        place = (one.location_id, month_of(one.day), one.view, one.questionnaire)
        counted[standard_tally].update((*place, *part) for part in standards_of(one))
        counted[answer_tally].update((*place, *part) for part in answers)
        counted[sheet_tally][(*place, *_kind(one))] += 1
    return counted


def _kind(one: AcceptedSheet) -> tuple[object, str, int]:
    coverage = one.scores.coverage
    return one.channel, one.scores.outcome or "", -1 if coverage is None else floor(coverage * 100)


def _key_names(table: Table) -> list[str]:
    return [column.name for column in table.primary_key if column.name != "organisation_id"]


def _whole_months(
    scope: Scope, columns: list[Any], locations: Collection[UUID], first_day: date, last_day: date
) -> Counter[Key]:
    months = parts_of(first_day, last_day).months
    if months is None:
        return Counter()
    tally = columns[0].table
    query = scope.select(*columns, func.sum(tally.c.n)).group_by(*columns)
    query = query.where(tally.c.location_id.in_(locations), tally.c.month.between(*months))
    return Counter({tuple(row)[:-1]: row[-1] for row in scope.rows(query)})


def _at_the_edges(
    scope: Scope, locations: Collection[UUID], first_day: date, last_day: date
) -> Iterator[AcceptedSheet]:
    for days in parts_of(first_day, last_day).edges:
        query = scope.select(*columns_of(sheet, AcceptedSheet)).where(*_tallied(locations, days))
        yield from scope.stream_records(AcceptedSheet, query)


def _tallied(locations: Collection[UUID], days: Days) -> tuple[ColumnElement[bool], ...]:
    return sheet.c.location_id.in_(locations), sheet.c.view.in_(TALLIED), sheet.c.day.between(*days)
