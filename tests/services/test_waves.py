"""Rounds of the team: a link works once, and nothing that is kept says who wrote what."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Location
from audit_app.core.questionnaire import View
from audit_app.services import Rooms, reporting, waves
from audit_app.services.refusals import Conflict, LinkClosed, LinkUsed, NotHere
from audit_app.services.waves import Wish
from audit_app.storage import sheets
from tests.web import firms
from tests.web.firms import NOW, TEAM, TODAY

SEED = "0123456789abcdef" * 2
GOOD = AnswerSheet({"greeted": "good", "stops_us": "One till for everybody"})
POOR = AnswerSheet({"greeted": "poor"})
LINKS = 7


@pytest.fixture
def rooms(shipped: Rooms) -> Rooms:
    return shipped


def wish(place: Location, seed: str = SEED) -> Wish:
    return Wish(seed, TEAM, place.id, LINKS)


@pytest.fixture
def wave(rooms: Rooms, home: Location) -> UUID:
    return waves.start(rooms, home.organisation_id, wish(home), NOW).id


@pytest.fixture
def tokens(wave: UUID) -> tuple[str, ...]:
    return waves.tokens_of(SEED, LINKS)


@pytest.fixture
def tell(rooms: Rooms) -> Callable[..., UUID]:
    """Answers by a link; gives the sheet's id back."""

    def answer(token: str, sheet: AnswerSheet = GOOD, sheet_id: UUID | None = None) -> UUID:
        sheet_id = sheet_id or uuid4()
        waves.answer(rooms, waves.find(rooms, token), token, sheet_id, sheet, NOW)
        return sheet_id

    return answer


def progress(rooms: Rooms, home: Location, wave: UUID) -> tuple[int, int]:
    found = waves.one(rooms, home.organisation_id, wave)
    return found.answered, found.asked


def everything_kept(rooms: Rooms, table: str) -> list[dict[str, object]]:
    with rooms.store.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]


# --- the promise


def test_an_answer_carries_no_moment_and_no_language_of_its_own(rooms, home, tokens, tell):
    sheet_id = tell(tokens[3])
    with rooms.store.reading(home.organisation_id) as scope:
        sheet = sheets.get(scope, sheet_id)
    assert (sheet.received_at, sheet.started_at) == (None, None)
    assert (sheet.day, sheet.language) == (TODAY, "el")
    assert sheet.answers.values == GOOD.values


def test_links_are_kept_as_digests_that_say_used_or_not(rooms, wave, tokens, tell):
    tell(tokens[0])
    rows = everything_kept(rooms, "team_token")
    assert all(set(row) == {"organisation_id", "digest", "wave_id", "used"} for row in rows)
    digests = {row["digest"]: bool(row["used"]) for row in rows}
    assert digests == {hashlib.sha256(one.encode()).hexdigest(): one == tokens[0] for one in tokens}


def test_nothing_kept_holds_a_link_or_joins_it_to_an_answer(rooms, wave, tokens, tell):
    for token in tokens[:5]:
        tell(token)
    kept = str(everything_kept(rooms, "sheet"))
    for token in tokens:
        assert token not in kept
        assert hashlib.sha256(token.encode()).hexdigest() not in kept
    assert SEED not in str([everything_kept(rooms, table) for table in ("wave", "team_token", "sheet")])


@pytest.mark.parametrize(("answers", "points"), [(4, None), (5, 75)])
def test_a_round_is_shown_once_closed_and_from_five_answers_on(
    rooms, home, wave, tokens, tell, answers, points
):
    for token in tokens[:answers]:
        tell(token)
    assert greeting_by_team(rooms, home) is None
    waves.close(rooms, home.organisation_id, wave, NOW)
    assert greeting_by_team(rooms, home) == points


def greeting_by_team(rooms: Rooms, home: Location):
    report = reporting.comparison(rooms, home.organisation_id, (), TODAY, TODAY, "en", NOW)
    readings = [row.readings.get(View.STAFF) for row in report.rows if row.code == "greeting"]
    return next((reading.points for reading in readings if reading), None)


# --- once


def test_a_used_link_takes_nothing_more(rooms, home, wave, tokens, tell):
    tell(tokens[0])
    with pytest.raises(LinkUsed):
        tell(tokens[0], POOR)
    with pytest.raises(LinkUsed):
        waves.find_open(rooms, tokens[0])
    assert len(everything_kept(rooms, "sheet")) == 1
    assert progress(rooms, home, wave) == (1, LINKS)


def test_the_very_same_sheet_again_is_welcome(rooms, home, wave, tokens, tell):
    sheet_id = tell(tokens[0])
    assert tell(tokens[0], GOOD, sheet_id) == sheet_id
    assert progress(rooms, home, wave) == (1, LINKS)


