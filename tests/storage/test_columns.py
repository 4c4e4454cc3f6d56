"""Values come back as what they were: moments in UTC, words of ours, exact numbers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, StatementError

from audit_app.core.scoring import Outcome, Score
from audit_app.storage import assignments, locations, people
from audit_app.storage.columns import KeptScores
from audit_app.storage.records import KeptScore
from tests.storage.making import id_of, visit


def test_a_moment_without_a_zone_is_refused(store, ours):
    naive = datetime(2026, 3, 10, 9, 30)  # noqa: DTZ001 - the very mistake
    with store.writing(ours.id) as scope, pytest.raises(StatementError, match="without a time zone"):
        assignments.start(scope, ours.visit.id, naive)


@pytest.mark.parametrize(
    "zone", [UTC, ZoneInfo("Europe/Athens"), timezone(timedelta(hours=-9, minutes=-30))], ids=str
)
def test_a_moment_comes_back_in_utc_to_the_microsecond(store, ours, zone):
    moment = datetime(2026, 10, 25, 5, 30, 15, 123456, zone)
    with store.writing(ours.id) as scope:
        assignments.start(scope, ours.visit.id, moment)
        kept = assignments.get(scope, ours.visit.id)
    assert kept
    assert kept.started_at == moment
    assert kept.started_at.tzinfo is UTC


def test_the_repeated_hour_of_autumn_stays_two_hours(store, ours):
    athens = ZoneInfo("Europe/Athens")
    first, second = (datetime(2026, 10, 25, 3, 30, fold=fold, tzinfo=athens) for fold in (0, 1))
    with store.writing(ours.id) as scope:
        assignments.confirm_brief(scope, ours.visit.id, first)
        assignments.start(scope, ours.visit.id, second)
        kept = assignments.get(scope, ours.visit.id)
    assert kept
    assert kept.started_at - kept.brief_read_at == timedelta(hours=1)


def test_a_word_that_is_none_of_ours_is_refused(store, ours):
    with store.writing(ours.id) as scope, pytest.raises((LookupError, StatementError)):
        people.add(scope, replace(ours.hr, id=id_of("x"), email="x@x.example", role="king"), "hash")
    statement = "UPDATE person SET role = 'king'"
    with pytest.raises(IntegrityError, match="ck_person_role"), store.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_window_does_not_close_before_it_opens(store, ours):
    wrong = visit(ours.id, "wrong", due_on=ours.visit.opens_on - timedelta(days=1))
    with pytest.raises(IntegrityError, match="due_after_opening"), store.writing(ours.id) as scope:
        assignments.add(scope, wrong)


@pytest.mark.parametrize("name", ["'; DROP TABLE sheet; --", "İstanbul ı Ş · Հայաստան · 😀", "a\tb\nc", " "])
def test_any_name_comes_back_as_it_was_written(store, ours, name):
    with store.writing(ours.id) as scope:
        locations.change(scope, replace(ours.athens, name=name))
        kept = locations.get(scope, ours.athens.id)
    assert kept
    assert kept.name == name


scores = st.builds(Score, st.integers(0, 10**6), st.integers(1, 10**6))
points = st.none() | st.fractions(0, 100)
kept_scores = st.builds(
    KeptScore,
    st.dictionaries(st.text(min_size=1), scores),
    scores,
    points,
    st.none() | st.sampled_from(Outcome),
    st.lists(st.text()).map(tuple),
    points,
)


@given(kept_scores)
def test_scores_are_kept_exactly(kept):
    column, dialect = KeptScores(), sqlite.dialect()
    assert column.process_result_value(column.process_bind_param(kept, dialect), dialect) == kept
