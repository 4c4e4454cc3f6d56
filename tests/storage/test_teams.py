"""The staff view: by whole, closed waves, with the size of each team beside it."""

from datetime import timedelta

from audit_app.storage import sheets, teams, waves
from audit_app.storage.records import StaffAnswerCount, StaffCell, Team
from tests.storage.making import (
    NOW,
    TEAM,
    TODAY,
    AnswerSheet,
    counted,
    digest_of,
    id_of,
    keep,
    member,
    replace,
    scored,
    token,
)

LATER = TODAY + timedelta(days=30)


def test_a_wave_counted_by_hand(store, ours):
    second = replace(ours.wave, id=id_of("second wave"), opens_on=LATER)
    with store.writing(ours.id) as scope:
        waves.add(scope, second, [digest_of("a"), digest_of("b")])
        for earned in (50, 50, 100):
            keep(
                scope,
                member(ours, scores=scored(greeting=(earned, 100)), answers=AnswerSheet({"greeted": "good"})),
            )
        keep(scope, member(ours, wave_id=second.id, day=LATER))
        waves.close(scope, ours.wave.id, NOW)
        waves.close(scope, second.id, NOW)
    place, wave = ours.athens.id, ours.wave.id
    with store.reading(ours.id) as scope:
        assert teams.teams(scope, ours.places, TODAY, LATER) == [
            Team(place, wave, TEAM, TODAY, asked=8, answered=3),
            Team(place, second.id, TEAM, LATER, asked=2, answered=1),
        ]
        assert set(teams.staff_cells(scope, ours.places, TODAY, TODAY)) == {
            StaffCell(place, wave, "greeting", 50, 100, 2),
            StaffCell(place, wave, "greeting", 100, 100, 1),
        }
        assert teams.staff_answer_counts(scope, ours.places, TODAY, TODAY, counted) == [
            StaffAnswerCount(place, wave, TEAM, "greeted", "good", 3)
        ]


def test_an_open_wave_is_nowhere(store, ours):
    with store.writing(ours.id) as scope:
        keep(scope, member(ours))
        assert teams.teams(scope, ours.places, TODAY, TODAY) == []
        assert teams.staff_cells(scope, ours.places, TODAY, TODAY) == []
        assert teams.staff_answer_counts(scope, ours.places, TODAY, TODAY, counted) == []


def test_a_closed_wave_that_nobody_answered_is_told(store, ours):
    with store.writing(ours.id) as scope:
        waves.close(scope, ours.wave.id, NOW)
        assert [(one.asked, one.answered) for one in teams.teams(scope, ours.places, TODAY, TODAY)] == [
            (8, 0)
        ]


def test_a_token_opens_its_wave_once(store, ours):
    digest = token(ours.id, 0)
    with store.writing(ours.id) as scope:
        assert waves.spend(scope, digest)
        assert not waves.spend(scope, digest)
        assert not waves.spend(scope, digest_of("made up"))
        assert waves.token_counts(scope) == {ours.wave.id: (8, 1)}
    with store.reading_all() as everywhere:
        spent, fresh = waves.by_token(everywhere, digest), waves.by_token(everywhere, token(ours.id, 1))
        assert spent
        assert fresh
        assert (spent.wave, spent.used, fresh.used) == (ours.wave, True, False)
        assert waves.by_token(everywhere, digest_of("made up")) is None


def test_a_token_of_the_strangers_does_not_open_ours(store, ours, theirs):
    with store.writing(ours.id) as scope:
        assert not waves.spend(scope, token(theirs.id, 0))


def test_a_token_is_not_spent_when_its_sheet_is_not_kept(store, ours):
    class Stumble(Exception):
        pass

    try:
        with store.writing(ours.id) as scope:
            waves.spend(scope, token(ours.id, 0))
            keep(scope, member(ours))
            raise Stumble
    except Stumble:
        pass
    with store.reading(ours.id) as scope:
        assert waves.token_counts(scope) == {ours.wave.id: (8, 0)}
        assert list(sheets.every(scope)) == []
