"""The customer's door: a stranger's phone, a link, two minutes, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup

from audit_app.core.questionnaire import LANGUAGES, View, text_in
from audit_app.services import surveys
from audit_app.storage import sheets
from tests.web.firms import SURVEY, TODAY, catalogue

QUESTIONNAIRE = catalogue().questionnaires[SURVEY]
MARKUP = '<script>alert("x")</script><b>Eleni</b> & co'


@pytest.fixture
def link(ours) -> str:
    return f"/s/{ours.survey_token}"


@pytest.fixture
def answers(app, ours):
    """How many answers the link has had beyond those it was made with."""
    rooms = app.extensions["rooms"]

    def count() -> int:
        return surveys.one(rooms, ours.id, ours.survey).answers

    before = count()
    return lambda: count() - before


@pytest.fixture
def kept(app, ours):
    def find(sheet_id: str):
        with app.extensions["rooms"].store.reading(ours.id) as scope:
            return sheets.get(scope, UUID(sheet_id))

    return find


def page_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html5lib")


def fill_in(client, path: str, **given: object) -> tuple[str, dict[str, object]]:
    """Where the open page is sent to, and its fields with these answers."""
    page = page_of(client.get(path))
    fields = {field["name"]: field["value"] for field in page.select("form [type=hidden]")}
    return page.form["action"], {**fields, **{f"q.{code}": value for code, value in given.items()}}


# --- the page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_phone_s_language(client, link, language):
    answer = client.get(link, headers={"Accept-Language": f"{language};q=0.9, de;q=0.1"})
    page = page_of(answer)
    assert answer.status_code == 200
    assert page.html["lang"] == language
    assert page.h1.text == text_in(QUESTIONNAIRE.titles, language)
    legends = [legend.get_text(" ", strip=True) for legend in page.select("legend")]
    assert legends == [
        f"{number}. {text_in(question.texts, language)}"
        for number, question in enumerate(QUESTIONNAIRE.questions(), 1)
    ]


def test_the_page_says_whose_service_it_is_how_long_it_takes_and_that_nobody_is_named(client, link):
    page = page_of(client.get(link))
    assert page.select_one(".top .name").text == "Kiosk"
    assert page.select_one(".where").text == "Ermou Street · Athens"
    assert [line.text for line in page.select(".promises li")] == ["About two minutes", "Anonymous"]


def test_switching_the_language_keeps_the_link_without_a_cookie(app, link, ours, kept):
    phone = app.test_client(use_cookies=False)
    ways = [way["href"] for way in page_of(phone.get(link)).select(".tongue a")]
    assert ways == [f"{link}?lang={language}" for language in LANGUAGES]
    action, fields = fill_in(phone, f"{link}?lang=fi", greeted="good")
    answer = phone.post(action, data=fields)
    assert kept(fields["sheet"]).language == "fi"
    assert page_of(phone.get(answer.location)).html["lang"] == "fi"


def test_the_page_needs_neither_a_cookie_nor_a_script_nor_an_account(client, link):
    answer = client.get(link)
    assert "Set-Cookie" not in answer.headers
    page = page_of(answer)
    assert page.select("script, [onclick], [style]") == []
    assert page.select('[name=csrf_token], a[href="/"], a[href^="/sign"]') == []


def test_back_finds_the_same_page_again(client, link):
    """A browser that may keep the page shows it with its id; one that sends to it afresh would drop it."""
    answer = client.get(link)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert page_of(answer).form["action"] != link


def test_a_page_that_came_back_is_sent_to_yet_another_address(client, link):
    """A failure to send a page to its own address would take the page's place in the browser's history."""
    seen = [link]
    for _ in range(3):
        seen.append(page_of(client.post(seen[-1]) if seen[1:] else client.get(link)).form["action"])
    assert len(set(seen)) == 4
    assert page_of(client.get(f"{link}?sent=x")).form["action"] == seen[1]


def test_thanks_leave_the_page_where_back_finds_it(client, link):
    assert "Clear-Site-Data" not in client.get(f"{link}/thanks").headers


# --- an answer


def test_answers_are_kept_and_thanked_for(client, link, answers, kept, clock):
    clock.time = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)  # the next day in Athens
    action, fields = fill_in(client, link, greeted="fair", recommend="10", praise=" Eleni, always kind ")
    answer = client.post(action, data=fields, headers={"Accept-Language": "el"})
    assert (answer.status_code, answer.location) == (303, f"{link}/thanks")
    sheet = kept(fields["sheet"])
    assert sheet.answers.values == {"greeted": "fair", "recommend": 10, "praise": "Eleni, always kind"}
    assert (sheet.channel, sheet.language, str(sheet.day)) == ("counter", "el", "2026-03-11")
    thanks = page_of(client.get(answer.location))
    assert thanks.h1.text == "Your answers have arrived"
    assert text_in(QUESTIONNAIRE.thanks, "en") in thanks.main.text
    assert answers() == 1


def test_double_tap_back_and_reload_come_to_the_same_thank_you_page(client, link, answers):
    action, fields = fill_in(client, link, greeted="good")
    told = [client.post(action, data=fields).location for _ in range(3)]
    assert told == [f"{link}/thanks"] * 3
    assert answers() == 1


def test_eight_taps_at_once_are_one_answer(app, client, link, answers):
    action, fields = fill_in(client, link, greeted="good")
    together = Barrier(8)

    def tap(_: int) -> int:
        together.wait()
        return app.test_client().post(action, data=fields).status_code

    with ThreadPoolExecutor(8) as fingers:
        assert list(fingers.map(tap, range(8))) == [303] * 8
    assert answers() == 1


def test_a_changed_mind_after_sending_is_told_that_the_first_counts(client, link, answers, kept):
    action, fields = fill_in(client, link, greeted="good")
    client.post(action, data=fields)
    answer = client.post(action, data={**fields, "q.greeted": "poor"})
    assert answer.status_code == 303
    assert "The first version counts." in client.get(answer.location).text
    assert (answers(), kept(fields["sheet"]).answers.values["greeted"]) == (1, "good")


def test_a_new_page_is_a_new_answer(client, link, answers):
    for _ in range(2):
        action, fields = fill_in(client, link, greeted="good")
        client.post(action, data=fields)
    assert answers() == 2


# --- what is wrong is said, what is right is kept


@pytest.mark.parametrize("given", [{}, {"greeted": ""}, {"praise": "  \r\n "}, {"unheard_of": "yes"}])
def test_an_empty_page_gets_a_kind_word(client, link, answers, given):
    action, fields = fill_in(client, link, **given)
    answer = client.post(action, data=fields)
    assert answer.status_code == 422
    assert "Choose at least one, whichever you like" in page_of(answer).select_one("[role=alert]").text
    assert answers() == 0


def test_one_answer_of_any_kind_is_enough(client, link, answers):
    for given in ({"overall": "poor"}, {"praise": "Eleni"}, {"recommend": "0"}):
        action, fields = fill_in(client, link, **given)
        assert client.post(action, data=fields).status_code == 303
    assert answers() == 3


def test_an_unusable_value_is_marked_and_all_else_is_kept(client, link, answers):
    action, fields = fill_in(client, link, greeted="good", overall="' OR 1=1", recommend="11", liked=MARKUP)
    answer = client.post(action, data=fields)
    page = page_of(answer)
    assert answer.status_code == 422
    assert [one["id"] for one in page.select(".is-missing")] == ["q-overall", "q-recommend"]
    assert page.select_one('[name="q.greeted"][checked]')["value"] == "good"
    assert page.select_one('[name="q.liked"]').text == MARKUP
    assert page.select_one("[name=sheet]")["value"] == fields["sheet"]
    assert answers() == 0
    client.post(action, data={**fields, "q.overall": "poor", "q.recommend": "9"})
    assert answers() == 1


@pytest.mark.parametrize("sheet_id", [None, "", "1", "' OR 1=1 --", "\x00"])
def test_a_page_without_its_id_comes_back_with_one_and_all_answers(client, link, answers, sheet_id):
    action, fields = fill_in(client, link, greeted="good")
    fields = {key: value for key, value in {**fields, "sheet": sheet_id}.items() if value is not None}
    answer = client.post(action, data=fields)
    page = page_of(answer)
    assert (answer.status_code, answers()) == (422, 0)
    assert UUID(page.select_one("[name=sheet]")["value"])
    assert page.select_one('[name="q.greeted"][checked]')


def test_markup_in_an_answer_is_shown_as_text_in_the_results(client, link, ours, browser_of):
    action, fields = fill_in(client, link, liked=MARKUP, improve=MARKUP, praise=MARKUP, overall="poor")
    assert client.post(action, data=fields).status_code == 303
    page = browser_of(ours.owner).get("/owner/results").text
    assert "<b>Eleni</b>" not in page
    assert "<script" not in page
    assert page.count("&lt;b&gt;Eleni&lt;/b&gt; &amp; co") == 3


def test_a_zero_byte_and_a_very_long_text_do_no_harm(client, link, kept):
    action, fields = fill_in(client, link, liked="a\x00b" + "x" * 20_000)
    assert client.post(action, data=fields).status_code == 303
    assert kept(fields["sheet"]).answers.values["liked"] == "ab" + "x" * 4998


# --- links that do not lead here


def test_a_closed_link_says_so_kindly(client, ours, kept):
    link = f"/s/{ours.closed_token}"
    for answer in (client.get(link), client.post(link, data={"sheet": str(uuid4()), "q.greeted": "good"})):
        assert answer.status_code == 410
        assert page_of(answer).h1.text == "This link is closed"
        assert page_of(answer).select('a[href="/"]') == []
    assert client.get(f"{link}/thanks").status_code == 200


@pytest.mark.parametrize(
    "token", ["nobody-has-it", "' OR '1'='1", "%00", "%27;DROP TABLE survey;--", "a" * 2000, "%E2%82%AC%FF"]
)
def test_an_unknown_link_is_not_here(client, token):
    for path in (f"/s/{token}", f"/s/{token}/thanks"):
        assert client.get(path).status_code == 404
    answer = client.post(f"/s/{token}", data={"sheet": str(uuid4()), "q.greeted": "good"})
    assert answer.status_code == 404


def test_an_answer_stays_with_the_firm_of_its_link(app, client, ours, theirs):
    """The id of a sheet of ours, sent through their link: theirs has one of its own, ours stays as it is."""
    action, fields = fill_in(client, f"/s/{ours.survey_token}", greeted="good")
    client.post(action, data=fields)
    answer = client.post(f"/s/{theirs.survey_token}", data={**fields, "q.greeted": "poor"})
    assert answer.location == f"/s/{theirs.survey_token}/thanks"
    for firm, greeted in ((ours, "good"), (theirs, "poor")):
        with app.extensions["rooms"].store.reading(firm.id) as scope:
            sheet = sheets.get(scope, UUID(fields["sheet"]))
            found = sheets.sheets_between(scope, View.CUSTOMER, [firm.location.id], TODAY, TODAY)
        assert (sheet.survey_id, sheet.answers.values["greeted"]) == (firm.survey, greeted)
        assert [one.id for one in found].count(sheet.id) == 1