@pytest.mark.parametrize("one_page", [True, False])
def test_eight_taps_at_once_use_a_link_once(rooms, home, wave, tokens, tell, one_page):
    ids, together = [uuid4()] * 8 if one_page else [uuid4() for _ in range(8)], Barrier(8)

    def tap(sheet_id: UUID) -> bool:
        together.wait()
        try:
            tell(tokens[0], GOOD, sheet_id)
        except LinkUsed:
            return False
        return True

    with ThreadPoolExecutor(8) as fingers:
        told = list(fingers.map(tap, ids))
    assert sum(told) == (8 if one_page else 1)
    assert len(everything_kept(rooms, "sheet")) == 1
    assert progress(rooms, home, wave) == (1, LINKS)


def test_other_answers_from_the_same_page_are_not_taken(rooms, home, wave, tokens, tell):
    sheet_id = tell(tokens[0])
    with pytest.raises(LinkUsed):
        tell(tokens[0], POOR, sheet_id)
    assert tell(tokens[0], GOOD, sheet_id) == sheet_id
    assert progress(rooms, home, wave) == (1, LINKS)


@pytest.mark.parametrize(("sheet", "refusal"), [(GOOD, LinkUsed), (POOR, Conflict)])
def test_a_page_sent_through_two_links_uses_up_one(rooms, home, wave, tokens, tell, sheet, refusal):
    sheet_id = tell(tokens[0])
    with pytest.raises(refusal):
        tell(tokens[1], sheet, sheet_id)
    assert progress(rooms, home, wave) == (1, LINKS)
    tell(tokens[1], sheet)
    assert progress(rooms, home, wave) == (2, LINKS)


def test_a_closed_round_takes_nothing_and_uses_no_link_up(rooms, home, wave, tokens, tell):
    late = waves.find_open(rooms, tokens[0])
    waves.close(rooms, home.organisation_id, wave, NOW)
    with pytest.raises(LinkClosed):
        waves.answer(rooms, late, tokens[0], uuid4(), GOOD, NOW)
    with pytest.raises(LinkClosed):
        waves.find_open(rooms, tokens[0])
    assert progress(rooms, home, wave) == (0, LINKS)
    assert everything_kept(rooms, "sheet") == []


# --- the links


def test_links_have_128_bits_and_differ(tokens):
    assert len(set(tokens)) == LINKS
    assert all(len(token) == 22 for token in tokens)
    assert not set(tokens) & set(waves.tokens_of("f" * 32, LINKS))


@pytest.mark.parametrize("seed", ["", "0" * 31, "0" * 33, "g" * 32, "' OR 1=1 --", "０" * 32])
def test_what_is_no_seed_starts_nothing(rooms, home, seed):
    with pytest.raises(NotHere):
        waves.start(rooms, home.organisation_id, wish(home, seed), NOW)


@pytest.mark.parametrize("token", ["", "x", "' OR used=0 --", "%" * 22, "A" * 22, "abc\x00" + "d" * 18])
def test_what_is_no_link_finds_nothing(rooms, wave, token):
    with pytest.raises(NotHere):
        waves.find(rooms, token)


def test_a_form_sent_twice_starts_one_round(rooms, home, wave):
    again = waves.start(rooms, home.organisation_id, wish(home), NOW + timedelta(minutes=1))
    assert again.id == wave
    assert [one.asked for one in waves.every(rooms, home.organisation_id)] == [LINKS]


def test_eight_forms_sent_at_once_start_one_round(rooms, home):
    together = Barrier(8)

    def send(_: int) -> UUID:
        together.wait()
        return waves.start(rooms, home.organisation_id, wish(home), NOW).id

    with ThreadPoolExecutor(8) as fingers:
        assert len(set(fingers.map(send, range(8)))) == 1
    assert [one.asked for one in waves.every(rooms, home.organisation_id)] == [LINKS]


def test_closing_twice_is_closing_once(rooms, home, wave):
    for hours in range(2):
        waves.close(rooms, home.organisation_id, wave, NOW + timedelta(hours=hours))
    assert waves.one(rooms, home.organisation_id, wave).wave.closed_at == NOW


def test_only_teams_questionnaires_and_our_own_places_can_be_asked_about(rooms, home, abroad):
    for wrong in (
        replace(wish(home), questionnaire=firms.SURVEY),
        replace(wish(home), questionnaire="nothing.v1"),
        replace(wish(home), location_id=abroad.id),
    ):
        with pytest.raises(NotHere):
            waves.start(rooms, home.organisation_id, wrong, NOW)
    assert waves.every(rooms, home.organisation_id) == []


def test_one_firm_sees_and_closes_its_own_rounds_alone(rooms, home, abroad, wave):
    theirs = abroad.organisation_id
    assert waves.every(rooms, theirs) == []
    with pytest.raises(NotHere):
        waves.one(rooms, theirs, wave)
    with pytest.raises(NotHere):
        waves.close(rooms, theirs, wave, NOW)
    assert waves.one(rooms, home.organisation_id, wave).wave.closed_at is None
