"""Accepted answer sheets: kept once, exactly as given, and refused where they contradict themselves."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy.exc import IntegrityError

from audit_app.core.answers import AnswerSheet
from audit_app.core.questionnaire import View
from audit_app.core.scoring import Outcome
from audit_app.storage import assignments, sheets, tallies, waves
from audit_app.storage.records import SheetConflict
from tests.storage.making import (
    AUDIT,
    NOW,
    SURVEY,
    TODAY,
    answer,
    audit,
    counted,
    digest_of,
    id_of,
    imported,
    keep,
    member,
    other_version,
    scored,
    team,
    token,
    visit,
)


def test_a_sheet_comes_back_exactly_as_it_went_in(store, ours):
    answers = AnswerSheet(
        {"greeted": "yes", "helped": ("smile", "name"), "waited": 75, "liked": "Ωραία · hyvä · լավ · güzel"},
        {"greeted": "“Καλημέρα”"},
    )
    scores = scored(Outcome.FAIL, Fraction(2, 3), greeting=(150, 200), knowledge=(1, 3))
    sent = audit(ours, answers=answers, scores=replace(scores, failed=("till",), judged=Fraction(151, 3)))
    with store.writing(ours.id) as scope:
        assert sheets.accept(scope, sent, counted(sent))
    with store.reading(ours.id) as scope:
        assert sheets.get(scope, sent.id) == sent
        assert sheets.of_assignment(scope, ours.visit.id) == sent


def test_the_same_sheet_again_changes_nothing(store, ours):
    sent = answer(ours)
    for new in (True, False, False):
        with store.writing(ours.id) as scope:
            assert sheets.accept(scope, sent, counted(sent)) is new
    with store.reading(ours.id) as scope:
        assert [one.id for one in sheets.every(scope)] == [sent.id]
        assert [one.n for one in tallies.standard_counts(scope, ours.places, TODAY, TODAY)] == [1]


def test_other_answers_under_the_same_id_are_a_conflict_and_count_for_nothing(store, ours):
    first = answer(ours)
    second = replace(first, digest=digest_of("second thoughts"), scores=scored(greeting=(100, 100)))
    with store.writing(ours.id) as scope:
        keep(scope, first)
    with pytest.raises(SheetConflict), store.writing(ours.id) as scope:
        keep(scope, second)
    with store.reading(ours.id) as scope:
        assert list(sheets.every(scope)) == [first]
        assert [one.earned for one in tallies.standard_counts(scope, ours.places, TODAY, TODAY)] == [50]


def test_a_visit_takes_one_audit(store, ours):
    with store.writing(ours.id) as scope:
        keep(scope, audit(ours))
    with pytest.raises(SheetConflict), store.writing(ours.id) as scope:
        keep(scope, audit(ours, id=id_of("from another phone")))


def test_answers_that_came_second_are_kept_for_a_person_to_see(store, ours):
    aside = other_version(ours)
    for _ in range(2):
        with store.writing(ours.id) as scope:
            sheets.set_aside(scope, aside)
    with store.reading(ours.id) as scope:
        assert sheets.set_aside_versions(scope) == [aside]
        assert list(sheets.every(scope)) == []


def test_an_audit_submits_its_visit(store, ours):
    with store.writing(ours.id) as scope:
        keep(scope, audit(ours))
    with store.writing(ours.id) as scope:
        kept = assignments.get(scope, ours.visit.id)
        assert kept
        assert kept.submitted_at == NOW
        assert not assignments.withdraw(scope, ours.visit.id, NOW)


def test_an_edition_must_be_frozen_before_it_is_answered(store, ours):
    with pytest.raises(IntegrityError), store.writing(ours.id) as scope:
        keep(scope, answer(ours, questionnaire="counter-survey.v2"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"survey_id": None},
        {"wave_id": id_of("wave")},
        {"assignment_id": id_of("visit")},
        {"received_at": None},
        {"view": View.OBSERVED},
        {"view": View.STAFF},
    ],
    ids="-".join,
)
def test_a_customers_answer_has_one_origin_and_a_moment(store, ours, wrong):
    with pytest.raises(IntegrityError), store.writing(ours.id) as scope:
        keep(scope, answer(ours, **wrong))


@pytest.mark.parametrize(
    "wrong",
    [{"received_at": NOW}, {"started_at": NOW}, {"wave_id": None}, {"survey_id": id_of("survey")}],
    ids="-".join,
)
def test_a_teams_answer_has_a_wave_and_no_moment(store, ours, wrong):
    with pytest.raises(IntegrityError), store.writing(ours.id) as scope:
        keep(scope, member(ours, **wrong))


def test_an_import_run_twice_stores_nothing_twice(store, ours):
    arrivals = [imported(ours, f"row {number}") for number in range(2500)]
    with store.writing(ours.id) as scope:
        new = sheets.accept_all(scope, [(one, counted(one)) for one in [*arrivals, arrivals[0]]])
        assert new == {one.id for one in arrivals}
    again = [imported(ours, f"row {number}") for number in range(2501)]
    with store.writing(ours.id) as scope:
        keys = [one.import_key for one in again]
        assert {one.id for one in sheets.imported(scope, keys)} == {one.id for one in arrivals}
        assert sheets.accept_all(scope, [(one, counted(one)) for one in again]) == {again[-1].id}
    with store.reading(ours.id) as scope:
        assert [one.n for one in tallies.standard_counts(scope, ours.places, TODAY, TODAY)] == [2501]
        assert tallies.recount(scope, counted) == []


def test_sheets_of_a_period_are_the_newest_first(store, ours):
    days = [TODAY + timedelta(days=number) for number in range(4)]
    with store.writing(ours.id) as scope:
        keep(scope, *(answer(ours, day=day) for day in days))
        keep(scope, answer(ours, location_id=ours.helsinki.id), *team(ours), audit(ours))
    with store.reading(ours.id) as scope:
        found = sheets.sheets_between(scope, View.CUSTOMER, [ours.athens.id], days[1], days[3], limit=2)
        assert [one.day for one in found] == [days[3], days[2]]
        assert sheets.days_of(scope, View.CUSTOMER, ours.places, days[1], days[3]) == (days[1], days[3])
        assert sheets.days_of(scope, View.CUSTOMER, [ours.helsinki.id], days[1], days[3]) is None
        assert [
            one.questionnaire for one in sheets.sheets_between(scope, View.OBSERVED, ours.places, *days[::3])
        ] == [AUDIT]


def test_teams_are_read_as_closed_waves_only(store, ours):
    with store.writing(ours.id) as scope:
        keep(scope, *team(ours))
        assert sheets.staff_sheets(scope, ours.places, TODAY, TODAY) == []
        assert sheets.days_of(scope, View.STAFF, ours.places, TODAY, TODAY) is None
        waves.close(scope, ours.wave.id, NOW)
        read = sheets.staff_sheets(scope, ours.places, TODAY, TODAY)
        assert {one.id for one in read} == {one.id for one in team(ours)}
        assert sheets.days_of(scope, View.STAFF, ours.places, TODAY, TODAY) == (TODAY, TODAY)
        with pytest.raises(ValueError, match="closed waves"):
            sheets.sheets_between(scope, View.STAFF, ours.places, TODAY, TODAY)


WHERE_THEY_LIE = {
    "sqlite": "SELECT id, 0 FROM sheet WHERE view = 'staff' AND organisation_id = '{}' ORDER BY rowid",
    "postgresql": "SELECT replace(id::text, '-', ''), xmin FROM sheet"
    " WHERE view = 'staff' AND organisation_id = '{}' ORDER BY ctid",
}


def test_nothing_tells_in_which_order_a_team_answered(store, ours):
    """Neither how sheets are listed, nor where they lie in the database, nor who wrote them there."""
    arrived = sorted(team(ours), key=lambda one: one.id, reverse=True)
    for number, one in enumerate(arrived):
        with store.writing(ours.id) as scope:
            waves.spend(scope, token(ours.id, number))
            keep(scope, one)
    with store.writing(ours.id) as scope:
        assert waves.close(scope, ours.wave.id, NOW)
        listed = sheets.staff_sheets(scope, ours.places, TODAY, TODAY)
    assert listed == arrived[::-1]
    whose = str(ours.id) if store.engine.dialect.name == "postgresql" else ours.id.hex
    with store.engine.connect() as connection:
        lying = connection.exec_driver_sql(WHERE_THEY_LIE[store.engine.dialect.name].format(whose)).all()
    assert [row[0] for row in lying] == [one.id.hex for one in listed]
    assert len({row[1] for row in lying}) == 1


def test_a_sheet_of_many_visits_at_once_marks_each_at_its_own_moment(store, ours):
    names = ["first", "second"]
    moments = [NOW, NOW + timedelta(days=1)]
    with store.writing(ours.id) as scope:
        assignments.add_all(scope, [visit(ours.id, name) for name in names])
        audits = [
            audit(ours, id=id_of(f"audit {name}"), assignment_id=id_of(name), received_at=moment)
            for name, moment in zip(names, moments, strict=True)
        ]
        sheets.accept_all(scope, [(one, counted(one)) for one in audits])
        submitted = [assignments.get(scope, id_of(name)) for name in names]
    assert [one and one.submitted_at for one in submitted] == moments


def test_an_answer_needs_no_language_of_ours(store, ours):
    with store.writing(ours.id) as scope:
        keep(scope, answer(ours, language="sv", questionnaire=SURVEY))
