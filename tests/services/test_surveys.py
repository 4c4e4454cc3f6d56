"""Survey links: opened once, answered once however often the page is sent, closed for good."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Channel, Location
from audit_app.services import Rooms, surveys
from audit_app.services.refusals import LinkClosed, NotHere
from audit_app.services.surveys import Asking, Wish
from audit_app.storage import sheets, tallies
from tests.web import firms
from tests.web.firms import NOW, SURVEY

GOOD = AnswerSheet({"greeted": "good", "praise": "Eleni, for her patience"})
POOR = AnswerSheet({"greeted": "poor"})


@pytest.fixture
def rooms(shipped: Rooms) -> Rooms:
    return shipped


@pytest.fixture
def asking(rooms: Rooms, home: Location) -> Asking:
    """A link nobody has answered yet."""
    survey = surveys.start(rooms, home.organisation_id, wish(home), NOW)
    return surveys.find_open(rooms, survey.token)


def wish(place: Location) -> Wish:
    return Wish(uuid4(), SURVEY, place.id, Channel.LINK)


def answers(rooms: Rooms, asking: Asking) -> int:
    return surveys.one(rooms, asking.organisation.id, asking.survey.id).answers


def kept(rooms: Rooms, asking: Asking, sheet_id: UUID):
    with rooms.store.reading(asking.organisation.id) as scope:
        return sheets.get(scope, sheet_id)


def test_an_answer_is_kept_with_its_channel_language_and_words(rooms, asking):
    sheet_id = uuid4()
    assert surveys.answer(rooms, asking, sheet_id, GOOD, "el", NOW)
    sheet = kept(rooms, asking, sheet_id)
    assert sheet.answers.values == GOOD.values
    assert (sheet.channel, sheet.language, sheet.survey_id) == (Channel.LINK, "el", asking.survey.id)
    assert answers(rooms, asking) == 1


def test_its_day_is_the_one_on_the_wall_of_the_shop(rooms, asking):
    late = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)  # half past midnight in Athens
    sheet_id = uuid4()
    surveys.answer(rooms, asking, sheet_id, GOOD, "el", late)
    assert kept(rooms, asking, sheet_id).day == date(2026, 3, 11)


def test_the_same_page_sent_again_is_one_answer(rooms, asking):
    sheet_id = uuid4()
    for minutes in range(3):
        later = NOW + timedelta(minutes=minutes)
        assert surveys.answer(rooms, asking, sheet_id, GOOD, "el", later)
    assert answers(rooms, asking) == 1
    assert kept(rooms, asking, sheet_id).received_at == NOW


def test_other_answers_from_the_same_page_are_set_aside(rooms, asking):
    sheet_id = uuid4()
    surveys.answer(rooms, asking, sheet_id, GOOD, "el", NOW)
    assert not surveys.answer(rooms, asking, sheet_id, POOR, "el", NOW)
    assert answers(rooms, asking) == 1
    assert kept(rooms, asking, sheet_id).answers.values["greeted"] == "good"
    with rooms.store.reading(asking.organisation.id) as scope:
        aside = sheets.set_aside_versions(scope)
    assert [version.answers.values for version in aside] == [POOR.values]


@pytest.mark.parametrize("with_sheets", [lambda i: GOOD, lambda i: GOOD if i % 2 else POOR])
def test_eight_taps_at_once_are_one_answer(rooms, asking, with_sheets: Callable[[int], AnswerSheet]):
    sheet_id, together = uuid4(), Barrier(8)

    def tap(number: int) -> bool:
        together.wait()
        return surveys.answer(rooms, asking, sheet_id, with_sheets(number), "el", NOW)

    with ThreadPoolExecutor(8) as fingers:
        told = list(fingers.map(tap, range(8)))
    assert any(told)
    assert answers(rooms, asking) == 1
    with rooms.store.reading(asking.organisation.id) as scope:
        counted = tallies.sheet_counts(scope, [asking.location.id], NOW.date(), NOW.date())
    assert [one.n for one in counted] == [1]


def test_a_survey_that_was_closed_meanwhile_takes_nothing(rooms, asking):
    surveys.close(rooms, asking.organisation.id, asking.survey.id, NOW)
    with pytest.raises(LinkClosed):
        surveys.answer(rooms, asking, uuid4(), GOOD, "el", NOW)
    with pytest.raises(LinkClosed):
        surveys.find_open(rooms, asking.survey.token)
    assert answers(rooms, asking) == 0
    assert surveys.find(rooms, asking.survey.token).survey.closed_at == NOW


@pytest.mark.parametrize(("sheet", "counts"), [(GOOD, True), (POOR, False)])
def test_what_came_before_the_survey_was_closed_may_come_again(rooms, asking, sheet, counts):
    sheet_id = uuid4()
    surveys.answer(rooms, asking, sheet_id, GOOD, "el", NOW)
    surveys.close(rooms, asking.organisation.id, asking.survey.id, NOW)
    assert surveys.answer(rooms, asking, sheet_id, sheet, "el", NOW) is counts
    assert answers(rooms, asking) == 1
    assert kept(rooms, asking, sheet_id).answers.values == GOOD.values


def test_a_sheet_of_another_survey_opens_no_closed_one(rooms, asking):
    wish = surveys.Wish(uuid4(), asking.survey.questionnaire, asking.location.id, Channel.LINK)
    other = surveys.start(rooms, asking.organisation.id, wish, NOW)
    sheet_id = uuid4()
    surveys.answer(rooms, surveys.find_open(rooms, other.token), sheet_id, GOOD, "el", NOW)
    surveys.close(rooms, asking.organisation.id, asking.survey.id, NOW)
    with pytest.raises(LinkClosed):
        surveys.answer(rooms, asking, sheet_id, GOOD, "el", NOW)


def test_closing_twice_is_closing_once(rooms, asking):
    for hours in range(2):
        surveys.close(rooms, asking.organisation.id, asking.survey.id, NOW + timedelta(hours=hours))
    assert surveys.find(rooms, asking.survey.token).survey.closed_at == NOW


@pytest.mark.parametrize(
    "token", ["", "x", "' OR 1=1 --", "%", "_" * 12, "abc\x00defgh", "a" * 65, "../../etc", "Ω" * 12]
)
def test_what_is_no_token_finds_nothing(rooms, home, token):
    with pytest.raises(NotHere):
        surveys.find(rooms, token)


def test_a_form_sent_twice_opens_one_link(rooms, home):
    asked = wish(home)
    tokens = {surveys.start(rooms, home.organisation_id, asked, NOW).token for _ in range(2)}
    assert len(tokens) == len(surveys.every(rooms, home.organisation_id)) == 1


def test_eight_forms_sent_at_once_open_one_link(rooms, home):
    asked, together = wish(home), Barrier(8)

    def send(_: int) -> str:
        together.wait()
        return surveys.start(rooms, home.organisation_id, asked, NOW).token

    with ThreadPoolExecutor(8) as fingers:
        assert len(set(fingers.map(send, range(8)))) == 1
    assert len(surveys.every(rooms, home.organisation_id)) == 1


def test_tokens_are_drawn_by_chance(rooms, home):
    tokens = [surveys.start(rooms, home.organisation_id, wish(home), NOW).token for _ in range(5)]
    assert len(set(tokens)) == 5
    assert all(len(token) == 12 for token in tokens)


def test_only_customers_questionnaires_and_our_own_places_can_be_asked_about(rooms, home, abroad):
    for wrong in (
        replace(wish(home), questionnaire=firms.AUDIT),
        replace(wish(home), questionnaire="nothing.v1"),
        replace(wish(home), location_id=abroad.id),
    ):
        with pytest.raises(NotHere):
            surveys.start(rooms, home.organisation_id, wrong, NOW)
    assert surveys.every(rooms, home.organisation_id) == []


def test_one_firm_sees_and_closes_its_own_links_alone(rooms, asking, abroad):
    theirs = abroad.organisation_id
    assert surveys.every(rooms, theirs) == []
    with pytest.raises(NotHere):
        surveys.one(rooms, theirs, asking.survey.id)
    with pytest.raises(NotHere):
        surveys.close(rooms, theirs, asking.survey.id, NOW)
    assert surveys.find_open(rooms, asking.survey.token)
