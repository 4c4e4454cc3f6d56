"""The team's door: a slip of paper, an anonymous answer, a link that works once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from audit_app.core.questionnaire import LANGUAGES, text_in
from audit_app.services import waves
from audit_app.storage import sheets
from tests.web.conftest import send
from tests.web.firms import TEAM, TEAM_SIZE, catalogue
from tests.web.test_customer import fill_in, page_of

QUESTIONNAIRE = catalogue().questionnaires[TEAM]


@pytest.fixture
def fresh(ours) -> str:
    """A link that nobody has used."""
    return f"/t/{ours.team_tokens[1]}"


@pytest.fixture
def used(ours) -> str:
    return f"/t/{ours.team_tokens[0]}"


@pytest.fixture
def answered(app, ours):
    """How many have answered beyond the one who had."""
    return lambda: waves.one(app.extensions["rooms"], ours.id, ours.wave).answered - 1


@pytest.fixture
def kept(app, ours):
    def find(sheet_id: str):
        with app.extensions["rooms"].store.reading(ours.id) as scope:
            return sheets.get(scope, UUID(sheet_id))

    return find


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_phone_s_language(client, fresh, language):
    page = page_of(client.get(fresh, headers={"Accept-Language": language}))
    assert page.html["lang"] == language
    assert page.h1.text == text_in(QUESTIONNAIRE.titles, language)


def test_the_page_says_honestly_what_happens_to_the_answers(client, fresh):
    promises = [line.text for line in page_of(client.get(fresh)).select(".privacy li")]
    assert "no name, no time and no device is stored" in promises[0]
    assert "It is not stored with your answers." in promises[1]
    assert "only after the round is closed, and only if at least 5 people have answered" in promises[2]
    assert "shown as you wrote it" in promises[3]


def test_the_page_stays_with_its_browser_until_the_answers_have_arrived(client, fresh):
    """Else a broken line would take what was typed with it."""
    action, fields = fill_in(client, fresh, greeted="good")
    answers = (client.get(fresh), client.post(action), client.post(action, data=fields))
    kept = [answer.headers["Cache-Control"] for answer in answers]
    assert kept == ["private, no-cache", "private, no-cache", "no-store"]
    assert [answer for answer in answers if "Set-Cookie" in answer.headers] == []
    thanks = client.get(answers[-1].location).headers
    assert (thanks["Cache-Control"], thanks["Clear-Site-Data"]) == ("no-store", '"cache"')


def test_answers_are_kept_without_a_moment_and_use_the_link_up(client, fresh, answered, kept, ours):
    action, fields = fill_in(client, fresh, greeted="good", stops_us="One till for everybody")
    answer = client.post(action, data=fields, headers={"Accept-Language": "hy"})
    assert (answer.status_code, answer.location) == (303, f"{fresh}/thanks")
    assert page_of(client.get(answer.location)).h1.text == "Your answers have arrived"
    sheet = kept(fields["sheet"])
    assert sheet.answers.values == {"greeted": "good", "stops_us": "One till for everybody"}
    assert (sheet.received_at, sheet.started_at, sheet.language) == (None, None, "el")
    assert sheet.wave_id == ours.wave
    again = client.get(fresh)
    assert (again.status_code, page_of(again).h1.text) == (410, "This link has already been used")
    assert answered() == 1


def test_a_double_tap_is_thanked_for_twice_and_counted_once(client, fresh, answered):
    action, fields = fill_in(client, fresh, greeted="good")
    assert [client.post(action, data=fields).location for _ in range(2)] == [f"{fresh}/thanks"] * 2
    assert answered() == 1


def test_eight_different_pages_of_one_link_are_one_answer(app, client, fresh, answered):
    pages = [fill_in(client, fresh, greeted="good") for _ in range(8)]
    together = Barrier(8)

    def tap(page) -> int:
        together.wait()
        return app.test_client().post(page[0], data=page[1]).status_code

    with ThreadPoolExecutor(8) as fingers:
        assert sorted(fingers.map(tap, pages)) == [303] + [410] * 7
    assert answered() == 1


@pytest.mark.parametrize("given", [{"greeted": "good"}, {"greeted": "nonsense"}, {}])
def test_a_used_link_takes_nothing_more(client, used, answered, given):
    sheet = {"sheet": str(uuid4()), **{f"q.{code}": value for code, value in given.items()}}
    answer = client.post(used, data=sheet)
    assert (answer.status_code, answered()) == (410, 0)
    assert client.get(used).status_code == 410


def test_an_empty_page_gets_a_kind_word_and_the_link_stays_fresh(client, fresh, answered):
    action, fields = fill_in(client, fresh)
    answer = client.post(action, data=fields)
    assert answer.status_code == 422
    assert "Choose at least one" in answer.text
    assert client.get(fresh).status_code == 200
    assert answered() == 0


def test_an_unusable_value_is_marked_and_all_else_is_kept(client, fresh):
    action, fields = fill_in(client, fresh, greeted="good", courteous="x", stops_us="<i>Time</i>")
    page = page_of(client.post(action, data=fields))
    assert [one["id"] for one in page.select(".is-missing")] == ["q-courteous"]
    assert page.select_one('[name="q.greeted"][checked]')["value"] == "good"
    assert page.select_one('[name="q.stops_us"]').text == "<i>Time</i>"
    assert client.get(fresh).status_code == 200


def test_a_closed_round_says_so_kindly(client, fresh, ours, browser_of, answered):
    action, fields = fill_in(client, fresh, greeted="good")
    assert send(browser_of(ours.owner), f"/owner/team/{ours.wave}/close").status_code == 303
    for answer in (client.get(fresh), client.post(action, data=fields)):
        assert (answer.status_code, page_of(answer).h1.text) == (410, "This link is closed")
    assert answered() == 0


@pytest.mark.parametrize(
    "token", ["nobody-has-it", "A" * 22, "' OR used=0 --", "%00" * 22, "a" * 2000, "%E2%82%AC%FF"]
)
def test_an_unknown_link_is_not_here(client, token):
    for path in (f"/t/{token}", f"/t/{token}/thanks"):
        assert client.get(path).status_code == 404
    assert client.post(f"/t/{token}", data={"sheet": str(uuid4()), "q.greeted": "good"}).status_code == 404


def test_a_survey_s_link_is_no_key_to_the_team_and_the_other_way_round(client, ours):
    assert client.get(f"/t/{ours.survey_token}").status_code == 404
    assert client.get(f"/s/{ours.team_tokens[1]}").status_code == 404


def test_each_person_has_a_link_and_each_works_once(client, ours, answered):
    for token in ours.team_tokens[1:]:
        action, fields = fill_in(client, f"/t/{token}", greeted="good")
        assert client.post(action, data=fields).status_code == 303
    assert answered() == TEAM_SIZE - 1
