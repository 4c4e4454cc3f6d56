"""Tallies add up to the sheets: for whole months, for the days at both ends, and after every kind of use."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from sqlalchemy import delete, update

from audit_app.core.programme import Channel
from audit_app.core.questionnaire import View
from audit_app.core.scoring import Outcome
from audit_app.storage import assignments, sheets, tallies
from audit_app.storage.records import AnswerCount, SheetCount, StandardCount, TallyDifference
from audit_app.storage.tables import answer_tally, sheet_tally, standard_tally
from tests.storage.making import (
    AUDIT,
    SURVEY,
    AnswerSheet,
    answer,
    audit,
    counted,
    id_of,
    keep,
    member,
    scored,
    visit,
)

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


def test_a_month_counted_by_hand(store, ours):
    """Three customers: greeting 50, 50, 100 of 100; one did not answer knowledge. One audit: 3 of 4."""
    day, athens = date(2026, 2, 14), ours.athens.id
    with store.writing(ours.id) as scope:
        keep(
            scope,
            answer(ours, day=day, scores=scored(greeting=(50, 100), knowledge=(25, 100))),
            answer(ours, day=day, scores=scored(greeting=(50, 100), knowledge=(0, 0))),
            answer(ours, day=day, scores=scored(greeting=(100, 100), knowledge=(25, 100))),
            audit(ours, day=day, scores=scored(greeting=(3, 4))),
        )
    with store.reading(ours.id) as scope:
        assert set(tallies.standard_counts(scope, [athens], *FEBRUARY)) == {
            StandardCount(athens, View.CUSTOMER, "greeting", 50, 100, 2),
            StandardCount(athens, View.CUSTOMER, "greeting", 100, 100, 1),
            StandardCount(athens, View.CUSTOMER, "knowledge", 25, 100, 2),
            StandardCount(athens, View.OBSERVED, "greeting", 3, 4, 1),
        }
        assert tallies.standard_counts(scope, [ours.helsinki.id], *FEBRUARY) == []
        assert tallies.standard_counts(scope, [], *FEBRUARY) == []


def test_answers_counted_by_hand(store, ours):
    day, athens = date(2026, 2, 14), ours.athens.id
    given = [{"greeted": "good"}, {"greeted": "good"}, {"greeted": ""}, {"extras": ("smile", "name")}]
    with store.writing(ours.id) as scope:
        keep(scope, *(answer(ours, day=day, answers=AnswerSheet(values)) for values in given))
    with store.reading(ours.id) as scope:
        assert set(tallies.answer_counts(scope, [athens], *FEBRUARY, counted)) == {
            AnswerCount(athens, View.CUSTOMER, SURVEY, "greeted", "good", 2),
            AnswerCount(athens, View.CUSTOMER, SURVEY, "greeted", "", 1),
            AnswerCount(athens, View.CUSTOMER, SURVEY, "extras", "smile", 1),
            AnswerCount(athens, View.CUSTOMER, SURVEY, "extras", "name", 1),
        }


def test_coverage_is_rounded_down_so_that_just_under_stays_under(store, ours):
    day, athens = date(2026, 2, 14), ours.athens.id
    nearly = Fraction(6999, 10000)
    with store.writing(ours.id) as scope:
        keep(scope, audit(ours, day=day, scores=scored(Outcome.CRITICAL_FAIL, nearly)))
        keep(scope, answer(ours, day=day, scores=scored(None, None)))
        keep(scope, answer(ours, day=day, scores=scored(None, Fraction(7, 10))))
    with store.reading(ours.id) as scope:
        assert set(tallies.sheet_counts(scope, [athens], *FEBRUARY)) == {
            SheetCount(athens, View.OBSERVED, AUDIT, Channel.VISIT, "critical_fail", 69, 1),
            SheetCount(athens, View.CUSTOMER, SURVEY, Channel.LINK, "", -1, 1),
            SheetCount(athens, View.CUSTOMER, SURVEY, Channel.LINK, "", 70, 1),
        }


@pytest.fixture
def half_a_year(store, ours):
    """A few hundred sheets of all views on random days around the turn of the year."""
    dice = Random(7)
    places = [ours.athens.id, ours.helsinki.id]
    arrived = []
    with store.writing(ours.id) as scope:
        for number in range(400):
            day = date(2025, 11, 10) + timedelta(days=dice.randrange(170))
            score = scored(
                greeting=(dice.choice((0, 50, 100)), 100), advice=(dice.randrange(3), dice.randrange(3))
            )
            given = AnswerSheet({"greeted": dice.choice(("good", "poor", ""))})
            if number % 10:
                arrived.append(
                    answer(ours, day=day, scores=score, answers=given, location_id=dice.choice(places))
                )
                continue
            assignments.add(scope, visit(ours.id, f"visit {number}"))
            arrived.append(
                audit(
                    ours, id=id_of(f"{number}"), assignment_id=id_of(f"visit {number}"), day=day, scores=score
                )
            )
        arrived.append(member(ours))
        sheets.accept_all(scope, [(one, counted(one)) for one in arrived])
    return arrived


PERIODS = {
    "whole months": (date(2025, 12, 1), date(2026, 2, 28)),
    "all but two days": (date(2025, 12, 2), date(2026, 2, 27)),
    "no whole month": (date(2025, 11, 15), date(2025, 12, 15)),
    "inside a month": (date(2026, 1, 10), date(2026, 1, 20)),
    "everything": (date(2025, 1, 1), date(2026, 12, 31)),
    "backwards": (date(2026, 3, 1), date(2026, 2, 1)),
}


def test_any_period_adds_up_to_its_sheets(store, ours, half_a_year):
    for name, period in PERIODS.items():
        within = [
            one for one in half_a_year if period[0] <= one.day <= period[1] and one.view is not View.STAFF
        ]
        assert bool(within) is (name != "backwards")
        with store.reading(ours.id) as scope:
            standards = tallies.standard_counts(scope, ours.places, *period)
            answers = tallies.answer_counts(scope, ours.places, *period, counted)
            kinds = tallies.sheet_counts(scope, ours.places, *period)
        parts = [part for one in within for part in one.scores.standards.values() if part.possible]
        assert sum(one.n for one in standards) == len(parts), name
        assert sum(one.n * one.earned for one in standards) == sum(part.earned for part in parts), name
        assert sum(one.n * one.possible for one in standards) == sum(part.possible for part in parts), name
        poor = [one for one in within if one.answers.values["greeted"] == "poor"]
        assert sum(one.n for one in answers if one.value == "poor") == len(poor), name
        assert sum(one.n for one in kinds) == len(within), name
        keys = {(one.location_id, one.view, one.standard, one.earned, one.possible) for one in standards}
        assert len(keys) == len(standards), name


def test_a_recount_finds_no_difference(store, ours, half_a_year):
    with store.reading(ours.id) as scope:
        assert tallies.recount(scope, counted) == []


def test_a_recount_finds_what_was_tampered_with_and_rebuilding_puts_it_right(
    store, ours, theirs, half_a_year
):
    with store.engine.begin() as connection:
        mine = standard_tally.c.organisation_id == ours.id
        connection.execute(update(standard_tally).where(mine).values(n=standard_tally.c.n + 1))
        connection.execute(delete(sheet_tally).where(sheet_tally.c.organisation_id == ours.id))
        row = connection.execute(standard_tally.select().where(mine)).first()
        extra = {"month": date(2031, 1, 1), "organisation_id": ours.id, "location_id": ours.athens.id}
        kind = {
            "view": View.CUSTOMER,
            "questionnaire": SURVEY,
            "question": "greeted",
            "value": "never",
            "n": 5,
        }
        connection.execute(answer_tally.insert().values(**extra, **kind))
    with store.writing(ours.id) as scope:
        found = tallies.recount(scope, counted)
        key = tuple(map(str, row[1:8]))
        assert TallyDifference("standard_tally", key, row.n, row.n - 1) in found
        invented = [one for one in found if one.tally == "answer_tally"]
        assert [(one.key[-1], one.kept, one.counted) for one in invented] == [("never", 5, 0)]
        lost = [one for one in found if one.tally == "sheet_tally"]
        assert sum(one.counted for one in lost) == len(half_a_year) - 1
        assert {one.kept for one in lost} == {0}
        tallies.rebuild(scope, counted)
    with store.reading(ours.id) as scope:
        assert tallies.recount(scope, counted) == []
    with store.reading(theirs.id) as scope:
        assert tallies.recount(scope, counted) == []


def test_no_team_is_ever_tallied(store, ours):
    with store.writing(ours.id) as scope:
        keep(scope, member(ours))
        for table in (standard_tally, answer_tally, sheet_tally):
            assert scope.rows(scope.select(table.c.n)) == []
